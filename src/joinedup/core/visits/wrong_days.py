"""Which visits and carers can no round be planned for, and what is wrong with them?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from joinedup.core.errors import CannotProceed

if TYPE_CHECKING:
    from joinedup.core.visits.problem import Carer, Matrix, Problem, Visit


class RoundsWrong(CannotProceed):
    """Visits or carers no round can be planned for."""


@dataclass(frozen=True)
class Known:
    """The ids of a problem."""

    places: frozenset[str]
    visits: frozenset[str]
    carers: frozenset[str]


def refuse_twice(what: str, ids: list[str]) -> None:
    """Raise if an id comes twice."""
    seen: set[str] = set()
    for one in ids:
        if one in seen:
            raise RoundsWrong(f"The {what} '{one}' is given twice", expected="each once")
        seen.add(one)


def check_visit(visit: Visit, known: Known) -> None:
    """Raise if a visit cannot be as it is said."""
    if visit.place not in known.places:
        raise RoundsWrong(f"Visit '{visit.id}' is at '{visit.place}', which is no place", expected="a place given")
    if not 1 <= len(visit.tasks) <= 2:
        raise RoundsWrong(f"Visit '{visit.id}' takes {len(visit.tasks)} carers", expected="one or two")
    if any(task.minutes < 0 or not np.isfinite(task.minutes) for task in visit.tasks):
        raise RoundsWrong(f"Visit '{visit.id}' lasts less than nothing, or for ever", expected="minutes of 0 or more")
    if not visit.earliest <= visit.latest or not np.isfinite(visit.earliest):
        raise RoundsWrong(
            f"Visit '{visit.id}' may start from {visit.earliest:g} to {visit.latest:g}",
            expected="earliest, then latest",
        )
    check_pins(visit, known.carers)
    follows = visit.follows
    if follows is None:
        return
    if follows.visit not in known.visits or follows.visit == visit.id:
        raise RoundsWrong(f"Visit '{visit.id}' follows '{follows.visit}', which is no other visit", expected="a visit")
    if not 0 <= follows.least_minutes <= follows.most_minutes:
        raise RoundsWrong(
            f"Visit '{visit.id}' follows after {follows.least_minutes:g} to {follows.most_minutes:g} minutes",
            expected="0 or more, the least first",
        )


def check_pins(visit: Visit, carers: frozenset[str]) -> None:
    """Raise if what is fixed about a visit cannot be."""
    if len(visit.pinned_carers) > len(visit.tasks):
        raise RoundsWrong(
            f"Visit '{visit.id}' is pinned to {len(visit.pinned_carers)} carers", expected=f"{len(visit.tasks)} at most"
        )
    if strangers := sorted(visit.pinned_carers - carers):
        raise RoundsWrong(
            f"Visit '{visit.id}' is pinned to '{strangers[0]}', who is no carer", expected="a carer given"
        )
    start = visit.pinned_start
    if start is not None and not np.isfinite(start):
        raise RoundsWrong(f"Visit '{visit.id}' is pinned to a time that never comes", expected="minutes from midnight")
    if visit.has_started and (start is None or len(visit.pinned_carers) < len(visit.tasks)):
        raise RoundsWrong(f"Visit '{visit.id}' has started, but not who began it when", expected="both pinned")


def check_carer(carer: Carer, problem: Problem) -> None:
    """Raise if a carer cannot be as is said."""
    for place in (carer.begins, carer.ends):
        if place not in problem.places:
            raise RoundsWrong(f"Carer '{carer.id}' begins or ends at '{place}', which is no place", expected="a place")
    if carer.travels_by not in problem.travel_minutes:
        raise RoundsWrong(
            f"Carer '{carer.id}' travels by {carer.travels_by}",
            expected="a kind of travel there are minutes for",
            available=sorted(problem.travel_minutes),
        )
    if not carer.shift_starts < carer.shift_ends:
        raise RoundsWrong(
            f"The shift of carer '{carer.id}' is from {carer.shift_starts:g} to {carer.shift_ends:g}",
            expected="a start before an end",
        )


def check_matrix(kind: str, matrix: Matrix, places: int) -> None:
    """Raise if minutes of travel are not such."""
    if matrix.shape != (places, places):
        raise RoundsWrong(
            f"Travel by {kind} is given for {' × '.join(map(str, matrix.shape))} places",
            expected=f"{places} × {places}",
        )
    if not (matrix >= 0).all():
        raise RoundsWrong(f"Travel by {kind} takes less than nothing somewhere", expected="0 minutes or more")
