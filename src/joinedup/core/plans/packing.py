"""How are the fits that are possible turned into a problem, and its rights settled before anything else?"""

from dataclasses import dataclass

import numpy as np

from joinedup.core.plans.bound import relax
from joinedup.core.plans.candidates import Fits, Flags, Indices
from joinedup.core.plans.catalogue import Library
from joinedup.core.plans.fill import fill
from joinedup.core.plans.limits import PlanParameters
from joinedup.core.plans.measures import Floats
from joinedup.core.plans.pricing import Priced, Rows
from joinedup.core.plans.problem import Problem
from joinedup.core.plans.worth import together


@dataclass(frozen=True)
class Chosen:
    """The choice.

    Parameters
    ----------
    is_chosen : for each fit.
    worth, bound : worth of the choice, and the most any choice could be worth once rights are met.
    room, room_left : of each shared limit, before and after.
    price : worth of one more unit of each shared limit, by the linear answer.
    solver : what solved it.
    """

    is_chosen: Flags
    worth: float
    bound: float
    room: Indices
    room_left: Indices
    price: Floats
    solver: str


def pack(fits: Fits, priced: Priced, value: Floats, rows: Rows, library: Library, parameters: PlanParameters) -> Chosen:
    """Choose: first what people have a right to, then what is worth most within what is left.

    Parameters
    ----------
    value : worth of each fit on its own.
    """
    is_right = np.array([offer.is_statutory for offer in library.offers], bool)[fits.offer]
    possible = fits.is_open & priced.is_possible & (value > 0)
    people = int(fits.person.max(initial=-1)) + 1
    room = np.concatenate([rows.room, np.full(people, parameters.most_items)])
    rights, rest = np.flatnonzero(possible & is_right), np.flatnonzero(possible & ~is_right)
    first = problem_of(fits, priced, value, rights, room, library, parameters)
    met = fill(first, relax(first, seed=parameters.seed, most_iterations=parameters.most_iterations))
    second = problem_of(fits, priced, value, rest, room - first.used(met)[: len(room)], library, parameters)
    answer = relax(second, seed=parameters.seed, most_iterations=parameters.most_iterations)
    taken = fill(second, answer)
    is_chosen = np.zeros(len(fits), bool)
    is_chosen[np.concatenate([rights[met], rest[taken]])] = True
    return Chosen(
        is_chosen=is_chosen,
        worth=first.worth(met) + second.worth(taken),
        bound=first.worth(met) + answer.bound,
        room=rows.room,
        room_left=(second.room - second.used(taken))[: len(rows.room)],
        price=answer.price[: len(rows.room)],
        solver=answer.solver,
    )


def problem_of(
    fits: Fits,
    priced: Priced,
    value: Floats,
    columns: Indices,
    room: Indices,
    library: Library,
    parameters: PlanParameters,
) -> Problem:
    """The fits at `columns` as a packing problem.

    Each uses a place, money, one of the offers a package may hold and, among rivals, the one chance of its mechanism.

    Parameters
    ----------
    room : of the shared limits, then of each person's package.
    """
    shared = len(room) - (int(fits.person.max(initial=-1)) + 1)
    touching = together(fits, columns, library, parameters)
    at = np.full(len(fits), -1)
    at[columns] = np.arange(len(columns))
    mechanism_row = np.full(len(fits), -1)
    mechanism_row[touching.rival] = len(room) + touching.group
    groups = int(touching.group.max(initial=-1)) + 1
    cost, one = priced.cost_pence[columns], np.ones(len(columns), np.int64)
    budget_row = np.where(cost > 0, priced.budget_row[columns], -1)
    row = [priced.capacity_row[columns], budget_row, shared + fits.person[columns], mechanism_row[columns]]
    return Problem(
        value=value[columns],
        row=np.column_stack(row),
        amount=np.column_stack([one, cost, one, one]),
        room=np.concatenate([room, np.ones(groups, np.int64)]),
        left=at[touching.left],
        right=at[touching.right],
        loss=touching.loss,
    )
