"""Does a single column give the outcome away, as one recorded after it would?

References
----------
Kaufman S and others (2012) Leakage in data mining, ACM TKDD 6:15, doi:10.1145/2382577.2382579.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from joinedup.core.risk.models.levels import in_order
from joinedup.core.risk.models.split import folds_by_person
from joinedup.core.risk.validation.discrimination import auroc

SUSPICIOUS_AUROC = 0.95  # no single thing known beforehand foretells what happens to people so well
STEPS = 64


def suspected_leaks(
    columns: Mapping[str, NDArray[Any]], outcome: NDArray[np.bool_], person: NDArray[np.int64], *, seed: int
) -> dict[str, float]:
    """The columns that alone tell rows with the outcome from the others almost perfectly, with the AUROC of each.

    Each value's rate of the outcome is learnt from other people, numbers cut in steps and missing a value of its own,
    so that any relation shows, not only a rising one.

    Parameters
    ----------
    outcome, person : one entry per row; person numbers people 0, 1, 2 …

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> outcome = rng.random(1000) < 0.2
    >>> died_on_ward = np.where(outcome, "yes", "no").astype(object)
    >>> list(suspected_leaks({"ward": died_on_ward, "age": rng.random(1000)}, outcome, np.arange(1000), seed=1))
    ['ward']
    """
    if not outcome.any() or outcome.all():
        return {}
    fold = folds_by_person(person, outcome, shares=(0.2,) * 5, seed=seed)
    found = {}
    for name, values in columns.items():
        rate, _ = in_order(stepped(values), outcome, fold)
        area = auroc(rate, outcome, person).value
        if area >= SUSPICIOUS_AUROC:
            found[name] = area
    return found


def warnings_of(leaks: Mapping[str, float]) -> list[str]:
    """A sentence on each column suspected."""
    return [
        f"warning: {name} alone tells the outcome almost perfectly (AUROC {area:.2f}): if it was recorded after the "
        f"outcome, leave it out with --exclude {name}"
        for name, area in leaks.items()
    ]


def stepped(values: NDArray[Any]) -> NDArray[Any]:
    """Values as text, none missing: numbers by the step they fall in."""
    if values.dtype == object:
        return np.array(["missing" if value is None else f"={value}" for value in values], dtype=object)
    known = values[~np.isnan(values)]
    cuts = np.unique(np.quantile(known, np.linspace(0, 1, STEPS + 1)[1:])) if len(known) else np.empty(0)
    place = np.where(np.isnan(values), -1, np.searchsorted(cuts, values, side="left"))
    names = np.array([f"step {chr(at + 2000)}" for at in range(-1, len(cuts) + 1)], dtype=object)
    found: NDArray[Any] = names[place + 1]
    return found
