"""Who is on the list and who is passed over: by deprivation, ethnicity, age, sex and neighbourhood?"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from joinedup.core.governance import shown_count
from joinedup.core.risk.features.outcomes import GROUPINGS
from joinedup.web.components.words import percent

NAMES = {
    "deprivation_fifth": "Deprivation",
    "ethnicity": "Ethnicity",
    "age_band": "Age",
    "sex": "Sex",
    "neighbourhood": "Neighbourhood",
}
FIFTHS = {
    "1": "Most deprived fifth",
    "2": "Second fifth",
    "3": "Middle fifth",
    "4": "Fourth fifth",
    "5": "Least deprived fifth",
}
NOT_KNOWN = "not known"
FEWEST_PEOPLE = 50  # fewer people scored, and a share of them says nothing


@dataclass(frozen=True)
class GroupLine:
    """One row per group: how many of it are scored and listed, and what lists like this one did for it a year ago."""

    group: str
    scored: str
    listed: str
    selection_rate: str
    expected: str  # of those on the list, how many are expected to have the outcome
    ratio: str  # observed over expected
    missed: str  # false-negative rate


@dataclass(frozen=True)
class Grouping:
    """One table: everything by one characteristic."""

    code: str
    name: str
    lines: tuple[GroupLine, ...]


def groupings(
    totals: Iterable[Any],
    listed: Iterable[Mapping[str, Any]],
    judged: Iterable[Any],
    *,
    neighbourhoods: Mapping[str, str],
) -> list[Grouping]:
    """The tables beside a list.

    Parameters
    ----------
    totals : who is scored, by group (`queries.group_totals`).
    listed : who is on the list, by kind of people (`queries.listed_by_group`).
    judged : what lists of about this share did a year ago (`queries.selection_figures`).

    Small numbers are suppressed for everybody: a single person of a group on a list of ages and references would tell
    even their own team what the list itself does not say.
    """
    scored = {(one.grouping, one.group or NOT_KNOWN): one.people for one in totals if one.grouping}
    on_list = counted(listed)
    then = {(one.grouping, one.group or NOT_KNOWN): one for one in judged}
    return [
        Grouping(
            code,
            name,
            tuple(
                line(
                    group_words(code, group, neighbourhoods),
                    people,
                    on_list.get((code, group), (0, 0.0)),
                    then.get((code, group)),
                )
                for (grouping, group), people in sorted(scored.items(), key=lambda pair: order(pair[0][1]))
                if grouping == code
            ),
        )
        for code, name in NAMES.items()
        if sum(1 for grouping, _ in scored if grouping == code) > 1
    ]


def order(group: str) -> tuple[bool, str]:
    """Groups by name, what is not known last."""
    return group == NOT_KNOWN, group


def counted(listed: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], tuple[int, float]]:
    """People on the list and outcomes expected among them, by grouping and group."""
    found: dict[tuple[str, str], tuple[int, float]] = defaultdict(lambda: (0, 0.0))
    for row in listed:
        for code in GROUPINGS:
            key = code, row[code] or NOT_KNOWN
            people, expected = found[key]
            found[key] = people + row["people"], expected + row["expected"]
    return found


def group_words(code: str, group: str, neighbourhoods: Mapping[str, str]) -> str:
    """A group in words.

    >>> group_words("deprivation_fifth", "1", {}), group_words("age_band", "85+", {})
    ('Most deprived fifth', '85 and over')
    """
    if group == NOT_KNOWN:
        return "Not known"
    if code == "deprivation_fifth":
        return FIFTHS.get(group, group)
    if code == "neighbourhood":
        return neighbourhoods.get(group, group)
    if code == "age_band":
        return f"{group[:-1]} and over" if group.endswith("+") else group.replace("-", " to ")
    return group[:1].upper() + group[1:]


def line(group: str, people: int, on_list: tuple[int, float], then: Any) -> GroupLine:
    listed, expected = on_list
    shown_people, shown_listed = shown_count(people, is_exact=False), shown_count(listed, is_exact=False)
    has_rate = people >= FEWEST_PEOPLE and shown_listed.value is not None
    return GroupLine(
        group=group,
        scored=shown_people.words,
        listed=shown_listed.words,
        selection_rate=rate(shown_listed.value or 0, shown_people.value or 1) if has_rate else "not shown",
        expected=percent(expected / listed) if listed and has_rate else "–" if not listed else "not shown",
        ratio=figure(then and then.observed_over_expected),
        missed="not shown" if then is None or then.false_negative_rate is None else percent(then.false_negative_rate),
    )


def rate(listed: int, people: int) -> str:
    """
    >>> rate(12, 4000), rate(300, 4000)
    ('0.3%', '7.5%')
    """
    return f"{100 * listed / people:.1f}%"


def figure(value: float | None) -> str:
    return "not shown" if value is None else f"{value:.2f}"


@dataclass(frozen=True)
class JudgedWords:
    """What a list of about this share, made a year earlier the same way, would have found."""

    share: str
    right: str
    caught: str


def judged_words(judged: Iterable[Any]) -> JudgedWords | None:
    """Out of every 100 listed how many had the outcome, and of every 100 with it how many were listed."""
    whole = next((one for one in judged if one.grouping == "all"), None)
    if whole is None or whole.share_of_list_with_outcome is None or not whole.judged_events:
        return None
    caught = (whole.judged_hits or 0) / whole.judged_events
    return JudgedWords(
        share=f"{100 * whole.share:.2g}%",
        right=str(round(100 * whole.share_of_list_with_outcome)),
        caught=str(round(100 * caught)),
    )
