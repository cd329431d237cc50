"""At which prices do people together ask for about what there is? Found by raising what is over-asked for."""

from dataclasses import dataclass

import numpy as np

from joinedup.core.plans.optimiser.problem import Floats, Problem, Whole
from joinedup.core.plans.optimiser.searcher import Searcher

SMALLEST_STEP, COOLING, WORTH_A_STEP = 0.02, 0.965, 0.0002


@dataclass(frozen=True)
class Prices:
    """What one more unit of each limit, and of each promise to a group, is worth: a start for the next problem."""

    limits: Floats
    floors: Floats


@dataclass(frozen=True)
class Pace:
    """How prices are settled.

    Parameters
    ----------
    rounds, step : how many steps, and the size of the first; each is a little smaller than the one before.
    patience : after so many that do not lower the bound by `WORTH_A_STEP` of it, no more are taken.
    """

    rounds: int
    step: float
    patience: int


def settle(searcher: Searcher, prices: Floats, floor_prices: Floats, most: Floats, room: Whole, pace: Pace) -> Floats:
    """Prices at which the sum of everybody's best, plus what the room costs, is least; a bound on any plan.

    Multiplicative (mirror descent) steps on the Lagrangian dual: each limit's price grows or shrinks with the share by
    which it is over- or under-asked for. The best prices met are returned, not the last.

    Parameters
    ----------
    most : the most a unit of each limit can be worth.

    References
    ----------
    Held and Karp, Mathematical Programming 1 (1971), doi:10.1007/BF01584070. Beck and Teboulle, Operations Research
    Letters 31 (2003), doi:10.1016/S0167-6377(02)00231-6.
    """
    best, best_prices, step, lowered, lowered_at = np.inf, prices, pace.step, np.inf, 0
    for at in range(pace.rounds):
        masks, values = searcher.best(prices, floor_prices)
        used = searcher.problem.used(masks & ~searcher.must)
        bound = float(values.sum() + prices @ room)
        if bound < best:
            best, best_prices = bound, prices
        if bound < lowered - WORTH_A_STEP * abs(bound):
            lowered, lowered_at = bound, at
        if at - lowered_at >= pace.patience:
            break
        pull = (used - room) / np.maximum(np.maximum(used, room), 1)
        prices = np.minimum(np.maximum(prices, 1e-4 * most) * np.exp(step * pull), most)
        step = max(step * COOLING, SMALLEST_STEP)
    return best_prices


def sample(problem: Problem, room: Whole, size: int, seed: int) -> tuple[Problem, Whole]:
    """Some of the people, and as large a part of each limit's room as they are of those who ask for it."""
    chosen = np.sort(np.random.default_rng(seed).permutation(problem.people)[:size])
    count = np.diff(problem.start)[chosen]
    pairs = np.repeat(problem.start[chosen] - np.cumsum(count) + count, count) + np.arange(int(count.sum()))
    small = Problem(
        start=np.concatenate([[0], np.cumsum(count)]),
        **{
            name: getattr(problem, name)[pairs]
            for name in (
                "worth",
                "bonus",
                "left",
                "mechanism",
                "rows",
                "amounts",
                "needs_bits",
                "bars_bits",
                "is_fixed",
            )
        },
        stake=problem.stake[chosen],
        groups=problem.groups[chosen],
        room=problem.room,
        floors=problem.floors * size / problem.people,
        **{name: getattr(problem, name) for name in ("most_items", "most_avoided", "floor_price")},
    )
    share = asked(small) / np.maximum(asked(problem), 1)
    return small, np.round(room * share).astype(np.int64)


def asked(problem: Problem) -> Floats:
    """How much of each limit would be used if everybody had everything."""
    inside = problem.rows >= 0
    found = np.bincount(problem.rows[inside], weights=problem.amounts[inside], minlength=len(problem.room))
    return found.astype(np.float64)
