"""Read Open Referral UK 1.0 into the directory's own types, by way of what 3.0 calls the same things."""

from typing import Any

from joinedup.core.directory.eligibility import ReferralRoute
from joinedup.core.directory.services import Attending
from joinedup.core.directory.standards import hsds_uk_reading
from joinedup.core.directory.standards.reading import Json, Reading, Unreadable, many, number, objects, text
from joinedup.core.errors import CannotProceed

ROUTES = {
    "referral": [ReferralRoute.PROFESSIONAL.value],
    "appointment": [ReferralRoute.APPOINTMENT.value],
    "membership": [ReferralRoute.MEMBERSHIP.value],
    "drop-in": [ReferralRoute.DROP_IN.value],
}


def read(document: Json, source: str) -> Reading:
    """Everything in a document of lists, as `hsds_uk_reading.read` has it.

    Parameters
    ----------
    document : `services` in full; `taxonomies`, `organizations` and `locations` where they are there.
    source : code of where it comes from.
    """
    unreadable: list[Unreadable] = []
    newer = {
        "taxonomy_terms": [as_term(one) for one in objects(document.get("taxonomies"))],
        "organizations": list(objects(document.get("organizations"))),
        "locations": list(objects(document.get("locations"))),
        "services": [
            service for one in objects(document.get("services")) if (service := as_service(one, unreadable)) is not None
        ],
    }
    reading = hsds_uk_reading.read(newer, source)
    reading.unreadable[:0] = unreadable
    for one in unreadable:
        reading.leave_out(one.kind, one.key)
    return reading


def as_term(one: Any) -> Any:
    """A term of 1.0 as one of 3.0: its vocabulary is the taxonomy."""
    if not isinstance(one, dict):
        return one
    return {"taxonomy": one.get("vocabulary"), **{name: one[name] for name in one if name != "vocabulary"}}


def as_service(one: Any, unreadable: list[Unreadable]) -> Any:
    """A service of 1.0 as one of 3.0; None, and a line about it, where that cannot be."""
    if not isinstance(one, dict):
        return one
    try:
        return moved(one)
    except CannotProceed as problem:
        unreadable.append(Unreadable("service", str(one.get("id", ""))[:200], str(problem)))
        return None


def moved(one: Json) -> dict[str, Any]:
    """The fields of 1.0 under the names of 3.0."""
    ways = {way.value for way in Attending}
    way, access = text(one, "attending_type"), text(one, "attending_access")
    return {
        **one,
        "minimum_age": widest(one, "minimum_age", min),
        "maximum_age": widest(one, "maximum_age", max),
        "schedules": [*many(one, "regular_schedules", "regular_schedule"), *schedules_at_places(one)],
        "attributes": [
            {"id": tied.get("id"), "taxonomy_term": as_term(tied.get("taxonomy"))}
            for tied in many(one, "service_taxonomys", "service_taxonomies")
            if tied.get("taxonomy")
        ],
        "joinedup_attending": [way] if way in ways else [],
        "joinedup_eligibility": {"referral_routes": ROUTES.get(access, [])},
        "languages": [{**each, "name": text(each, "language")} for each in many(one, "languages")],
    }


def widest(one: Json, name: str, pick: Any) -> float | None:
    """Of several rows of eligibility, the widest age; one row without it is open."""
    ages = [number(each, name) for each in many(one, "eligibilitys", "eligibilities")]
    known = [age for age in ages if age is not None]
    return pick(known) if known and len(known) == len(ages) else None


def schedules_at_places(one: Json) -> list[dict[str, Any]]:
    """Hours that hold at one place, naming it."""
    return [
        {**hours, "service_at_location_id": text(place, "id")}
        for place in many(one, "service_at_locations")
        for hours in many(place, "regular_schedule", "regular_schedules")
    ]
