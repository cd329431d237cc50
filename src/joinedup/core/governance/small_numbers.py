"""Which counts are too small to show to somebody who does not care for the people counted?"""

from dataclasses import dataclass

SMALLEST_SHOWN = 8
ROUND_TO = 5


@dataclass(frozen=True)
class Shown:
    """A count as it may be shown.

    Parameters
    ----------
    value : the count, rounded if need be; None where it is too small to show.
    words : the same in words.
    """

    value: int | None
    words: str


def shown_count(count: int, *, is_exact: bool) -> Shown:
    """A count of people, exact for their own team, and otherwise 0, "7 or fewer", or rounded to the nearest 5.

    Rounding every other count keeps a suppressed one from being found by taking the others from a total.

    Parameters
    ----------
    count : people, 0 or more.
    is_exact : the reader works for the people counted.

    References
    ----------
    The rule NHS England applies to Hospital Episode Statistics: counts of 1 to 7 suppressed, others rounded to the
    nearest 5 (HES analysis guide, disclosure control).

    Examples
    --------
    >>> [shown_count(count, is_exact=False).words for count in (0, 3, 7, 8, 1234)]
    ['0', '7 or fewer', '7 or fewer', '10', '1,235']
    >>> shown_count(3, is_exact=True).words
    '3'
    """
    if is_exact or count == 0:
        return Shown(value=count, words=f"{count:,}")
    if count < SMALLEST_SHOWN:
        return Shown(value=None, words=f"{SMALLEST_SHOWN - 1} or fewer")
    rounded = ROUND_TO * ((count + ROUND_TO // 2) // ROUND_TO)
    return Shown(value=rounded, words=f"{rounded:,}")


def shown_rate_per_1000(count: Shown, population: int) -> float | None:
    """People per 1,000 residents, from the count as shown, so that the rate gives nothing away that the count keeps.

    Parameters
    ----------
    population : residents, 0 or more.

    Examples
    --------
    >>> shown_rate_per_1000(shown_count(33, is_exact=False), 1000)
    35.0
    >>> shown_rate_per_1000(shown_count(3, is_exact=False), 1000) is None
    True
    """
    if count.value is None or population <= 0:
        return None
    return 1000 * count.value / population
