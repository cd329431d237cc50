"""How do four years of falls, hospital stays, carers' breakdowns, moves to care homes and deaths unfold?

Quarter by quarter, because they bring one another about: deficits raise the chance of admission and falls; a fall, an
admission or a carer's breakdown raises the chance of a care home; an admission raises the chance of the next; and each
person has a lasting difference that no record shows, so that no model can foresee everything.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from joinedup.county.chance import Bools, Floats, Ints, Rng, happens, repeated, stream
from joinedup.county.days import NEVER, YEAR_DAYS
from joinedup.county.illness import Illness
from joinedup.county.logbook import Logbook
from joinedup.county.population import People, yearly_hazard
from joinedup.county.template import Template, figures
from joinedup.county.unpaid_care import Caring

QUARTERS = 16
NO_FALL = -1


@dataclass
class Lives:
    """What happened to whom.

    Parameters
    ----------
    admissions : person, on, deficits, is_last (ends in death), from_fall (number of the fall, or NO_FALL).
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
    """Where everybody stands, one element per person.

    Parameters
    ----------
    hidden, hidden_falls : lasting differences that no record shows, on the log of the rate.
    recent_stay, recent_fall : 1 for one in the last quarter, half as much for each quarter before.
    usual_deficits : mean number of deficits by whole year of age.
    """

    hidden: Floats
    hidden_falls: Floats
    recent_stay: Floats
    recent_fall: Floats
    recent_breakdown: Bools
    is_alone: Bools
    smokes: Bools
    usual_deficits: Floats


@dataclass
class Quarter:
    """One quarter: its days, and how old and ill everybody is in it.

    Parameters
    ----------
    first, last : first day, and the day after the last.
    share : part of a year that each person is there for: 0 for those dead or not yet born.
    """

    made: People
    illness: Illness
    state: State
    lives: Lives
    facts: Any
    first: int
    last: int
    age: Floats
    deficits: Ints
    share: Floats
    rng: Rng

    def some_day(self, size: int) -> Ints:
        """Days at random."""
        return self.rng.integers(self.first, self.last, size, dtype=np.int32)

    def count(self, log_rate: Floats, most: int) -> Ints:
        """How often something happens to each, given the log of its yearly rate."""
        mean = np.exp(np.minimum(log_rate, 2.5)) * self.share
        return np.minimum(self.rng.poisson(mean), most).astype(np.int32)

    def once(self, yearly: Floats) -> Bools:
        """Whether something with a yearly rate happens to each."""
        return np.asarray(self.rng.random(len(yearly)) < -np.expm1(-yearly * self.share))

    def admit(self, person: Ints, on: Ints, *, is_last: bool = False, from_fall: Ints | int = NO_FALL) -> None:
        """Note emergency admissions."""
        self.lives.admissions.add(
            person=person,
            on=on.astype(np.int32),
            deficits=self.deficits[person],
            is_last=np.full(len(person), is_last),
            from_fall=np.broadcast_to(np.asarray(from_fall), (len(person),)),
        )


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
    edges = np.linspace(template.history_from, template.as_at, QUARTERS + 1).astype(int).tolist()
    for first, last in pairwise(edges):
        there = (made.birth_on < last) & (made.death_on == NEVER)
        share = (last - np.maximum(made.birth_on, first)).clip(0) / YEAR_DAYS * there
        age = np.maximum(made.age_at(last), 0)
        now = Quarter(made, illness, state, lives, facts, first, last, age, illness.deficits(last), share, rng)
        live_a_quarter(now, caring)
    return lives


def starting_state(made: People, illness: Illness, smokes: Bools, facts: Any, template: Template, rng: Rng) -> State:
    """How people differ before the history begins."""
    size = len(made)
    age = np.clip(made.age_at(template.history_from), 0, 99).astype(int)
    by_age = np.bincount(age, illness.deficits(template.history_from), 100)
    return State(
        hidden=rng.standard_normal(size) * facts["emergency_admission"]["never_recorded_deviation"],
        hidden_falls=rng.standard_normal(size) * facts["fall"]["never_recorded_deviation"],
        recent_stay=np.zeros(size),
        recent_fall=np.zeros(size),
        recent_breakdown=np.zeros(size, dtype=bool),
        is_alone=made.lives_alone,
        smokes=smokes,
        usual_deficits=by_age / np.maximum(np.bincount(age, minlength=100), 1),
    )


def live_a_quarter(now: Quarter, caring: Caring) -> None:
    """Let one quarter happen to everybody alive in it."""
    die(now)
    fell = fall(now)
    admitted = be_admitted(now)
    break_down(now, caring)
    enter_homes(now, fell, admitted)
    now.state.recent_stay = now.state.recent_stay / 2 + admitted
    now.state.recent_fall = np.minimum(now.state.recent_fall / 2 + fell, 2)


def curve(fact: dict[str, list[float]], age: Floats) -> Floats:
    """A value that changes evenly between ages."""
    return np.asarray(np.interp(age, fact["at_age"], fact["value"]))


def conditions_add(illness: Illness, weights: dict[str, float], on: int, log_rate: Floats) -> None:
    """Add each condition's weight to the log rate of those who have it."""
    for name, weight in weights.items():
        log_rate[illness.has(name, on)] += weight


def die(now: Quarter) -> None:
    """Deaths of the quarter; those who die in hospital have a last stay."""
    fact, made, state = now.facts["death"], now.made, now.state
    tables = figures("population")
    hazard = np.where(
        made.is_female, yearly_hazard(tables, now.age, male=False), yearly_hazard(tables, now.age, male=True)
    )
    excess = now.deficits - state.usual_deficits[np.clip(now.age, 0, 99).astype(int)]
    in_home = now.lives.home_on < now.last
    log_times = fact["per_deficit"] * excess + fact["in_care_home"] * in_home + fact["hidden"] * state.hidden
    dying = np.flatnonzero(now.once(hazard * fact["level"] * np.exp(log_times)))
    made.death_on[dying] = np.maximum(now.some_day(len(dying)), made.birth_on[dying])
    chance = np.where(
        in_home[dying], fact["in_hospital_per_cent"]["from_care_home"], fact["in_hospital_per_cent"]["usual"]
    )
    in_hospital = dying[happens(now.rng, chance, len(dying))]
    stay = np.minimum(now.rng.geometric(1 / fact["mean_last_stay_days"], len(in_hospital)), 60)
    earliest = np.maximum(now.first, made.birth_on[in_hospital])
    now.admit(in_hospital, np.maximum(made.death_on[in_hospital] - stay, earliest), is_last=True)


def fall(now: Quarter) -> Floats:
    """Falls of the quarter and who came to know of them. Returns 1.0 for those who fell."""
    fact, rng, state = now.facts["fall"], now.rng, now.state
    log_rate = curve(fact["log_rate"], now.age) + fact["per_deficit"] * (now.deficits - 4) + state.hidden_falls
    conditions_add(now.illness, fact["conditions"], now.last, log_rate)
    counts = now.count(log_rate + fact["after_a_fall"] * np.minimum(state.recent_fall, 1), most=6)
    person = repeated(counts)
    size, known = len(person), fact["recorded_per_cent"]
    in_department = happens(rng, known["emergency_department"], size)
    admitted = fact["admitted_of_emergency_department_per_cent"] + 2.0 * now.deficits[person]
    now.lives.falls.add(
        person=person,
        on=now.some_day(size),
        gp=happens(rng, known["general_practice"], size),
        ambulance=happens(rng, np.where(in_department, known["ambulance_before_department"], known["ambulance"]), size),
        ed=in_department,
        admitted=in_department & happens(rng, admitted, size),
    )
    return np.asarray((counts > 0).astype(float))


def be_admitted(now: Quarter) -> Floats:
    """Emergency admissions of the quarter, those for falls among them. Returns 1.0 for those admitted."""
    fact, state = now.facts["emergency_admission"], now.state
    log_rate = curve(fact["log_rate"], now.age) + fact["per_deficit"] * now.deficits + state.hidden
    log_rate += fact["per_deprivation"] * (5.5 - now.made.decile) / 9 + fact["smoker"] * state.smokes
    conditions_add(now.illness, fact["conditions"], now.last, log_rate)
    counts = now.count(log_rate + fact["after_an_admission"] * np.minimum(state.recent_stay, 1.5), most=5)
    person = repeated(counts)
    now.admit(person, now.some_day(len(person)))
    pieces = now.lives.falls.pieces
    fallen = np.flatnonzero(pieces["admitted"][-1])
    fallers = pieces["person"][-1][fallen]
    before = sum(len(piece) for piece in pieces["person"][:-1])
    now.admit(fallers, pieces["on"][-1][fallen], from_fall=fallen + before)
    admitted = (counts > 0).astype(float)
    admitted[fallers] = 1
    return np.asarray(admitted)


def break_down(now: Quarter, caring: Caring) -> None:
    """Carers who can no longer go on, and whom they cared for."""
    fact, lives, state = now.facts["unpaid_care"]["breakdown"], now.lives, now.state
    log_rate = fact["log_rate"] + fact["per_deficit_of_person_cared_for"] * now.deficits[caring.cared_for]
    log_rate += fact["dementia_of_person_cared_for"] * now.illness.has("dementia", now.last)[caring.cared_for]
    log_rate += fact["fifty_hours"] * (caring.hours == 2) + fact["per_deficit_of_carer"] * now.deficits[caring.carer]
    both = np.minimum(now.share[caring.carer], now.share[caring.cared_for])
    able = (caring.starts_on < now.first) & (lives.home_on[caring.cared_for] == NEVER)
    pair = np.flatnonzero(able & (now.rng.random(len(able)) < np.exp(log_rate) * both))
    lives.breakdowns.add(pair=pair, on=now.some_day(len(pair)))
    state.recent_breakdown &= happens(now.rng, 50, len(state.recent_breakdown))
    state.recent_breakdown[caring.cared_for[pair]] = True


def enter_homes(now: Quarter, fell: Floats, admitted: Floats) -> None:
    """Moves to a care home, likelier soon after a fall, a stay in hospital or a carer's breakdown."""
    fact, state, home_on = now.facts["care_home_entry"], now.state, now.lives.home_on
    log_rate = home_log_rate(now.illness, fact, now.age, now.deficits, now.last)
    log_rate += fact["after_a_fall"] * np.minimum(state.recent_fall / 2 + fell, 1)
    log_rate += fact["after_an_admission"] * np.minimum(state.recent_stay / 2 + admitted, 1)
    log_rate += fact["lives_alone"] * state.is_alone + fact["after_carer_breakdown"] * state.recent_breakdown
    able = (now.age >= 65) & (home_on == NEVER) & (now.made.death_on == NEVER)
    entering = np.flatnonzero(able & now.once(np.exp(log_rate)))
    home_on[entering] = now.some_day(len(entering))


def home_log_rate(illness: Illness, fact: Any, age: Floats, deficits: Ints, on: int) -> Floats:
    """Log of the yearly rate of care-home entry from age and illness alone."""
    log_rate = curve(fact["log_rate"], age) + fact["per_deficit"] * (deficits - 6)
    conditions_add(illness, fact["conditions"], on, log_rate)
    return np.asarray(log_rate)


def already_in_homes(made: People, illness: Illness, facts: Any, template: Template, rng: Rng) -> Ints:
    """Who lives in a care home when the history begins, and since when."""
    start, fact = template.history_from, facts["care_home_entry"]
    age = made.age_at(start)
    log_rate = home_log_rate(illness, fact, np.maximum(age, 0), illness.deficits(start), start)
    years = 2 * fact["already_at_start_years"]
    there = (age >= 65) & (rng.random(len(made)) < -np.expm1(-np.exp(log_rate) * years))
    since = start - rng.integers(30, int(years * 365), len(made))
    return np.where(there, since, NEVER).astype(np.int32)
