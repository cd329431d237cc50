"""What is a glass-box model once fitted, and how does it turn a person's features into log-odds, term by term?

A model is an intercept and a sum of terms. A term looks up one feature (or two) in a table of
scores. Nothing else: it can be read, drawn, checked by hand, and used without the library that fitted it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import count, pairwise
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from joinedup.core.risk.failures import ColumnMissing
from joinedup.core.risk.models.number_labels import number_labels

Floats = NDArray[np.float64]
Columns = Mapping[str, NDArray[Any]]  # float64 with NaN for missing, or objects: text with None for missing


@dataclass(frozen=True)
class Axis:
    """How a feature's values fall into positions 0, 1, 2 … of a table of scores.

    Position 0 is for a missing value. A number's positions 1, 2 … lie between the edges, each with its lower edge;
    a category's are the categories in order, and one more at the end for a category never seen in fitting. Where a
    feature has many categories, `groups` gives each its position: those of like risk share one.

    Examples
    --------
    >>> Axis("falls", edges=(0.5, 1.5)).positions(np.array([0.0, 1.0, 7.0, np.nan])).tolist()
    [1, 2, 3, 0]
    >>> tenure = Axis("tenure", categories=("owned", "rented"))
    >>> tenure.positions(np.array(["rented", None, "boat"], dtype=object)).tolist()
    [2, 0, 3]
    >>> diagnosis = Axis("diagnosis", categories=("I10", "I50", "N18"), groups=(1, 2, 2))
    >>> diagnosis.positions(np.array(["N18", "I10", "Z00"], dtype=object)).tolist(), diagnosis.labels[2]
    ([2, 1, 3], 'I50, N18')
    """

    feature: str
    edges: tuple[float, ...] | None = None
    categories: tuple[str, ...] | None = None
    groups: tuple[int, ...] | None = None

    @property
    def size(self) -> int:
        """How many positions there are."""
        if self.edges is not None:
            return len(self.edges) + 2
        return (max(self.groups) if self.groups else len(self.categories or ())) + 2

    @property
    def place(self) -> dict[str, int]:
        """The position of each category."""
        return dict(zip(self.categories or (), self.groups or count(1), strict=False))

    @property
    def labels(self) -> list[str]:
        """Words for each position."""
        if self.edges is not None:
            ends = number_labels(self.edges)
            between = [f"{low} to under {high}" for low, high in pairwise(ends)]
            return ["not known", *([f"under {ends[0]}", *between, f"{ends[-1]} or more"] if ends else ["any"])]
        together: dict[int, list[str]] = {}
        for category, position in self.place.items():
            together.setdefault(position, []).append(category)
        return ["not known", *(", ".join(together.get(at, [])) for at in range(1, self.size - 1)), "another"]

    def positions(self, values: NDArray[Any]) -> NDArray[np.int32]:
        """The position of each value."""
        if self.edges is not None:
            found = np.searchsorted(np.asarray(self.edges), values, side="right") + 1
            return np.where(np.isnan(values), 0, found).astype(np.int32)
        place, unseen = self.place, self.size - 1
        known, code = coded(values)
        return np.array([*(place.get(value, unseen) for value in known), 0], dtype=np.int32)[code]


def coded(values: NDArray[Any]) -> tuple[list[str], NDArray[np.int64]]:
    """The different texts, and for each value the place of its own among them; −1 where missing.

    Examples
    --------
    >>> known, code = coded(np.array(["b", None, "a", "b"], dtype=object))
    >>> known, code.tolist()
    (['b', 'a'], [0, -1, 1, 0])
    """
    encoded = pa.array(values, pa.string(), from_pandas=True).dictionary_encode()
    return encoded.dictionary.to_pylist(), encoded.indices.fill_null(-1).to_numpy().astype(np.int64)


@dataclass(frozen=True)
class Term:
    """One table of scores over one feature, or two: `scores[position on each axis]`, in log-odds."""

    axes: tuple[Axis, ...]
    scores: Floats

    @property
    def name(self) -> str:
        """The feature, or both joined by " & "."""
        return " & ".join(axis.feature for axis in self.axes)

    def look_up(self, columns: Columns) -> Floats:
        """The term's score for each person."""
        found: Floats = self.scores[tuple(axis.positions(columns[axis.feature]) for axis in self.axes)]
        return found


@dataclass(frozen=True)
class GroupSpread:
    """How far every contribution counts in each group of people.

    Parameters
    ----------
    axis : the groups.
    slopes : for each position of the axis, what contributions are multiplied by.
    shifts : for each position, what is added to the contribution of the groups' own feature, in log-odds.
    """

    axis: Axis
    slopes: Floats
    shifts: Floats

    @property
    def slopes_by_label(self) -> dict[str, float]:
        """What contributions are multiplied by in each group, by its name."""
        return dict(zip(self.axis.labels, self.slopes.round(3).tolist(), strict=True))


@dataclass(frozen=True)
class AdditiveModel:
    """A glass-box model for one outcome.

    Parameters
    ----------
    outcome : what it foretells.
    terms : tables of scores, before recalibration.
    intercept : log-odds of a person all of whose scores are 0, before recalibration.
    slope, shift : shared recalibration on the log-odds: slope × (intercept + scores) + shift. One slope for
        all terms keeps every contribution proportionate and their sum exact.
    about : where it comes from: data, dates, counts, ranges of the features, versions.
    by_group : after that, how far contributions count in each group of people, one grouping after the other. Each is by
        a feature that has a term of its own.

    Examples
    --------
    >>> falls = Term((Axis("falls", edges=(0.5,)),), np.array([0.0, -0.2, 1.0]))
    >>> model = AdditiveModel("fall", (falls,), intercept=-2.0, slope=1.5, shift=0.25)
    >>> model.baseline, model.contributions({"falls": np.array([3.0])}).tolist()
    (-2.75, [[1.5]])
    >>> model.log_odds({"falls": np.array([3.0, 0.0])}).round(2).tolist()
    [-1.25, -3.05]
    """

    outcome: str
    terms: tuple[Term, ...]
    intercept: float
    slope: float = 1.0
    shift: float = 0.0
    about: Mapping[str, Any] = field(default_factory=dict)
    by_group: tuple[GroupSpread, ...] = ()

    @property
    def features(self) -> list[str]:
        """The features it looks at, in order, once each."""
        return list(dict.fromkeys(axis.feature for term in self.terms for axis in term.axes))

    @property
    def term_names(self) -> list[str]:
        """Names of the terms, in order."""
        return [term.name for term in self.terms]

    @property
    def baseline(self) -> float:
        """Log-odds of a person all of whose contributions are 0, after recalibration."""
        return self.slope * self.intercept + self.shift

    def contributions(self, columns: Columns) -> Floats:
        """What each term adds to each person's log-odds, after recalibration: people × terms.

        Raises
        ------
        ColumnMissing
            if the columns lack a feature of the model.
        """
        missing = [name for name in self.features if name not in columns]
        if missing:
            raise ColumnMissing(
                f"The table has no column {', '.join(missing)}",
                expected="every feature of the model",
                available=columns,
            )
        people = len(columns[self.features[0]]) if self.terms else 0
        found = np.empty((people, len(self.terms)))
        for at, term in enumerate(self.terms):
            np.multiply(term.look_up(columns), self.slope, out=found[:, at])
        for spread in self.by_group:
            place = spread.axis.positions(columns[spread.axis.feature])
            found *= spread.slopes[place][:, None]
            found[:, self.term_names.index(spread.axis.feature)] += spread.shifts[place]
        return found

    def log_odds(self, columns: Columns) -> Floats:
        """Each person's log-odds: the baseline and the contributions, added up."""
        return total(self.baseline, self.contributions(columns))

    def probability(self, columns: Columns) -> Floats:
        """Each person's probability of the outcome, 0–1."""
        return probability(self.log_odds(columns))

    def recalibrated(self, slope: float, shift: float) -> "AdditiveModel":
        """The same model after one more recalibration of its log-odds."""
        return replace(
            self,
            slope=slope * self.slope,
            shift=slope * self.shift + shift,
            by_group=tuple(replace(spread, shifts=slope * spread.shifts) for spread in self.by_group),
        )


def total(baseline: float, contributions: Floats) -> Floats:
    """Log-odds from their parts."""
    summed: Floats = contributions.sum(axis=1) + baseline
    return summed


def probability(log_odds: Floats) -> Floats:
    """Probability (0–1) from log-odds, without overflow.

    Examples
    --------
    >>> probability(np.array([0.0, -1000.0, 1000.0])).tolist()
    [0.5, 0.0, 1.0]
    """
    small = np.exp(-np.abs(log_odds))
    answer: Floats = np.where(log_odds >= 0, 1 / (1 + small), small / (1 + small))
    return answer
