"""Which carer comes to which visit, when? Searches side by side on both cores, and the best as people read it."""

import time
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version

import numpy as np

from joinedup.core.visits.beginning import begun
from joinedup.core.visits.building import cost_of
from joinedup.core.visits.mending import mended
from joinedup.core.visits.modelling import day_of, with_open_links
from joinedup.core.visits.problem import Problem
from joinedup.core.visits.reasons import why_unplanned
from joinedup.core.visits.rounds import Call, Rounds
from joinedup.core.visits.search.day import Day
from joinedup.core.visits.search.hours import hours_cost
from joinedup.core.visits.search.timing import worst_lateness
from joinedup.core.visits.searching import SearchParameters, compile_now, search
from joinedup.core.visits.setting_out import set_out_late
from joinedup.core.visits.start import tasks_of
from joinedup.core.visits.stopping import Clock, Stop
from joinedup.core.visits.visit import Attendance


def solve(
    problem: Problem, stop: Stop | None = None, seed: int = 0, parameters: SearchParameters | None = None
) -> Rounds:
    """Plan the rounds; from those there are, if the problem has present ones, changing as little as is worth it.

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
    day = with_open_links(day_of(problem))
    compile_now(day)
    clock, first = Clock(stop, time.perf_counter()), begun(problem, day)
    with ThreadPoolExecutor(parameters.starts) as pool:
        numbers = [seed * parameters.starts + one for one in range(parameters.starts)]
        found = list(pool.map(lambda number: search(problem, first.copy(), clock, parameters, number), numbers))
    best, moves = min(found, key=lambda one: one.cost), sum(one.moves for one in found)
    state = best.rounds(day)
    state = state if problem.weights.unplanned is None else mended(problem, day, state)
    return answer(problem, state, moves=moves, seed=seed, seconds=time.perf_counter() - began)


def answer(problem: Problem, day: Day, *, moves: int, seed: int, seconds: float) -> Rounds:
    """The rounds found, as people read them."""
    if problem.weights.waiting > 0:
        set_out_late(day)
    units, tasks, calls = day.units, day.tasks, []
    for unit in day.order[np.argsort(units["start"][day.order], kind="stable")].tolist():
        visit = problem.visits[unit]
        for side, task in enumerate(tasks_of(day, unit)):
            if tasks["carer"][task] < len(problem.carers):
                who = problem.carers[tasks["carer"][task]].id
                calls.append(Call(who, visit, side, float(units["start"][unit])))
    planned = {call.visit.id for call in calls}
    there = [Attendance(call.carer, call.visit.id, call.side, call.start) for call in calls]
    return Rounds(
        problem=problem,
        calls=tuple(calls),
        unplanned={one.id: why_unplanned(problem, one, there) for one in problem.visits if one.id not in planned},
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
        "late": float(book["weight_late"] * book["late"]),
        "worst_late": weights.worst_late * float(worst_lateness(day.units)),
        "broken": weights.broken * float(book["broken"]),
        "hours": float(hours_cost(day.units, day.tasks, day.carers, day.travel, day.book)) * bool(book["has_hours"]),
        "moved": weights.moved_minute * float(book["moved"]) + weights.moved_start * float(book["moved_starts"]),
        "other": float(book["other"]),
    }
