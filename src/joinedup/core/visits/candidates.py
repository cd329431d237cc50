"""Who can take these visits, at what cost to others, and why not the rest? All other visits stay with whom they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from joinedup.core.visits.breaking import faults
from joinedup.core.visits.building import as_they_are, cost_of
from joinedup.core.visits.carer import Carer
from joinedup.core.visits.changes import Change, named
from joinedup.core.visits.coming import Hindrance, hindrance
from joinedup.core.visits.fitting import Fit, fits, put_in_place
from joinedup.core.visits.mending import broken
from joinedup.core.visits.problem import Problem
from joinedup.core.visits.reasons import PASSED, why_of_others
from joinedup.core.visits.replanning import from_present
from joinedup.core.visits.search.day import NONE, Day
from joinedup.core.visits.start import tasks_of
from joinedup.core.visits.times import clock
from joinedup.core.visits.visit import SAME_START_MINUTES, Attendance, Minutes, Visit
from joinedup.core.visits.wrong_days import RoundsWrong

SAME = 1e-6


@dataclass(frozen=True)
class Taken:
    """A visit a carer could take: when, and who would come too; minutes from midnight."""

    visit: str
    start: Minutes
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Candidate:
    """What it would mean if one carer took the visits.

    Parameters
    ----------
    carer : id.
    takes : those of the visits the carer could take, all at once.
    why_not : by visit the carer could not take, why.
    cost : what all rounds would cost more, as `Weights` count.
    travel_minutes, late_minutes : more travel, and more lateness, over all rounds.
    is_preferred : at every visit taken that prefers anybody.
    changes : what would move for other visits.
    """

    carer: str
    takes: tuple[Taken, ...]
    why_not: Mapping[str, str] = field(default_factory=dict)
    cost: float = 0.0
    travel_minutes: Minutes = 0.0
    late_minutes: Minutes = 0.0
    is_preferred: bool = True
    changes: tuple[Change, ...] = ()


def who_can_take(problem: Problem, present: Sequence[Attendance], visits: Sequence[str]) -> tuple[Candidate, ...]:
    """Every carer, those first who could take most of the visits, at the least cost.

    Parameters
    ----------
    problem : with the visits in question among its own.
    present : the rounds as they are; whoever comes to the visits in question now is forgotten.
    visits : ids of the visits to be taken.

    Raises
    ------
    RoundsWrong : one of the visits is not in the problem.

    Examples
    --------
    >>> import numpy as np
    >>> from joinedup.core.visits import Carer, Problem, Task, Visit
    >>> visit = Visit("lunch", "home", (Task(30.0, frozenset({"meals"})),), earliest=720.0, due=780.0)
    >>> staff = (Carer("ann", frozenset({"meals"}), "home", "home"), Carer("ben", frozenset(), "home", "home"))
    >>> day = Problem((visit,), staff, ("home",), {"car": np.zeros((1, 1))})
    >>> [(one.carer, one.takes, dict(one.why_not)) for one in who_can_take(day, [], ["lunch"])]
    [('ann', (Taken(visit='lunch', start=720.0, others=()),), {}), ('ben', (), {'lunch': 'ben cannot do meals.'})]
    """
    number = {visit.id: at for at, visit in enumerate(problem.visits)}
    if strangers := [visit for visit in visits if visit not in number]:
        raise RoundsWrong(f"There is no visit '{strangers[0]}'", expected="a visit of the problem")
    asked = sorted({number[visit] for visit in visits})
    open_problem = from_present(problem, [one for one in present if number.get(one.visit, NONE) not in asked])
    state = as_they_are(open_problem)
    asked.sort(key=lambda unit: float(state.units["earliest"][unit]))
    alone = {unit: fits(state, unit) for unit in asked}
    found = [candidate(open_problem, state, asked, alone, who) for who in range(len(problem.carers))]
    return tuple(sorted(found, key=lambda one: (-len(one.takes), one.cost, one.carer)))


def candidate(
    problem: Problem, state: Day, asked: Sequence[int], alone: Mapping[int, Mapping[int, Fit]], who: int
) -> Candidate:
    """What it would mean if one carer took the visits, one after another."""
    takes: list[Taken] = []
    why_not: dict[str, str] = {}
    then, carer, saved, is_preferred = state.copy(), problem.carers[who], 0.0, True
    for unit in asked:
        visit, before = problem.visits[unit], then.copy()
        fit = alone[unit].get(who) if not takes else fits(then, unit, who).get(who)
        if fit is not None:
            put_in_place(then, fit)
        if fit is None or broken(problem, then) > broken(problem, before) + SAME:
            why_not[visit.id] = why(problem, carer, visit, before, then, fit)
            then = before
            continue
        saved += float(state.units["unplanned_cost"][unit])
        others = tuple(problem.carers[one].id for one in fit.carers if one != who)
        takes.append(Taken(visit.id, float(then.units["start"][unit]), others))
        is_preferred &= not visit.preferred or carer.id in visit.preferred
    return Candidate(
        carer.id,
        tuple(takes),
        why_not,
        round(cost_of(then) - cost_of(state) + saved, 6) + 0.0,  # no −0.0
        float(then.book[0]["travel"] - state.book[0]["travel"]),
        float(then.book[0]["late"] - state.book[0]["late"]),
        is_preferred,
        moved(problem, state, then, {problem.visits[unit].id for unit in asked}),
    )


def moved(problem: Problem, before: Day, after: Day, asked: set[str]) -> tuple[Change, ...]:
    """What moves for other visits."""
    found = []
    differ = np.abs(after.units["start"] - before.units["start"]) > SAME_START_MINUTES
    for unit in np.flatnonzero(differ).tolist():
        visit = problem.visits[unit]
        carers = tuple(
            problem.carers[after.tasks["carer"][task]].id
            for task in tasks_of(after, unit)
            if after.tasks["carer"][task] < len(problem.carers)
        )
        if carers and visit.id not in asked:
            was, now = (float(day.units["start"][unit]) for day in (before, after))
            found.append(Change(visit.id, carers, carers, was, now))
    return tuple(found)


def why(problem: Problem, carer: Carer, visit: Visit, before: Day, then: Day, fit: Fit | None) -> str:
    """Why a carer cannot take a visit: the first reason that holds."""
    if carer.is_away and carer.id not in visit.pinned_carers and not carer.full_shift:
        return f"{carer.id} is away."
    if carer.id in visit.refused:
        return f"{carer.id} is refused."
    if visit.pinned_carers and len(visit.pinned_carers) == len(visit.tasks) and carer.id not in visit.pinned_carers:
        return f"It is pinned to {named(sorted(visit.pinned_carers))}."
    if visit.latest < problem.now and not visit.has_started:
        return PASSED
    against = hindrance(problem, carer, visit)
    if against is Hindrance.UNSKILLED:
        lacks = min((task.skills - carer.skills for task in visit.tasks), key=len)
        return f"{carer.id} cannot do {', '.join(sorted(lacks))}."
    if against is Hindrance.SHIFT:
        return f"The shift of {carer.id}, {span(carer)}, leaves no time for it, with the way there and back."
    if against:
        return f"{carer.id} {against}."
    if words := why_of_others(problem, visit, problem.present):
        return words
    if fit is None:
        return "Nobody could come as the second carer, or another visit rules it out."
    return " ".join(faults(problem, before, then)) or "Other visits leave no time for it."


def span(carer: Carer) -> str:
    """A shift, in words."""
    return (
        f"{clock(carer.shift_starts)} to {clock(carer.shift_ends)}"
        if np.isfinite(carer.shift_ends)
        else "the whole day"
    )
