"""For what can no rounds be planned, whatever the rounds: ids given twice, visits, carers and ways that cannot be?"""

from collections.abc import Collection, Iterable

import numpy as np
import numpy.typing as npt

from joinedup.core.errors import CannotProceed
from joinedup.core.visits.carer import Carer
from joinedup.core.visits.visit import Visit


class RoundsWrong(CannotProceed):
    """Visits or carers no round can be planned for."""


def refuse_twice(what: str, ids: list[str]) -> None:
    """Raise if an id comes twice."""
    seen: set[str] = set()
    for one in ids:
        if not isinstance(one, str):
            raise RoundsWrong(f"A {what} is called {str(one)[:40]}", expected="a name, as text")
        if one in seen:
            raise RoundsWrong(f"The {what} '{one}' is given twice", expected="each once")
        seen.add(one)


def check_matrix(kind: str, matrix: npt.NDArray[np.float64], places: int) -> None:
    """Raise if minutes of travel are not such."""
    if matrix.shape != (places, places):
        raise RoundsWrong(
            f"Travel by {kind} is given for {' × '.join(map(str, matrix.shape))} places",
            expected=f"{places} × {places}",
        )
    if not (matrix >= 0).all():
        raise RoundsWrong(f"Travel by {kind} takes less than nothing somewhere", expected="0 minutes or more")


def check_visit(visit: Visit, places: Collection[str], visits: Collection[str], carers: Collection[str]) -> None:
    """Raise if a visit cannot be as it is said, with these ids of the problem."""
    if visit.place not in places:
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
    check_pins(visit, carers)
    if visit.only_with and (visit.only_with not in visits or visit.only_with == visit.id):
        raise RoundsWrong(
            f"Visit '{visit.id}' is only with '{visit.only_with}', which is no other visit", expected="a visit"
        )
    follows = visit.follows
    if follows is None:
        return
    if follows.visit not in visits or follows.visit == visit.id:
        raise RoundsWrong(f"Visit '{visit.id}' follows '{follows.visit}', which is no other visit", expected="a visit")
    if not 0 <= follows.least_minutes <= follows.most_minutes:
        raise RoundsWrong(
            f"Visit '{visit.id}' follows after {follows.least_minutes:g} to {follows.most_minutes:g} minutes",
            expected="0 or more, the least first",
        )


def check_said(visits: Collection[Visit], carers: Iterable[Carer]) -> None:
    """Raise if what a file says of visits or carers cannot be.

    Not asked of every problem: a visit that is planned again may be late from the start, or have lost its other.
    """
    only_with = {visit.id: visit.only_with for visit in visits}
    for visit in visits:
        check_windows(visit)
        other = visit.only_with
        if other in only_with and only_with[other] != visit.id:
            raise RoundsWrong(
                f"Visit '{visit.id}' is only with '{other}', which is not only with it",
                expected="the same said of both",
            )
    for carer in carers:
        rest = carer.rest
        if rest is not None and not (rest.minutes >= 0 and rest.earliest + rest.minutes <= rest.latest):
            raise RoundsWrong(
                f"The rest of carer '{carer.id}' is {rest.minutes:g} minutes from {rest.earliest:g} to {rest.latest:g}",
                expected="minutes of 0 or more, and time for them",
            )


def check_windows(visit: Visit) -> None:
    """Raise if a window of a visit ends before it begins, or its second one begins before its first."""
    for earliest, due in ((visit.earliest, visit.due), *([visit.next_window] if visit.next_window else ())):
        if not earliest <= due:
            raise RoundsWrong(
                f"A window of visit '{visit.id}' is from {earliest:g} to {due:g}", expected="earliest, then due"
            )
    second = visit.next_window[0] if visit.next_window else visit.earliest
    if second < visit.earliest:
        raise RoundsWrong(
            f"The second window of visit '{visit.id}' begins at {second:g}, the first at {visit.earliest:g}",
            expected="the earlier one first",
        )


def check_pins(visit: Visit, carers: Collection[str]) -> None:
    """Raise if what is fixed about a visit cannot be."""
    if len(visit.pinned_carers) > len(visit.tasks):
        raise RoundsWrong(
            f"Visit '{visit.id}' is pinned to {len(visit.pinned_carers)} carers", expected=f"{len(visit.tasks)} at most"
        )
    if strangers := sorted(visit.pinned_carers.difference(carers)):
        raise RoundsWrong(
            f"Visit '{visit.id}' is pinned to '{strangers[0]}', who is no carer", expected="a carer given"
        )
    start = visit.pinned_start
    if start is not None and not np.isfinite(start):
        raise RoundsWrong(f"Visit '{visit.id}' is pinned to a time that never comes", expected="minutes from midnight")
    if visit.has_started and (start is None or len(visit.pinned_carers) < len(visit.tasks)):
        raise RoundsWrong(f"Visit '{visit.id}' has started, but not who began it when", expected="both pinned")


def check_carer(carer: Carer, places: Collection[str], kinds: Collection[str]) -> None:
    """Raise if a carer cannot be as is said, with these places and kinds of travel."""
    for place in (carer.begins, carer.ends):
        if place not in places:
            raise RoundsWrong(f"Carer '{carer.id}' begins or ends at '{place}', which is no place", expected="a place")
    if carer.travels_by not in kinds:
        raise RoundsWrong(
            f"Carer '{carer.id}' travels by {carer.travels_by}",
            expected="a kind of travel there are minutes for",
            available=sorted(kinds),
        )
    if not carer.shift_starts < carer.shift_ends:
        raise RoundsWrong(
            f"The shift of carer '{carer.id}' is from {carer.shift_starts:g} to {carer.shift_ends:g}",
            expected="a start before an end",
        )
