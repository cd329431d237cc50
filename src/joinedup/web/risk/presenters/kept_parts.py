"""How are the parts of a score read that the database keeps, and the features they rest on?"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from joinedup.core.risk.features.catalogue import rests_on
from joinedup.core.risk.features.outcomes import outcomes


@dataclass(frozen=True)
class Known:
    """What is kept of one person's score beside the score itself.

    Parameters
    ----------
    terms : of the model, in the order of `added`.
    added : log-odds by term.
    values : by feature; NaN where not known.
    """

    terms: Sequence[str]
    intercept: float
    added: Sequence[float]
    values: Mapping[str, float] = field(default_factory=dict)


def known(
    contribution: Any, terms: Sequence[str], values: Mapping[str, float], *, hidden: Collection[str] = ()
) -> Known | None:
    """The parts of a score as the database keeps them; None if they do not fit the terms named.

    Parameters
    ----------
    hidden : kinds of record sealed from the reader: what rests on them goes into the baseline, without a word.
    """
    added = numbers(contribution.values)
    if len(added) != len(terms):
        return None
    shown = [number for number, term in enumerate(terms) if not rests_on(term.split(" & "), hidden)]
    sealed = sum(added) - sum(added[number] for number in shown) if len(shown) < len(added) else 0.0
    return Known(
        terms=[terms[number] for number in shown],
        intercept=contribution.intercept + sealed,
        added=[added[number] for number in shown],
        values=values,
    )


def numbers(kept: bytes | memoryview) -> list[float]:
    """Numbers kept as bytes.

    >>> numbers(np.array([0.1, -2.0]).tobytes())
    [0.1, -2.0]
    """
    return [float(one) for one in np.frombuffer(kept, dtype="<f8")]


def feature_values(row: Any | None, names: Sequence[str]) -> dict[str, float]:
    """A person's features by name; empty if they are not kept."""
    values = numbers(row.values) if row else []
    return dict(zip(names, values, strict=True)) if len(values) == len(names) else {}


def is_from_the_date(outcome: str) -> bool:
    """Whether an outcome's features are those of the run's date, which are kept, and not those of a day of leaving.

    >>> is_from_the_date("fall"), is_from_the_date("readmission"), is_from_the_date("my_own_outcome")
    (True, False, True)
    """
    return next((one.counted_from == "date" for one in outcomes() if one.name == outcome), True)
