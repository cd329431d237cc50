"""How is a reason for a score put on a page: what it is, which way it pulls, what it rests on?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from joinedup.web.components.words import day
from joinedup.web.people.words import agency, kind_words, source_words
from joinedup.web.risk import words
from joinedup.web.risk.presenters.found_reasons import FoundReason

REASON_GROUPS = ("health", "function", "social", "use", "medicines", "person")
BAR_WIDTH = 100  # units of the drawing on each side of the middle


@dataclass(frozen=True)
class ReasonLine:
    """One row per reason: what it is, which way it pulls, and what it rests on."""

    words: str
    group: str
    points: str
    raises: bool
    is_changeable: bool
    rests_on: str
    file_line: str
    bar_x: float
    bar_width: float
    offers: tuple["OfferWords", ...] = ()


@dataclass(frozen=True)
class OfferWords:
    """An offer that addresses a reason, and where this person stands with it."""

    code: str
    name: str
    state: str  # "proposed", "left out", …; empty: only in the catalogue
    is_on_page: bool


@dataclass(frozen=True)
class ReasonGroup:
    """The reasons of one kind: health, function, social, use, medicines."""

    name: str
    reasons: tuple[ReasonLine, ...]


def grouped(reasons: Sequence[ReasonLine], *, is_changeable: bool) -> tuple[ReasonGroup, ...]:
    """Reasons that help may change, or those it may not, by group in the order groups always have."""
    names = [words.group(code) for code in REASON_GROUPS]
    wanted = [one for one in reasons if one.is_changeable is is_changeable]
    found = sorted({one.group for one in wanted}, key=lambda name: names.index(name) if name in names else len(names))
    return tuple(ReasonGroup(name, tuple(one for one in wanted if one.group == name)) for name in found)


def reason_line(
    reason: Any, *, largest: float, organisations: Mapping[str, str], offers: tuple[OfferWords, ...] = ()
) -> ReasonLine:
    width = BAR_WIDTH * abs(reason.contribution) / largest
    raises = reason.contribution > 0
    return ReasonLine(
        words=reason.words,
        group=words.group(reason.feature_group),
        points=points(reason.contribution),
        raises=raises,
        is_changeable=reason.is_changeable,
        rests_on=rests_on(reason, organisations),
        file_line=source_words(reason.file, reason.line),
        bar_x=round(BAR_WIDTH if raises else BAR_WIDTH - width, 1),
        bar_width=round(max(width, 1.5), 1),
        offers=offers if reason.is_changeable else (),
    )


def rests_on(reason: Any, organisations: Mapping[str, str]) -> str:
    """The latest record behind a reason, and how many there are."""
    if not reason.kind and reason.happened_on is None:
        from_register = reason.record_count is None or reason.feature_group == "person"
        if not from_register and isinstance(reason, FoundReason):
            return "Records not looked up for this score"
        return "From the register" if from_register else "No record in the time looked at"
    parts = [kind_words(reason.kind), agency(reason.organisation, organisations), day(reason.happened_on, empty="")]
    latest = ", ".join(part for part in parts if part)
    if reason.record_count and reason.record_count > 1:
        return f"{reason.record_count} records; latest: {latest}"
    return latest


def points(log_odds: float) -> str:
    """Log-odds as points with a sign, a real minus and two decimals.

    >>> points(0.514), points(-1.2), points(-0.001)
    ('+0.51', '−1.20', '0.00')
    """
    rounded = round(log_odds, 2)
    if rounded == 0:
        return "0.00"
    return f"{'+' if rounded > 0 else '−'}{abs(rounded):.2f}"
