"""How much of what can be done is each neighbourhood, and the most deprived fifth, promised?"""

from dataclasses import replace

import numpy as np

from joinedup.core.plans.assembly import DEPRIVED, Assembled
from joinedup.core.plans.measures import Floats
from joinedup.core.plans.optimiser.problem import Problem
from joinedup.core.plans.optimiser.searcher import Searcher
from joinedup.core.plans.parameters import PlanParameters

PLENTY = np.int64(2**60)


def needs(assembled: Assembled) -> Floats:
    """Each group's share of all need: what the best packages would be worth there if nothing were scarce.

    Need is the capacity to benefit from what the catalogue holds, whether or not the place has it there.

    References
    ----------
    Culyer and Wagstaff, Equity and equality in health and health care, Journal of Health Economics 12 (1993),
    doi:10.1016/0167-6296(93)90004-X.
    """
    problem = assembled.problem
    free = with_plenty(problem)
    masks, _ = Searcher(free).best(np.zeros(len(free.room)), np.zeros(len(free.floors)))
    worths = Searcher(free).worths(np.arange(problem.people), masks)
    total = float(worths.sum())
    found: Floats = free.by_group(worths) / total if total > 0 else np.zeros(len(free.floors))
    return found


def with_plenty(problem: Problem) -> Problem:
    """The problem as if nothing were scarce."""
    return replace(problem, room=np.full(len(problem.room), PLENTY))


def promised(assembled: Assembled, share: Floats, possible: float, parameters: PlanParameters) -> Floats:
    """The least worth each group is promised.

    Parameters
    ----------
    share : each group's share of need.
    possible : what the best plan without promises is worth.
    """
    part = [
        parameters.least_share_deprived if name == DEPRIVED else parameters.least_share_of_need
        for name in assembled.groups.names
    ]
    floors: Floats = np.array(part) * share * possible
    return floors
