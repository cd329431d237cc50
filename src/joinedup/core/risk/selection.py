"""If a team serves so many people, how many who will have the outcome are on its list, and who is passed over?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from joinedup.core.risk.additive import Floats, probability
from joinedup.core.risk.performance import FEWEST_EVENTS, FEWEST_PEOPLE

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
    outcome, `is_shown` is false and its figures are empty.
    """
    everybody = {"all": np.full(len(chance), "everybody", dtype=object), **groups}
    then = {"all": np.full(len(judged.outcome), "everybody", dtype=object), **judged.groups}
    now_rank, then_rank = rank(chance), rank(judged.log_odds)
    risk_then = probability(judged.log_odds)
    parts = []
    for share in SHARES:
        listed = round(share * len(chance))
        on_now, on_then = now_rank < listed, then_rank < round(share * len(judged.outcome))
        if not listed or not on_then.any():
            continue
        for grouping in everybody:
            parts += [
                {"outcome": outcome, "listed": listed, "grouping": grouping, "group": name or "not known"}
                | counted_now(chance, on_now, everybody[grouping] == name)
                | counted_then(risk_then, judged.outcome, on_then, then[grouping] == name)
                for name in sorted(set(everybody[grouping].tolist()))
            ]
    return pa.Table.from_pylist(parts, schema=SELECTION_SCHEMA)


def rank(score: Floats) -> NDArray[np.int64]:
    """Place of each person in the list, 0 for the highest score; ties in the order given."""
    places = np.empty(len(score), dtype=np.int64)
    places[np.argsort(-score, kind="stable")] = np.arange(len(score))
    return places


def counted_now(chance: Floats, listed: NDArray[np.bool_], group: NDArray[np.bool_]) -> dict[str, Any]:
    """People of a group scored now: how many, how many listed, and the outcomes to expect on and off the list."""
    if group.sum() < FEWEST_PEOPLE:
        return {}
    return {
        "people_in_group": int(group.sum()),
        "listed_in_group": int((group & listed).sum()),
        "expected_hits": float(chance[group & listed].sum()),
        "expected_missed": float(chance[group & ~listed].sum()),
    }


def counted_then(
    risk: Floats, outcome: NDArray[np.bool_], listed: NDArray[np.bool_], group: NDArray[np.bool_]
) -> dict[str, Any]:
    """What a list of the same share would have found among people whose outcome is known."""
    people, events = int(group.sum()), int((group & outcome).sum())
    if people < FEWEST_PEOPLE or min(events, people - events) < FEWEST_EVENTS:
        return {"is_shown": False}
    on_list, hits = int((group & listed).sum()), int((group & listed & outcome).sum())
    return {
        "is_shown": True,
        "judged_people": people,
        "judged_listed": on_list,
        "judged_events": events,
        "judged_hits": hits,
        "share_of_list_with_outcome": hits / on_list if on_list else None,
        "false_negative_rate": 1 - hits / events,
        "observed_over_expected": events / float(risk[group].sum()),
    }
