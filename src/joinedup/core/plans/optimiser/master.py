"""Which mixture of the packages known so far is best, and what does it make each shared limit worth?"""

from dataclasses import dataclass

import highspy
import numpy as np
from scipy import sparse

from joinedup.core.errors import CannotProceed
from joinedup.core.plans.optimiser.columns import Columns
from joinedup.core.plans.optimiser.problem import Floats, Problem, Whole

OPTIONS = {"output_flag": False, "threads": 1, "presolve": "off"}


class SolverFailed(CannotProceed):
    """The linear solver gave no answer to a well-posed problem."""


@dataclass(frozen=True)
class Mixture:
    """The linear programme's answer over the packages known.

    Parameters
    ----------
    share : of each column, 0–1.
    prices : worth of one more unit of each limit.
    floor_prices : worth given up elsewhere for one more unit of worth in each group.
    value : the objective.
    """

    share: Floats
    prices: Floats
    floor_prices: Floats
    value: float


class Master:
    """The linear programme over some of the columns known; it takes in more, and goes on from what was best before.

    Every person starts from one column, `base`; each further column of theirs is a step away from it. So a person with
    two columns is one variable between 0 and 1 and takes no row of the programme; one with one column takes nothing.

    Parameters
    ----------
    base : one column a person.
    room : of each limit, once what is fixed has been taken off.

    References
    ----------
    Dantzig and Wolfe, Decomposition principle for linear programs, Operations Research 8 (1960),
    doi:10.1287/opre.8.1.101. Huangfu and Hall, Math. Prog. Comp. 10 (2018), doi:10.1007/s12532-017-0130-5 (HiGHS).
    """

    def __init__(self, problem: Problem, columns: Columns, base: Whole, room: Whole, *, seed: int) -> None:
        self.problem, self.columns, self.base = problem, columns, base
        self.limits, self.shared = len(room), len(room) + len(problem.floors)
        self.inside = np.zeros(0, np.int64)
        """The columns of the programme, as its variables follow each other after those that lend."""
        self.row_of = np.full(problem.people, -1)
        """The row that keeps the shares of a person with several steps to 1 together."""
        self.scale = max(float(np.abs(columns.objective).max(initial=0.0)), 1e-12)
        self.solver = highspy.Highs()
        for option, value in {**OPTIONS, "random_seed": seed}.items():
            self.solver.setOptionValue(option, value)
        self._begin(room)

    def _begin(self, room: Whole) -> None:
        """A row for each limit and promise, each with a way to pass it at the most it can be worth."""
        problem = self.problem
        is_base = np.bincount(self.base, minlength=len(self.columns)).astype(float)
        used, got = self.columns.use @ is_base, self.columns.by_group(problem) @ is_base
        self._add_rows(np.concatenate([(room - used) / problem.row_size, got - problem.floors]))
        most = np.concatenate(
            [problem.most_worth * problem.row_size, np.full(len(problem.floors), problem.floor_price)]
        )
        self._add_variables(-most, -sparse.eye_array(self.shared, format="csc"), highspy.kHighsInf)

    def _add_rows(self, upper: Floats, entries: sparse.csr_array | None = None) -> None:
        many = len(upper)
        rows = sparse.csr_array((many, self.solver.getNumCol())) if entries is None else entries
        lower = np.full(many, -highspy.kHighsInf)
        self.solver.addRows(many, lower, upper, rows.nnz, rows.indptr[:-1], rows.indices, rows.data)

    def _add_variables(self, gain: Floats, entries: sparse.csc_array, upper: float) -> None:
        many = len(gain)
        start, at, value = entries.indptr[:-1], entries.indices, entries.data
        bounds = np.zeros(many), np.full(many, upper)
        self.solver.addCols(many, -gain / self.scale, *bounds, entries.nnz, start, at, value)

    def add(self, kept: Whole) -> None:
        """Take in columns that are neither a person's `base` nor in the programme."""
        problem, columns = self.problem, self.columns
        person, before = columns.person[kept], self.inside
        self.inside = np.append(before, kept)
        self._keep_together(before)
        base = self.base[person]
        groups = columns.by_group(problem)
        row = self.row_of[person]
        several = np.flatnonzero(row >= 0)
        apart = sparse.csc_array(
            (np.ones(len(several)), (row[several] - self.shared, several)),
            shape=(self.solver.getNumRow() - self.shared, len(kept)),
        )
        steps = [
            sparse.diags_array(1.0 / problem.row_size) @ (columns.use[:, kept] - columns.use[:, base]),
            groups[:, base] - groups[:, kept],
            apart,
        ]
        gain = columns.objective[kept] - columns.objective[base]
        self._add_variables(gain, sparse.csc_array(sparse.vstack(steps)), 1.0)

    def _keep_together(self, before: Whole) -> None:
        """A row for each person who has several steps by now, with the step they had already."""
        people = self.problem.people
        many = np.bincount(self.columns.person[self.inside], minlength=people)
        new = np.flatnonzero((many > 1) & (self.row_of < 0))
        self.row_of[new] = self.solver.getNumRow() + np.arange(len(new))
        is_new = np.zeros(people, bool)
        is_new[new] = True
        had = np.flatnonzero(is_new[self.columns.person[before]])
        row = self.row_of[self.columns.person[before[had]]] - self.solver.getNumRow()
        shape = (len(new), self.solver.getNumCol())
        self._add_rows(np.ones(len(new)), sparse.csr_array((np.ones(len(had)), (row, self.shared + had)), shape=shape))

    def mixture(self) -> Mixture:
        """The best mixture, and the prices it makes.

        Raises
        ------
        SolverFailed : HiGHS stopped without an optimum.
        """
        self.solver.run()
        answer = self.solver.getSolution()
        is_best = self.solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
        if not (answer.value_valid and answer.dual_valid and is_best):
            raise self._failed()
        # HiGHS keeps the basis: the next call goes on from here
        prices = -np.asarray(answer.row_dual)[: self.shared] * self.scale
        return Mixture(
            share=self._shares(),
            prices=np.maximum(prices[: self.limits], 0.0) / self.problem.row_size,
            floor_prices=np.clip(prices[self.limits :], 0.0, self.problem.floor_price),
            value=self._value(),
        )

    def whole(self, nodes: int) -> Mixture:
        """The best whole packages branch and bound finds within so many nodes; there are no prices then.

        Raises
        ------
        SolverFailed : it found none.
        """
        steps = np.arange(len(self.inside), dtype=np.int32) + self.shared
        whole = [highspy.HighsVarType.kInteger] * len(steps)
        self.solver.changeColsIntegrality(len(steps), steps, np.array(whole))
        lend = np.arange(self.limits, dtype=np.int32)
        self.solver.changeColsBounds(self.limits, lend, np.zeros(self.limits), np.zeros(self.limits))
        for option, value in {"mip_max_nodes": nodes, "presolve": "choose"}.items():
            self.solver.setOptionValue(option, value)
        self.solver.run()
        if not self.solver.getSolution().value_valid:
            raise self._failed()
        return Mixture(self._shares(), np.zeros(self.limits), np.zeros(self.shared - self.limits), self._value())

    def _failed(self) -> SolverFailed:
        return SolverFailed(f"The solver stopped early ({self.solver.getModelStatus()})", expected="an optimum")

    def _shares(self) -> Floats:
        taken = np.clip(np.asarray(self.solver.getSolution().col_value)[self.shared :], 0.0, 1.0)
        share = np.zeros(len(self.columns))
        share[self.base] = 1.0
        share[self.inside] = taken
        np.subtract.at(share, self.base[self.columns.person[self.inside]], taken)
        return share

    def _value(self) -> float:
        gained = self.solver.getInfo().objective_function_value * self.scale
        return float(self.columns.objective[self.base].sum() - gained)
