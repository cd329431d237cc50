"""A service as a form shows it, and as somebody says it should be; nothing that a form does not show is lost."""

import re
from collections import defaultdict
from dataclasses import replace
from datetime import time
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from joinedup.core.directory import (
    Attending,
    Carers,
    Contact,
    Eligibility,
    Frequency,
    Phone,
    ReferralRoute,
    Schedule,
    Service,
    Status,
)
from joinedup.core.directory.standards.csv_hours import short

HOURS = re.compile(r"((?:MO|TU|WE|TH|FR|SA|SU)(?:,(?:MO|TU|WE|TH|FR|SA|SU))*) (\d\d:\d\d)-(\d\d:\d\d)")
PLAIN = ("name", "description", "url", "email", "fees", "alert")


def as_form(service: Service) -> dict[str, Any]:
    """What a form shows of a service."""
    rules = service.eligibility
    return {name: getattr(service, name) for name in PLAIN} | {
        "status": service.status.value,
        "telephone": "\n".join(phone.number for phone in service.phones),
        "minimum_age": rules.minimum_age,
        "maximum_age": rules.maximum_age,
        "attending": [way.value for way in service.attending],
        "referral_routes": [route.value for route in rules.referral_routes],
        "carers": rules.carers.value,
        "not_for": "\n".join(rules.not_for),
        "hours": "\n".join(dict.fromkeys(short(hours) for hours in service.schedules if is_simple(hours))),
    }


def is_simple(hours: Schedule) -> bool:
    """Whether a line says all there is to say about some hours."""
    return bool(HOURS.fullmatch(short(hours))) and hours.freq is Frequency.WEEKLY and hours.interval == 1


def edited(service: Service, said: dict[str, Any]) -> Service:
    """A service as somebody says it should be.

    Parameters
    ----------
    said : as `as_form` has it, checked by the form.
    """
    rules = replace(
        service.eligibility,
        minimum_age=said["minimum_age"],
        maximum_age=said["maximum_age"],
        carers=Carers(said["carers"]),
        referral_routes=tuple(ReferralRoute(route) for route in said["referral_routes"]),
        not_for=lines(said["not_for"]),
    )
    return replace(
        service,
        **{name: said[name] for name in PLAIN},
        status=Status(said["status"]),
        attending=tuple(Attending(way) for way in said["attending"]),
        eligibility=rules,
        contacts=with_phones(service, lines(said["telephone"])),
        schedules=with_hours(service, lines(said["hours"])),
    )


def check_ages(said: dict[str, Any]) -> None:
    """Raise `EligibilityMakesNoSense` unless somebody can be of these ages."""
    Eligibility(minimum_age=said.get("minimum_age"), maximum_age=said.get("maximum_age"))


def lines(text: str) -> tuple[str, ...]:
    """The lines of a text that say something."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def with_phones(service: Service, numbers: tuple[str, ...]) -> tuple[Contact, ...]:
    """A service's contacts with these numbers; those that stay keep their ids and words."""
    kept = [
        replace(contact, phones=tuple(phone for phone in contact.phones if phone.number in numbers))
        for contact in service.contacts
    ]
    known = {phone.number for contact in kept for phone in contact.phones}
    new = tuple(Phone(named(service, "phone", number), number) for number in numbers if number not in known)
    if new and not kept:
        kept = [Contact(named(service, "contact", "telephone"))]
    if new:
        kept[0] = replace(kept[0], phones=kept[0].phones + new)
    return tuple(kept)


def with_hours(service: Service, said: tuple[str, ...]) -> tuple[Schedule, ...]:
    """A service's hours with these lines; those that a line cannot say stay as they are.

    Several may read alike, at two places or in two seasons: all of them stay with their line.
    """
    known: dict[str, list[Schedule]] = defaultdict(list)
    for hours in filter(is_simple, service.schedules):
        known[short(hours)].append(hours)
    others = [hours for hours in service.schedules if not is_simple(hours)]
    return (*others, *(hours for line in dict.fromkeys(said) for hours in known.get(line) or [schedule(service, line)]))


def schedule(service: Service, line: str) -> Schedule:
    """Such as "MO,TH 09:00-12:30"."""
    found = HOURS.fullmatch(line)
    if not found:
        raise ValueError(f"{line!r} is no line of hours")
    return Schedule(
        named(service, "schedule", line),
        freq=Frequency.WEEKLY,
        byday=tuple(found[1].split(",")),
        opens_at=time.fromisoformat(found[2]),
        closes_at=time.fromisoformat(found[3]),
    )


def named(service: Service, kind: str, text: str) -> str:
    """An id for a new part of a service, the same for the same words."""
    return str(uuid5(NAMESPACE_URL, f"joinedup:{service.id}:{kind}:{text}"))
