"""Which mixture of the packages known so far is best, and what does it make each shared limit worth?"""

from dataclasses import dataclass

import highspy
import numpy as np
from scipy import sparse

from joinedup.core.errors import CannotProceed
from joinedup.core.plans.optimiser.columns import Columns
from joinedup.core.plans.optimiser.problem import Floats, Problem, Whole


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


def mix(
    problem: Problem, columns: Columns, kept: Whole, base: Whole, room: Whole, *, seed: int, whole_nodes: int = 0
) -> Mixture:
    """Solve the linear programme over some columns; with `whole_nodes`, in whole packages.

    Every person starts from one column, `base`; each further column of theirs is a step away from it. So a person with
    two columns is one variable between 0 and 1 and takes no row of the programme; one with one column takes nothing.

    Parameters
    ----------
    kept : columns that may be mixed in, those of `base` not among them.
    base : one column a person.
    room : of each limit, once what is fixed has been taken off.
    whole_nodes : nodes of branch and bound after which the best found so far counts; there are no prices then.

    References
    ----------
    Dantzig and Wolfe, Decomposition principle for linear programs, Operations Research 8 (1960),
    doi:10.1287/opre.8.1.101. Huangfu and Hall, Math. Prog. Comp. 10 (2018), doi:10.1007/s12532-017-0130-5 (HiGHS).
    """
    limits, floors, people = len(room), len(problem.floors), problem.people
    use, groups, objective = columns.use, columns.by_group(problem), columns.objective
    person = columns.person[kept]
    step = use[:, kept] - use[:, base[person]]
    gain = objective[kept] - objective[base[person]]
    promised = groups[:, kept] - groups[:, base[person]]
    used = np.asarray(use[:, base].sum(axis=1)).ravel()
    got = np.asarray(groups[:, base].sum(axis=1)).ravel()
    size = problem.row_size
    several = np.flatnonzero(np.bincount(person, minlength=people) > 1)
    row_of = np.full(people, -1)
    row_of[several] = np.arange(len(several))
    one = row_of[person] >= 0
    apart = sparse.csc_array(
        (np.ones(int(one.sum())), (row_of[person][one], np.flatnonzero(one))), shape=(len(several), len(kept))
    )
    lend = -sparse.eye_array(limits + floors)  # more room, or less promised, at the most it can be worth
    lent = sparse.vstack([lend, sparse.csc_array((len(several), limits + floors))])
    scaled = sparse.diags_array(1.0 / size) @ step
    matrix = sparse.csc_array(sparse.hstack([sparse.vstack([scaled, -promised, apart]), lent]))
    scale = max(float(np.abs(gain).max(initial=0.0)), 1e-12)
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = matrix.shape[1], matrix.shape[0]
    model.sense_ = highspy.ObjSense.kMaximize
    model.col_cost_ = np.concatenate([gain, -problem.most_worth * size, np.full(floors, -problem.floor_price)]) / scale
    model.col_lower_ = np.zeros(matrix.shape[1])
    model.col_upper_ = np.concatenate([np.ones(len(kept)), np.full(limits + floors, highspy.kHighsInf)])
    model.row_lower_ = np.full(matrix.shape[0], -highspy.kHighsInf)
    model.row_upper_ = np.concatenate([(room - used) / size, got - problem.floors, np.ones(len(several))])
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_, model.a_matrix_.index_, model.a_matrix_.value_ = matrix.indptr, matrix.indices, matrix.data
    solver = highspy.Highs()
    for option, value in {"output_flag": False, "random_seed": seed, "threads": 1, "presolve": "off"}.items():
        solver.setOptionValue(option, value)
    if whole_nodes:
        model.integrality_ = [highspy.HighsVarType.kInteger] * len(kept) + [highspy.HighsVarType.kContinuous] * (
            limits + floors
        )
        model.col_upper_ = np.concatenate([np.ones(len(kept)), np.zeros(limits), np.full(floors, highspy.kHighsInf)])
        solver.setOptionValue("mip_max_nodes", whole_nodes)
        solver.setOptionValue("presolve", "choose")
    solver.passModel(model)
    solver.run()
    answer = solver.getSolution()
    is_optimal = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    if not answer.value_valid or not (whole_nodes or (answer.dual_valid and is_optimal)):
        raise SolverFailed(f"The solver stopped early ({solver.getModelStatus()})", expected="an optimum")
    duals = np.zeros(matrix.shape[0]) if whole_nodes else np.asarray(answer.row_dual) * scale
    taken = np.clip(np.asarray(answer.col_value)[: len(kept)], 0.0, 1.0)
    share = np.zeros(len(columns))
    share[base] = 1.0
    share[kept] = taken
    np.subtract.at(share, base[person], taken)
    return Mixture(
        share=share,
        prices=np.maximum(duals[:limits], 0.0) / size,
        floor_prices=np.clip(duals[limits : limits + floors], 0.0, problem.floor_price),
        value=float(objective[base].sum() + solver.getInfo().objective_function_value * scale),
    )
