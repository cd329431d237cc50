"""Which packages are known so far, and what does each use, give and reach?"""

from dataclasses import dataclass, field

import numpy as np
from scipy import sparse

from joinedup.core.plans.optimiser.problem import Floats, Masks, Problem, Whole
from joinedup.core.plans.optimiser.searcher import Searcher


@dataclass
class Columns:
    """Packages of people: one entry per package.

    Parameters
    ----------
    person, mask : whose package, and the bits of their pairs in it.
    worth, objective : its worth, and worth with bonus.
    use : limits × packages; what it uses beyond what is fixed.
    """

    searcher: Searcher
    person: Whole = field(default_factory=lambda: np.zeros(0, np.int64))
    mask: Masks = field(default_factory=lambda: np.zeros(0, np.uint64))
    worth: Floats = field(default_factory=lambda: np.zeros(0))
    objective: Floats = field(default_factory=lambda: np.zeros(0))
    use: sparse.csc_array = field(default_factory=lambda: sparse.csc_array((0, 0)))

    def __len__(self) -> int:
        return len(self.person)

    def add(self, person: Whole, mask: Masks) -> None:
        """Add packages that are not known yet."""
        problem = self.searcher.problem
        worth = self.searcher.worths(person, mask)
        entry, pair = expand(problem, person, mask)
        objective = worth + np.bincount(entry, weights=problem.bonus[pair], minlength=len(person))
        free = ~problem.is_fixed[pair]
        at, way = np.nonzero((problem.rows[pair] >= 0) & free[:, None])
        use = sparse.csc_array(
            (problem.amounts[pair[at], way].astype(float), (problem.rows[pair[at], way], entry[at])),
            shape=(len(problem.room), len(person)),
        )
        self.use = use if len(self) == 0 else sparse.csc_array(sparse.hstack([self.use, use]))
        self.person, self.mask = np.append(self.person, person), np.append(self.mask, mask)
        self.worth, self.objective = np.append(self.worth, worth), np.append(self.objective, objective)

    def by_group(self, problem: Problem) -> sparse.csc_array:
        """Groups × packages; the worth that reaches each group."""
        groups = problem.groups[self.person]
        at, way = np.nonzero(groups >= 0)
        return sparse.csc_array((self.worth[at], (groups[at, way], at)), shape=(len(problem.floors), len(self)))

    def reduced(self, prices: Floats, scales: Floats) -> Floats:
        """The value of each package at these prices."""
        extra = (scales[self.person] - 1.0) * self.worth
        found: Floats = self.objective + extra - self.use.T @ prices
        return found


def expand(problem: Problem, person: Whole, mask: Masks) -> tuple[Whole, Whole]:
    """The pairs of packages: positions of packages, and of their pairs."""
    count = (problem.start[person + 1] - problem.start[person]).astype(np.int64)
    entry = np.repeat(np.arange(len(person)), count)
    place = np.arange(len(entry)) - np.repeat(np.cumsum(count) - count, count)
    held = ((mask[entry] >> place.astype(np.uint64)) & np.uint64(1)).astype(bool)
    entry, place = entry[held], place[held]
    return entry, problem.start[person[entry]] + place
