"""What is the least that would let somebody come to a visit nobody comes to: a skill, a shift, a wider window?"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from joinedup.core.visits.building import as_they_are, cost_of
from joinedup.core.visits.candidates import minutes_over
from joinedup.core.visits.fitting import fits, put_in_place
from joinedup.core.visits.mending import broken
from joinedup.core.visits.problem import Problem
from joinedup.core.visits.replanning import from_present
from joinedup.core.visits.rounds import Rounds
from joinedup.core.visits.search.day import NONE, Day
from joinedup.core.visits.times import clock
from joinedup.core.visits.visit import Visit

SAME = 1e-6
WINDOW_STEP_MINUTES = 5
MOST_CARERS = 12
"""So many carers are asked, those for whom a visit seems the least trouble."""


@dataclass(frozen=True)
class RemedyPrices:
    """What it takes to change what is given, in units of cost: a minute of travel is `Weights.travel`.

    Parameters
    ----------
    skill : one carer learns one skill.
    shift_minute, window_minute : a minute longer on shift; a minute before or after the window.
    carer : one more carer for the visit.
    most_shift_minutes, most_window_minutes : nobody is asked for more.
    """

    skill: float = 200.0
    shift_minute: float = 2.0
    window_minute: float = 1.0
    carer: float = 400.0
    most_shift_minutes: float = 120.0
    most_window_minutes: float = 180.0


@dataclass(frozen=True)
class Remedy:
    """One thing that would let a visit be planned, all others staying with whom they are.

    Parameters
    ----------
    kind : "skill", "shift", "window" or "carer".
    words : what it is, in a sentence.
    cost : its price, and what the rounds would cost more.
    """

    kind: str
    words: str
    cost: float


def what_would_help(rounds: Rounds, prices: RemedyPrices | None = None, most: int = 5) -> dict[str, tuple[Remedy, ...]]:
    """For each visit nobody comes to, what would let somebody come, the cheapest first.

    Parameters
    ----------
    prices : what each thing takes.
    most : so many for each visit.

    Examples
    --------
    >>> import numpy as np
    >>> from joinedup.core.visits import Carer, Problem, Stop, Task, Visit, solve
    >>> visit = Visit("dressing", "home", (Task(30.0, frozenset({"wounds"})),), earliest=720.0, due=780.0)
    >>> staff = (Carer("ann", frozenset(), "home", "home", 480.0, 960.0),)
    >>> rounds = solve(Problem((visit,), staff, ("home",), {"car": np.zeros((1, 1))}), Stop(None, 100))
    >>> [remedy.words for remedy in what_would_help(rounds)["dressing"]]
    ['ann learns wounds.', 'One more carer with wounds from 12:00 to 13:30.']
    """
    prices = prices or RemedyPrices()
    problem = from_present(rounds.problem, rounds.attendances)
    state, found = as_they_are(problem), {}
    for unit, visit in enumerate(problem.visits):
        if visit.id in rounds.unplanned:
            ways = [*skills(problem, state, unit, prices), *shifts(problem, state, unit, prices)]
            ways += [*windows(problem, state, unit, prices), *more_carers(visit, prices)]
            found[visit.id] = tuple(sorted(ways, key=lambda way: way.cost)[:most])
    return found


def costs(problem: Problem, state: Day, unit: int) -> Iterable[tuple[int, Day, float]]:
    """For each carer who could come as things are in `state`: the rounds then, and what they cost more."""
    for who, fit in fits(state, unit, most=MOST_CARERS).items():
        then = state.copy()
        cost = put_in_place(then, fit)
        if broken(problem, then) <= broken(problem, state) + SAME:
            left_out = float(state.units["unplanned_cost"][unit])
            yield who, then, cost - cost_of(state) + left_out


def skills(problem: Problem, state: Day, unit: int, prices: RemedyPrices) -> list[Remedy]:
    """Carers who could come if they had one skill, or a few, more."""
    visit, found = problem.visits[unit], []
    may = state.may.copy()
    tasks = [one for one in (int(state.units["one"][unit]), int(state.units["two"][unit])) if one != NONE]
    lacks = {}
    for who, carer in enumerate(problem.carers):
        missing = {task: visit.tasks[side].skills - carer.skills for side, task in enumerate(tasks)}
        if carer.is_away or carer.id in visit.refused or not any(missing.values()):
            continue
        lacks[who] = min(missing.values(), key=len) or max(missing.values(), key=len)
        may[tasks, who] = True
    for who, _, cost in costs(problem, replace(state, may=may), unit):
        if who in lacks:
            words = f"{problem.carers[who].id} learns {', '.join(sorted(lacks[who]))}."
            found.append(Remedy("skill", words, cost + prices.skill * len(lacks[who])))
    return found


def shifts(problem: Problem, state: Day, unit: int, prices: RemedyPrices) -> list[Remedy]:
    """Carers who could come if their shift began sooner or ended later."""
    found = []
    for field, by in (("shift_starts", -prices.most_shift_minutes), ("shift_ends", prices.most_shift_minutes)):
        longer = state.copy()
        longer.carers[field] += by
        for who, then, cost in costs(problem, longer, unit):
            carer = problem.carers[who]
            then.carers[field] -= by
            more = minutes_over(then, who) if by > 0 else minutes_early(then, who)
            if more > SAME:
                until = carer.shift_ends + more if by > 0 else carer.shift_starts - more
                words = f"{carer.id} works {'until' if by > 0 else 'from'} {clock(until)}, {more:.0f} minutes longer."
                found.append(Remedy("shift", words, cost + prices.shift_minute * more))
    return found


def minutes_early(day: Day, carer: int) -> float:
    """Minutes a round has to begin before the carer's shift does."""
    who, first = day.carers[carer], int(day.carers["first"][carer])
    if first == NONE:
        return 0.0
    unit = day.units[day.tasks["unit"][first]]
    return max(0.0, float(who["shift_starts"] + day.travel[who["kind"], who["begins"], unit["place"]] - unit["start"]))


def windows(problem: Problem, state: Day, unit: int, prices: RemedyPrices) -> list[Remedy]:
    """The visit could be planned outside its window, by as little as would do, in steps of some minutes."""
    steps = int(prices.most_window_minutes / WINDOW_STEP_MINUTES)
    too_few, enough, best = 0, steps + 1, None
    while enough - too_few > 1:
        middle = (too_few + enough) // 2
        found = outside(problem, state, unit, middle * WINDOW_STEP_MINUTES, prices)
        too_few, enough, best = (too_few, middle, found) if found else (middle, enough, best)
    return [best] if best else []


def outside(problem: Problem, state: Day, unit: int, minutes: float, prices: RemedyPrices) -> Remedy | None:
    """The cheapest way to plan a visit so far outside its window; None if there is none."""
    visit, found = problem.visits[unit], []
    wider = state.copy()
    earliest = max(0.0, visit.earliest - minutes, problem.now)
    wider.units["latest"][unit] = visit.latest + minutes
    for field in ("earliest", "start", "release"):
        wider.units[field][unit] = earliest
    for who, then, cost in costs(problem, wider, unit):
        start = float(then.units["start"][unit])
        by = max(visit.earliest - start, start - visit.latest)
        if by > SAME:
            words = f"It begins at {clock(start)}, {by:.0f} minutes outside its window, with {problem.carers[who].id}."
            found.append(Remedy("window", words, cost + prices.window_minute * by))
    return min(found, key=lambda way: way.cost, default=None)


def more_carers(visit: Visit, prices: RemedyPrices) -> list[Remedy]:
    """One more carer would do, or two where nobody could be the second."""
    wanted = frozenset.union(*(task.skills for task in visit.tasks))
    what = f" with {', '.join(sorted(wanted))}" if wanted else ""
    until = min(visit.due, visit.latest)
    until = (visit.earliest if not np.isfinite(until) else until) + max(task.minutes for task in visit.tasks)
    return [Remedy("carer", f"One more carer{what} from {clock(visit.earliest)} to {clock(until)}.", prices.carer)]
