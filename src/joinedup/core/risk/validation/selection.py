"""If a team serves so many people, how many who will have the outcome are on its list, and who is passed over?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from joinedup.core.governance import shown_count
from joinedup.core.risk.models.additive import Floats, coded, probability
from joinedup.core.risk.validation.performance import FEWEST_EVENTS, FEWEST_PEOPLE

SHARES = (0.001, 0.0025, 0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.10, 0.15, 0.20)  # of the people scored
SELECTION_SCHEMA = pa.schema(
    [
        ("outcome", pa.string()),
        ("listed", pa.int64()),
        ("grouping", pa.string()),
        ("group", pa.string()),
        ("people_in_group", pa.int64()),
        ("listed_in_group", pa.int64()),
        ("expected_hits", pa.float64()),
        ("expected_missed", pa.float64()),
        ("judged_people", pa.int64()),
        ("judged_listed", pa.int64()),
        ("judged_events", pa.int64()),
        ("judged_hits", pa.int64()),
        ("share_of_list_with_outcome", pa.float64()),
        ("false_negative_rate", pa.float64()),
        ("observed_over_expected", pa.float64()),
        ("is_shown", pa.bool_()),
    ]
)

COUNTS = {"people_in_group", "listed_in_group", "judged_people", "judged_listed", "judged_events", "judged_hits"}
# what a group's other figures are rounded to: they would tell its counts otherwise
DIGITS = {"expected_hits": 0, "expected_missed": 0, "share_of_list_with_outcome": 2, "false_negative_rate": 2}


@dataclass(frozen=True)
class Judged:
    """People a model did not help to fit: log-odds, what happened, and groups to audit by; one entry per row."""

    log_odds: Floats
    outcome: NDArray[np.bool_]
    groups: Mapping[str, NDArray[Any]]


def expected(chance: Floats, listed: int) -> tuple[float, float]:
    """People with the outcome to expect on a list of those most at risk, and to expect off it.

    Parameters
    ----------
    chance : probability (0–1) of everybody who could be listed.
    listed : people the team can serve.

    Examples
    --------
    >>> expected(np.array([0.1, 0.5, 0.2, 0.8]), 2)
    (1.3, 0.3)
    """
    ordered = np.sort(chance)[::-1]
    return round(float(ordered[:listed].sum()), 6), round(float(ordered[listed:].sum()), 6)


def selection_table(outcome: str, chance: Floats, groups: Mapping[str, NDArray[Any]], judged: Judged) -> pa.Table:
    """What lists of several lengths find, for everybody and by group.

    One row per length of list and group (grouping `all` is everybody). What is expected counts those scored now; what
    is judged comes from people of the latest complete period, listed in the same share.

    Parameters
    ----------
    chance : probability of everybody scored now.
    groups : by name of the grouping, the group of each of them; "" where not known.
    judged : people whose outcome is known.

    Returns
    -------
    Columns of `SELECTION_SCHEMA`. Where a group has fewer than 50 judged people, or fewer than 10 with or without the
    outcome, `is_shown` is false and its figures are empty. The counts of the others are rounded, so that taking them
    from everybody's does not give away those of such a group.
    """
    now_rank, then_rank = rank(chance), rank(judged.log_odds)
    risk_then = probability(judged.log_odds)
    lengths = [(round(share * len(chance)), round(share * len(judged.outcome))) for share in SHARES]
    parts: list[dict[str, Any]] = []
    for grouping, names, now, then in numbered_groups(groups, judged.groups, len(chance), len(judged.outcome)):
        for listed, listed_then in lengths:
            if not listed or not listed_then:
                continue
            expectations = counted_now(chance, now_rank < listed, now, len(names))
            findings = counted_then(risk_then, judged.outcome, then_rank < listed_then, then, len(names))
            about = {"outcome": outcome, "listed": listed, "grouping": grouping}
            shown = in_public if grouping != "all" else dict
            parts += [
                about | {"group": name or "not known"} | shown(expectations[at] | findings[at])
                for at, name in enumerate(names)
            ]
    return pa.Table.from_pylist(parts, schema=SELECTION_SCHEMA)


def in_public(figures: Mapping[str, Any]) -> dict[str, Any]:
    """The figures of one group as they may be published: no count, and nothing a count can be worked out from, exact.

    Counts are as `shown_count` has them, outcomes to expect whole, shares whole per cent; a share of a list that holds
    too few of the group to say how many is left out.

    Examples
    --------
    >>> in_public({"judged_listed": 6, "judged_hits": 2, "share_of_list_with_outcome": 1 / 3})
    {'judged_listed': None, 'judged_hits': None, 'share_of_list_with_outcome': None}
    >>> in_public({"judged_listed": 57, "expected_hits": 19.3471, "share_of_list_with_outcome": 1 / 3})
    {'judged_listed': 55, 'expected_hits': 19.0, 'share_of_list_with_outcome': 0.33}
    """
    found = dict(figures)
    for name in COUNTS & found.keys():
        found[name] = shown_count(found[name], is_exact=False).value
    for name, digits in DIGITS.items():
        if found.get(name) is not None:
            found[name] = round(found[name], digits)
    if found.get("judged_listed", 0) is None:
        found["share_of_list_with_outcome"] = None
    return found


def numbered_groups(
    now: Mapping[str, NDArray[Any]], then: Mapping[str, NDArray[Any]], people_now: int, people_then: int
) -> Iterator[tuple[str, list[str], NDArray[np.int64], NDArray[np.int64]]]:
    """Each grouping with the names of its groups, and the number of the group of each person now and then."""
    yield "all", ["everybody"], np.zeros(people_now, dtype=np.int64), np.zeros(people_then, dtype=np.int64)
    for grouping, groups in now.items():
        names_now, code_now = coded(groups)
        names_then, code_then = coded(then[grouping])
        names = sorted({*names_now, *names_then})
        place = {name: at for at, name in enumerate(names)}
        yield (
            grouping,
            names,
            np.array([place[name] for name in names_now], dtype=np.int64)[code_now],
            np.array([place[name] for name in names_then], dtype=np.int64)[code_then],
        )


def rank(score: Floats) -> NDArray[np.int64]:
    """Place of each person in the list, 0 for the highest score; ties in the order given."""
    places = np.empty(len(score), dtype=np.int64)
    places[np.argsort(-score, kind="stable")] = np.arange(len(score))
    return places


def counted_now(
    chance: Floats, listed: NDArray[np.bool_], group: NDArray[np.int64], groups: int
) -> list[dict[str, Any]]:
    """For each group of those scored now: how many, how many listed, and the outcomes to expect on and off the list."""
    people = np.bincount(group, minlength=groups)
    on_list = np.bincount(group[listed], minlength=groups)
    hits = np.bincount(group[listed], weights=chance[listed], minlength=groups)
    events = np.bincount(group, weights=chance, minlength=groups)
    return [
        {
            "people_in_group": int(people[at]),
            "listed_in_group": int(on_list[at]),
            "expected_hits": float(hits[at]),
            "expected_missed": float(events[at] - hits[at]),
        }
        if people[at] >= FEWEST_PEOPLE
        else {}
        for at in range(groups)
    ]


def counted_then(
    risk: Floats, outcome: NDArray[np.bool_], listed: NDArray[np.bool_], group: NDArray[np.int64], groups: int
) -> list[dict[str, Any]]:
    """For each group, what a list of the same share would have found among people whose outcome is known."""
    people, on_list, events, hits = (
        np.bincount(group[some], minlength=groups) for some in (slice(None), listed, outcome, listed & outcome)
    )
    foretold = np.bincount(group, weights=risk, minlength=groups)
    is_shown = (people >= FEWEST_PEOPLE) & (np.minimum(events, people - events) >= FEWEST_EVENTS)
    return [
        {
            "is_shown": True,
            "judged_people": int(people[at]),
            "judged_listed": int(on_list[at]),
            "judged_events": int(events[at]),
            "judged_hits": int(hits[at]),
            "share_of_list_with_outcome": float(hits[at] / on_list[at]) if on_list[at] else None,
            "false_negative_rate": float(1 - hits[at] / events[at]),
            "observed_over_expected": float(events[at] / foretold[at]),
        }
        if is_shown[at]
        else {"is_shown": False}
        for at in range(groups)
    ]
