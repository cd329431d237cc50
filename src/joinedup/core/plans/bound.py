"""How good could any choice be? The linear programme over fractions of offers, and the bound it proves."""

from dataclasses import dataclass

import highspy
import numpy as np

from joinedup.core.errors import CannotProceed
from joinedup.core.plans.candidates import Indices
from joinedup.core.plans.measures import Floats
from joinedup.core.plans.problem import Problem


class SolverFailed(CannotProceed):
    """The linear solver gave no answer to a well-posed problem."""


@dataclass(frozen=True)
class Relaxed:
    """The linear answer.

    Parameters
    ----------
    share : how much of each column is chosen, 0–1.
    surplus : what each column is worth beyond the price of what it uses; above 0 it is worth choosing.
    price : worth of one more unit of each row's room.
    bound : no choice whatever is worth more than this.
    solver : name and version of what solved it.
    """

    share: Floats
    surplus: Floats
    price: Floats
    bound: float
    solver: str


def relax(problem: Problem, *, seed: int = 0, most_iterations: int = 1_000_000) -> Relaxed:
    """Solve the linear programme in which a fraction of an offer may be chosen.

    A pair that is worth less together enters as its McCormick envelope: a column y >= share(left) + share(right) - 1
    that costs the loss. Rows that cannot run out are left out.

    Raises
    ------
    SolverFailed : the solver stopped with neither prices nor shares.

    References
    ----------
    Huangfu and Hall, Parallelizing the dual revised simplex method, Math. Prog. Comp. 10 (2018),
    doi:10.1007/s12532-017-0130-5 (HiGHS). McCormick, Math. Programming 10 (1976), doi:10.1007/BF01580665.

    Examples
    --------
    >>> half = Problem(np.array([0.2, 0.3]), np.array([[0], [0]]), np.array([[2], [2]]), np.array([3]))
    >>> answer = relax(half)
    >>> answer.share.tolist(), round(answer.bound, 3)
    ([0.5, 1.0], 0.4)
    """
    scarce = np.flatnonzero(problem.used(np.ones(len(problem.value), bool)) > problem.room)
    columns, pairs = len(problem.value), len(problem.loss)
    if columns == 0:
        return Relaxed(np.zeros(0), np.zeros(0), np.zeros(len(problem.room)), 0.0, "none needed")
    solver = highspy.Highs()
    options = {"output_flag": False, "random_seed": seed, "threads": 1, "simplex_iteration_limit": most_iterations}
    for option, value in options.items():
        solver.setOptionValue(option, value)
    scale = max(float(problem.value.max()), 1e-12)
    solver.passModel(as_model(problem, scarce, scale))
    solver.run()
    answer = solver.getSolution()
    if not answer.value_valid or not answer.dual_valid:
        raise SolverFailed(f"The solver stopped early ({solver.getModelStatus()})", expected="more iterations")
    duals = np.maximum(np.asarray(answer.row_dual), 0) * scale
    price = np.zeros(len(problem.room))
    price[scarce] = duals[: len(scarce)] / row_scale(problem, scarce)
    share = np.clip(np.asarray(answer.col_value)[:columns], 0, 1)
    surplus, bound = prove(problem, price, duals[len(scarce) : len(scarce) + pairs])
    return Relaxed(share, surplus, price, bound, f"HiGHS {solver.version()}")


def prove(problem: Problem, price: Floats, pair_price: Floats) -> tuple[Floats, float]:
    """The surplus of each column at given prices, and the bound that any prices of 0 or more prove (weak duality)."""
    paid = (np.append(price, 0.0)[problem.row] * problem.amount).sum(axis=1)  # row -1 is the free one at the end
    np.add.at(paid, problem.left, pair_price)
    np.add.at(paid, problem.right, pair_price)
    surplus = problem.value - paid
    bound = float(price @ problem.room) + float(np.maximum(surplus, 0).sum())
    return surplus, bound + float(pair_price.sum() + np.maximum(pair_price - problem.loss, 0).sum())


def row_scale(problem: Problem, scarce: Indices) -> Floats:
    """The largest amount in each scarce row: rows are divided by it, so pence and places look alike to the solver."""
    largest = np.ones(len(problem.room))
    is_row = problem.row >= 0
    np.maximum.at(largest, problem.row[is_row], problem.amount[is_row])
    return largest[scarce]


def as_model(problem: Problem, scarce: Indices, scale: float) -> highspy.HighsLp:
    """The linear programme, column by column: offers first, then one column a pair."""
    columns, pairs, rows = len(problem.value), len(problem.loss), len(scarce)
    place = np.full(len(problem.room) + 1, -1)
    place[scarce] = np.arange(rows)
    row, size = place[problem.row], np.ones(len(problem.room) + 1)
    size[scarce] = row_scale(problem, scarce)
    kept = (problem.row >= 0) & (row >= 0)
    at, pair = np.broadcast_to(np.arange(columns)[:, None], row.shape), np.arange(pairs)
    column = np.concatenate([at[kept], problem.left, problem.right, columns + pair])
    index = np.concatenate([row[kept], rows + pair, rows + pair, rows + pair])
    entry = np.concatenate([(problem.amount / size[problem.row])[kept], np.ones(2 * pairs), -np.ones(pairs)])
    order = np.lexsort((index, column))
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = columns + pairs, rows + pairs
    model.sense_ = highspy.ObjSense.kMaximize
    model.col_cost_ = np.concatenate([problem.value, -problem.loss]) / scale
    model.col_lower_, model.col_upper_ = np.zeros(columns + pairs), np.ones(columns + pairs)
    model.row_lower_ = np.full(rows + pairs, -highspy.kHighsInf)
    model.row_upper_ = np.concatenate([problem.room[scarce] / size[scarce], np.ones(pairs)])
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = np.concatenate([[0], np.cumsum(np.bincount(column, minlength=columns + pairs))])
    model.a_matrix_.index_, model.a_matrix_.value_ = index[order], entry[order]
    return model
