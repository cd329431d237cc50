"""What do councils record of adult social care: requests, assessments, services, reviews, carers?

Shapes follow the national Client Level Data return. Each council sends the events of the people who live there.
"""

from typing import Any

import numpy as np
import pyarrow as pa

from joinedup.county.chance import Ints, Rng, happens, pick, steps, stream
from joinedup.county.days import NEVER, dates
from joinedup.county.events import Events, by_source, coded, in_order_of_day
from joinedup.county.hospital import Stays
from joinedup.county.illness import Illness
from joinedup.county.lives import Lives, curve
from joinedup.county.logbook import Logbook
from joinedup.county.population import People
from joinedup.county.template import Template, figures
from joinedup.county.unpaid_care import HOURS, Caring

TYPES = ("request", "assessment", "service", "review")
REASONS = ("physical_access", "physical_personal", "sensory", "memory", "learning_disability", "mental_health", "social", "carer")
SERVICES = ("long_term_nursing", "long_term_residential", "long_term_community", "st_max", "low_level", "carer_direct")
COMPONENTS = ("Nursing Care", "Residential Care", "Home Support", "Reablement", "Equipment", "Carer Direct Payment", "Direct Payment")
MECHANISMS = ("CASSR Commissioned support", "Direct Payment", "CASSR Managed Personal Budget")
FREQUENCIES = ("hourly", "weekly", "one_off")
OUTCOMES = (
    "Progress to Reablement/ST-Max",
    "Progress to Assessment",
    "Progress to Support Planning / Services",
    "Continuation of support or services",
    "NFA - Information & Advice / Signposting only",
    "NFA - Support ended - as planned",
    "NFA - Support ended - Deceased",
    "Progress to Low Level Support",
)
ROUTES = ("Community / Other route", "Discharge from Hospital", "Self-referral or family", "Carer breakdown")
COLUMNS = ("person", "on", "until", "type", "client", "outcome", "route", "service", "component", "mechanism", "cost", "frequency", "units")


class CareLog(Logbook):
    """The columns of the return; those left out of `note` are empty."""

    def __init__(self) -> None:
        super().__init__(*COLUMNS)

    def note(self, person: Ints, on: Any, until: Any, type_: str, **columns: Any) -> None:
        """Add events of one type."""
        size = len(person)
        given = {"client": 0, "outcome": -1, "route": -1, "service": -1, "component": -1, "mechanism": -1, "cost": np.nan, "frequency": -1, "units": np.nan, **columns}
        filled = {name: np.broadcast_to(np.asarray(value), (size,)) for name, value in given.items()}
        self.add(person=person, on=np.broadcast_to(np.asarray(on), (size,)), until=np.broadcast_to(np.asarray(until), (size,)), type=np.full(size, TYPES.index(type_)), **filled)


def social_care_events(
    made: People, illness: Illness, lives: Lives, caring: Caring, stays: Stays, councils: list[str], template: Template, seed: int
) -> list[Events]:
    """Events of adult social care, one table per council."""
    rng, facts = stream(seed, "social care"), figures("care")["social_care"]
    log = CareLog()
    ask_for_help(made, illness, lives, stays, facts, template, log, rng)
    support_working_age(made, illness, facts, template, log, rng)
    pay_for_care_homes(made, illness, lives, facts, template, log, rng)
    support_carers(lives, caring, log, rng)
    return as_sent(made, illness, lives, caring, log, councils, template, rng)


def ask_for_help(made: People, illness: Illness, lives: Lives, stays: Stays, facts: Any, template: Template, log: CareLog, rng: Rng) -> None:
    """Requests from the community and after hospital, and what follows from each."""
    deficits = illness.deficits(template.as_at - 700)
    fact = facts["requests_per_year"]
    rate = curve(fact, np.maximum(made.age, 0)) * np.exp(fact["per_deficit"] * (deficits - 4))
    person = np.repeat(np.arange(len(made), dtype=np.int32), np.minimum(rng.poisson(rate * 4), 6))
    on = rng.integers(template.history_from, template.as_at, len(person))
    emergency = np.flatnonzero((stays.method == 0) & (stays.discharged_on != NEVER) & (made.death_on[stays.person] > stays.discharged_on + 7))
    emergency = emergency[happens(rng, steps(facts["after_discharge_per_cent"], made.age[stays.person[emergency]]), len(emergency))]
    route = np.concatenate([pick(rng, [6, 0, 4], len(person)), np.ones(len(emergency), int)])
    person = np.concatenate([person, stays.person[emergency]])
    on = np.concatenate([on, stays.discharged_on[emergency]])
    home = lives.home_on[person] > on
    person, on, route = person[home], on[home], route[home]
    shares = facts["outcome_per_cent"]
    outcome = pick(rng, list(shares.values()), len(person))
    after_hospital = (route == 1) & happens(rng, 55, len(person))
    outcome = np.where(after_hospital, 2, outcome)
    log.note(person, on, on + rng.integers(0, 4, len(person)), "request", route=route, outcome=np.array([4, 7, 0, 1])[outcome])
    low, short, long = (np.flatnonzero(outcome == place) for place in (1, 2, 3))
    log.note(person[low], on[low] + 14, on[low] + 14, "service", service=4, component=4, mechanism=0, cost=180.0, frequency=2, outcome=7)
    ends = on[short] + rng.integers(14, 43, len(short))
    start = on[short] + rng.integers(0, 4, len(short))
    log.note(person[short], start, np.maximum(ends, start), "service", service=3, component=3, mechanism=0, cost=facts["home_care_pounds_per_hour"]["value"], frequency=0, units=7.0, outcome=5)
    goes_on = happens(rng, facts["reablement_then_long_term_per_cent"], len(short))
    begin_home_care(np.concatenate([person[long], person[short][goes_on]]), np.concatenate([on[long] + 28, ends[goes_on] + 1]), deficits, facts, template, log, rng)


def begin_home_care(person: Ints, on: Ints, deficits: Ints, facts: Any, template: Template, log: CareLog, rng: Rng) -> None:
    """An assessment, then care at home for as long as it lasts, reviewed each year; one package per person at a time."""
    order = np.lexsort((on, person))
    person, on = person[order], on[order]
    first = np.append(True, person[1:] != person[:-1]) if len(person) else np.zeros(0, bool)
    person, on = person[first], on[first]
    log.note(person, on - 14, on - 7, "assessment", outcome=2)
    lasts = rng.exponential(620, len(person)).astype(int) + 20
    until = np.where(on + lasts < template.as_at, on + lasts, NEVER)
    spread = facts["home_care_hours_per_week"]
    hours = spread["mean"] * np.exp(spread["deviation"] * rng.standard_normal(len(person)) - 0.15 + 0.03 * (deficits[person] - 8))
    direct = happens(rng, 18, len(person))
    log.note(person, on, until, "service", service=2, component=np.where(direct, 6, 2), mechanism=np.where(direct, 1, 0), cost=facts["home_care_pounds_per_hour"]["value"], frequency=0, units=np.clip(np.round(hours * 2) / 2, 2, 56), outcome=3)
    for year in (1, 2, 3):
        reviewed = np.flatnonzero((until > on + 365 * year) & (on + 365 * year < template.as_at) & happens(rng, 60, len(person)))
        day = on[reviewed] + 365 * year
        log.note(person[reviewed], day, day, "review", outcome=3)


def support_working_age(made: People, illness: Illness, facts: Any, template: Template, log: CareLog, rng: Rng) -> None:
    """Long-term support of younger adults, most with a learning disability or mental illness, begun before the history."""
    for name, per_cent in facts["working_age_long_term_per_cent"].items():
        person = np.flatnonzero(illness.has(name, template.history_from) & (made.age > 22) & (made.age < 80) & happens(rng, per_cent, len(made)))
        on = template.history_from - rng.integers(30, 2000, len(person))
        log.note(person.astype(np.int32), on, NEVER, "service", service=2, component=2, mechanism=pick(rng, [6, 3, 1], len(person)), cost=facts["home_care_pounds_per_hour"]["value"], frequency=0, units=np.round(rng.uniform(6, 40, len(person))), outcome=3)


def pay_for_care_homes(made: People, illness: Illness, lives: Lives, facts: Any, template: Template, log: CareLog, rng: Rng) -> None:
    """Care-home places that a council pays for, until death."""
    person = np.flatnonzero((lives.home_on < template.as_at) & (lives.home_on <= made.death_on)).astype(np.int32)
    person = person[~happens(rng, facts["self_funders_per_cent"]["value"], len(person))]
    on = lives.home_on[person]
    nursing = happens(rng, 34, len(person))
    prices = facts["care_home_pounds_per_week"]
    cost = np.where(nursing, prices["nursing"], prices["residential"]) + np.round(rng.normal(0, 60, len(person)))
    log.note(person, on - 21, on - 14, "request", route=pick(rng, [5, 3, 2], len(person)), outcome=1)
    log.note(person, on - 14, on - 5, "assessment", outcome=2)
    log.note(person, on, NEVER, "service", service=np.where(nursing, 0, 1), component=np.where(nursing, 0, 1), mechanism=0, cost=cost, frequency=1, units=1.0, outcome=3)


def support_carers(lives: Lives, caring: Caring, log: CareLog, rng: Rng) -> None:
    """A carer's breakdown brings a request for the person cared for, and help for some carers."""
    pair, on = lives.breakdowns.column("pair").astype(int), lives.breakdowns.column("on")
    log.note(caring.cared_for[pair], on, on + 2, "request", route=3, outcome=1)
    helped = happens(rng, 45, len(pair))
    log.note(caring.carer[pair[helped]], on[helped] + 10, on[helped] + 12, "assessment", client=1, outcome=2)
    log.note(caring.carer[pair[helped]], on[helped] + 20, on[helped] + 20, "service", client=1, service=5, component=5, mechanism=1, cost=300.0, frequency=2, outcome=3)


def as_sent(made: People, illness: Illness, lives: Lives, caring: Caring, log: CareLog, councils: list[str], template: Template, rng: Rng) -> list[Events]:
    """The log in the columns of the return, split by council, nothing after death or the end of history."""
    logged = {name: log.column(name) for name in COLUMNS}
    ended = np.minimum(logged["until"], made.death_on[logged["person"]])
    logged["until"] = np.where(ended < template.as_at, np.maximum(ended, logged["on"]), NEVER)
    kept = (logged["on"] < template.as_at) & (logged["on"] <= made.death_on[logged["person"]]) & (made.age_at(0)[logged["person"]] + logged["on"] / 365.25 > 17)
    kept &= (logged["until"] != NEVER) | (logged["type"] == TYPES.index("service"))
    logged = {name: values[kept] for name, values in logged.items()}
    person = logged["person"].astype(np.int32)
    size = len(person)
    has_carer = np.zeros(len(made), dtype=bool)
    has_carer[caring.cared_for] = True
    in_home = lives.home_on[person] <= logged["on"]
    columns = {
        "event_reference": pa.array([f"E{number:07d}" for number in rng.permutation(size)], pa.string()),
        "client_type": coded(("service_user", "carer"), logged["client"]),
        "event_type": coded(TYPES, logged["type"]),
        "starts_on": dates(logged["on"]),
        "ends_on": dates(logged["until"]),
        "event_outcome": coded(OUTCOMES, logged["outcome"]),
        "primary_support_reason": coded(REASONS, support_reasons(made, illness, person, logged, template, rng)),
        "accommodation_status": coded(("Owner occupier or shared ownership scheme", "Tenant - LA or other social landlord", "Tenant - Private landlord", "Registered care home"), np.where(in_home, 3, pick(rng, [65, 20, 15], size))),
        "has_unpaid_carer": pa.array(has_carer[person]),
        "route_of_access": coded(ROUTES, logged["route"]),
        "assessment_type": coded(("Long term assessment", "Carer's assessment"), np.where(logged["type"] == 1, logged["client"], -1)),
        "service_type": coded(SERVICES, logged["service"]),
        "service_component": coded(COMPONENTS, logged["component"]),
        "delivery_mechanism": coded(MECHANISMS, logged["mechanism"]),
        "unit_cost_pounds": pa.array(logged["cost"], mask=np.isnan(logged["cost"])),
        "cost_frequency": coded(FREQUENCIES, logged["frequency"]),
        "planned_units_per_week": pa.array(logged["units"], mask=np.isnan(logged["units"])),
        "provider_cqc_location_id": coded(tuple(f"1-9{number:08d}" for number in range(60)), np.where(np.isin(logged["service"], (0, 1, 2)), person % 60, -1)),
    }
    council = template.authority_of_area[made.area[person]]
    return by_source("social_care_event", person, logged["on"].astype(np.int32), columns, council, councils)


def support_reasons(made: People, illness: Illness, person: Ints, logged: dict[str, Any], template: Template, rng: Rng) -> Ints:
    """The main reason for support, from the person's conditions."""
    reason = pick(rng, [3, 6, 0.5, 0, 0, 0, 1], len(person))
    for name, place in (("severe_mental_illness", 5), ("dementia", 3), ("learning_disability", 4)):
        reason = np.where(illness.has(name, template.as_at)[person], place, reason)
    return np.where(logged["client"] == 1, 7, reason)


def carers_known(made: People, lives: Lives, caring: Caring, charity: str, councils: list[str], template: Template, seed: int) -> list[Events]:
    """Pairs of carer and person cared for, as councils and the carers' charity know them."""
    rng, facts = stream(seed, "carers known"), figures("care")["unpaid_care"]
    tables = []
    authority = template.authority_of_area[made.area[caring.cared_for]]
    for number, source in enumerate([*councils, charity]):
        shares = facts["known_to_charity_per_cent" if source == charity else "known_to_council_per_cent"]
        known = happens(rng, np.array([shares[band] for band in HOURS])[caring.hours], len(caring.hours))
        if source != charity:
            known &= authority == number
        pair = np.flatnonzero(known & (made.age[caring.carer] > 10))
        tables.append(carer_rows(made, lives, caring, pair, source, template, rng))
    return tables


def carer_rows(made: People, lives: Lives, caring: Caring, pair: Ints, source: str, template: Template, rng: Rng) -> Events:
    """One agency's pairs; caring ends with a death or a move to a care home."""
    on = np.minimum(caring.starts_on[pair] + rng.integers(0, 400, len(pair)), template.as_at - 10)
    ended = np.minimum.reduce([made.death_on[caring.carer[pair]], made.death_on[caring.cared_for[pair]], lives.home_on[caring.cared_for[pair]]])
    kept = ended > on
    pair, on, ended = pair[kept], on[kept], ended[kept]
    order = in_order_of_day(caring.carer[pair], on)
    pair, on, ended = pair[order], on[order], ended[order]
    assessed = np.where(happens(rng, 40, len(pair)), on + rng.integers(20, 700, len(pair)), NEVER)
    assessed = np.where(assessed < np.minimum(template.as_at, ended), assessed, NEVER)
    columns = {
        "starts_on": dates(on),
        "ends_on": dates(np.where(ended < template.as_at, ended, NEVER)),
        "hours_per_week": coded((*HOURS, "unknown"), np.where(happens(rng, 8, len(pair)), 3, caring.hours[pair])),
        "is_co_resident": pa.array(caring.lives_with[pair]),
        "assessed_on": dates(assessed),
    }
    return Events("unpaid_carer", source, caring.carer[pair], columns, cared_for=caring.cared_for[pair])

