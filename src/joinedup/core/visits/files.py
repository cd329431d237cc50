"""Which form is a file of visits, or of rounds, in? Found out by looking at it."""

from collections.abc import Mapping, Sequence
from typing import Any

from joinedup.core.visits import day_file, hhcrsp, uhhc
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
        return uhhc.write(rounds)
    return hhcrsp.write(rounds) if hhcrsp.is_hhcrsp(said) else day_file.write(rounds)


def read_rounds(said: Any, problem: Problem, is_part: bool = False) -> Sequence[Attendance]:
    """Who is where when, of a document in any of the forms known.

    Parameters
    ----------
    is_part : visits that the problem does not have are passed over: rounds of a day that has changed since.

    Raises
    ------
    RoundsWrong : it is in none of them, or not whole.
    """
    try:
        if "routes" not in said:
            found = own(said)
        else:
            form = uhhc if any("patient" in stop for stop in stops(said)) else hhcrsp
            found = form.attendances(said, problem)
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        raise RoundsWrong(
            "The file of rounds is not whole", expected="rounds as `joinedup rounds solve` writes them"
        ) from fault
    known = {visit.id for visit in problem.visits}
    return [one for one in found if not is_part or one.visit in known]


def stops(said: Any) -> list[Any]:
    """All stops of a benchmark's solution."""
    return [stop for route in said["routes"] for stop in route.get("locations") or []]


def own(said: Any) -> list[Attendance]:
    """Who is where when, of a document in joinedup's own form."""
    return [
        Attendance(one["carer"], call["visit"], int(call["side"]), float(call["start_minutes"]))
        for one in said["rounds"]
        for call in one["calls"]
    ]
