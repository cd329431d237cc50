"""What do hospitals and the ambulance service write about each stay, attendance and call?"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from joinedup.county.chance import Floats, Ints, Rng, happens, pick, steps, stream
from joinedup.county.days import NEVER, dates
from joinedup.county.events import Events, by_source, coded, in_order_of_day
from joinedup.county.illness import Illness
from joinedup.county.lives import Lives, curve
from joinedup.county.logbook import Logbook
from joinedup.county.population import People
from joinedup.county.template import Template, figures

METHODS = ("emergency", "elective", "maternity")
DESTINATIONS = ("usual_home", "care_home", "died")
REASONS = ("fall", "breathing", "chest_pain", "stroke", "confusion", "infection", "injury", "mental_health", "other")
ED_REASONS = ("fall", "breathing", "chest_pain", "confusion", "infection", "injury", "mental_health", "other")
AMBULANCE_REASONS = ("fall", "breathing", "chest_pain", "stroke", "confusion", "mental_health", "other")
ED_OF_REASON = np.array([0, 1, 2, 3, 3, 4, 5, 6, 7])  # a stroke comes in as confusion
AMBULANCE_OF_REASON = np.array([0, 1, 2, 3, 4, 6, 6, 5, 6])
FALL_CODES = {"S720": 22, "S525": 8, "S422": 6, "S009": 16, "S018": 10, "S065": 4, "S325": 8, "S223": 6, "R296": 14, "R55X": 6}
FALL_CAUSES = ("W19", "W18", "W01", "W06", "W10")
ELECTIVE_CODES = {"H259": 14, "K635": 9, "M179": 7, "M169": 6, "K409": 5, "C509": 4, "I259": 4, "D126": 5, "R104": 4, "N40X": 3, "Z511": 12, "K219": 5}
MATERNITY_CODES = {"O80": 6, "O82": 2, "O70": 3, "O36": 2, "O26": 2, "O48": 1}


@dataclass
class Stays:
    """Stays in hospital, one element per stay: of whom, from when to when, how they came in and why."""

    person: Ints
    admitted_on: Ints
    discharged_on: Ints
    method: Ints
    reason: Ints
    deficits: Ints
    is_last: Any
    primary: pa.Array

    def ordered(self, order: Ints) -> "Stays":
        """The stays in another order, or some of them."""
        return Stays(*(
            value.take(pa.array(order)) if isinstance(value, pa.Array) else value[order] for value in vars(self).values()
        ))


def stay(made: People, illness: Illness, lives: Lives, template: Template, seed: int) -> Stays:
    """Every stay: emergencies from lives lived, and planned and maternity stays."""
    rng, facts = stream(seed, "hospital stays"), figures("care")
    emergencies = emergency_stays(made, illness, lives, template, facts, rng)
    others = [planned_stays(made, illness, template, facts, rng), maternity_stays(made, template, facts, rng)]
    joined = Stays(*(
        pa.concat_arrays(list(values)) if isinstance(values[0], pa.Array) else np.concatenate(values)
        for values in zip(*(vars(stays).values() for stays in (emergencies, *others)), strict=True)
    ))
    return without_overlaps(joined, made, template)


def without_overlaps(stays: Stays, made: People, template: Template) -> Stays:
    """Stays in order of person and day, each ended before the next begins, none after death or the last day of history."""
    last_day = np.minimum(made.death_on[stays.person], template.as_at - 1)
    stays = stays.ordered(np.flatnonzero((stays.admitted_on <= last_day) & (stays.admitted_on >= made.birth_on[stays.person])))
    stays = stays.ordered(np.lexsort((stays.is_last, stays.admitted_on, stays.person)))
    following = np.append(stays.admitted_on[1:], NEVER)
    following[np.append(stays.person[1:], -1) != stays.person] = NEVER
    ended = np.minimum(np.minimum(stays.discharged_on, following), made.death_on[stays.person])
    stays.discharged_on = np.where(ended < template.as_at, np.maximum(ended, stays.admitted_on), NEVER).astype(np.int32)
    return stays


def emergency_stays(made: People, illness: Illness, lives: Lives, template: Template, facts: Any, rng: Rng) -> Stays:
    """Emergency stays with a reason, a main diagnosis and a length."""
    log = {name: lives.admissions.column(name) for name in ("person", "on", "deficits", "is_last", "from_fall")}
    person = log["person"].astype(np.int32)
    age = made.age_at(template.as_at - 700)[person]
    reason = draw_reasons(illness, facts["emergency_reasons"], person, age, template, rng)
    reason[log["from_fall"] >= 0] = 0
    days = draw_lengths(facts["length_of_stay_days"], age, log["deficits"], rng)
    return Stays(
        person, log["on"].astype(np.int32), np.where(log["is_last"], made.death_on[person], log["on"] + days).astype(np.int32),
        np.zeros(len(person), np.int32), reason, log["deficits"], log["is_last"], draw_diagnoses(facts["emergency_reasons"], reason, rng),
    )


def draw_reasons(illness: Illness, facts: Any, person: Ints, age: Floats, template: Template, rng: Rng) -> Ints:
    """Why each came in: shares by age, more of what a person's conditions bring."""
    weights = np.zeros((len(person), len(REASONS)))
    for place, reason in enumerate(REASONS[1:], start=1):
        fact = facts[reason]
        weights[:, place] = steps({"from_age": facts["from_age"], "value": fact["weight"]}, age)
        for name, times in fact["times"].items():
            weights[illness.has(name, template.as_at - 700)[person], place] *= times
    edges = np.cumsum(weights, axis=1)
    return (edges < (rng.random(len(person)) * edges[:, -1])[:, None]).sum(axis=1).astype(np.int32)


def draw_lengths(fact: Any, age: Floats, deficits: Ints, rng: Rng) -> Ints:
    """Days in hospital."""
    days = fact["median"] * np.exp(fact["deviation"] * rng.standard_normal(len(age)) + fact["per_deficit"] * deficits)
    same_day = happens(rng, steps(fact["same_day_per_cent"], age), len(age))
    return np.where(same_day, 0, np.clip(np.ceil(days), 1, 120)).astype(np.int32)


def draw_diagnoses(facts: Any, reason: Ints, rng: Rng) -> pa.Array:
    """The main diagnosis of each stay, ICD-10."""
    codes: list[str] = []
    chosen = np.zeros(len(reason), dtype=np.int32)
    for place, name in enumerate(REASONS):
        listed = FALL_CODES if name == "fall" else facts[name]["icd10"]
        rows = np.flatnonzero(reason == place)
        chosen[rows] = len(codes) + pick(rng, list(listed.values()), len(rows))
        codes.extend(listed)
    return pa.array(codes).take(pa.array(chosen))


def planned_stays(made: People, illness: Illness, template: Template, facts: Any, rng: Rng) -> Stays:
    """Planned stays, most within a day."""
    fact = facts["elective_admission"]
    log_rate = curve(fact["log_rate"], np.maximum(made.age, 0)) + fact["per_deficit"] * illness.deficits(template.as_at - 700)
    log_rate += fact["cancer"] * illness.has("cancer", template.as_at - 700)
    rate = np.exp(log_rate + 0.6 * rng.standard_normal(len(made)) - 0.18)
    person = np.repeat(np.arange(len(made), dtype=np.int32), np.minimum(rng.poisson(rate * 4), 24))
    return other_stays(person, 1, ELECTIVE_CODES, np.where(happens(rng, 80, len(person)), 0, rng.geometric(0.35, len(person))), template, rng)


def maternity_stays(made: People, template: Template, facts: Any, rng: Rng) -> Stays:
    """Births in hospital."""
    rate = curve(facts["maternity"]["births_per_woman_and_year"], np.maximum(made.age - 2, 0)) * made.is_female
    person = np.repeat(np.arange(len(made), dtype=np.int32), np.minimum(rng.poisson(rate * 4), 3))
    return other_stays(person, 2, MATERNITY_CODES, rng.integers(0, 4, len(person)), template, rng)


def other_stays(person: Ints, method: int, codes: dict[str, int], days: Ints, template: Template, rng: Rng) -> Stays:
    """Stays that are no emergency, on days at random."""
    size = len(person)
    on = rng.integers(template.history_from, template.as_at, size, dtype=np.int32)
    primary = pa.array(list(codes)).take(pa.array(pick(rng, list(codes.values()), size)))
    nothing = np.zeros(size, dtype=np.int32)
    return Stays(person, on, (on + days).astype(np.int32), nothing + method, nothing - 1, nothing, np.zeros(size, bool), primary)


def spells(made: People, illness: Illness, lives: Lives, stays: Stays, trust: Ints, trusts: list[str], template: Template, seed: int) -> list[Events]:
    """The stays as each trust sends them."""
    rng, facts = stream(seed, "spells"), figures("care")
    died = stays.discharged_on == made.death_on[stays.person]
    home_on = lives.home_on[stays.person]
    soon = (home_on - stays.admitted_on < 92) & (home_on >= stays.admitted_on) & (stays.method == 0)
    to_home = soon & happens(rng, facts["care_home_entry"]["discharged_there_per_cent"], len(home_on))
    destination = np.where(died, 2, np.where(to_home, 1, 0))
    destination[stays.discharged_on == NEVER] = -1
    move = np.flatnonzero(to_home & ~died & (stays.discharged_on != NEVER))
    lives.home_on[stays.person[move]] = stays.discharged_on[move]
    columns = {
        "admitted_on": dates(stays.admitted_on),
        "discharged_on": dates(stays.discharged_on),
        "admission_method": coded(METHODS, stays.method),
        "primary_diagnosis": stays.primary,
        "secondary_diagnoses": secondary_diagnoses(made, illness, stays, facts["secondary_diagnoses"], rng),
        "discharge_destination": coded(DESTINATIONS, destination),
    }
    tables = by_source("hospital_spell", stays.person, stays.admitted_on, columns, trust, trusts)
    for table in tables:
        number = pc.cast(pa.array(np.arange(len(table.person)) + 100_001), pa.string())
        table.columns = {"spell_id": pc.binary_join_element_wise(table.source.upper(), number, "-"), **table.columns}
    return tables


def secondary_diagnoses(made: People, illness: Illness, stays: Stays, facts: Any, rng: Rng) -> pa.Array:
    """Other diagnoses of each stay: known conditions, what frailty brings, and what caused a fall."""
    row, code, codes = [], [], []
    known = np.where(stays.method == 0, facts["recorded_of_known_conditions_per_cent"], 15)
    for condition, name in enumerate(illness.names):
        has = illness.onset_on[condition][stays.person] <= stays.admitted_on
        found = np.flatnonzero(has & happens(rng, known, len(has)))
        listed = illness.facts[name]["icd10"]
        row.append(found)
        code.append(len(codes) + pick(rng, 1 / (np.arange(len(listed)) + 1), len(found)))
        codes.extend(listed)
    old = (made.age_at(0)[stays.person] + stays.admitted_on / 365.25 >= 65) & (stays.method == 0)
    for symptom, per_cent in facts["by_frailty"].items():
        found = np.flatnonzero(old & happens(rng, per_cent * stays.deficits / 8, len(old)))
        row.append(found)
        code.append(np.full(len(found), len(codes)))
        codes.append(symptom)
    fell = np.flatnonzero(stays.reason == 0)
    row.append(fell)
    code.append(len(codes) + pick(rng, [6, 3, 2, 1, 1], len(fell)))
    codes.extend(FALL_CAUSES)
    return joined_by_row(np.concatenate(row), np.concatenate(code), codes, len(stays.person))


def joined_by_row(row: Ints, code: Ints, codes: list[str], rows: int) -> pa.Array:
    """For each row its codes, joined by semicolons; null where there are none."""
    order = np.lexsort((code, row))
    offsets = np.searchsorted(row[order], np.arange(rows + 1)).astype(np.int32)
    lists = pa.ListArray.from_arrays(pa.array(offsets), pa.array(codes).take(pa.array(code[order])))
    joined = pc.binary_join(lists, ";")
    return pc.if_else(pa.array(np.diff(offsets) == 0), pa.scalar(None, pa.string()), joined)


def attendances_and_calls(
    made: People, illness: Illness, lives: Lives, stays: Stays, trust_of_person: Ints, trusts: list[str], template: Template, seed: int
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
    person, on, reason, outcome, by_ambulance = (log.column(name) for name in ("person", "on", "reason", "outcome", "by_ambulance"))
    kept = (on < template.as_at) & (on <= made.death_on[person]) & (on >= np.maximum(made.birth_on[person], template.history_from))
    person, on, reason, outcome, by_ambulance = person[kept].astype(np.int32), on[kept], reason[kept], outcome[kept], by_ambulance[kept]
    brought = np.flatnonzero(by_ambulance)
    calls.add(person=person[brought], on=on[brought], reason=AMBULANCE_OF_REASON[reason[brought]], outcome=np.zeros(len(brought), int))
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
    log.add(person=stays.person[rows], on=stays.admitted_on[rows], reason=stays.reason[rows], outcome=np.zeros(len(rows), int), by_ambulance=by_ambulance)


def attend_after_falls(lives: Lives, log: Logbook, calls: Logbook, rng: Rng) -> None:
    """Falls seen in the department without a stay, and falls the ambulance was called to."""
    falls = {name: lives.falls.column(name) for name in ("person", "on", "ambulance", "ed", "admitted")}
    seen = np.flatnonzero(falls["ed"] & ~falls["admitted"])
    log.add(person=falls["person"][seen], on=falls["on"][seen], reason=np.zeros(len(seen), int), outcome=np.ones(len(seen), int), by_ambulance=falls["ambulance"][seen])
    helped = np.flatnonzero(falls["ambulance"] & ~falls["ed"])
    calls.add(person=falls["person"][helped], on=falls["on"][helped], reason=np.zeros(len(helped), int), outcome=np.where(happens(rng, 75, len(helped)), 1, 2))


def attend_otherwise(made: People, illness: Illness, template: Template, facts: Any, log: Logbook, calls: Logbook, rng: Rng) -> None:
    """Attendances and calls that lead to no stay."""
    deficits = illness.deficits(template.as_at - 700)
    fact = facts["emergency_attendances_not_admitted_per_year"]
    rate = curve(fact, np.maximum(made.age, 0)) * np.exp(fact["per_deficit"] * deficits + 0.5 * made.frailty + 0.06 * (5.5 - made.decile) - 0.15)
    person = np.repeat(np.arange(len(made), dtype=np.int32), np.minimum(rng.poisson(rate * 4), 40))
    shares = [0, 6, 7, 0.5, 2, 12, 40, 5, 27]
    reason = pick(rng, shares, len(person))
    by_ambulance = happens(rng, 0.4 * steps(facts["arrived_by_ambulance_per_cent"], made.age[person]), len(person))
    on = rng.integers(template.history_from, template.as_at, len(person))
    log.add(person=person, on=on, reason=reason, outcome=np.where(happens(rng, 93, len(person)), 1, 2), by_ambulance=by_ambulance)
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
    return Events("ambulance_incident", template.sources_of("ambulance_incident")[0], person[kept].astype(np.int32), columns)
