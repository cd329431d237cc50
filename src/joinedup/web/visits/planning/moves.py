"""What would it do to give a visit to another carer, or another time? Rounds are worked out, nothing is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from joinedup.core.errors import CannotProceed
from joinedup.core.visits import Attendance, Visit
from joinedup.web.visits.actions import Change
from joinedup.web.visits.days import Weighed, problem_of, weighed
from joinedup.web.visits.models import Revision
from joinedup.web.visits.planning.day import Day


class CannotMove(CannotProceed):
    """A visit cannot be moved as was asked."""


@dataclass(frozen=True)
class Move:
    """Who is to come to a visit, and when.

    Parameters
    ----------
    carers : as many as the visit takes; none to leave it out.
    start : minutes from midnight.
    is_fixed : whether it is to stay so when the day is planned anew.
    """

    visit: str
    carers: tuple[str, ...]
    start: float
    is_fixed: bool = True

    @property
    def attendances(self) -> list[Attendance]:
        return [Attendance(carer, self.visit, side, self.start) for side, carer in enumerate(self.carers)]


@dataclass(frozen=True)
class Effect:
    """A day as it stands and as it would be, and what people would have fixed then."""

    before: Weighed
    after: Weighed
    held: Mapping[str, Any]

    @property
    def new_faults(self) -> list[str]:
        """Rules that the move would break and that are kept now."""
        return [one for one in self.after.checked.broken if one not in self.before.checked.broken]


def effect_of(day: Day, move: Move) -> Effect:
    """What a move would do.

    Raises
    ------
    CannotMove : the visit is none of the day's, has begun, takes another number of carers, or a carer is not there.
    """
    check_can_move(day, move)
    others = [one for one in day.attendances if one.visit != move.visit]
    free = held_with(day.state.held, move.visit, None)
    # a visit that is moved is not taken to have begun, though its time may have come
    facts = problem_of(day.state.file.document, free, day.begun, day.off)
    after = weighed_with(facts, others, move, now=day.now)
    return Effect(
        before=weighed(day.problem, day.attendances, now=day.now),
        after=after,
        held=held_with(day.state.held, move.visit, pin_of(move, after.attendances)),
    )


def weighed_with(problem: Any, others: Sequence[Attendance], move: Move, *, now: float | None) -> Weighed:
    """The rounds of the others, with what was to have begun as a fact, and the visit moved among them."""
    rounds = weighed(problem, others, now=now)
    return weighed(rounds.problem, [*rounds.attendances, *move.attendances])


def pin_of(move: Move, attendances: Sequence[Attendance]) -> dict[str, Any] | None:
    """What the move fixes: who comes, and when they can begin; None if it fixes nothing."""
    if not (move.is_fixed and move.carers):
        return None
    return {"carers": sorted(move.carers), "start": next(one.start for one in attendances if one.visit == move.visit)}


def held_with(held: Mapping[str, Any], visit: str, pin: Mapping[str, Any] | None) -> dict[str, Any]:
    """What people fixed, with one visit fixed otherwise, or set free."""
    others = {one: known for one, known in held.get("pinned", {}).items() if one != visit}
    return {**held, "pinned": {**others, **({visit: dict(pin)} if pin else {})}}


def check_can_move(day: Day, move: Move) -> None:
    """Raise unless the move is one that can be worked out."""
    visit = visit_of(day, move.visit)
    if day.is_over:
        raise CannotMove("This day is over", expected="a day that is not")
    if move.visit in day.begun:
        raise CannotMove("This visit has begun", expected="one that nobody has begun")
    if move.carers and len(set(move.carers)) != len(visit.tasks):
        raise CannotMove(f"This visit takes {len(visit.tasks)} different carers", expected="as many, or nobody")
    strangers = set(move.carers) - {carer.id for carer in day.problem.carers}
    if strangers:
        raise CannotMove("Somebody named is not on shift that day", expected="a carer of the day")


def visit_of(day: Day, code: str) -> Visit:
    """A visit of the day.

    Raises
    ------
    CannotMove : there is none.
    """
    found = next((one for one in day.problem.visits if one.id == code), None)
    if found is None:
        raise CannotMove("There is no such visit that day", expected="a visit of the day")
    return found


def change_of(day: Day, move: Move, effect: Effect) -> Change:
    """The move as a new state of the day."""
    return Change(
        how=Revision.How.MOVED,
        held=effect.held,
        calls=effect.after.calls,
        unplanned=effect.after.unplanned,
        figures=effect.after.figures,
        file=day.state.file,
        detail={"visit": move.visit, "carers": sorted(move.carers)},
    )
