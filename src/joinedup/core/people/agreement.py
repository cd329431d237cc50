"""How far do two people who judge the same pairs, neither knowing of the other, say the same?"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
import numpy.typing as npt

from joinedup.core.errors import CannotProceed

Z_95 = 1.959964  # standard normal deviate of a two-sided 95% interval


class UnknownVerdict(CannotProceed):
    """A verdict is none of those that can be given."""


@dataclass(frozen=True)
class Agreement:
    """How far first and second judgements agree.

    Parameters
    ----------
    pairs : judged by two people.
    table : how often the first said the row's and the second the column's verdict, in the order of `verdicts`.
    verdicts : the verdicts that can be given.
    observed, observed_low, observed_high : share (0-1) of pairs on which both said the same, with its 95% interval.
    kappa, kappa_low, kappa_high : agreement beyond what chance would bring (1 is perfect, 0 is no better than chance),
        with its 95% interval; None where everybody said one thing throughout, so that chance alone brings it all.
    """

    pairs: int
    table: npt.NDArray[np.int64]
    verdicts: tuple[str, ...]
    observed: float
    observed_low: float
    observed_high: float
    kappa: float | None
    kappa_low: float | None
    kappa_high: float | None


def agreement(judged: Sequence[tuple[str, str]], *, verdicts: Sequence[str]) -> Agreement:
    """Raw agreement and Cohen's kappa of pairs that two people judged.

    The interval of kappa is Wilson's of the raw agreement, carried over with the chance agreement taken as known, as
    Cohen did for his standard error. It has a width even where all agree.

    Parameters
    ----------
    judged : first and second verdict of each pair.
    verdicts : those that can be given.

    Raises
    ------
    UnknownVerdict
        One is none of them.

    References
    ----------
    Cohen J. A coefficient of agreement for nominal scales. Educ Psychol Meas 1960;20:37-46.
    doi:10.1177/001316446002000104
    Wilson E B. Probable inference, the law of succession, and statistical inference. J Am Stat Assoc 1927;22:209-212.
    doi:10.1080/01621459.1927.10502953

    Examples
    --------
    >>> judged = [("same", "same")] * 20 + [("different", "different")] * 15 + [("same", "different")] * 10
    >>> judged += [("different", "same")] * 5
    >>> found = agreement(judged, verdicts=("same", "different"))
    >>> found.observed, round(found.kappa, 2)
    (0.7, 0.4)
    """
    unknown = {verdict for pair in judged for verdict in pair} - set(verdicts)
    if unknown:
        raise UnknownVerdict(f"Unknown verdict {sorted(unknown)[0]!r}", available=verdicts)
    place = {verdict: position for position, verdict in enumerate(verdicts)}
    table = np.zeros((len(place), len(place)), dtype=np.int64)
    for first, second in judged:
        table[place[first], place[second]] += 1
    pairs = len(judged)
    observed = float(np.trace(table)) / pairs if pairs else 0.0
    chance = float(table.sum(axis=1) @ table.sum(axis=0)) / pairs**2 if pairs else 1.0
    low, high = wilson(int(np.trace(table)), pairs)
    kappa, kappa_low, kappa_high = (beyond_chance(share, chance) for share in (observed, low, high))
    return Agreement(pairs, table, tuple(verdicts), observed, low, high, kappa, kappa_low, kappa_high)


def beyond_chance(share: float, chance: float) -> float | None:
    """Agreement beyond chance; None where chance alone brings all of it."""
    return None if chance >= 1 else (share - chance) / (1 - chance)


def wilson(count: int, of: int) -> tuple[float, float]:
    """Wilson's 95% interval of a share, 0-1.

    Parameters
    ----------
    count, of : how many, of how many; of none anything is possible.

    Examples
    --------
    >>> [round(end, 3) for end in wilson(10, 10)]
    [0.722, 1.0]
    """
    if of == 0:
        return 0.0, 1.0
    share, square = count / of, Z_95**2 / of
    middle = (share + square / 2) / (1 + square)
    half = Z_95 * sqrt(share * (1 - share) / of + square / (4 * of)) / (1 + square)
    return max(0.0, middle - half), min(1.0, middle + half)
