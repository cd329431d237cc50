"""How do four years of falls, hospital stays, carers' breakdowns, moves to care homes and deaths unfold?

Quarter by quarter, because they bring one another about: deficits raise the chance of admission and falls; a fall, an
admission or a carer's breakdown raises the chance of a care home; an admission raises the chance of the next; and each
person has a lasting difference that no record shows, so that no model can foresee everything.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from joinedup.county.chance import Bools, Floats, Ints, Rng, happens, repeated, stream
from joinedup.county.days import NEVER
from joinedup.county.illness import Illness
from joinedup.county.logbook import Logbook
from joinedup.county.population import People, yearly_hazard
from joinedup.county.template import Template, figures
from joinedup.county.unpaid_care import Caring

QUARTERS = 16


@dataclass
class Lives:
    """What happened to whom.

    Parameters
    ----------
    admissions : person, on, deficits, is_last (ends in death), from_fall (number of the fall, or -1).
    falls : person, on, and whether general practice, ambulance and emergency department came to know, whether admitted.
    breakdowns : pair (position in Caring), on.
    home_on : day a person came to live in a care home, or NEVER.
    """

    admissions: Logbook
    falls: Logbook
    breakdowns: Logbook
    home_on: Ints


@dataclass
class State:
    """Where everybody stands at the start of a quarter."""

    hidden: Floats
    hidden_falls: Floats
    recent_stay: Floats
    recent_fall: Floats
    recent_breakdown: Bools
    is_alone: Bools
    smokes: Bools
    usual_deficits: Floats


def live(made: People, illness: Illness, caring: Caring, smokes: Bools, template: Template, seed: int) -> Lives:
    """Live through the history; fills in `made.death_on`.

    Parameters
    ----------
    smokes : who smokes.
    """
    rng, facts = stream(seed, "lives"), figures("care")
    state = starting_state(made, illness, smokes, facts, template, rng)
    lives = Lives(
        admissions=Logbook("person", "on", "deficits", "is_last", "from_fall"),
        falls=Logbook("person", "on", "gp", "ambulance", "ed", "admitted"),
        breakdowns=Logbook("pair", "on"),
        home_on=already_in_homes(made, illness, facts, template, rng),
    )
    edges = np.linspace(template.history_from, template.as_at, QUARTERS + 1).astype(int)
    for first, last in zip(edges[:-1], edges[1:], strict=True):
        live_a_quarter(made, illness, caring, state, lives, facts, int(first), int(last), rng)
    return lives


def starting_state(
    made: People, illness: Illness, smokes: Bools, facts: Any, template: Template, rng: Rng
) -> State:
    """How people differ before the history begins."""
    size = len(made)
    deficits = illness.deficits(template.history_from)
    age = np.clip(made.age_at(template.history_from), 0, 99).astype(int)
    by_age = np.bincount(age, deficits, 100) / np.maximum(np.bincount(age, minlength=100), 1)
    return State(
        hidden=rng.standard_normal(size) * facts["emergency_admission"]["never_recorded_deviation"],
        hidden_falls=rng.standard_normal(size) * facts["fall"]["never_recorded_deviation"],
        recent_stay=np.zeros(size),
        recent_fall=np.zeros(size),
        recent_breakdown=np.zeros(size, dtype=bool),
        is_alone=np.bincount(made.household, minlength=size)[made.household] == 1,
        smokes=smokes,
        usual_deficits=by_age,
    )


def live_a_quarter(
    made: People, illness: Illness, caring: Caring, state: State, lives: Lives, facts: Any, first: int, last: int, rng: Rng
) -> None:
    """Let one quarter happen to everybody alive in it."""
    alive = (made.birth_on < last) & (made.death_on == NEVER)
    age = np.maximum(made.age_at(last), 0)
    deficits = illness.deficits(last)
    share = (last - np.maximum(made.birth_on, first)).clip(0) / 365.25 * alive
    dying = die(made, state, lives, facts, age, deficits, share, first, last, rng)
    fell = fall(illness, state, lives, facts, age, deficits, share, first, last, rng)
    admitted = be_admitted(made, illness, state, lives, facts, age, deficits, share, first, last, rng, dying)
    break_down(illness, caring, state, lives, facts, deficits, alive, first, last, rng)
    enter_homes(illness, state, lives, facts, age, deficits, share, fell, admitted, first, last, rng)
    state.recent_stay = state.recent_stay / 2 + admitted
    state.recent_fall = np.minimum(state.recent_fall / 2 + fell, 2)


def some_day(rng: Rng, size: int, first: int, last: int) -> Ints:
    """Days at random in a quarter."""
    return rng.integers(first, last, size, dtype=np.int32)


def curve(fact: dict[str, list[float]], age: Floats) -> Floats:
    """A value that changes evenly between ages."""
    return np.interp(age, fact["at_age"], fact["value"])


def conditions_add(illness: Illness, weights: dict[str, float], on: int, log_rate: Floats) -> None:
    """Add each condition's weight to the log rate of those who have it."""
    for name, weight in weights.items():
        log_rate[illness.has(name, on)] += weight


def die(
    made: People, state: State, lives: Lives, facts: Any, age: Floats, deficits: Ints, share: Floats, first: int, last: int, rng: Rng
) -> Ints:
    """Deaths of the quarter; those who die in hospital have a last stay. Returns who died."""
    hazard = np.where(made.is_female, yearly_hazard(figures("population"), age, male=False), yearly_hazard(figures("population"), age, male=True))
    excess = deficits - state.usual_deficits[np.clip(age, 0, 99).astype(int)]
    in_home = lives.home_on < last
    hazard = hazard * facts["death"]["level"] * np.exp(facts["death"]["per_deficit"] * excess + facts["death"]["in_care_home"] * in_home + 0.3 * state.hidden)
    dying = np.flatnonzero(rng.random(len(made)) < -np.expm1(-hazard * share))
    made.death_on[dying] = np.maximum(some_day(rng, len(dying), first, last), made.birth_on[dying])
    in_hospital = dying[happens(rng, np.where(in_home[dying], 25, 48), len(dying))]
    stay = np.minimum(rng.geometric(1 / 9, len(in_hospital)), 60)
    on = np.maximum(made.death_on[in_hospital] - stay, np.maximum(first, made.birth_on[in_hospital]))
    lives.admissions.add(person=in_hospital, on=on.astype(np.int32), deficits=deficits[in_hospital], is_last=np.ones(len(on), bool), from_fall=np.full(len(on), -1))
    return dying


def fall(
    illness: Illness, state: State, lives: Lives, facts: Any, age: Floats, deficits: Ints, share: Floats, first: int, last: int, rng: Rng
) -> Floats:
    """Falls of the quarter and who came to know of them. Returns 1.0 for those who fell."""
    fact = facts["fall"]
    log_rate = curve(fact["log_rate"], age) + fact["per_deficit"] * (deficits - 4) + state.hidden_falls
    conditions_add(illness, fact["conditions"], last, log_rate)
    log_rate += fact["after_a_fall"] * np.minimum(state.recent_fall, 1)
    counts = np.minimum(rng.poisson(np.exp(np.minimum(log_rate, 2.5)) * share), 6).astype(np.int32)
    person = repeated(counts)
    known = fact["recorded_per_cent"]
    ed = happens(rng, known["emergency_department"], len(person))
    lives.falls.add(
        person=person,
        on=some_day(rng, len(person), first, last),
        gp=happens(rng, known["general_practice"], len(person)),
        ambulance=happens(rng, np.where(ed, 55, known["ambulance"]), len(person)),
        ed=ed,
        admitted=ed & happens(rng, fact["admitted_of_emergency_department_per_cent"] + 2.0 * deficits[person], len(person)),
    )
    return (counts > 0).astype(float)


def be_admitted(
    made: People, illness: Illness, state: State, lives: Lives, facts: Any, age: Floats, deficits: Ints, share: Floats, first: int, last: int, rng: Rng, dying: Ints
) -> Floats:
    """Emergency admissions of the quarter, those for falls among them. Returns 1.0 for those admitted."""
    fact = facts["emergency_admission"]
    log_rate = curve(fact["log_rate"], age) + fact["per_deficit"] * deficits + state.hidden
    log_rate += fact["per_deprivation"] * (5.5 - made.decile) / 9 + fact["smoker"] * state.smokes
    conditions_add(illness, fact["conditions"], last, log_rate)
    log_rate += fact["after_an_admission"] * np.minimum(state.recent_stay, 1.5)
    counts = np.minimum(rng.poisson(np.exp(np.minimum(log_rate, 2)) * share), 5).astype(np.int32)
    person = repeated(counts)
    size = len(person)
    lives.admissions.add(person=person, on=some_day(rng, size, first, last), deficits=deficits[person], is_last=np.zeros(size, bool), from_fall=np.full(size, -1))
    fallen = np.flatnonzero(lives.falls.pieces["admitted"][-1])
    fallers = lives.falls.pieces["person"][-1][fallen]
    before = sum(len(piece) for piece in lives.falls.pieces["person"][:-1])
    lives.admissions.add(person=fallers, on=lives.falls.pieces["on"][-1][fallen], deficits=deficits[fallers], is_last=np.zeros(len(fallers), bool), from_fall=fallen + before)
    admitted = (counts > 0).astype(float)
    admitted[fallers] = 1
    return admitted


def break_down(
    illness: Illness, caring: Caring, state: State, lives: Lives, facts: Any, deficits: Ints, alive: Bools, first: int, last: int, rng: Rng
) -> None:
    """Carers who can no longer go on, and whom they cared for."""
    fact = facts["unpaid_care"]["breakdown"]
    log_rate = fact["log_rate"] + fact["per_deficit_of_person_cared_for"] * deficits[caring.cared_for]
    log_rate += fact["dementia_of_person_cared_for"] * illness.has("dementia", last)[caring.cared_for]
    log_rate += fact["fifty_hours"] * (caring.hours == 2) + fact["per_deficit_of_carer"] * deficits[caring.carer]
    able = alive[caring.carer] & alive[caring.cared_for] & (caring.starts_on < first) & (lives.home_on[caring.cared_for] == NEVER)
    pair = np.flatnonzero(able & (rng.random(len(able)) < np.exp(log_rate) / 4))
    lives.breakdowns.add(pair=pair, on=some_day(rng, len(pair), first, last))
    state.recent_breakdown = state.recent_breakdown & happens(rng, 50, len(state.recent_breakdown))
    state.recent_breakdown[caring.cared_for[pair]] = True


def enter_homes(
    illness: Illness, state: State, lives: Lives, facts: Any, age: Floats, deficits: Ints, share: Floats, fell: Floats, admitted: Floats, first: int, last: int, rng: Rng
) -> None:
    """Moves to a care home, likelier soon after a fall, a stay in hospital or a carer's breakdown."""
    fact = facts["care_home_entry"]
    log_rate = home_log_rate(illness, facts, age, deficits, last)
    log_rate += fact["after_a_fall"] * np.minimum(state.recent_fall / 2 + fell, 1)
    log_rate += fact["after_an_admission"] * np.minimum(state.recent_stay / 2 + admitted, 1)
    log_rate += fact["lives_alone"] * state.is_alone + fact["after_carer_breakdown"] * state.recent_breakdown
    able = (age >= 65) & (lives.home_on == NEVER)
    entering = np.flatnonzero(able & (rng.random(len(able)) < -np.expm1(-np.exp(log_rate) * share)))
    lives.home_on[entering] = some_day(rng, len(entering), first, last)


def home_log_rate(illness: Illness, facts: Any, age: Floats, deficits: Ints, on: int) -> Floats:
    """Log of the yearly rate of care-home entry from age and illness alone."""
    fact = facts["care_home_entry"]
    log_rate = curve(fact["log_rate"], age) + fact["per_deficit"] * (deficits - 6)
    conditions_add(illness, fact["conditions"], on, log_rate)
    return log_rate


def already_in_homes(made: People, illness: Illness, facts: Any, template: Template, rng: Rng) -> Ints:
    """Who lives in a care home when the history begins, and since when."""
    start = template.history_from
    age = made.age_at(start)
    log_rate = home_log_rate(illness, facts, np.maximum(age, 0), illness.deficits(start), start)
    years = facts["care_home_entry"]["already_at_start_years"]
    there = (age >= 65) & (rng.random(len(made)) < -np.expm1(-np.exp(log_rate) * years * 2))
    since = start - rng.integers(30, int(years * 2 * 365), len(made))
    return np.where(there, since, NEVER).astype(np.int32)
