"""What do emergency departments and the ambulance service write about each attendance and call?"""

from typing import Any

import numpy as np

from joinedup.county.chance import Ints, Rng, happens, pick, steps, stream
from joinedup.county.days import dates
from joinedup.county.events import Events, by_source, coded, in_order_of_day
from joinedup.county.illness import Illness
from joinedup.county.lives import Lives, curve
from joinedup.county.logbook import Logbook
from joinedup.county.population import People
from joinedup.county.stays import Stays
from joinedup.county.template import Template, figures

ED_REASONS = ("fall", "breathing", "chest_pain", "confusion", "infection", "injury", "mental_health", "other")
AMBULANCE_REASONS = ("fall", "breathing", "chest_pain", "stroke", "confusion", "mental_health", "other")
ED_OF_REASON = np.array([0, 1, 2, 3, 3, 4, 5, 6, 7])  # a stroke comes in as confusion
AMBULANCE_OF_REASON = np.array([0, 1, 2, 3, 4, 6, 6, 5, 6])


def attendances_and_calls(
    made: People,
    illness: Illness,
    lives: Lives,
    stays: Stays,
    trust_of_person: Ints,
    trusts: list[str],
    template: Template,
    seed: int,
) -> list[Events]:
    """Emergency department attendances of each trust and the calls of the ambulance service.

    An emergency stay most often begins with an attendance, an attendance by ambulance with a call; falls that did not
    lead to a stay, and many other small emergencies, make the rest.
    """
    rng, facts = stream(seed, "attendances"), figures("care")
    log = Logbook("person", "on", "reason", "outcome", "by_ambulance")
    calls = Logbook("person", "on", "reason", "outcome")
    attend_before_stays(made, stays, facts, log, rng)
    attend_after_falls(lives, log, calls, rng)
    attend_otherwise(made, illness, template, facts, log, calls, rng)
    person, on, reason, outcome, by_ambulance = (
        log.column(name) for name in ("person", "on", "reason", "outcome", "by_ambulance")
    )
    kept = (
        (on < template.as_at)
        & (on <= made.death_on[person])
        & (on >= np.maximum(made.birth_on[person], template.history_from))
    )
    person, on, reason, outcome, by_ambulance = (
        person[kept].astype(np.int32),
        on[kept],
        reason[kept],
        outcome[kept],
        by_ambulance[kept],
    )
    brought = np.flatnonzero(by_ambulance)
    calls.add(
        person=person[brought],
        on=on[brought],
        reason=AMBULANCE_OF_REASON[reason[brought]],
        outcome=np.zeros(len(brought), int),
    )
    columns = {
        "attended_on": dates(on),
        "reason": coded(ED_REASONS, ED_OF_REASON[reason]),
        "arrival": coded(("other", "ambulance"), by_ambulance.astype(int)),
        "outcome": coded(("admitted", "discharged", "left"), outcome),
    }
    tables = by_source("emergency_attendance", person, on, columns, trust_of_person[person], trusts)
    return [*tables, ambulance_incidents(made, calls, template)]


def attend_before_stays(made: People, stays: Stays, facts: Any, log: Logbook, rng: Rng) -> None:
    """Three in four emergency stays begin in the emergency department."""
    rows = np.flatnonzero((stays.method == 0) & happens(rng, 76, len(stays.method)))
    age = made.age_at(0)[stays.person[rows]] + stays.admitted_on[rows] / 365.25
    by_ambulance = happens(rng, steps(facts["arrived_by_ambulance_per_cent"], age), len(rows))
    log.add(
        person=stays.person[rows],
        on=stays.admitted_on[rows],
        reason=stays.reason[rows],
        outcome=np.zeros(len(rows), int),
        by_ambulance=by_ambulance,
    )


def attend_after_falls(lives: Lives, log: Logbook, calls: Logbook, rng: Rng) -> None:
    """Falls seen in the department without a stay, and falls the ambulance was called to."""
    falls = {name: lives.falls.column(name) for name in ("person", "on", "ambulance", "ed", "admitted")}
    seen = np.flatnonzero(falls["ed"] & ~falls["admitted"])
    log.add(
        person=falls["person"][seen],
        on=falls["on"][seen],
        reason=np.zeros(len(seen), int),
        outcome=np.ones(len(seen), int),
        by_ambulance=falls["ambulance"][seen],
    )
    helped = np.flatnonzero(falls["ambulance"] & ~falls["ed"])
    calls.add(
        person=falls["person"][helped],
        on=falls["on"][helped],
        reason=np.zeros(len(helped), int),
        outcome=np.where(happens(rng, 75, len(helped)), 1, 2),
    )


def attend_otherwise(
    made: People, illness: Illness, template: Template, facts: Any, log: Logbook, calls: Logbook, rng: Rng
) -> None:
    """Attendances and calls that lead to no stay."""
    deficits = illness.deficits(template.as_at - 700)
    fact = facts["emergency_attendances_not_admitted_per_year"]
    rate = curve(fact, np.maximum(made.age, 0)) * np.exp(
        fact["per_deficit"] * deficits + 0.5 * made.frailty + 0.06 * (5.5 - made.decile) - 0.15
    )
    person = np.repeat(np.arange(len(made), dtype=np.int32), np.minimum(rng.poisson(rate * 4), 40))
    shares = [0, 6, 7, 0.5, 2, 12, 40, 5, 27]
    reason = pick(rng, shares, len(person))
    by_ambulance = happens(rng, 0.4 * steps(facts["arrived_by_ambulance_per_cent"], made.age[person]), len(person))
    on = rng.integers(template.history_from, template.as_at, len(person))
    log.add(
        person=person,
        on=on,
        reason=reason,
        outcome=np.where(happens(rng, 93, len(person)), 1, 2),
        by_ambulance=by_ambulance,
    )
    fact = facts["ambulance_not_conveyed_per_year"]
    rate = curve(fact, np.maximum(made.age, 0)) * np.exp(fact["per_deficit"] * deficits)
    person = np.repeat(np.arange(len(made), dtype=np.int32), np.minimum(rng.poisson(rate * 4), 30))
    on = rng.integers(template.history_from, template.as_at, len(person))
    reason = pick(rng, [0, 20, 18, 3, 10, 12, 37], len(person))
    calls.add(person=person, on=on, reason=reason, outcome=np.where(happens(rng, 70, len(person)), 1, 2))


def ambulance_incidents(made: People, calls: Logbook, template: Template) -> Events:
    """The calls as the ambulance service sends them."""
    person, on, reason, outcome = (calls.column(name) for name in ("person", "on", "reason", "outcome"))
    kept = np.flatnonzero((on < template.as_at) & (on <= made.death_on[person]) & (on >= made.birth_on[person]))
    kept = kept[in_order_of_day(person[kept], on[kept])]
    columns = {
        "happened_on": dates(on[kept]),
        "reason": coded(AMBULANCE_REASONS, reason[kept]),
        "outcome": coded(("conveyed", "see_and_treat", "hear_and_treat"), outcome[kept]),
    }
    return Events(
        "ambulance_incident", template.sources_of("ambulance_incident")[0], person[kept].astype(np.int32), columns
    )
