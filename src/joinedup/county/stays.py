"""Who stays in hospital, from when to when, how did they come in, and why?"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from joinedup.county.chance import Bools, Floats, Ints, Rng, happens, pick, steps, stream
from joinedup.county.days import NEVER
from joinedup.county.illness import Illness
from joinedup.county.lives import Lives, curve
from joinedup.county.population import People
from joinedup.county.template import Template, figures

REASONS = ("fall", "breathing", "chest_pain", "stroke", "confusion", "infection", "injury", "mental_health", "other")
EMERGENCY, PLANNED, MATERNITY = 0, 1, 2


@dataclass
class Stays:
    """Stays in hospital, one element per stay: of whom, from when to when, how they came in and why."""

    person: Ints
    admitted_on: Ints
    discharged_on: Ints
    method: Ints
    reason: Ints
    deficits: Ints
    is_last: Bools
    primary: pa.Array

    def ordered(self, order: Ints) -> "Stays":
        """The stays in another order, or some of them."""
        return Stays(
            *(
                value.take(pa.array(order)) if isinstance(value, pa.Array) else value[order]
                for value in vars(self).values()
            )
        )


def stay(made: People, illness: Illness, lives: Lives, template: Template, seed: int) -> Stays:
    """Every stay: emergencies from lives lived, and planned and maternity stays."""
    rng, facts = stream(seed, "hospital stays"), figures("care")
    emergencies = emergency_stays(made, illness, lives, template, facts, rng)
    others = [planned_stays(made, illness, template, facts, rng), maternity_stays(made, template, facts, rng)]
    joined = Stays(
        *(
            pa.concat_arrays(list(values)) if isinstance(values[0], pa.Array) else np.concatenate(values)
            for values in zip(*(vars(stays).values() for stays in (emergencies, *others)), strict=True)
        )
    )
    return without_overlaps(joined, made, template)


def without_overlaps(stays: Stays, made: People, template: Template) -> Stays:
    """Stays in order of person and day, each ended before the next, none after death or the history's last day."""
    last_day = np.minimum(made.death_on[stays.person], template.as_at - 1)
    stays = stays.ordered(
        np.flatnonzero((stays.admitted_on <= last_day) & (stays.admitted_on >= made.birth_on[stays.person]))
    )
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
        person,
        log["on"].astype(np.int32),
        np.where(log["is_last"], made.death_on[person], log["on"] + days).astype(np.int32),
        np.zeros(len(person), np.int32),
        reason,
        log["deficits"],
        log["is_last"],
        draw_diagnoses(facts, reason, rng),
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
    drawn = (edges < (rng.random(len(person)) * edges[:, -1])[:, None]).sum(axis=1)
    return np.asarray(drawn.astype(np.int32))


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
        listed = facts["fall"]["icd10"] if name == "fall" else facts["emergency_reasons"][name]["icd10"]
        rows = np.flatnonzero(reason == place)
        chosen[rows] = len(codes) + pick(rng, list(listed.values()), len(rows))
        codes.extend(listed)
    return pa.array(codes).take(pa.array(chosen))


def planned_stays(made: People, illness: Illness, template: Template, facts: Any, rng: Rng) -> Stays:
    """Planned stays, most within a day."""
    fact = facts["elective_admission"]
    log_rate = curve(fact["log_rate"], np.maximum(made.age, 0)) + fact["per_deficit"] * illness.deficits(
        template.as_at - 700
    )
    log_rate += fact["cancer"] * illness.has("cancer", template.as_at - 700)
    rate = np.exp(log_rate + 0.6 * rng.standard_normal(len(made)) - 0.18)
    person = np.repeat(np.arange(len(made), dtype=np.int32), np.minimum(rng.poisson(rate * 4), 24))
    return other_stays(
        person,
        1,
        fact["icd10"],
        np.where(happens(rng, fact["same_day_per_cent"], len(person)), 0, rng.geometric(0.35, len(person))),
        template,
        rng,
    )


def maternity_stays(made: People, template: Template, facts: Any, rng: Rng) -> Stays:
    """Births in hospital."""
    rate = curve(facts["maternity"]["births_per_woman_and_year"], np.maximum(made.age - 2, 0)) * made.is_female
    person = np.repeat(np.arange(len(made), dtype=np.int32), np.minimum(rng.poisson(rate * 4), 3))
    return other_stays(person, 2, facts["maternity"]["icd10"], rng.integers(0, 4, len(person)), template, rng)


def other_stays(person: Ints, method: int, codes: dict[str, int], days: Ints, template: Template, rng: Rng) -> Stays:
    """Stays that are no emergency, on days at random."""
    size = len(person)
    on = rng.integers(template.history_from, template.as_at, size, dtype=np.int32)
    primary = pa.array(list(codes)).take(pa.array(pick(rng, list(codes.values()), size)))
    nothing = np.zeros(size, dtype=np.int32)
    return Stays(
        person, on, (on + days).astype(np.int32), nothing + method, nothing - 1, nothing, np.zeros(size, bool), primary
    )
