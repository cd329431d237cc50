"""If something were otherwise, could somebody come to a visit, with no rule broken and nothing else changed?"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from joinedup.core.visits.building import cost_of
from joinedup.core.visits.fitting import Fit, fits, put_in_place
from joinedup.core.visits.mending import broken, is_planned
from joinedup.core.visits.problem import Problem
from joinedup.core.visits.search.day import NONE, Day

SAME = 1e-6
MOST_CARERS = 12
"""So many carers are asked, those for whom a visit seems the least trouble."""
MOST_IN_PAIRS = 4
"""And so many for each task of a visit for two: each is tried beside several others."""


@dataclass(frozen=True)
class Trial:
    """Rounds with a visit put in.

    Parameters
    ----------
    fit : who comes, and where in the order.
    then : the rounds.
    start : when it begins, minutes from midnight.
    more : what the rounds cost more, that it was left out not counted.
    left_out : what it cost that it was left out.
    """

    fit: Fit
    then: Day
    start: float
    more: float
    left_out: float


def trials(problem: Problem, given: Day, unit: int) -> Iterator[Trial]:
    """For carers for whom it seems the least trouble, the rounds with a unit that nobody comes to in `given`."""
    for fit in some_fits(given, unit):
        trial = tried(problem, given, unit, fit)
        if trial is not None:
            yield trial


def some_fits(given: Day, unit: int) -> list[Fit]:
    """Where a unit costs least with those for whom it seems the least trouble."""
    most = MOST_CARERS if given.units["two"][unit] == NONE else MOST_IN_PAIRS
    return list(dict.fromkeys(fits(given, unit, most=most).values()))


def tried(problem: Problem, given: Day, unit: int, fit: Fit) -> Trial | None:
    """The rounds with a unit put in; None if that breaks a rule, or what it is of no use without cannot be planned."""
    then, units = given.copy(), given.units
    cost, left_out, partner = put_in_place(then, fit), float(units["unplanned_cost"][unit]), int(units["partner"][unit])
    if np.isfinite(cost) and partner != NONE and not is_planned(then)[partner]:
        with_it = min(some_fits(then, partner), key=lambda one: one.cost, default=None)
        cost = np.inf if with_it is None else put_in_place(then, with_it)
        left_out += float(units["unplanned_cost"][partner])
    if not np.isfinite(cost) or broken(problem, then) > broken(problem, given) + SAME:
        return None
    return Trial(fit, then, float(then.units["start"][unit]), cost - cost_of(given) + left_out, left_out)
