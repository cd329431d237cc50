"""For whom are links worse: missed and false links by ethnicity, deprivation, age and sex?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from joinedup.core.governance.small_numbers import SMALLEST_SHOWN, shown_count
from joinedup.core.people.quality.estimates import Estimate, estimate, pairs_of
from joinedup.core.people.quality.intervals import Part, together
from joinedup.core.people.quality.sample import Sample

NOT_KNOWN = "not known"


@dataclass(frozen=True)
class GroupRate:
    """How often links of one group of people are missed or false.

    Parameters
    ----------
    by, group : such as `sex` and `female`.
    linked_pairs : linked pairs of records of the group, rounded where small.
    labelled : labelled pairs of the sample about the group, as they may be shown.
    missed : share (0–1) of the group's true pairs of records that are not linked; None where too few pairs that are not
        linked are labelled, for then nothing shows how many are missed.
    false : share (0–1) of the group's linked pairs of records that are two people; None where too few linked pairs are.
    expected_missed : the share missed that the model expects of all doubtful pairs, sample or not.
    """

    by: str
    group: str
    linked_pairs: str
    labelled: str
    missed: Estimate | None
    false: Estimate | None
    expected_missed: float


def rates(sample: Sample, doubt: pa.Table, person: pa.Table) -> list[GroupRate]:
    """Missed and false links by group.

    A pair of people counts for the group of the first of them whose group is known. Of a group the linked pairs are
    counted; the missed and the false are estimated from its labelled pairs in each stratum, out of all labelled pairs
    of the stratum.

    Parameters
    ----------
    sample : labelled as far as it is.
    doubt : one row per doubtful pair of people, see `joinedup.core.people.review.finding.Review`.
    person : one row per person: person_id, record_count and one column of text per way of grouping.
    """
    ways = [name for name in person.column_names if name not in ("person_id", "record_count")]
    ids, records = person["person_id"].to_pylist(), person["record_count"].to_numpy().astype(float)
    found = []
    for by in ways:
        groups = [group or NOT_KNOWN for group in person[by].to_pylist()]
        group_of = dict(zip(ids, groups, strict=True))
        linked: dict[str, float] = {}
        for group, count in zip(groups, records * (records - 1) / 2, strict=True):
            linked[group] = linked.get(group, 0) + count
        expected = _expected(doubt, group_of)
        labels = [row | {"group": _group(row, group_of)} for row in sample.drawn.to_pylist() if row["verdict"]]
        found += [_rate(by, group, linked[group], expected.get(group, 0.0), labels, sample) for group in sorted(linked)]
    return found


def _group(row: Mapping[str, Any], group_of: Mapping[str, str]) -> str:
    sides = [group_of.get(row[f"{side}_person_id"], NOT_KNOWN) for side in ("left", "right")]
    return next((group for group in sides if group != NOT_KNOWN), NOT_KNOWN)


def _expected(doubt: pa.Table, group_of: Mapping[str, str]) -> dict[str, float]:
    """Pairs of records the model expects to be missed, by group."""
    found: dict[str, float] = {}
    for row in doubt.to_pylist():
        group = _group(row, group_of)
        found[group] = found.get(group, 0.0) + row["chance"] * row["record_pairs"]
    return found


def _rate(
    by: str, group: str, linked: float, expected: float, labels: Sequence[Mapping[str, Any]], sample: Sample
) -> GroupRate:
    mine = [row for row in labels if row["group"] == group]
    enough = {side: sum(row["is_linked"] == side for row in mine) >= SMALLEST_SHOWN for side in (False, True)}
    missed, false = (together(sum, _wrong(labels, group, sample, is_linked=side)) for side in (False, True))
    right = max(linked - false.value, 0)
    return GroupRate(
        by=by,
        group=group,
        linked_pairs=shown_count(int(linked), is_exact=False).words,
        labelled=shown_count(len(mine), is_exact=False).words,
        missed=_told(together(lambda pairs: pairs[0] / max(right + pairs[0], 1), [missed])) if enough[False] else None,
        false=_told(false.times(1 / max(linked, 1))) if enough[True] else None,
        expected_missed=round(expected / max(linked + expected, 1), 5),
    )


def _wrong(labels: Sequence[Mapping[str, Any]], group: str, sample: Sample, *, is_linked: bool) -> list[Part]:
    """Pairs of records of a group that are missed, or false if linked, by stratum.

    A stratum whose labels are all of other groups counts too: it shows how many of this group's there may be at most.
    """
    wrong_verdict, found = "different" if is_linked else "same", []
    for stratum in sample.stratum.to_pylist():
        seen = [row for row in labels if row["stratum"] == stratum["stratum"]]
        if stratum["is_linked"] == is_linked and seen:
            is_wrong = np.array([row["group"] == group and row["verdict"] == wrong_verdict for row in seen])
            found.append(pairs_of(np.array([float(row["record_pairs"]) for row in seen]), is_wrong, stratum["pairs"]))
    return found


def _told(part: Part) -> Estimate:
    told = estimate(part, 1)
    return Estimate(*(round(each, 6) for each in (told.value, told.low or 0.0, told.high or 0.0)))
