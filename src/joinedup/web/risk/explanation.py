"""Why does a person have this score: which reasons, which parts in all, and what changed since a month before?"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np

from joinedup.core.plans import library
from joinedup.core.risk.features.catalogue import Feature, feature_named
from joinedup.core.risk.features.outcomes import outcomes
from joinedup.web.components.words import percent
from joinedup.web.risk import words
from joinedup.web.risk.presenters import REASON_GROUPS, points

SMALLEST_REASON = 0.1  # in log-odds; less is not worth a person's attention
MOST_REASONS = 8
DIGITS = 4  # of the points in the table of all contributions
AS_GOOD_AS_EQUAL = 1e-9


@dataclass(frozen=True)
class FoundReason:
    """A reason worked out from the contributions, for somebody to whom the run gave none; no record is traced."""

    feature: str
    feature_group: str
    contribution: float
    words: str
    is_changeable: bool
    kind: str = ""
    organisation: str = ""
    happened_on: None = None
    record_count: int | None = 0
    file: str = ""
    line: None = None


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


def known(contribution: Any, terms: Sequence[str], values: Mapping[str, float]) -> Known | None:
    """The parts of a score as the database keeps them; None if they do not fit the terms named."""
    added = numbers(contribution.values)
    if len(added) != len(terms):
        return None
    return Known(terms=terms, intercept=contribution.intercept, added=added, values=values)


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


def features_of(term: str) -> list[Feature]:
    """The definitions of a term's features; a place's own feature has none."""
    return [feature_named()[name] for name in term.split(" & ") if name in feature_named()]


def term_words(term: str) -> str:
    """What a term is, whatever its value.

    >>> term_words("age & has_dementia"), term_words("my_own_feature")
    ('Age; together with: dementia', 'My own feature')
    """
    said = [feature_words(name) for name in term.split(" & ")]
    return "; together with: ".join([said[0], *(one[:1].lower() + one[1:] for one in said[1:])])


def feature_words(name: str) -> str:
    """A feature's name in words: that of its reason where it has no number in it."""
    feature = feature_named().get(name)
    if feature and feature.words.one and feature.unit == "yes or no":
        return feature.words.one
    plain = name.removeprefix("has_").replace("_", " ").replace("efi", "electronic Frailty Index")
    plain = plain.replace("hfrs", "Hospital Frailty Risk Score").replace(" 12m", ", last 12 months")
    plain = plain.replace(" 24m", ", last 24 months").replace(" 30d", ", last 30 days").replace("ed att", "ED att")
    return plain[:1].upper() + plain[1:]


def recorded(term: str, values: Mapping[str, float]) -> str:
    """What is recorded of a term's features.

    >>> recorded("age", {"age": 84.0}), recorded("has_copd", {"has_copd": 0.0}), recorded("efi", {"efi": math.nan})
    ('84', 'No', 'Not known')
    """
    return "; ".join(value_words(name, values.get(name)) for name in term.split(" & "))


def value_words(name: str, value: float | None) -> str:
    feature = feature_named().get(name)
    if value is None or math.isnan(value):
        return "Not known"
    if feature and feature.type == "boolean":
        return "Yes" if value else "No"
    return f"{value:.4g}"


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


def group_of(term: str) -> str:
    """The group of a term's first feature."""
    found = features_of(term)
    return found[0].group if found else "person"


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


def reasons_from(of: Known) -> list[FoundReason]:
    """The reasons of somebody to whom the run gave none: what raises the odds by a tenth or more, heaviest first."""
    found = [
        FoundReason(term, group_of(term), added, said, any(one.is_changeable for one in features_of(term)))
        for term, added in zip(of.terms, of.added, strict=True)
        if added >= SMALLEST_REASON and (said := reason_words(term, of.values))
    ]
    return sorted(found, key=lambda one: -one.contribution)[:MOST_REASONS]


def reason_words(term: str, values: Mapping[str, float]) -> str:
    """A term with a person's values as a reason; empty if it has no words for them."""
    names = [name for name in term.split(" & ") if name in feature_named()]
    parts = [feature_named()[name].words.of(values.get(name)) for name in names]
    return ", together with: ".join(part for part in parts if part) if parts and all(parts) else ""


@cache
def offers_for(feature: str) -> tuple[str, ...]:
    """Codes of the offers that name a feature among the needs they answer, most telling first.

    >>> "falls_exercise" in offers_for("falls_24m"), offers_for("age")
    (True, ())
    """
    names = set(feature.split(" & ")) - {"age", "in_care_home", "sex_female"}
    return tuple(
        offer.code
        for offer in library().offers
        if any(name in tokens(need.when) for name in names for need in offer.needs)
    )


def tokens(condition: str) -> set[str]:
    return set("".join(letter if letter.isalnum() or letter == "_" else " " for letter in condition).split())


@dataclass(frozen=True)
class Moved:
    """What changed in one score since a month before."""

    words: str
    why: tuple[tuple[str, str, bool], ...]  # words, points, whether help may change it


CHANGE_WORDS = {
    "new": "Above the mark now, and not a month before",
    "gone": "No longer above the mark",
    "rose": "Rose",
    "fell": "Fell",
}


def moved(change: Any | None) -> Moved | None:
    """A change in words; None where nothing moved."""
    if change is None:
        return None
    how = CHANGE_WORDS.get(change.kind, "Changed")
    before, now = percent(change.before), percent(change.now)
    return Moved(
        words=f"{how}, and is {now} as before" if before == now else f"{how}: from {before} to {now}",
        why=tuple((said, points(added), bool(may)) for said, added, may in change.why),
    )


@dataclass(frozen=True)
class FlagShown:
    """A rule's flag: points, what gives them, and what it is not."""

    name: str
    points: str
    label: str
    reasons: tuple[Any, ...]


def flags_shown(flags: Iterable[Any], reasons: Mapping[str, Sequence[Any]], line: Any) -> list[FlagShown]:
    """Flags with what raises them; `line` puts one reason into words of what it rests on."""
    return [
        FlagShown(
            name=words.flag(one.flag),
            points=f"{one.points} of {one.highest} points",
            label=one.label or words.UNVALIDATED,
            reasons=tuple((reason.words, reason.points, line(reason)) for reason in reasons.get(one.flag, ())),
        )
        for one in flags
    ]
