"""How sure is a share seen in a sample, and a figure put together from several such shares?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt

from scipy.special import betaincinv

EACH_SIDE = 0.025  # 95% intervals
Z = 1.959964


@dataclass(frozen=True)
class Part:
    """A quantity estimated by itself, with its 95% limits."""

    value: float
    low: float
    high: float

    def times(self, factor: float) -> "Part":
        """The quantity and its limits multiplied, as a share becomes a number of pairs."""
        return Part(self.value * factor, self.low * factor, self.high * factor)


def share_seen(count: int, seen: int, population: int) -> Part:
    """The share (0–1) of a population that has something, by a random sample without replacement.

    Clopper and Pearson's limits, which hold even where nothing, or everything, was seen; drawn in towards the estimate
    as the sample becomes the whole population.

    Parameters
    ----------
    count : of those seen, how many have it.
    seen, population : sizes of the sample and of what it was drawn from.

    References
    ----------
    Clopper C J, Pearson E S. Biometrika 1934;26:404-413. doi:10.1093/biomet/26.4.404

    Examples
    --------
    >>> share_seen(0, 60, 10**9)
    Part(value=0.0, low=0.0, high=0.0596...)
    >>> share_seen(3, 10, 10)
    Part(value=0.3, low=0.3, high=0.3)
    """
    share = count / seen
    low = float(betaincinv(count, seen - count + 1, EACH_SIDE)) if count else 0.0
    high = float(betaincinv(count + 1, seen - count, 1 - EACH_SIDE)) if count < seen else 1.0
    shrink = sqrt(max(population - seen, 0) / max(population - 1, 1))
    return Part(share, share - (share - low) * shrink, share + (high - share) * shrink)


def together(figure: Callable[[Sequence[float]], float], parts: Sequence[Part]) -> Part:
    """A figure made from independent parts, with its limits: each part moved to its limits by itself.

    What each part can do to the figure, downwards and upwards, is squared, added and rooted: the method of variance
    estimates recovery (MOVER), which keeps the skewness of intervals near 0 and 1.

    Parameters
    ----------
    figure : of the values of the parts, rising or falling in each.

    References
    ----------
    Zou G Y, Huang W, Zhang X. A note on confidence interval estimation for a linear function of binomial proportions.
    Comput Stat Data Anal 2009;53:1080-1085. doi:10.1016/j.csda.2008.09.033 [verify]

    Examples
    --------
    >>> together(sum, [Part(1, 0.5, 2), Part(2, 2, 2)])
    Part(value=3, low=2.5, high=4.0)
    """
    values = [part.value for part in parts]
    value = figure(values)
    down = up = 0.0
    for place, part in enumerate(parts):
        moved = [figure([*values[:place], limit, *values[place + 1 :]]) - value for limit in (part.low, part.high)]
        down += min(0.0, *moved) ** 2
        up += max(0.0, *moved) ** 2
    return Part(value, value - sqrt(down), value + sqrt(up))
