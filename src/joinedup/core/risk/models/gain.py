"""Does a richer model foretell people neither was fitted to better than a plainer one, by more than chance?"""

import numpy as np
from numpy.typing import NDArray

from joinedup.core.risk.models.additive import Floats


def earns_its_keep(
    plain: Floats, richer: Floats, outcome: NDArray[np.bool_], person: NDArray[np.int64], *, errors: float = 1.0
) -> bool:
    """Whether richer log-odds beat plain ones on people neither was fitted to, by more than `errors` standard errors.

    Judged by log loss per row, rows of a person together. One standard error is the usual price of a richer model.

    References
    ----------
    Breiman L and others (1984) Classification and Regression Trees, section 3.4.3 (the one-standard-error rule).
    """
    gain = log_loss(plain, outcome) - log_loss(richer, outcome)
    by_person = np.bincount(person, weights=gain)
    return bool(by_person.sum() > errors * np.sqrt((by_person**2).sum()))


def log_loss(log_odds: Floats, outcome: NDArray[np.bool_]) -> Floats:
    """Surprise at each outcome, in natural units."""
    loss: Floats = np.logaddexp(0, np.where(outcome, -log_odds, log_odds))
    return loss
