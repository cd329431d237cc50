"""Which package for each person is worth most for all together, within every limit, and how near is it to the best?"""

from dataclasses import dataclass

import highspy
import numpy as np

from joinedup.core.plans.optimiser.columns import Columns
from joinedup.core.plans.optimiser.master import Master, SolverFailed
from joinedup.core.plans.optimiser.prices import Pace, Prices, sample, settle
from joinedup.core.plans.optimiser.problem import Floats, Masks, Problem, Whole
from joinedup.core.plans.optimiser.rounding import round_and_repair
from joinedup.core.plans.optimiser.searcher import Searcher
from joinedup.core.plans.optimiser.start import cutoffs

SAMPLE = 10_000
STEP_ON_ALL = 0.06
SPREAD = 0.03
PERTURBED = 6
MOST_TO_MIX = 20_000
"""How many packages the linear programme begins with after a warm start beside the best ones; then twice as many."""
TRY_WHOLE = 2.0
"""Whole packages are tried where the mixture is within this many times the gap aimed for: they may be worth more."""
MOST_TO_POLISH, NODES = 20_000, 50
"""How many packages branch and bound is tried on where the gap is still too large, and for how many nodes."""


@dataclass(frozen=True)
class Answer:
    """The packages chosen.

    Parameters
    ----------
    masks : bits of each person's pairs.
    worth, objective, bound : worth; worth with bonus less what missed promises cost; and the most any choice can reach.
    prices : of the linear programme.
    rounds : of column generation.
    solver : name and version.
    """

    masks: Masks
    worth: float
    objective: float
    bound: float
    prices: Prices
    rounds: int
    solver: str

    @property
    def gap(self) -> float:
        """How far the choice may be from the best."""
        return gap_of(self.objective, self.bound)


def gap_of(objective: float, bound: float) -> float:
    """How far a choice may be from the best, as a share of the bound or, if that is larger, of what the choice reaches.

    Missed promises may take both below zero.

    Examples
    --------
    >>> gap_of(9.0, 10.0), gap_of(-1.0, 0.0), gap_of(-0.5, -0.4), gap_of(0.0, 0.0)
    (0.1, 1.0, 0.19999999999999996, 0.0)
    """
    return max(0.0, bound - objective) / max(abs(bound), abs(objective), 1e-12)


@dataclass(frozen=True)
class Stop:
    """When to stop: at the gap aimed for, or after so many rounds of column generation."""

    gap: float = 0.0002
    rounds: int = 40


CLOSE_ENOUGH = Stop(gap=0.001)
"""For what is asked in passing, such as a what-if or a draw of the effects."""


def solve(problem: Problem, *, seed: int = 0, stop: Stop | None = None, start: Prices | None = None) -> Answer:
    """Choose packages by column generation.

    Prices are settled first, on a sample where people are many. Then packages are generated and priced per person, a
    linear programme over the packages known (the master, HiGHS) makes new prices, and so on until no package could
    improve it by more than `stop.gap`. Its mixtures are made whole, what is left over is given out and, if people are
    few and the gap is still larger, branch and bound looks among the packages known. At all prices met the Lagrangian
    bound is worked out over everybody: nothing can be better than the least of them.

    Parameters
    ----------
    start : prices of a problem much like this one; then nothing needs settling.

    References
    ----------
    Lübbecke and Desrosiers, Selected topics in column generation, Operations Research 53 (2005),
    doi:10.1287/opre.1050.0234. Geoffrion, Lagrangean relaxation, Math. Programming Study 2 (1974),
    doi:10.1007/BFb0120690.
    """
    stop = stop or Stop()
    searcher = Searcher(problem)
    room = searcher.room_for_free()
    prices, paces = (usable(start, problem), WARM) if start else (first(problem, room), COLD)
    prices = settled(searcher, prices, room, seed, *paces)
    columns, state = Columns(searcher), _State(problem, room)
    seed_columns(columns, searcher, prices, state, seed, many=start is None)
    master = Master(problem, columns, best_known(columns, searcher, state.prices), room, seed=seed)
    rounds, most = 0, MOST_TO_MIX if start else len(columns) + problem.people
    while True:
        lacking = lacked(master, searcher, state.prices)
        master.add(lacking[: most - len(master.inside)])
        mixture = master.mixture()
        rounds += 1
        is_new = state.improve(searcher, columns, Prices(mixture.prices, mixture.floor_prices))
        is_last = rounds >= stop.rounds or (not is_new and len(lacking) <= most - len(master.inside))
        if is_last or state.bound - mixture.value <= TRY_WHOLE * stop.gap * abs(state.bound):
            masks = round_and_repair(searcher, columns, mixture, state.prices, room)
            worth, objective = objective_of(searcher, masks)
            if is_last or state.bound - objective <= stop.gap * abs(state.bound):
                break
        most *= 2  # what was left out may be wanted at the new prices
    if state.bound - objective > stop.gap * abs(state.bound):
        other = polished(searcher, columns, masks, state.prices, room, seed)
        if other is not None and objective_of(searcher, other)[1] > objective:
            masks = other
            worth, objective = objective_of(searcher, masks)
    return Answer(
        masks=masks,
        worth=worth,
        objective=objective,
        bound=max(state.bound, objective),
        prices=state.prices,
        rounds=rounds,
        solver=f"HiGHS {highspy.Highs().version()}",
    )


def objective_of(searcher: Searcher, masks: Masks) -> tuple[float, float]:
    """Worth of packages, and worth with bonus less what missed promises cost."""
    problem = searcher.problem
    worths = searcher.worths(np.arange(problem.people), masks)
    worth, bonus = float(worths.sum()), float(problem.bonus[problem.bits(masks)].sum())
    missed = np.maximum(problem.floors - problem.by_group(worths), 0.0).sum() * problem.floor_price
    return worth, worth + bonus - float(missed)


def polished(
    searcher: Searcher, columns: Columns, masks: Masks, prices: Prices, room: Whole, seed: int
) -> Masks | None:
    """The best whole packages among those known, by branch and bound; None where they are too many to try."""
    problem, everybody = searcher.problem, np.arange(searcher.problem.people)
    columns.add(everybody, masks)
    columns.add(everybody, searcher.must)
    master = Master(problem, columns, best_known(columns, searcher, prices), room, seed=seed)
    lacking = lacked(master, searcher, prices)
    if len(lacking) > MOST_TO_POLISH:
        return None
    master.add(lacking)
    try:
        mixture = master.whole(NODES)
    except SolverFailed:  # it found nothing in so few nodes; the plan there is stands
        return None
    return round_and_repair(searcher, columns, mixture, prices, room)


COLD = Pace(80, 0.5, patience=80), Pace(12, STEP_ON_ALL, patience=12)
WARM = Pace(25, 0.2, patience=3), Pace(8, STEP_ON_ALL, patience=3)
"""How prices are settled on a sample (or on everybody, where people are few), and on everybody after it."""


class _State:
    """The least bound so far and the prices that prove it."""

    def __init__(self, problem: Problem, room: Whole) -> None:
        self.problem, self.room = problem, room
        self.bound, self.prices = np.inf, Prices(np.zeros(len(room)), np.zeros(len(problem.floors)))

    def look(self, values: Floats, prices: Prices) -> None:
        """Keep prices that prove a smaller bound."""
        bound = float(values.sum() + prices.limits @ self.room - prices.floors @ self.problem.floors)
        if bound < self.bound:
            self.bound, self.prices = bound, prices

    def improve(self, searcher: Searcher, columns: Columns, prices: Prices) -> bool:
        """Look for packages that the master lacks, at its own prices and halfway to the best; True if any was found."""
        scales = searcher.scales(prices.floors)
        known = np.full(self.problem.people, -np.inf)
        np.maximum.at(known, columns.person, columns.reduced(prices.limits, scales))
        best_before = self.prices
        masks, values = searcher.best(prices.limits, prices.floors)
        self.look(values, prices)
        new = np.flatnonzero(values > known + 1e-9)
        columns.add(new, masks[new])
        halfway = Prices((prices.limits + best_before.limits) / 2, (prices.floors + best_before.floors) / 2)
        more, values = searcher.best(halfway.limits, halfway.floors)
        self.look(values, halfway)
        also = np.flatnonzero(more != masks)
        columns.add(also, more[also])
        return len(new) > 0


def first(problem: Problem, room: Whole) -> Prices:
    """A guess at prices: half of what the first pair that no longer fits would pay."""
    pair, way = np.nonzero((problem.rows >= 0) & (problem.amounts > 0))
    row, amount = problem.rows[pair, way], problem.amounts[pair, way]
    return Prices(0.5 * cutoffs(row, amount, problem.alone[pair] / amount, room), np.zeros(len(problem.floors)))


def settled(searcher: Searcher, start: Prices, room: Whole, seed: int, pace: Pace, on_all: Pace) -> Prices:
    """Prices brought near to what there is room for: on a sample where people are many, then on everybody."""
    problem, limits, most = searcher.problem, start.limits, searcher.problem.most_worth
    if problem.people > 2 * SAMPLE:
        few, part = sample(problem, room, SAMPLE, seed)
        limits = settle(Searcher(few), limits, start.floors, most, part, pace)
        pace = on_all
    return Prices(settle(searcher, limits, start.floors, most, room, pace), start.floors)


def usable(start: Prices, problem: Problem) -> Prices:
    """Prices of another problem for this one: those of new limits are nothing."""
    if start.limits.shape == problem.room.shape and start.floors.shape == problem.floors.shape:
        return start
    limits, floors = np.zeros(len(problem.room)), np.zeros(len(problem.floors))
    limits[: min(len(limits), len(start.limits))] = start.limits[: len(limits)]
    floors[: min(len(floors), len(start.floors))] = start.floors[: len(floors)]
    return Prices(limits, floors)


def seed_columns(columns: Columns, searcher: Searcher, prices: Prices, state: _State, seed: int, *, many: bool) -> None:
    """Everybody's best package, and what would be best if prices were a little different."""
    masks, values = searcher.best(prices.limits, prices.floors)
    state.look(values, prices)
    columns.add(np.arange(searcher.problem.people), masks)
    random = np.random.default_rng(seed)
    for _ in range(PERTURBED if many else 3):
        others, _values = searcher.best(
            prices.limits * np.exp(random.normal(0, SPREAD, len(prices.limits))), prices.floors
        )
        new = np.flatnonzero(others != masks)
        columns.add(new, others[new])


def best_known(columns: Columns, searcher: Searcher, prices: Prices) -> Whole:
    """For each person the column that is worth most at these prices."""
    value = columns.reduced(prices.limits, searcher.scales(prices.floors))
    order = np.lexsort((columns.mask, -value, columns.person))
    best: Whole = order[np.diff(columns.person[order], prepend=-1) != 0]
    return best


def lacked(master: Master, searcher: Searcher, prices: Prices) -> Whole:
    """Columns the programme lacks, each once, those first that are worth least less than their person's best."""
    columns = master.columns
    is_in = np.zeros(len(columns), bool)
    is_in[master.base] = is_in[master.inside] = True
    order = np.lexsort((~is_in, columns.mask, columns.person))
    again = (np.diff(columns.person[order]) == 0) & (columns.mask[order][1:] == columns.mask[order][:-1])
    is_in[order[1:][again]] = True
    value = columns.reduced(prices.limits, searcher.scales(prices.floors))
    most = np.full(searcher.problem.people, -np.inf)
    np.maximum.at(most, columns.person, value)
    out = np.flatnonzero(~is_in)
    first: Whole = out[np.argsort(most[columns.person[out]] - value[out], kind="stable")]
    return first
