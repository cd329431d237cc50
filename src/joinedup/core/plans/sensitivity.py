"""If effects are not quite what was published, which items stay, and how much is avoided?"""

from dataclasses import dataclass, replace

import numpy as np

from joinedup.core.plans.decide import Decided
from joinedup.core.plans.measures import Floats
from joinedup.core.plans.optimiser.problem import Problem
from joinedup.core.plans.optimiser.searcher import Searcher
from joinedup.core.plans.optimiser.solve import CLOSE_ENOUGH, solve
from joinedup.core.plans.prepared import Prepared
from joinedup.core.plans.uncertainty import draws, shares_if

LOW, HIGH = 0.05, 0.95


@dataclass(frozen=True)
class Sensitivity:
    """What draws of the effects do to the choice.

    Parameters
    ----------
    stays : for each pair of the problem, the share of draws in which a new choice would hold it; no draws, no figure.
    low, high : worth of this plan that it falls short of, or passes, in one draw of twenty.
    draws : how many.
    """

    stays: Floats | None
    low: float | None
    high: float | None
    draws: int


def sensitivity(prepared: Prepared, decided: Decided, *, count: int) -> Sensitivity:
    """Choose again for each draw of the effects, from the prices of the choice made.

    Rights, promises and what is received are as in the choice.
    """
    if count == 0:
        return Sensitivity(None, None, None, 0)
    problem, everybody = decided.problem, np.arange(decided.problem.people)
    stays, worths = np.zeros(len(problem.worth)), np.zeros(count)
    for draw, at in enumerate(draws(prepared.library, count, prepared.parameters.seed)):
        left = shares_if(prepared.fits, prepared.people, prepared.library, at)
        drawn = with_shares(problem, prepared, left)
        parameters = prepared.parameters
        again = solve(drawn, seed=parameters.seed, stop=CLOSE_ENOUGH, start=decided.answer.prices)
        stays += problem.bits(again.masks)
        worths[draw] = Searcher(drawn).worths(everybody, decided.answer.masks).sum()
    low, high = np.quantile(worths, [LOW, HIGH])
    return Sensitivity(stays / count, float(low), float(high), count)


def with_shares(problem: Problem, prepared: Prepared, left: Floats) -> Problem:
    """The problem with other shares of chances left; what is credited with nothing stays so."""
    return replace(problem, left=np.where(problem.left < 1, left[prepared.assembled.fit], 1.0))
