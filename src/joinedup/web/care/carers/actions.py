"""Say that somebody cares for somebody, or no longer does; a link, and no key to the other's record."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from joinedup.core.errors import CannotProceed
from joinedup.web.care.carers import queries
from joinedup.web.care.models import CarerLink
from joinedup.web.governance.actions import record
from joinedup.web.people.models import Person


class LinkRefused(CannotProceed):
    """Such a link makes no sense: with oneself, in the future, or ended before it began."""


@dataclass(frozen=True)
class Caring:
    """What is said of a pair.

    Parameters
    ----------
    on : since when, or until when.
    """

    on: date
    hours_per_week: str = ""
    is_co_resident: bool | None = None
    note: str = ""


def begin(carer: Person, cared_for: Person, said: Caring, *, by: Any, at: datetime) -> None:
    """Say that one person cares for another; said again in the same words, it is said once.

    Raises
    ------
    LinkRefused : they are one person, or it begins in the future, or after one of them died.
    """
    if carer.person_id == cared_for.person_id:
        raise LinkRefused("Nobody is their own carer", expected="two people")
    check_day(said.on, at)
    check_alive(said.on, carer, cared_for)
    now = queries.pair_with(carer, cared_for.person_id)
    if now is None or not is_same(now, said):
        write(carer, cared_for, said, is_caring=True, by=by, at=at)


def end(pair: queries.Pair, said: Caring, *, by: Any, at: datetime) -> None:
    """Say that somebody no longer cares for somebody.

    Raises
    ------
    LinkRefused : it ends before it began, or in the future.
    """
    check_day(said.on, at)
    if said.on < pair.starts_on:
        raise LinkRefused("Caring would end before it began", expected=f"a day from {pair.starts_on:%d %m %Y} on")
    write(pair.carer, pair.cared_for, said, is_caring=False, by=by, at=at)


def check_day(on: date, at: datetime) -> None:
    """Raise unless a day has come, and is one somebody alive remembers."""
    if on > timezone.localdate(at) or on.year < 1920:
        raise LinkRefused("The date is in the future, or too long ago", expected="a day that has come")


def check_alive(on: date, *people: Person) -> None:
    """Raise if somebody had died before a day."""
    died = [person.death_date for person in people if person.death_date and person.death_date < on]
    if died:
        raise LinkRefused("One of the two had died by then", expected=f"a day up to {min(died):%d %m %Y}")


def is_same(now: queries.Pair, said: Caring) -> bool:
    """Whether a pair already is as it is said to be."""
    is_there = (now.starts_on, now.hours_per_week, now.is_co_resident, now.note)
    return is_there == (said.on, said.hours_per_week, said.is_co_resident, said.note)


@transaction.atomic
def write(carer: Person, cared_for: Person, said: Caring, *, is_caring: bool, by: Any, at: datetime) -> CarerLink:
    """Add what was said; the audit of both says so."""
    made = CarerLink.objects.create(
        carer_id=carer.person_id,
        cared_for_id=cared_for.person_id,
        is_caring=is_caring,
        on=said.on,
        hours_per_week=said.hours_per_week,
        is_co_resident=said.is_co_resident,
        note=said.note,
        said_by=by,
        said_at=at,
    )
    action = "care.link_carer" if is_caring else "care.end_carer_link"
    for someone, role in ((carer, "carer"), (cared_for, "cared_for")):
        record(by=by, at=at, action=action, person_id=someone.person_id, detail={"as": role})
    return made
