"""How are different numbers written so that they stay different?"""

from collections.abc import Iterable

FEWEST_DIGITS, MOST_DIGITS = 6, 17  # 17 tell any two numbers apart
WHOLE_BELOW = 1e16  # above, the whole numbers a computer holds have gaps


def number_labels(numbers: Iterable[float]) -> list[str]:
    """Numbers as text: whole ones whole, others with as many digits as tell all of them apart.

    Examples
    --------
    >>> number_labels([1234567.0, 1234568.0]), number_labels([1234567.5, 0.1 + 0.2])
    (['1234567', '1234568'], ['1234567.5', '0.3'])
    >>> number_labels([2.00000001, 2.00000002])
    ['2.00000001', '2.00000002']
    """
    given = list(numbers)
    digits = max([FEWEST_DIGITS, *(len(str(int(abs(number)))) + 1 for number in given if abs(number) < WHOLE_BELOW)])
    labels: list[str] = []
    for more in range(digits, MOST_DIGITS + 1):
        labels = [number_label(number, more) for number in given]
        if len(set(labels)) == len(set(given)):
            break
    return labels


def number_label(number: float, digits: int) -> str:
    """A whole number as such, another with so many digits."""
    whole = number == round(number, 0) and abs(number) < WHOLE_BELOW
    return str(int(number)) if whole else f"{number:.{digits}g}"
