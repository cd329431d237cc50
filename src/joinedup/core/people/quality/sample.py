"""Which pairs of a clerical sample have people labelled, and how?"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from joinedup.core.people.identity.decisions import Pair, pair_of, rows_of, standing
from joinedup.core.people.review.finding import Review

STRATUM = pa.schema(
    [
        ("stratum", pa.string()),
        ("is_linked", pa.bool_()),
        ("pairs", pa.int64()),
        ("record_pairs", pa.int64()),
        ("expected", pa.float64()),
        ("drawn", pa.int64()),
    ]
)
DRAWN = pa.schema(
    [(name, pa.string()) for name in ("pair_id", "left_source", "left_record_id", "right_source", "right_record_id")]
    + [(name, pa.string()) for name in ("left_person_id", "right_person_id", "stratum")]
    + [("is_linked", pa.bool_()), ("record_pairs", pa.int64())]
)
LABELLED = DRAWN.append(pa.field("verdict", pa.string()))


@dataclass(frozen=True)
class Sample:
    """A clerical sample and what it was drawn from.

    Parameters
    ----------
    stratum : one row per stratum, see `joinedup.core.people.review.finding.Review`.
    drawn : one row per pair drawn, with `verdict`: same, different, or null while nobody has said.
    held_out, found : people whose number was forgotten, and those of them blocking found all the same.
    drawn_on : the day the run that drew it speaks of, in words; empty if it has none.
    number : which sample this is, counted from 1 in the order they were drawn.
    """

    stratum: pa.Table
    drawn: pa.Table
    held_out: int = 0
    found: int = 0
    drawn_on: str = ""
    number: int = 1

    @property
    def labelled(self) -> int:
        """Pairs with a verdict."""
        count: int = self.drawn.num_rows - self.drawn["verdict"].null_count
        return count


@dataclass(frozen=True)
class Count:
    """The labels of one stratum.

    Parameters
    ----------
    pairs, record_pairs, expected : as in `Sample.stratum`.
    size : for each labelled pair, the pairs of records that hang on it.
    is_same : for each labelled pair, whether it is one person.
    """

    stratum: str
    is_linked: bool
    pairs: int
    record_pairs: int
    expected: float | None
    size: npt.NDArray[np.float64]
    is_same: npt.NDArray[np.bool_]


def drawn_by(review: Review, *, drawn_on: str = "", number: int = 1) -> Sample:
    """The sample a run has just drawn, with no verdicts yet."""
    chosen = review.pair.filter(pc.not_equal(review.pair["stratum"], "")).select(DRAWN.names).cast(DRAWN)
    unlabelled = chosen.append_column(LABELLED.field("verdict"), pa.nulls(chosen.num_rows, pa.string()))
    strata = review.stratum.select(STRATUM.names).cast(STRATUM)
    return Sample(strata, unlabelled, review.held_out, review.found, drawn_on, number)


def labelled(sample: Sample, decisions: pa.Table | None) -> Sample:
    """The sample with what people have decided about its pairs.

    A verdict it already has stays only for pairs no decision speaks of: one that was withdrawn is no label any more.

    Parameters
    ----------
    decisions : one row per thing one person decided, see `joinedup.core.people.identity.decisions`.
    """
    if decisions is not None:  # that an identity was changed says nothing about likeness
        decisions = decisions.filter(pc.not_equal(decisions["purpose"], "changed_identity"))
    held = standing(decisions)
    verdicts: dict[Pair, str | None] = dict.fromkeys(map(pair_of, rows_of(decisions)))
    verdicts |= dict.fromkeys(held.must_link, "same") | dict.fromkeys(held.cannot_link, "different")
    rows = sample.drawn.to_pylist()
    for row in rows:
        row["verdict"] = verdicts.get(pair_of(row), row["verdict"])
    return replace(sample, drawn=pa.Table.from_pylist(rows, schema=LABELLED))


def counts(sample: Sample) -> list[Count]:
    """The labels by stratum; strata without pairs are left out."""
    judged = [row for row in sample.drawn.to_pylist() if row["verdict"]]
    found = []
    for stratum in sample.stratum.to_pylist():
        mine = [row for row in judged if row["stratum"] == stratum["stratum"]]
        found.append(
            Count(
                stratum["stratum"],
                stratum["is_linked"],
                stratum["pairs"],
                stratum["record_pairs"],
                stratum["expected"],
                np.array([row["record_pairs"] for row in mine], dtype=float),
                np.array([row["verdict"] == "same" for row in mine], dtype=bool),
            )
        )
    return found
