"""Which form is a file of visits, or of rounds, in? Found out by looking at it."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from joinedup.core.visits import day_file, day_rounds, hhcrsp, uhhc, uhhc_rounds
from joinedup.core.visits.checking import Checked, check
from joinedup.core.visits.problem import Problem
from joinedup.core.visits.rounds import Rounds
from joinedup.core.visits.travel import TravelTimes
from joinedup.core.visits.visit import Attendance
from joinedup.core.visits.wrong_days import RoundsWrong

FORMS = (
    "joinedup's own: docs/reference/visits-of-a-day.md",
    "the HHCRSP benchmark (patients, caregivers, distances)",
    "the UHHC benchmark (metadata, patients, caregivers, terminal_points)",
)


def read_problem(said: Any, travel: TravelTimes | None = None) -> Problem:
    """The problem of a JSON document in any of the forms known.

    Parameters
    ----------
    travel : who knows how long ways take, where the document does not say; straight lines if nobody is named.

    Raises
    ------
    RoundsWrong : it is in none of them, or not whole.
    """
    if isinstance(said, Mapping):
        if day_file.is_day(said):
            return day_file.read(said, travel)
        if uhhc.is_uhhc(said):
            return uhhc.read(said)
        if hhcrsp.is_hhcrsp(said):
            return hhcrsp.read(said)
    raise RoundsWrong("The file is in no form of visits that is known", available=FORMS)


def write_rounds(rounds: Rounds, said: Mapping[str, Any]) -> dict[str, Any]:
    """Rounds as a document in the form that belongs to the problem's document."""
    if uhhc.is_uhhc(said):
        return uhhc_rounds.write(rounds)
    return hhcrsp.write(rounds) if hhcrsp.is_hhcrsp(said) else day_rounds.write(rounds)


def read_rounds(said: Any, problem: Problem, is_part: bool = False) -> Sequence[Attendance]:
    """Who is where when, of a document in any of the forms known.

    Parameters
    ----------
    is_part : visits that the problem does not have are passed over: rounds of a day that has changed since.

    Raises
    ------
    RoundsWrong : it is in none of them, or not whole.
    """
    with whole():
        form = form_of(said)
        found = day_rounds.attendances(day_rounds.read(said)) if form is None else form.attendances(said, problem)
    known = {visit.id for visit in problem.visits}
    return [one for one in found if not is_part or one.visit in known]


@dataclass(frozen=True)
class CheckedFile:
    """What the rounds of a file come to.

    Parameters
    ----------
    checked : cost and broken rules.
    said_otherwise : what the file says of its rounds that is not so, in words.
    is_changed : they were planned again after something happened, of which the file of the day may know nothing.
    """

    checked: Checked
    said_otherwise: tuple[str, ...] = ()
    is_changed: bool = False


def check_rounds(said: Any, rounds: Any, problem: Problem) -> CheckedFile:
    """What the rounds of a document come to, rests and ends as it says them, and what it says that is not so.

    Parameters
    ----------
    said, problem : the document of the day, and what is read from it.

    Raises
    ------
    RoundsWrong : the rounds are in no form that is known, or not whole.

    Examples
    --------
    >>> day = {"joinedup": "visits of a day", "places": ["home"], "travel_minutes": {"car": [[0]]},
    ...        "visits": [{"id": "tea", "place": "home", "minutes": 30, "earliest": "16:00"}],
    ...        "carers": [{"id": "ann", "begins": "home", "shift_starts": "15:00", "shift_ends": "20:00"}]}
    >>> call = {"visit": "tea", "side": 0, "start_minutes": 960, "at": "17:00"}
    >>> found = check_rounds(day, {"rounds": [{"carer": "ann", "calls": [call]}]}, read_problem(day))
    >>> found.checked.broken, found.said_otherwise
    ((), ('The file says 17:00 of ann at tea; it is 16:00.',))
    """
    with whole():
        form = form_of(rounds)
        if form is hhcrsp and uhhc.is_uhhc(said):
            form = uhhc_rounds  # rounds without any stop could be of both
        if form is None:
            own = day_rounds.read(rounds)
            found = check(problem, day_rounds.attendances(own))
            others = tuple(day_rounds.differences(own, problem, found))
            is_changed = own.cost_of_changes is not None
        else:
            found, others, is_changed = form.checked(rounds, problem), (), False
    left_out = uhhc.left_out(said, found.unplanned) if uhhc.is_uhhc(said) else []
    return CheckedFile(replace(found, broken=(*found.broken, *left_out)), others, is_changed)


def form_of(rounds: Any) -> Any:
    """The benchmark in whose form rounds are; None if in joinedup's own."""
    if "routes" not in rounds:
        return None
    return uhhc_rounds if any("patient" in stop for stop in stops(rounds)) else hhcrsp


@contextmanager
def whole() -> Iterator[None]:
    """What is missing, or of another kind, is named."""
    try:
        yield
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        raise RoundsWrong(
            f"The file of rounds is not whole ({type(fault).__name__}: {fault})",
            expected="rounds as `joinedup rounds solve` writes them",
        ) from fault


def stops(said: Any) -> list[Any]:
    """All stops of a benchmark's solution."""
    return [stop for route in said["routes"] for stop in route.get("locations") or []]
