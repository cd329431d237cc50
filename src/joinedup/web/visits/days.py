"""How does a day that is kept become a problem of the core, and how do rounds become what is kept?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from joinedup.core.visits import Attendance, Checked, Problem, Visit, check
from joinedup.core.visits import day_file
from joinedup.core.visits.given import settled
from joinedup.core.visits.roads import with_slower_ways

Calls = list[list[Any]]
Held = dict[str, Any]
NOTHING_HELD: Held = {"pinned": {}, "away": {}, "slower": []}


@dataclass(frozen=True)
class Begun:
    """A visit that a carer has begun: minutes from midnight, and by whom."""

    start: float
    carers: frozenset[str]


@dataclass(frozen=True)
class State:
    """A day as it could stand: what is to be done, what people fixed, and who comes when.

    Parameters
    ----------
    document : the file of the day.
    held : see `models.Revision`.
    """

    document: Mapping[str, Any]
    held: Held
    attendances: tuple[Attendance, ...]


def problem_of(
    document: Mapping[str, Any],
    held: Held,
    *,
    begun: Mapping[str, Begun] | None = None,
    present: Sequence[Attendance] = (),
) -> Problem:
    """What is to be planned, with what people fixed, and visits under way where they are.

    Parameters
    ----------
    begun : visits that began, by id.
    present : rounds to be changed as little as may be.

    Raises
    ------
    RoundsWrong : the document is not as docs/reference/visits-of-a-day.md says.
    """
    read = day_file.read(document)
    known = {visit.id for visit in read.visits}
    return replace(
        read,
        visits=tuple(fixed(visit, held, (begun or {}).get(visit.id)) for visit in read.visits),
        carers=tuple(replace(one, is_away=one.id in held.get("away", {})) for one in read.carers),
        travel_minutes=with_slower_ways(read, held.get("slower", ())),
        present=tuple(one for one in present if one.visit in known),
    )


def fixed(visit: Visit, held: Held, begun: Begun | None) -> Visit:
    """A visit with who must come and when: because it has begun, or somebody said so."""
    if begun and len(begun.carers) == len(visit.tasks):
        return replace(visit, pinned_carers=begun.carers, pinned_start=begun.start, has_started=True)
    pin = held.get("pinned", {}).get(visit.id)
    if not pin:
        return visit
    return replace(visit, pinned_carers=frozenset(pin.get("carers", ())), pinned_start=pin.get("start"))


def attendances_of(calls: Iterable[Sequence[Any]]) -> tuple[Attendance, ...]:
    """Calls as the core takes them."""
    return tuple(Attendance(carer, visit, int(side), float(start)) for carer, visit, side, start in calls)


def calls_of(attendances: Iterable[Attendance]) -> Calls:
    """Calls as they are kept."""
    return [[one.carer, one.visit, one.side, one.start] for one in attendances]


def weighed(problem: Problem, attendances: Sequence[Attendance]) -> tuple[tuple[Attendance, ...], Checked]:
    """Given rounds with their times worked out anew, and what they come to."""
    timed = tuple(settled(problem, attendances))
    return timed, check(problem, timed)


def figures_of(checked: Checked) -> dict[str, Any]:
    """What rounds come to, as it is kept."""
    return {
        "cost": checked.cost,
        "travel_minutes": checked.travel_minutes,
        "late_minutes": checked.late_minutes,
        "worst_late_minutes": checked.worst_late_minutes,
        "unplanned": len(checked.unplanned),
        "broken": list(checked.broken),
    }
