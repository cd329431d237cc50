"""What is chosen from, what is it worth together, and what does it use up: one package a person, few shared limits."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from joinedup.core.errors import CannotProceed

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
Masks = npt.NDArray[np.uint64]
Flags = npt.NDArray[np.bool_]
MOST_PAIRS = 62
"""Most offers that may fit one person: a package is kept as bits of one number."""


class ProblemWrong(CannotProceed):
    """Numbers no package can be chosen from."""


@dataclass(frozen=True)
class Problem:
    """Choose one package, a set of pairs, for each person. A pair is one offer that fits one person.

    Parameters
    ----------
    start : pairs of person i are at `start[i]` up to `start[i + 1]`; one more entry than people.
    worth : worth of each pair apart from outcomes (needs met), 0 or more.
    bonus : what choosing a pair adds to the objective and not to worth (a package that stays as it was), 0 or more.
    left : pairs × outcomes; share (0–1) of the chance of each outcome that the pair leaves; 1 is no effect.
    mechanism : of each pair; through one mechanism the best effect counts, through different ones shares multiply.
    stake : people × outcomes; weighted chance of each outcome.
    rows, amounts : pairs × 2; the shared limits each pair uses (-1: none), and how much, whole numbers.
    room : how much of each shared limit there is, in the same whole units.
    needs_bits, bars_bits : bits of the person's own pairs that must be, or may not be, in a package with this one; a
        pair that bars another is barred by it.
    is_fixed : the pair is in the package whatever else is.
    groups : people × 2; groups that are promised a least worth (-1: none).
    floors : the least worth promised to each group; what is missing costs `floor_price` for each unit of worth.
    most_items : most pairs in a package; fixed ones count and are never too many.
    most_avoided : effects together avoid at most this share of a chance, unless a single one does.
    floor_price : the most that is given up elsewhere for one unit of worth in a group below its floor.
    person, avoided_alone, is_plain : worked out: the person of each pair, what it avoids by itself, weighted, and the
        people whose pairs simply add up.
    """

    start: Whole
    worth: Floats
    bonus: Floats
    left: Floats
    mechanism: Whole
    stake: Floats
    rows: Whole
    amounts: Whole
    room: Whole
    needs_bits: Masks
    bars_bits: Masks
    is_fixed: Flags
    groups: Whole
    floors: Floats
    most_items: int = 3
    most_avoided: float = 0.5
    floor_price: float = 2.0
    person: Whole = field(init=False, repr=False)
    avoided_alone: Floats = field(init=False, repr=False)
    is_plain: Flags = field(init=False, repr=False)

    def __post_init__(self) -> None:
        each = np.diff(self.start)
        if len(each) and int(each.max()) > MOST_PAIRS:
            raise ProblemWrong(f"{each.max()} offers fit one person", expected=f"at most {MOST_PAIRS}")
        if (self.amounts < 0).any() or (self.worth < 0).any() or (self.bonus < 0).any():
            raise ProblemWrong("A worth or an amount is below zero", expected="zero or more")
        if ((self.left < 0) | (self.left > 1)).any():
            raise ProblemWrong("A share that is left is not between 0 and 1", expected="a share")
        person = np.repeat(np.arange(self.people), each)
        avoided = np.einsum("ij,ij->i", self.stake[person], 1 - self.left)
        for name, value in (("person", person), ("avoided_alone", avoided)):
            object.__setattr__(self, name, value)
        object.__setattr__(self, "is_plain", self._plain())

    @property
    def people(self) -> int:
        """How many people there are."""
        return len(self.start) - 1

    @property
    def alone(self) -> Floats:
        """The worth of each pair by itself."""
        return self.worth + self.avoided_alone

    @cached_property
    def most_worth(self) -> Floats:
        """The most that one unit of each limit can be worth: at a higher price nobody would want any of it."""
        scale = 1.0 + 2 * self.floor_price if len(self.floors) else 1.0
        most, worth = np.zeros(len(self.room)), self.alone * scale + self.bonus
        for row, amount in zip(self.rows.T, self.amounts.T, strict=True):
            uses = (row >= 0) & (amount > 0)
            np.maximum.at(most, row[uses], worth[uses] / amount[uses])
        return most

    @cached_property
    def row_size(self) -> Floats:
        """The largest amount any pair uses of each limit; divided by it, pence and places look alike."""
        size = np.ones(len(self.room))
        for row, amount in zip(self.rows.T, self.amounts.T, strict=True):
            np.maximum.at(size, row[row >= 0], amount[row >= 0].astype(float))
        return size

    def _plain(self) -> Flags:
        """People whose pairs simply add up: no two effects on one outcome, nothing required, barred or fixed."""
        person = self.person
        touches = (np.bincount(person[one < 1], minlength=self.people) for one in self.left.T)
        tangled: Flags = np.logical_or.reduce([touch > 1 for touch in touches])
        tied = (self.needs_bits > 0) | (self.bars_bits > 0) | self.is_fixed
        tangled |= np.bincount(person[tied], minlength=self.people).astype(bool)
        return ~tangled

    def bits(self, mask: Masks) -> Flags:
        """For each pair, whether it is in its person's package."""
        person = self.person
        place = (np.arange(len(person)) - self.start[person]).astype(np.uint64)
        return ((mask[person] >> place) & np.uint64(1)).astype(bool)

    def used(self, mask: Masks) -> Whole:
        """How much of each shared limit the packages use; whole numbers up to 2^53 are counted exactly."""
        chosen = self.bits(mask)
        rows, amounts = self.rows[chosen].ravel(), self.amounts[chosen].ravel()
        used = np.bincount(rows + 1, weights=amounts, minlength=len(self.room) + 1)[1:]
        return used.astype(np.int64)

    def by_group(self, worth: Floats) -> Floats:
        """The worth that reaches each group."""
        found = np.zeros(len(self.floors))
        for groups in self.groups.T:
            inside = groups >= 0
            np.add.at(found, groups[inside], worth[inside])
        return found
