"""What is chosen from, what is it worth, and what does it use up: the packing problem as columns of numbers."""

from dataclasses import dataclass, field

import numpy as np

from joinedup.core.plans.candidates import Flags, Indices
from joinedup.core.plans.measures import Floats


@dataclass(frozen=True)
class Problem:
    """Choose columns to be worth most, so that no row uses more than its room.

    Parameters
    ----------
    value : worth of choosing each column, 0 or more.
    row, amount : what each column uses, up to a fixed number of rows: positions of rows (-1: none) and whole amounts.
    room : how much each row has, in the same whole units (places, pence, offers in a package).
    left, right, loss : pairs of columns that are worth `loss` less when both are chosen.

    Examples
    --------
    Two people, one place: the one who gains more.

    >>> one_place = Problem(np.array([0.2, 0.3]), np.array([[0], [0]]), np.array([[1], [1]]), np.array([1]))
    >>> one_place.worth(np.array([False, True]))
    0.3
    """

    value: Floats
    row: Indices
    amount: Indices
    room: Indices
    left: Indices = field(default_factory=lambda: np.zeros(0, np.int64))
    right: Indices = field(default_factory=lambda: np.zeros(0, np.int64))
    loss: Floats = field(default_factory=lambda: np.zeros(0))

    def used(self, chosen: Flags) -> Indices:
        """How much of each row the chosen columns use."""
        rows, amounts = self.row[chosen].ravel(), self.amount[chosen].ravel()
        is_row = rows >= 0
        used = np.zeros(len(self.room), np.int64)
        np.add.at(used, rows[is_row], amounts[is_row])
        return used

    def worth(self, chosen: Flags) -> float:
        """What the chosen columns are worth together."""
        both = chosen[self.left] & chosen[self.right]
        return float(self.value[chosen].sum() - self.loss[both].sum())
