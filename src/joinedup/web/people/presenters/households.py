"""How are the others of a household, and unpaid carers, put on a page?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from joinedup.web.components.words import day
from joinedup.web.people.words import agency


@dataclass(frozen=True)
class Companion:
    """Another person of the household, or a carer: a name only where there is a care relationship."""

    person_id: str
    name: str
    age: str


def companion(person: Any, *, is_named: bool, as_at: date) -> Companion:
    age = person.age_on(as_at)
    return Companion(
        person_id=person.person_id,
        name=person.full_name if is_named else "",
        age="" if age is None or not is_named else f"{age} years",
    )


HOURS = {"1-19": "1 to 19 hours a week", "20-49": "20 to 49 hours a week", "50+": "50 hours a week or more"}


@dataclass(frozen=True)
class Caring:
    """One pair of carer and person cared for, seen from one of them."""

    other: Companion
    hours: str
    since: str
    until: str
    lives_here: str
    assessed: str


def caring(pair: Any, other: Any, *, is_named: bool, as_at: date) -> Caring:
    is_hidden = pair.carer.is_sensitive or pair.cared_for.is_sensitive  # sharing a home would tell the address
    lives = {True: "lives in the same home", False: "lives elsewhere", None: ""}[
        None if is_hidden else pair.is_co_resident
    ]
    return Caring(
        other=companion(other, is_named=is_named, as_at=as_at),
        hours=HOURS.get(pair.hours_per_week, "hours not known"),
        since=day(pair.starts_on),
        until=day(pair.ends_on, empty=""),
        lives_here=lives,
        assessed=day(pair.assessed_on, empty=""),
    )


def carer_known_from(person: Any, pairs: Iterable[Any], organisations: Mapping[str, str]) -> str:
    """Whether somebody unpaid helps although nobody who still does is named, and who says so.

    Parameters
    ----------
    pairs : those of carer and person cared for that the person is in.
    """
    if (
        any(pair.cared_for_id == person.person_id and pair.ends_on is None for pair in pairs)
        or not person.carer_said_by
    ):
        return ""
    said_by = agency(person.carer_said_by, organisations)
    return f"{said_by} recorded on {day(person.carer_said_on)} that somebody unpaid helps; who it is, is not recorded."
