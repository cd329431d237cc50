"""Who gets what they have a right to and keeps what they have, before anything else; and where can that not be?"""

from dataclasses import dataclass, replace

import numpy as np

from joinedup.core.plans.assembly import Assembled
from joinedup.core.plans.candidates import Fits, Flags, Indices
from joinedup.core.plans.catalogue import Library
from joinedup.core.plans.optimiser.problem import Problem
from joinedup.core.plans.optimiser.solve import solve
from joinedup.core.plans.parameters import PlanParameters


@dataclass(frozen=True)
class Settled:
    """What is in packages whatever else is.

    Parameters
    ----------
    is_fixed : for each pair of the problem.
    unmet : pairs people have a right to and cannot get within the limits.
    over : limits that what people have a right to and receive would pass, and `needed`, how much that takes of each.
    """

    is_fixed: Flags
    unmet: Indices
    over: Indices
    needed: Indices

    @property
    def is_feasible(self) -> bool:
        """Everything anybody has a right to, or receives, is in the plan within every limit."""
        return len(self.unmet) == 0 and len(self.over) == 0


def settle_rights(assembled: Assembled, fits: Fits, library: Library, parameters: PlanParameters) -> Settled:
    """Fix what people receive and what they have a right to.

    What people receive stays, even where that passes a limit: nobody loses it without a decision. If all rights fit
    beside it, all are met. If not, as many as can be are, those first who gain most beside it, and the limits that
    collide are named.
    """
    problem, fit = assembled.problem, assembled.fit
    kept = fits.is_kept[fit]
    statutory = np.array([offer.is_statutory for offer in library.offers], bool)[fits.offer[fit]] & ~kept
    wanted = statutory | requirements(problem, statutory)
    needed = use_of(problem, wanted | kept)
    over = np.flatnonzero(needed > problem.room)
    if len(over) == 0 and not barred(problem, wanted | kept):
        return Settled(wanted | kept, np.zeros(0, np.int64), over, needed)
    only_rights = replace(
        problem,
        worth=np.where(statutory, 1.0 + 0.5 * problem.alone / max(float(problem.alone.max(initial=0.0)), 1e-9), 0.0),
        bonus=np.zeros(len(fit)),
        left=np.ones_like(problem.left),
        is_fixed=kept,
        floors=np.zeros(0),
        groups=np.full_like(problem.groups, -1),
        most_items=62,
    )
    met = problem.bits(solve(only_rights, seed=parameters.seed, stop=parameters.stop).masks)
    return Settled(met | kept, np.flatnonzero(statutory & ~met), over, needed)


def rights_missed(fits: Fits, library: Library, is_chosen: Flags) -> int:
    """Offers people have a right to and do not get, for want of room, or of anybody who pays.

    Parameters
    ----------
    is_chosen : for each fit.
    """
    is_right = np.array([offer.is_statutory for offer in library.offers], bool)[fits.offer]
    return int((is_right & fits.is_open & ~is_chosen).sum())


def requirements(problem: Problem, chosen: Flags) -> Flags:
    """Pairs that the chosen ones require."""
    person = problem.person
    masks = np.zeros(problem.people, np.uint64)
    np.bitwise_or.at(masks, person[chosen], problem.needs_bits[chosen])
    return problem.bits(masks)


def use_of(problem: Problem, chosen: Flags) -> Indices:
    """How much of each limit the chosen pairs use."""
    rows, amounts = problem.rows[chosen].ravel(), problem.amounts[chosen].ravel()
    used = np.zeros(len(problem.room), np.int64)
    np.add.at(used, rows[rows >= 0], amounts[rows >= 0])
    return used


def barred(problem: Problem, chosen: Flags) -> bool:
    """Whether two chosen pairs of one person may not be together."""
    person = problem.person
    place = (np.arange(len(person)) - problem.start[person]).astype(np.uint64)
    masks = np.zeros(problem.people, np.uint64)
    np.bitwise_or.at(masks, person[chosen], np.uint64(1) << place[chosen])
    return bool((problem.bars_bits[chosen] & masks[person[chosen]]).any())
