"""What do community and mental health teams, charities and the fire service record?"""

from typing import Any

import numpy as np
import pyarrow as pa

from joinedup.county.chance import Floats, Ints, happens, pick, stream
from joinedup.county.days import NEVER, dates
from joinedup.county.events import Events, by_source, coded, in_order_of_day
from joinedup.county.illness import Illness
from joinedup.county.lives import Lives, curve
from joinedup.county.population import People
from joinedup.county.stays import Stays
from joinedup.county.template import Template, figures

TEAMS = (
    "district_nursing",
    "community_matron",
    "occupational_therapy",
    "physiotherapy",
    "intermediate_care",
    "falls_clinic",
    "podiatry",
    "continence",
    "specialist_nursing",
)
MIND_TEAMS = ("memory_clinic", "older_people", "community", "crisis", "talking_therapies")
HELP = (
    "social_prescribing",
    "befriending",
    "home_from_hospital",
    "transport",
    "handyperson",
    "exercise_group",
    "advice",
    "bereavement",
)
WHY = ("loneliness", "money", "mobility", "low_mood", "housing", "inactivity", "other")


def community_contacts(
    made: People, illness: Illness, lives: Lives, stays: Stays, template: Template, seed: int
) -> list[Events]:
    """Contacts with community teams: after hospital, after falls, and for those who need nursing at home."""
    rng, fact = stream(seed, "community contacts"), figures("care")["community_contacts_per_year"]
    deficits = illness.deficits(template.as_at - 700)
    log_rate = np.log(curve(fact, np.maximum(made.age, 0))) + fact["per_deficit"] * (deficits - 3)
    log_rate += (
        fact["housebound"] * illness.has("housebound", template.as_at - 700)
        + 0.9 * rng.standard_normal(len(made))
        - 0.4
    )
    person = np.repeat(np.arange(len(made), dtype=np.int32), np.minimum(rng.poisson(np.exp(log_rate) * 4), 60))
    on = rng.integers(template.history_from, template.as_at, len(person))
    team = pick(rng, [40, 3, 8, 12, 4, 2, 14, 4, 9], len(person))
    left = np.flatnonzero((stays.method == 0) & (stays.discharged_on != NEVER) & (made.age[stays.person] > 60))
    left = left[happens(rng, fact["after_discharge_per_cent"], len(left))]
    left = np.repeat(left, rng.integers(1, 5, len(left)))
    fallen = np.flatnonzero(lives.falls.column("gp") & happens(rng, 18, len(lives.falls.column("gp"))))
    person = np.concatenate([person, stays.person[left], lives.falls.column("person")[fallen]])
    on = np.concatenate(
        [
            on,
            stays.discharged_on[left] + rng.integers(1, 45, len(left)),
            lives.falls.column("on")[fallen] + rng.integers(10, 60, len(fallen)),
        ]
    )
    team = np.concatenate([team, pick(rng, [25, 3, 14, 14, 40], len(left)), np.full(len(fallen), 5)])
    return contacts("community_contact", person, on, team, TEAMS, made, template)


def mental_health_contacts(made: People, illness: Illness, template: Template, seed: int) -> list[Events]:
    """Contacts with mental health teams and memory clinics."""
    rng, facts = stream(seed, "mental health contacts"), figures("care")["mental_health_contacts_per_year"]
    rate = np.where(made.age > 8, facts["usual"], 0.0)
    for name in ("depression", "anxiety", "severe_mental_illness", "dementia"):
        rate = rate + facts[name] * illness.has(name, template.as_at - 300)
    rate = rate * np.exp(0.9 * rng.standard_normal(len(made)) - 0.4)
    person = np.repeat(np.arange(len(made), dtype=np.int32), np.minimum(rng.poisson(rate * 4), 60))
    on = rng.integers(template.history_from, template.as_at, len(person))
    demented = illness.has("dementia", template.as_at)[person]
    old = made.age[person] >= 70
    team = np.where(
        demented,
        pick(rng, [6, 4], len(person)),
        np.where(old, pick(rng, [1, 6, 0, 1, 2], len(person)), 2 + pick(rng, [5, 1, 5], len(person))),
    )
    return contacts("mental_health_contact", person, on, team, MIND_TEAMS, made, template)


def contacts(
    kind: str, person: Ints, on: Ints, team: Ints, teams: tuple[str, ...], made: People, template: Template
) -> list[Events]:
    """Contacts as sent: only in life and before the end of history."""
    kept = np.flatnonzero((on < template.as_at) & (on <= made.death_on[person]) & (on >= made.birth_on[person]))
    kept = kept[in_order_of_day(person[kept], on[kept])]
    columns = {"contact_on": dates(on[kept]), "team": coded(teams, team[kept])}
    return [Events(kind, template.sources_of(kind)[0], person[kept].astype(np.int32), columns)]


def referrals(made: People, illness: Illness, is_alone: Any, template: Template, seed: int) -> list[Events]:
    """Referrals to voluntary organisations, to the one that serves the person's neighbourhood."""
    rng, fact = stream(seed, "referrals"), figures("care")["referrals_per_year"]
    log_rate = np.log(np.maximum(curve(fact, np.maximum(made.age, 0)), 1e-6)) + fact["per_deficit"] * (
        illness.deficits(template.as_at - 700) - 2
    )
    log_rate += fact["alone"] * is_alone + fact["per_deprivation"] * (5.5 - made.decile) / 9
    person = np.repeat(np.arange(len(made), dtype=np.int32), np.minimum(rng.poisson(np.exp(log_rate) * 4), 8))
    on = rng.integers(template.history_from, template.as_at, len(person))
    kept = np.flatnonzero((on <= made.death_on[person]) & (on >= made.birth_on[person]))
    person, on = person[kept], on[kept]
    ended = np.minimum(on + rng.exponential(150, len(on)).astype(int) + 7, made.death_on[person])
    columns = {
        "referred_on": dates(on),
        "ends_on": dates(np.where(ended < template.as_at, ended, NEVER)),
        "service": coded(HELP, pick(rng, [30, 16, 10, 14, 10, 8, 10, 2], len(on))),
        "reason": coded(WHY, pick(rng, [28, 14, 18, 14, 6, 8, 12], len(on))),
    }
    sources = template.sources_of("referral")
    source = served_by(template, sources)[made.area[person]]
    return by_source("referral", person, on, columns, source, sources)


def served_by(template: Template, sources: list[str]) -> Ints:
    """For each LSOA, which of the registers with a `legacy_area` by acute trust serves it."""
    trusts = [agency["legacy_area"]["acute_trust"] for agency in template.agencies if agency["source"] in sources]
    return template.neighbourhood_values("acute_trust", trusts)


def safe_and_well_visits(
    made: People, illness: Illness, smokes: Any, is_alone: Any, template: Template, seed: int
) -> list[Events]:
    """Home visits by the fire service and what was seen."""
    rng, facts = stream(seed, "safe and well"), figures("care")
    fact = facts["safe_and_well_visits_per_year"]
    rate = curve(fact, np.maximum(made.age, 0)) * np.exp(fact["alone"] * is_alone) * (made.age > 18)
    person = np.flatnonzero(rng.random(len(made)) < -np.expm1(-rate * 4)).astype(np.int32)
    on = rng.integers(template.history_from, template.as_at, len(person))
    kept = np.flatnonzero(on < made.death_on[person])
    kept = kept[in_order_of_day(person[kept], on[kept])]
    person, on = person[kept], on[kept]
    size = len(person)
    hazard = (
        facts["fall_hazard_per_cent"]["usual"]
        + facts["fall_hazard_per_cent"]["per_deficit"] * illness.deficits(template.as_at - 700)[person]
    )
    columns = {
        "visited_on": dates(on),
        "lives_alone": pa.array(is_alone[person]),
        "has_fall_hazard": pa.array(happens(rng, hazard, size)),
        "smokes": pa.array(smokes[person]),
        "is_cold_home": pa.array(happens(rng, cold_per_cent(made.decile[person], facts["cold_home_per_cent"]), size)),
        "is_hoarding": pa.array(happens(rng, 2.5, size)),
    }
    return [Events("safe_and_well_visit", template.sources_of("safe_and_well_visit")[0], person, columns)]


def cold_per_cent(decile: Floats, fact: dict[str, float]) -> Floats:
    """Share of cold homes by deprivation."""
    return np.asarray(fact["most_deprived"] + (fact["least_deprived"] - fact["most_deprived"]) * (decile - 1) / 9)
