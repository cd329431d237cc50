"""A week of rounds in words: its days, the faces its clients see, plans of it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from joinedup.core.visits.bank_holidays import bank_holiday
from joinedup.web.components.words import moment, plural
from joinedup.web.visits.planning.presenters.carer_weeks import CarerLine
from joinedup.web.visits.planning.presenters.standing import STATES, Tile
from joinedup.web.visits.queries import People
from joinedup.web.visits.weeks.facts import faces, mean_faces
from joinedup.web.visits.words import carer_name, client_name, length_words


@dataclass(frozen=True)
class DayCard:
    """A day of the week.

    Parameters
    ----------
    has_rounds : whether there are visits, and a page of the day.
    published : what carers see of it.
    off : who has time off, with why.
    """

    on: date
    has_rounds: bool
    visits: str = ""
    nobody: int = 0
    late: int = 0
    published: str = ""
    is_published: bool = False
    holiday: str = ""
    off: tuple[str, ...] = ()


def day_cards(
    days: Iterable[date], known: Mapping[date, Any], figures: Mapping[date, Any], given: Mapping[date, int], off: Any
) -> list[DayCard]:
    """The days of a week, side by side.

    Parameters
    ----------
    known : days as they stand.
    given : by day, the key of the state carers see.
    off : by day, time off in words.
    """
    return [
        DayCard(
            on,
            has_rounds=True,
            visits=f"{figures[on]['visits'] - figures[on]['unplanned']:,} of {plural(figures[on]['visits'], 'visit')}",
            nobody=figures[on]["unplanned"],
            late=figures[on]["late_visits"],
            published=published_words(known[on].pk, given.get(on)),
            is_published=given.get(on) == known[on].pk,
            holiday=bank_holiday(on),
            off=tuple(off.get(on, ())),
        )
        if on in known
        else DayCard(on, has_rounds=False, holiday=bank_holiday(on), off=tuple(off.get(on, ())))
        for on in days
    ]


def published_words(state: int, given: int | None) -> str:
    """What carers see of a day.

    Examples
    --------
    >>> published_words(3, None), published_words(3, 2), published_words(3, 3)
    ('Not published', 'Changed since it was published', 'Published')
    """
    if given is None:
        return "Not published"
    return "Published" if given == state else "Changed since it was published"


@dataclass(frozen=True)
class ClientLine:
    """The faces a client sees in a week."""

    code: str
    name: str
    calls: int
    faces: int
    who: str
    before: str
    change: str


def client_lines(
    now: Mapping[str, Counter[str]], before: Mapping[str, Counter[str]], people: People
) -> list[ClientLine]:
    """Every client who is visited, those who see most different carers first."""
    lines = [
        ClientLine(
            code=client,
            name=client_name(people.clients.get(client)),
            calls=sum(carers.values()),
            faces=len(carers),
            who=", ".join(
                f"{carer_name(code, people.carers)} {times}"
                for code, times in sorted(carers.items(), key=lambda pair: (-pair[1], pair[0]))
            ),
            before=f"{len(was)} in {plural(sum(was.values()), 'call')}" if (was := before.get(client)) else "–",
            change=change_words(len(carers), len(was) if was else None),
        )
        for client, carers in now.items()
    ]
    return sorted(lines, key=lambda line: (-line.faces, line.name, line.code))


def change_words(faces_now: int, faces_before: int | None) -> str:
    """How the number of faces changed on the week before.

    Examples
    --------
    >>> change_words(3, 1), change_words(2, 2), change_words(2, None)
    ('2 more', 'the same', 'not visited then')
    """
    if faces_before is None:
        return "not visited then"
    by = faces_now - faces_before
    return f"{abs(by)} {'more' if by > 0 else 'fewer'}" if by else "the same"


def week_tiles(figures: Iterable[Mapping[str, Any]], lines: Iterable[CarerLine], seen: float) -> list[Tile]:
    """What the week comes to."""
    known = list(figures)
    visits, nobody = sum(one["visits"] for one in known), sum(one["unplanned"] for one in known)
    return [
        Tile(f"{visits - nobody:,} of {visits:,}", "visits planned"),
        Tile(f"{sum(one['late_visits'] for one in known):,}", "late visits"),
        Tile(f"{seen:.1f}", "different carers a client sees, in the mean"),
        Tile(f"{sum(bool(line.faults) for line in lines):,}", "carers for whom a rule on hours is broken"),
    ]


@dataclass(frozen=True)
class PlanLine:
    """A time somebody asked for the week to be planned."""

    number: int
    monday: date
    words: str


def plan_lines(asked: Iterable[Any]) -> list[PlanLine]:
    """When the week was asked to be planned, by whom, and what came of it."""
    return [
        PlanLine(
            one.pk,
            one.monday,
            f"{plural(one.weeks, 'week')}, asked {moment(one.asked_at)} by {one.asked_by.name}: {STATES[one.state]}",
        )
        for one in asked
    ]


def compared_weeks(
    before: Mapping[date, Any], after: Mapping[date, Any], days: list[date]
) -> list[tuple[str, str, str]]:
    """What some weeks come to now, and as planned, in the words of a table."""

    def total(figures: Mapping[date, Any], name: str) -> float:
        return sum(figures[on][name] for on in days if on in figures)

    def seen(figures: Mapping[date, Any]) -> str:
        return f"{mean_faces(faces(figures, days)):.1f}"

    numbers = (("Visits nobody comes to", "unplanned"), ("Late visits", "late_visits"))
    return [
        *((words, f"{total(before, name):,.0f}", f"{total(after, name):,.0f}") for words, name in numbers),
        *(
            (words, length_words(total(before, name)), length_words(total(after, name)))
            for words, name in (("Late, all calls", "late_minutes"), ("Travel", "travel_minutes"))
        ),
        ("Different carers a client sees, in the mean", seen(before), seen(after)),
    ]
