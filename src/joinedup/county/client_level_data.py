"""How are events of adult social care sent: in the columns of the national Client Level Data return?"""

from typing import Any

import numpy as np
import pyarrow as pa

from joinedup.county.chance import Ints, Rng, pick
from joinedup.county.days import NEVER, dates
from joinedup.county.events import Events, by_source, coded
from joinedup.county.illness import Illness
from joinedup.county.lives import Lives
from joinedup.county.logbook import Logbook
from joinedup.county.population import People
from joinedup.county.template import Template
from joinedup.county.unpaid_care import Caring

TYPES = ("request", "assessment", "service", "review")
REASONS = (
    "physical_access",
    "physical_personal",
    "sensory",
    "memory",
    "learning_disability",
    "mental_health",
    "social",
    "carer",
)
SERVICES = ("long_term_nursing", "long_term_residential", "long_term_community", "st_max", "low_level", "carer_direct")
COMPONENTS = (
    "Nursing Care",
    "Residential Care",
    "Home Support",
    "Reablement",
    "Equipment",
    "Carer Direct Payment",
    "Direct Payment",
)
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
ACCOMMODATION = (
    "Owner occupier or shared ownership scheme",
    "Tenant - LA or other social landlord",
    "Tenant - Private landlord",
    "Registered care home",
)
IN_CARE_HOME = 3
ASSESSMENTS = ("Long term assessment", "Carer's assessment")
PROVIDERS = 60
COLUMNS = (
    "person",
    "on",
    "until",
    "type",
    "client",
    "outcome",
    "route",
    "service",
    "component",
    "mechanism",
    "cost",
    "frequency",
    "units",
)


class CareLog(Logbook):
    """The columns of the return; those left out of `note` are empty."""

    def __init__(self) -> None:
        super().__init__(*COLUMNS)

    def note(self, person: Ints, on: Any, until: Any, type_: str, **columns: Any) -> None:
        """Add events of one type."""
        size = len(person)
        given = {
            "client": 0,
            "outcome": -1,
            "route": -1,
            "service": -1,
            "component": -1,
            "mechanism": -1,
            "cost": np.nan,
            "frequency": -1,
            "units": np.nan,
            **columns,
        }
        filled = {name: np.broadcast_to(np.asarray(value), (size,)) for name, value in given.items()}
        self.add(
            person=person,
            on=np.broadcast_to(np.asarray(on), (size,)),
            until=np.broadcast_to(np.asarray(until), (size,)),
            type=np.full(size, TYPES.index(type_)),
            **filled,
        )


def as_sent(
    made: People,
    illness: Illness,
    lives: Lives,
    caring: Caring,
    log: CareLog,
    councils: list[str],
    template: Template,
    rng: Rng,
) -> list[Events]:
    """The log in the columns of the return, split by council, nothing after death or the end of history."""
    logged = that_was(log, made, template)
    person = logged["person"].astype(np.int32)
    has_carer = np.zeros(len(made), dtype=bool)
    has_carer[caring.cared_for] = True
    columns = {
        "event_reference": pa.array([f"E{number:07d}" for number in rng.permutation(len(person))], pa.string()),
        "client_type": coded(("service_user", "carer"), logged["client"]),
        "event_type": coded(TYPES, logged["type"]),
        "starts_on": dates(logged["on"]),
        "ends_on": dates(logged["until"]),
        "event_outcome": coded(OUTCOMES, logged["outcome"]),
        "primary_support_reason": coded(REASONS, support_reasons(illness, person, logged, template, rng)),
        "accommodation_status": coded(
            ACCOMMODATION,
            np.where(lives.home_on[person] <= logged["on"], IN_CARE_HOME, pick(rng, [65, 20, 15], len(person))),
        ),
        "has_unpaid_carer": pa.array(has_carer[person]),
        "route_of_access": coded(ROUTES, logged["route"]),
        "assessment_type": coded(ASSESSMENTS, np.where(logged["type"] == 1, logged["client"], -1)),
        **services(person, logged),
    }
    council = template.authority_of_area[made.area[person]]
    return by_source("social_care_event", person, logged["on"].astype(np.int32), columns, council, councils)


def that_was(log: CareLog, made: People, template: Template) -> dict[str, Any]:
    """What is logged of adults, in life and in the time of the return; what is not over by then has no end."""
    logged = {name: log.column(name) for name in COLUMNS}
    ended = np.minimum(logged["until"], made.death_on[logged["person"]])
    logged["until"] = np.where(ended < template.as_at, np.maximum(ended, logged["on"]), NEVER)
    kept = (
        (logged["on"] < template.as_at)
        & (logged["on"] <= made.death_on[logged["person"]])
        & (made.age_at(0)[logged["person"]] + logged["on"] / 365.25 > 17)
        & ((logged["until"] != NEVER) | (logged["type"] == TYPES.index("service")))
    )
    return {name: values[kept] for name, values in logged.items()}


def services(person: Ints, logged: dict[str, Any]) -> dict[str, pa.Array]:
    """The columns of a service: which, how it is paid for, how much of it, by whom."""
    has_provider = np.isin(logged["service"], (0, 1, 2))
    return {
        "service_type": coded(SERVICES, logged["service"]),
        "service_component": coded(COMPONENTS, logged["component"]),
        "delivery_mechanism": coded(MECHANISMS, logged["mechanism"]),
        "unit_cost_pounds": pa.array(logged["cost"], mask=np.isnan(logged["cost"])),
        "cost_frequency": coded(FREQUENCIES, logged["frequency"]),
        "planned_units_per_week": pa.array(logged["units"], mask=np.isnan(logged["units"])),
        "provider_cqc_location_id": coded(
            tuple(f"1-9{number:08d}" for number in range(PROVIDERS)), np.where(has_provider, person % PROVIDERS, -1)
        ),
    }


def support_reasons(illness: Illness, person: Ints, logged: dict[str, Any], template: Template, rng: Rng) -> Ints:
    """The main reason for support, from the person's conditions."""
    reason = pick(rng, [3, 6, 0.5, 0, 0, 0, 1], len(person))
    for name, place in (("severe_mental_illness", 5), ("dementia", 3), ("learning_disability", 4)):
        reason = np.where(illness.has(name, template.as_at)[person], place, reason)
    return np.where(logged["client"] == 1, 7, reason)
