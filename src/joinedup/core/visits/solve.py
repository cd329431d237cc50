"""Which carer comes to which visit, when? Simulated annealing from a simple first plan, on both cores at once."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from importlib.metadata import version

import numpy as np

from joinedup.core.visits.building import built, cost_of
from joinedup.core.visits.mending import mended
from joinedup.core.visits.modelling import day_of
from joinedup.core.visits.problem import Problem
from joinedup.core.visits.reasons import why_unplanned
from joinedup.core.visits.rests import with_rests
from joinedup.core.visits.rounds import Call, Rounds
from joinedup.core.visits.search.annealing import anneal, draw_from, hold_again
from joinedup.core.visits.search.day import Day, Flags, Whole
from joinedup.core.visits.search.hours import hours_cost
from joinedup.core.visits.search.rebuilding import fill, rebuild
from joinedup.core.visits.search.timing import cost, worst_lateness
from joinedup.core.visits.setting_out import set_out_late
from joinedup.core.visits.start import by_due, first_rounds, present_rounds, tasks_of

LEAST_TYPICAL_COST = 1e-3


@dataclass(frozen=True)
class Stop:
    """When to stop.

    Parameters
    ----------
    seconds : by the clock, compiling not counted.
    moves : instead, about so many changes a start, each visit put back counted: the answer then never varies.
    is_asked : says when somebody asked to stop; the best so far is the answer.
    processor_seconds : instead, so much computing a start, however busy the machine is: for comparing methods.
    """

    seconds: float | None = 60.0
    moves: int | None = None
    is_asked: Callable[[], bool] = bool
    processor_seconds: float | None = None


@dataclass(frozen=True)
class SearchParameters:
    """How the search goes.

    Parameters
    ----------
    starts : searches side by side, each with draws of its own; the best counts.
    hottest, coldest : temperatures, as shares of what a task costs in the first rounds, in the mean.
    hottest_from_present : instead, where there are present rounds to begin from.
    moves_at_once : moves tried between two looks at the clock.
    rebuilds_at_once : and so often some visits are taken out and put back where they cost least.
    mean_out : so many visits are taken out at once, in the mean.
    """

    starts: int = 2
    hottest: float = 2.0
    hottest_from_present: float = 0.3
    coldest: float = 0.01
    moves_at_once: int = 20
    rebuilds_at_once: int = 10
    mean_out: int = 10


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
    day = day_of(problem)
    compile_now(day)
    clock, first = Clock(stop, time.perf_counter()), begun(problem, day)
    with ThreadPoolExecutor(parameters.starts) as pool:
        numbers = [seed * parameters.starts + one for one in range(parameters.starts)]
        found = list(pool.map(lambda number: search(problem, first.copy(), clock, parameters, number), numbers))
    best, moves = min(found, key=lambda one: one.cost), sum(one.moves for one in found)
    state = best.rounds(day)
    state = state if problem.weights.unplanned is None else mended(problem, day, state)
    return answer(problem, state, moves=moves, seed=seed, seconds=time.perf_counter() - began)


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
        if self.stop.processor_seconds is not None:
            return (time.thread_time() - self.began) / self.stop.processor_seconds
        return (time.perf_counter() - self.began) / max(self.stop.seconds or 0.0, 1e-9)


@dataclass
class Best:
    """The best rounds a search has met.

    Parameters
    ----------
    order, carer : of the units, of the tasks.
    is_held, rests : whether a unit keeps the time it had, and whether a carer rests before a task.
    cost, moves : of the rounds, and how many moves were tried.
    """

    order: Whole
    carer: Whole
    is_held: Flags
    rests: Flags
    cost: float
    moves: int = 0

    def rounds(self, day: Day) -> Day:
        """The rounds, with all times."""
        return built(day, self.order, self.carer, self.is_held, self.rests)


def best_of(state: Day) -> Best:
    """Rounds, noted as the best."""
    tasks, is_held = state.tasks, state.units["is_held"].copy()
    return Best(state.order.copy(), tasks["carer"].copy(), is_held, tasks["rests_before"].copy(), cost_of(state))


def search(problem: Problem, state: Day, clock: Clock, parameters: SearchParameters, number: int) -> Best:
    """One search from these rounds, which it changes: the best it met."""
    draw_from(number)
    clock = clock if clock.stop.processor_seconds is None else replace(clock, began=time.thread_time())
    best, hottest = best_of(state), parameters.hottest_from_present if problem.present else parameters.hottest
    typical = cost_of_a_task(state)
    while len(state.order) and (done := clock.share_done(best.moves)) < 1.0:
        left = parameters.moves_at_once if clock.stop.moves is None else clock.stop.moves - best.moves
        at_once = min(parameters.moves_at_once, left)
        temperature = typical * hottest * (parameters.coldest / hottest) ** done
        annealed(state, best, at_once, temperature)
        rebuilt(state, best, parameters.rebuilds_at_once, temperature, parameters.mean_out)
    return settled(state, best) if problem.present else best


def cost_of_a_task(state: Day) -> float:
    """What a task that somebody does costs in the mean: travel, lateness and hours, broken rules not counted."""
    book, carers = state.book.copy(), state.carers.copy()
    book["weight_broken"] = book["hours"] = carers["cost"] = 0.0
    carers["is_changed"] = True
    total = float(cost(state.units, state.tasks, carers, state.travel, book) - book["other"][0])
    return max(total / max(1, int((state.tasks["carer"] < len(carers)).sum())), LEAST_TYPICAL_COST)


def begun(problem: Problem, day: Day) -> Day:
    """The rounds a search begins from: those there are, or new ones, with what may be left out where it costs least."""
    if problem.present:
        state = with_rests(day, built(day, *present_rounds(problem, day)))
        state = state if problem.weights.unplanned is None else mended(problem, day, state)
    else:
        state = built(day, by_due(day), np.full(len(day.tasks), len(day.carers), np.int64))
    filled(state, left_out(state))
    if problem.weights.unplanned is None and len(left_out(state)):
        return with_rests(day, built(day, *first_rounds(day)))
    return state


def filled(state: Day, those: Whole) -> None:
    """Put units that nobody comes to where they cost least."""
    if len(state.order) > 1:
        fill(
            *(state.units, state.tasks, state.carers, state.may, state.dislike, state.travel, state.order),
            *(state.undo, state.lifted, state.shifted, state.book, those),
        )


def left_out(state: Day) -> Whole:
    """Units nobody comes to: what counts most first, then what few carers may have, then by when they are due."""
    units, nobody = state.units, len(state.carers)
    those = [unit for unit in by_due(state).tolist() if state.tasks["carer"][units["one"][unit]] == nobody]
    key = {unit: (-float(units["unplanned_cost"][unit]), how_many_may(state, unit)) for unit in those}
    return np.array(sorted(those, key=key.__getitem__), np.int64)


def how_many_may(state: Day, unit: int) -> int:
    """How many carers may have a unit, in tenths of all; of one for two carers a quarter counts."""
    tasks = tasks_of(state, unit)
    return int(10 * min(state.may[task].sum() for task in tasks) / len(tasks) ** 2 / len(state.carers))


def settled(day: Day, best: Best) -> Best:
    """The best rounds, every visit that need not have been brought forward at the time it had."""
    state = best.rounds(day)
    hold_again(
        *(state.units, state.tasks, state.carers, state.dislike, state.travel, state.order),
        *(state.undo, state.lifted, state.shifted, state.book),
    )
    found = best_of(state)
    found.moves = best.moves
    return found if found.cost < best.cost else best


def annealed(day: Day, best: Best, moves: int, temperature: float) -> None:
    """So many moves at one temperature, noting the best rounds met."""
    best.moves += moves
    best.cost = anneal(
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
        best.order,
        best.carer,
        best.is_held,
        best.rests,
        best.cost,
        moves,
        temperature,
    )


def rebuilt(state: Day, best: Best, times: int, temperature: float, mean_out: int = 10) -> None:
    """Take some visits out and put them back, so many times, noting the best rounds met."""
    if times and len(state.order) > 1:
        spare = [each.copy() for each in (state.units, state.tasks, state.carers, state.order, state.book)]
        best.moves += times * mean_out
        best.cost = rebuild(
            *(state.units, state.tasks, state.carers, state.may, state.dislike, state.travel, state.near, state.order),
            *(state.book, state.undo, state.lifted, state.shifted, *spare),
            *(best.order, best.carer, best.is_held, best.rests, best.cost, times, mean_out, temperature),
        )


def compile_now(day: Day) -> None:
    """Compile what is not compiled yet, before the clock is started."""
    draw_from(0)
    state = built(day, by_due(day), np.full(len(day.tasks), len(day.carers), np.int64))
    best = best_of(state)
    annealed(state, best, 0, 1.0)
    if len(day.tasks):
        filled(state, np.zeros(0, np.int64))
        rebuilt(state, best, 1, 1.0)
        settled(day, best)


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
        "late": float(book["weight_late"] * book["late"]),
        "worst_late": weights.worst_late * float(worst_lateness(day.units)),
        "broken": weights.broken * float(book["broken"]),
        "hours": float(hours_cost(day.units, day.tasks, day.carers, day.travel, day.book)) * bool(book["has_hours"]),
        "moved": weights.moved_minute * float(book["moved"]) + weights.moved_start * float(book["moved_starts"]),
        "other": float(book["other"]),
    }
