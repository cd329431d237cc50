"""How are rounds of a day written in a file of joinedup's own, and are they what the file says of them?"""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from joinedup.core.visits.carer import Carer
from joinedup.core.visits.checking import Checked, moved, those_known
from joinedup.core.visits.day_file import Name, Number, wrong_entry
from joinedup.core.visits.hours import hours_of
from joinedup.core.visits.problem import Problem
from joinedup.core.visits.rounds import Rounds, given_rounds
from joinedup.core.visits.times import clock
from joinedup.core.visits.visit import CLOSE, Attendance
from joinedup.core.visits.wrong_days import RoundsWrong

PAID_CLOSE = 0.051
"""Paid minutes are written with one decimal."""
TRUE_FOR_COSTS = 1e-6
HOURS = ("leaves", "back", "rests", "paid_minutes")


class Part(BaseModel):
    """A part of the file; what it says beside is for people."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class CallPart(Part):
    """One carer at one visit; who writes by hand need not say more than when it begins."""

    visit: Name
    side: Annotated[int, Field(strict=True)]
    start_minutes: Number
    at: str | None = None
    minutes: Number | None = None


class RoundPart(Part):
    """The calls of a carer."""

    carer: Name
    calls: tuple[CallPart, ...]
    leaves: str | None = None
    back: str | None = None
    rests: list[str] | None = None
    paid_minutes: Number | None = None


class UnplannedPart(Part):
    """A visit nobody comes to."""

    visit: Name


class RoundsFile(Part):
    """The whole file; `cost_of_changes` is of its cost, and only in rounds that were planned again."""

    rounds: tuple[RoundPart, ...]
    unplanned: tuple[UnplannedPart, ...] | None = None
    cost: Number | None = None
    cost_of_changes: Number | None = None


def read(said: Any) -> RoundsFile:
    """The rounds of a document.

    Raises
    ------
    RoundsWrong : an entry is missing, or of the wrong kind.
    """
    try:
        return RoundsFile.model_validate(said)
    except ValidationError as problem:
        raise RoundsWrong(f"The file of rounds is not whole: {wrong_entry(problem)}") from problem


def attendances(file: RoundsFile) -> list[Attendance]:
    """Who is where when."""
    return [
        Attendance(one.carer, call.visit, call.side, call.start_minutes) for one in file.rounds for call in one.calls
    ]


def differences(file: RoundsFile, problem: Problem, found: Checked, has_cost: bool = True) -> list[str]:
    """What a file says of its rounds that is otherwise, in words.

    Parameters
    ----------
    found : what the rounds come to.
    has_cost : the cost is of this day alone; of days planned together it also counts whom people know from the others.
    """
    words = [word for one in file.rounds for call in one.calls for word in call_differences(one.carer, call, problem)]
    words += [word for one in file.rounds for word in hours_differences(one, problem)]
    if file.unplanned is not None:
        left_out, said = set(found.unplanned), {one.visit for one in file.unplanned}
        words += [f"Nobody comes to {visit}, and the file does not say so." for visit in sorted(left_out - said)]
        words += [f"The file says that nobody comes to {visit}." for visit in sorted(said - left_out)]
    is_whole = problem.weights.unplanned is not None or not found.unplanned  # else the cost is of no meaning
    if has_cost and is_whole and file.cost is not None:
        cost = file.cost - (file.cost_of_changes or 0.0)
        if abs(cost - found.cost) > CLOSE + TRUE_FOR_COSTS * abs(found.cost):
            words.append(f"The file says that all costs {cost:,.2f}; it is {found.cost:,.2f}.")
    return words


def call_differences(carer: str, call: CallPart, problem: Problem) -> list[str]:
    """What a call says of itself that is otherwise."""
    words, visit = [], next((one for one in problem.visits if one.id == call.visit), None)
    if call.at is not None and call.at != clock(call.start_minutes):
        words.append(f"The file says {call.at} of {carer} at {call.visit}; it is {clock(call.start_minutes)}.")
    if visit is None or call.minutes is None or not 0 <= call.side < len(visit.tasks):
        return words
    if abs(call.minutes - visit.tasks[call.side].minutes) > CLOSE:
        is_so = f"it is {visit.tasks[call.side].minutes:g}"
        words.append(f"The file says {call.minutes:g} minutes of {carer} at {call.visit}; {is_so}.")
    return words


def hours_differences(one: RoundPart, problem: Problem) -> list[str]:
    """What a round says of its hours that is otherwise; one that says nothing of them is not asked."""
    said = {name: value for name in HOURS if (value := getattr(one, name)) is not None}
    carer = next((each for each in problem.carers if each.id == one.carer), None)
    if not said or carer is None:
        return []
    known = those_known(problem, attendances(RoundsFile(rounds=(one,))))
    so = hours_said(given_rounds(problem, known), carer)
    return [
        f"The file says {name.replace('_', ' ')} {in_words(said.get(name))} of {one.carer}; it is "
        f"{in_words(so.get(name))}."
        for name in HOURS
        if (name in said or name == "rests") and not is_same(said.get(name), so.get(name))
    ]


def is_same(said: Any, so: Any) -> bool:
    """Whether two times or numbers are the same."""
    if isinstance(said, float) and isinstance(so, float):
        return abs(said - so) < PAID_CLOSE
    return bool(said == so)


def in_words(value: Any) -> str:
    """Times, a number, or none."""
    if value is None:
        return "none"
    return " to ".join(value) if isinstance(value, list) else str(value)


def hours_said(rounds: Rounds, carer: Carer) -> dict[str, Any]:
    """When a carer leaves, rests and is back, and the minutes that are paid; nothing for an empty round."""
    hours = hours_of(rounds.problem, carer, rounds.by_carer.get(carer.id, []))
    if hours is None:
        return {}
    rest = {} if hours.rest is None else {"rests": [clock(one) for one in hours.rest]}
    return {
        "leaves": clock(hours.leaves),
        "back": clock(hours.back),
        **rest,
        "paid_minutes": round(hours.paid_minutes, 1),
    }


def cost_of_changes(rounds: Rounds) -> float:
    """What it costs that rounds are others than those people knew: the file of the day does not say what those were."""
    there: dict[str, list[Attendance]] = {}
    for one in rounds.attendances:
        there.setdefault(one.visit, []).append(one)
    others, starts, minutes = moved(rounds.problem, there)
    weights = rounds.problem.weights
    return weights.moved_carer * others + weights.moved_start * starts + weights.moved_minute * minutes


def write(rounds: Rounds) -> dict[str, Any]:
    """Rounds as a document: one entry a carer, calls in order, with times of day and exact minutes."""
    return {
        "joinedup": "rounds of a day",
        "cost": rounds.cost,
        **({"cost_of_changes": cost_of_changes(rounds)} if rounds.problem.present else {}),
        "costs": dict(rounds.costs),
        "rounds": [
            {
                "carer": carer.id,
                "calls": [
                    {
                        "visit": call.visit.id,
                        "side": call.side,
                        "at": clock(call.start),
                        "start_minutes": call.start,
                        "minutes": call.task.minutes,
                    }
                    for call in rounds.round_of(carer.id)
                ],
                **hours_said(rounds, carer),
            }
            for carer in rounds.problem.carers
        ],
        "unplanned": [{"visit": visit, "why": why} for visit, why in rounds.unplanned.items()],
        "found_with": dict(rounds.versions) | {"seed": rounds.seed, "moves": rounds.moves},
    }
