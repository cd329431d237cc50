"""Which people do the published scores apply to, and what do they say?"""

import math
from dataclasses import dataclass
from functools import cache
from typing import Any

from joinedup import definitions


@dataclass(frozen=True)
class ReferenceScore:
    """A published score: its feature, citation and categories.

    Parameters
    ----------
    population : who it was built for; its feature is empty for everybody else.
    published_performance : how it did where it was made.
    limits : what a reader should know before using it.
    categories : name and upper end of each, ascending; `is_below` where the end itself is left out. None if the
        score was published without any.
    """

    name: str
    title: str
    feature: str
    population: str
    source: str
    published_performance: str
    limits: str
    categories: tuple[tuple[str, float, bool], ...]

    def category(self, value: float) -> str:
        """The published category of a value; empty if there are none.

        Examples
        --------
        >>> _, _, efi, hfrs = reference_scores()
        >>> efi.category(0.12), efi.category(5 / 36), efi.category(13 / 36)
        ('fit', 'mild', 'severe')
        >>> hfrs.category(4.9), hfrs.category(5.0), hfrs.category(15.0), hfrs.category(15.1)
        ('low', 'intermediate', 'intermediate', 'high')
        """
        return next(
            (name for name, end, is_below in self.categories if value < end or (not is_below and value == end)), ""
        )

    def category_sql(self) -> str:
        """SQL for the category of `value`, the same as `category`."""
        if not self.categories:
            return "''"
        cases = (
            f"when value {'<' if is_below else '<='} {end} then '{name}'"
            for name, end, is_below in self.categories
            if not math.isinf(end)
        )
        return f"case {' '.join(cases)} else '{self.categories[-1][0]}' end"


@cache
def reference_scores() -> tuple[ReferenceScore, ...]:
    """Every published score there is a definition for, by name."""
    return tuple(score_of(definitions.read(f"scores/{name}.yaml")) for name in definitions.names("scores"))


def score_of(kept: dict[str, Any]) -> ReferenceScore:
    """A score from its definition."""
    categories = tuple(
        (row["category"], float(row["below"] if "below" in row else row["up_to"]), "below" in row)
        for row in kept["categories"]
    )
    said = {
        name: kept[name]
        for name in ("name", "title", "feature", "population", "source", "published_performance", "limits")
    }
    return ReferenceScore(**said, categories=categories)


def reference_score_query(features: str) -> str:
    """SQL: one row per person and published score that applies: person_id, score, value, category."""
    parts = (
        f"select person_id, '{score.name}' as score, {score.feature}::double as value,"
        f" {score.category_sql()} as category from {features} where {score.feature} is not null"
        for score in reference_scores()
    )
    return "\nunion all\n".join(parts) + "\norder by person_id, score"
