"""Which carer comes to which visit, when? Simulated annealing from a simple first plan, on both cores at once."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.metadata import version

import numpy as np

from joinedup.core.visits.modelling import day_of
from joinedup.core.visits.problem import Problem
from joinedup.core.visits.reasons import why_unplanned
from joinedup.core.visits.rounds import Call, Rounds
from joinedup.core.visits.search.annealing import anneal, build, draw_from
from joinedup.core.visits.search.day import NONE, Day, Whole
from joinedup.core.visits.search.timing import cost, overtime, worst_lateness
from joinedup.core.visits.start import first_rounds, tasks_of


@dataclass(frozen=True)
class Stop:
    """When to stop.

    Parameters
    ----------
    seconds : by the clock, compiling not counted.
    moves : instead, so many a start: the answer then never varies.
    is_asked : says when somebody asked to stop; the best so far is the answer.
    """

    seconds: float | None = 60.0
    moves: int | None = None
    is_asked: Callable[[], bool] = bool


@dataclass(frozen=True)
class SearchParameters:
    """How the search goes.

    Parameters
    ----------
    starts : searches side by side, each with draws of its own; the best counts.
    hottest, coldest : temperatures, in units of cost.
    moves_at_once : moves tried between two looks at the clock.
    """

    starts: int = 2
    hottest: float = 50.0
    coldest: float = 0.05
    moves_at_once: int = 2000


def solve(
    problem: Problem, stop: Stop | None = None, seed: int = 0, parameters: SearchParameters | None = None
) -> Rounds:
    """Plan the rounds.

    Parameters
    ----------
    stop : when to stop.
    seed : of the draws; with a number of moves, equal input gives equal rounds.

    Examples
    --------
    >>> from joinedup.core.visits import Carer, Problem, Task, Visit
    >>> visit = Visit("v1", "home", (Task(30.0, frozenset({"meals"})),), earliest=480.0, due=540.0)
    >>> carer = Carer("c1", frozenset({"meals"}), "office", "office")
    >>> minutes = np.array([[0.0, 10.0], [10.0, 0.0]])
    >>> rounds = solve(Problem((visit,), (carer,), ("office", "home"), {"car": minutes}), Stop(None, 200))
    >>> [(call.carer, call.visit.id, call.start) for call in rounds.calls], rounds.costs["travel"]
    ([('c1', 'v1', 480.0)], 20.0)
    """
    began = time.perf_counter()
    stop, parameters = stop or Stop(), parameters or SearchParameters()
    day = day_of(problem)
    compile_now(day)
    clock = Clock(stop, time.perf_counter())
    with ThreadPoolExecutor(parameters.starts) as pool:
        numbers = [seed * parameters.starts + one for one in range(parameters.starts)]
        found = list(pool.map(lambda number: search(day, clock, parameters, number), numbers))
    best = min(found, key=lambda one: one[0])
    moves = sum(one[3] for one in found)
    return answer(problem, built(day, best[1], best[2]), moves=moves, seed=seed, seconds=time.perf_counter() - began)


@dataclass(frozen=True)
class Clock:
    """How much of a search is done."""

    stop: Stop
    began: float

    def share_done(self, moves: int) -> float:
        """0–1."""
        if self.stop.is_asked():
            return 1.0
        if self.stop.moves is not None:
            return moves / self.stop.moves if moves < self.stop.moves else 1.0
        return (time.perf_counter() - self.began) / max(self.stop.seconds or 0.0, 1e-9)


def search(day: Day, clock: Clock, parameters: SearchParameters, number: int) -> tuple[float, Whole, Whole, int]:
    """One search: the cost of the best rounds, their order and carers, and the moves tried."""
    draw_from(number)
    order, carer = first_rounds(day)
    state = built(day, order, carer)
    best, best_order, best_carer, moves = cost_of(state), order.copy(), carer.copy(), 0
    while len(order) and (done := clock.share_done(moves)) < 1.0:
        left = parameters.moves_at_once if clock.stop.moves is None else clock.stop.moves - moves
        at_once = min(parameters.moves_at_once, left)
        temperature = parameters.hottest * (parameters.coldest / parameters.hottest) ** done
        best = annealed(state, best_order, best_carer, best, at_once, temperature)
        moves += at_once
    return best, best_order, best_carer, moves


def annealed(day: Day, best_order: Whole, best_carer: Whole, best: float, moves: int, temperature: float) -> float:
    """So many moves at one temperature; the best cost met so far."""
    found: float = anneal(
        day.units,
        day.tasks,
        day.carers,
        day.may,
        day.dislike,
        day.travel,
        day.near,
        day.order,
        day.book,
        day.undo,
        day.lifted,
        day.shifted,
        best_order,
        best_carer,
        best,
        moves,
        temperature,
    )
    return found


def compile_now(day: Day) -> None:
    """Compile what is not compiled yet, before the clock is started."""
    order, carer = first_rounds(day)
    draw_from(0)
    annealed(built(day, order, carer), order.copy(), carer.copy(), 0.0, 0, 1.0)


def built(day: Day, order: Whole, carer: Whole) -> Day:
    """The rounds of an order and carers, with all times.

    If visits that follow others could only come too late, nobody comes to those for now: the search finds who.
    """
    state = day.empty(order)
    if placed(state, carer):
        return state
    follows = (day.units["before"] != NONE)[day.tasks["unit"]]
    state = day.empty(order)
    placed(state, np.where(follows, len(day.carers), carer))
    return state


def placed(day: Day, carer: Whole) -> bool:
    """Put every task into its carer's round; False if the times have no end."""
    is_settled: bool = build(
        day.units, day.tasks, day.carers, day.dislike, day.travel, day.order, day.undo, day.book, carer
    )
    return is_settled


def cost_of(day: Day) -> float:
    """What rounds come to."""
    return float(cost(day.units, day.tasks, day.carers, day.travel, day.book))


def answer(problem: Problem, day: Day, *, moves: int, seed: int, seconds: float) -> Rounds:
    """The rounds found, as people read them."""
    units, tasks, calls = day.units, day.tasks, []
    for unit in day.order[np.argsort(units["start"][day.order], kind="stable")].tolist():
        visit = problem.visits[unit]
        for side, task in enumerate(tasks_of(day, unit)):
            if tasks["carer"][task] < len(problem.carers):
                who = problem.carers[tasks["carer"][task]].id
                calls.append(Call(who, visit, side, float(units["start"][unit])))
    planned = {call.visit.id for call in calls}
    return Rounds(
        problem=problem,
        calls=tuple(calls),
        unplanned={one.id: why_unplanned(problem, one) for one in problem.visits if one.id not in planned},
        cost=cost_of(day),
        costs=costs_of(problem, day),
        moves=moves,
        seed=seed,
        versions={name: version(name) for name in ("joinedup", "numba")},
        seconds=seconds,
    )


def costs_of(problem: Problem, day: Day) -> dict[str, float]:
    """What rounds come to, by what."""
    weights, book = problem.weights, day.book[0]
    return {
        "travel": weights.travel * float(book["travel"]),
        "late": weights.late * float(book["late"]),
        "worst_late": weights.worst_late * float(worst_lateness(day.units, day.tasks, day.carers)),
        "broken": weights.broken * float(book["broken"] + overtime(day.units, day.tasks, day.carers, day.travel)),
        "other": float(book["other"]),
    }
