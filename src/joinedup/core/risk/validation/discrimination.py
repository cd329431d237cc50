"""Are people who have the outcome given higher risks than people who do not?"""

import numpy as np
from numpy.typing import NDArray

from joinedup.core.risk.models.additive import Floats
from joinedup.core.risk.models.calibration import Z95, Interval


def auroc(score: Floats, outcome: NDArray[np.bool_], person: NDArray[np.int64]) -> Interval:
    """Area under the receiver operating curve: how often a row with the outcome outranks one without.

    Parameters
    ----------
    score, outcome, person : one entry per row; person numbers people 0, 1, 2 … Rows of one person go together
        in the interval.

    References
    ----------
    DeLong ER and others (1988) Biometrics 44:837-845, doi:10.2307/2531595; clustered after Obuchowski NA (1997)
    Biometrics 53:567-578, doi:10.2307/2533958.

    Examples
    --------
    >>> answer = auroc(np.array([0.1, 0.4, 0.4, 0.9]), np.array([False, False, True, True]), np.arange(4))
    >>> answer.value
    0.875
    """
    events, others = np.sort(score[outcome]), np.sort(score[~outcome])
    share_beaten = beaten(score, others)  # of the rows without the outcome, by each row
    area = float(share_beaten[outcome].mean())
    share_of_events = 1 - beaten(score, events)  # of the rows with the outcome that beat each row
    people = int(person.max()) + 1
    of_events = np.bincount(person, weights=np.where(outcome, share_beaten - area, 0.0), minlength=people)
    of_others = np.bincount(person, weights=np.where(outcome, 0.0, share_of_events - area), minlength=people)
    error = float(np.sqrt(((of_events / len(events) + of_others / len(others)) ** 2).sum()))
    return Interval(area, max(0.0, area - Z95 * error), min(1.0, area + Z95 * error))


def beaten(score: Floats, ordered: Floats) -> Floats:
    """Share (0–1) of `ordered` that each score beats, ties counting half."""
    below, up_to = np.searchsorted(ordered, score, "left"), np.searchsorted(ordered, score, "right")
    answer: Floats = (below + up_to) / (2 * len(ordered))
    return answer
