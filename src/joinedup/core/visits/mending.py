"""Which visits must be left out after all, so that no rule is broken? A search cut short may not have got so far."""

import numpy as np

from joinedup.core.visits.building import built
from joinedup.core.visits.problem import Problem
from joinedup.core.visits.search.day import NONE, Day, Flags, Records
from joinedup.core.visits.search.hours import hours_cost, round_cost
from joinedup.core.visits.start import tasks_of

SAME = 1e-6


def mended(problem: Problem, day: Day, state: Day) -> Day:
    """The rounds without visits that break a rule: torn from their other, begun too late, or the last of a bad round.

    A round is bad if it ends after its shift, misses its rest or has more paid minutes than may be, where that is a
    rule. What has started stays.
    """
    while (unit := first_fault(problem, state)) != NONE:
        carer = state.tasks["carer"].copy()
        carer[tasks_of(state, unit)] = len(state.carers)
        state = built(day, state.order, carer, state.units["is_held"].copy(), state.tasks["rests_before"].copy())
    return state


def first_fault(problem: Problem, state: Day) -> int:
    """A unit that breaks a rule; NONE if none does."""
    units, planned = state.units, is_planned(state)
    may_go = planned & ~units["has_started"]
    torn = may_go & (units["partner"] != NONE) & ~planned[units["partner"]]
    is_late = units["late"] > SAME if problem.weights.late is None else False
    late = may_go & (is_late | (units["start"] > units["latest"] + SAME))
    for wrong in (torn, late):
        if wrong.any():
            return int(np.flatnonzero(wrong)[-1])
    return last_of_bad_round(problem, state)


def last_of_bad_round(problem: Problem, state: Day) -> int:
    """The last unit of a round that breaks a rule on hours; NONE if none does."""
    rules = rules_alone(problem, state)
    for carer in range(len(state.carers)):
        last = int(state.carers["last"][carer])
        if last == NONE or state.units["has_started"][state.tasks["unit"][last]]:
            continue
        cost, _ = round_cost(state.units, state.tasks, state.carers, state.travel, rules, carer)
        if cost > SAME:
            return int(state.tasks["unit"][last])
    return NONE


def rules_alone(problem: Problem, state: Day) -> Records:
    """What counts how much, where only rules count and nothing that is merely dear."""
    rules: Records = state.book.copy()
    rules["weight_wait"] = rules["weight_target"] = rules["weight_idle"] = rules["hours"] = 0.0
    rules["weight_overtime"] = np.minimum(rules["weight_overtime"], 0.0)
    if problem.weights.missed_rest is not None:
        rules["weight_rest"] = 0.0
    return rules


def broken(problem: Problem, state: Day) -> float:
    """How far rules are broken, in cost; 0 if none is."""
    carers, rules = state.carers.copy(), rules_alone(problem, state)
    carers["cost"], carers["is_changed"] = 0.0, True
    by_hours = float(hours_cost(state.units, state.tasks, carers, state.travel, rules))
    book = state.book[0]
    late = float(book["weight_late"] * book["late"]) if problem.weights.late is None else 0.0
    return by_hours + late + float(book["weight_broken"] * book["broken"])


def is_planned(state: Day) -> Flags:
    """Whether somebody comes to each unit."""
    found: Flags = state.tasks["carer"][state.units["one"]] < len(state.carers)
    return found
