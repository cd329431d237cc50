"""Which parts make a person's score, so that they add up to it exactly?"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from joinedup.web.risk import words
from joinedup.web.risk.presenters.kept_parts import Known
from joinedup.web.risk.presenters.reason_lines import REASON_GROUPS, points
from joinedup.web.risk.presenters.terms import features_of, group_of, recorded, term_words

DIGITS = 4  # of the points in the table of all contributions
AS_GOOD_AS_EQUAL = 1e-9


@dataclass(frozen=True)
class Part:
    """One term of a model for one person.

    Parameters
    ----------
    points : rounded so that the column adds up to the total as shown; `exact` is the figure itself.
    """

    name: str
    group: str
    recorded: str
    points: str
    exact: str
    is_changeable: bool


@dataclass(frozen=True)
class GroupSum:
    """What all terms of one group add, and how the bar that shows it is drawn."""

    name: str
    points: str
    raises: bool
    bar_x: float
    bar_width: float


@dataclass(frozen=True)
class Whole:
    """Everything that makes one score: baseline and parts add up to the total, exactly."""

    baseline: str
    baseline_exact: str
    parts: tuple[Part, ...]
    groups: tuple[GroupSum, ...]
    total: str
    is_exact: bool


def whole(of: Known, log_odds: float) -> Whole:
    """The table of everything that makes a score.

    The points shown are rounded by the largest remainder, so that they add up to the total shown to the last digit.
    """
    shown = adding_up([of.intercept, *of.added], log_odds)
    parts = [
        Part(
            name=term_words(term),
            group=words.group(group_of(term)),
            recorded=recorded(term, of.values),
            points=fixed(rounded),
            exact=repr(exact),
            is_changeable=any(feature.is_changeable for feature in features_of(term)),
        )
        for term, exact, rounded in zip(of.terms, of.added, shown[1:], strict=True)
    ]
    by_size = sorted(zip(of.added, parts, strict=True), key=lambda pair: -abs(pair[0]))
    return Whole(
        baseline=fixed(shown[0]),
        baseline_exact=repr(of.intercept),
        parts=tuple(part for _, part in by_size),
        groups=group_sums(of),
        total=fixed(round(log_odds, DIGITS)),
        is_exact=abs(math.fsum([of.intercept, *of.added]) - log_odds) <= AS_GOOD_AS_EQUAL,
    )


def adding_up(exact: Sequence[float], total: float) -> list[float]:
    """Figures rounded so that they add up to the rounded total: those nearest to the next digit take up the rest.

    >>> adding_up([0.33333, 0.33333, 0.33334], 1.0)
    [0.3333, 0.3333, 0.3334]
    """
    size = 10**DIGITS
    floors = [math.floor(one * size) for one in exact]
    rest = round(total * size) - sum(floors)
    first = sorted(range(len(exact)), key=lambda at: floors[at] - exact[at] * size)
    for at in first[: max(0, rest)]:
        floors[at] += 1
    return [one / size for one in floors]


def fixed(value: float) -> str:
    """
    >>> fixed(0.12345), fixed(-1.5), fixed(0.0)
    ('+0.1235', '−1.5000', '0.0000')
    """
    if round(value, DIGITS) == 0:
        return f"{0:.{DIGITS}f}"
    return f"{'+' if value > 0 else '−'}{abs(value):.{DIGITS}f}"


def group_sums(of: Known) -> tuple[GroupSum, ...]:
    """What each group adds in all, in the order groups are always shown in."""
    sums: dict[str, list[float]] = {}
    for term, added in zip(of.terms, of.added, strict=True):
        sums.setdefault(group_of(term), []).append(added)
    totals = {group: math.fsum(sums[group]) for group in sorted(sums, key=group_order)}
    largest = max((abs(one) for one in totals.values()), default=1.0) or 1.0
    return tuple(
        GroupSum(
            name=words.group(group),
            points=points(added),
            raises=added > 0,
            bar_x=round(100 if added > 0 else 100 - 100 * abs(added) / largest, 1),
            bar_width=round(max(100 * abs(added) / largest, 0.5), 1),
        )
        for group, added in totals.items()
    )


def group_order(group: str) -> int:
    return REASON_GROUPS.index(group) if group in REASON_GROUPS else len(REASON_GROUPS)
