"""How right are the links of one run, for whom are they worse, and what has changed since the run before?"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Protocol

import pyarrow as pa

from joinedup.core.engine import Engine
from joinedup.core.errors import CannotProceed
from joinedup.core.people.linking.scoring import FURTHEST_BELOW
from joinedup.core.people.quality import drift as drifting
from joinedup.core.people.quality.estimates import accuracy
from joinedup.core.people.quality.groups import rates
from joinedup.core.people.quality.kept import best
from joinedup.core.people.quality.sample import Sample, counts, drawn_by, labelled
from joinedup.core.people.review.finding import STRATA, Review
from joinedup.core.people.statements import text

LIMITS = (
    f"Pairs more than {FURTHEST_BELOW} bits below the threshold, and pairs a guard keeps apart that are not alike in "
    "three of name, family, birth and home, are taken for two people unseen.",
    "The share lost to blocking is measured on people a number joins, their number forgotten; it is taken to hold for "
    "those without one.",
    "A pair of people counts with all pairs of their records; what reviewers could not tell is left out.",
)


class NotReviewed(CannotProceed):
    """Only a linkage with a clerical sample can be judged."""


class Linkage(Protocol):
    """What is judged: the answer of `joinedup.core.people.link`."""

    @property
    def person_record(self) -> pa.Table:
        """One row per record: source, record_id, person_id, how, weight."""

    @property
    def counts(self) -> dict[str, int]:
        """What was found, by name."""

    @property
    def review(self) -> Review | None:
        """What people should look at, and the sample that was drawn."""


@dataclass(frozen=True)
class Quality:
    """The quality of one run.

    Parameters
    ----------
    report : what quality.json holds: linked_share, accuracy, groups, drift, numbers, limits, watched.
    samples : the sample just drawn, and an earlier one if the estimates rest on it, for the next run.
    """

    report: Mapping[str, Any]
    samples: Sequence[Sample]


def judge(
    linkage: Linkage,
    *,
    engine: Engine,
    decisions: pa.Table | None = None,
    earlier: Sequence[Sample] = (),
    person: pa.Table | None = None,
    before: Mapping[str, Any] | None = None,
    drawn_on: str = "",
) -> Quality:
    """Judge a linkage by what people said about a sample of it, or, until they have, by what the model expects.

    Parameters
    ----------
    linkage : with its `review`.
    engine : where the SQL runs.
    decisions : what people decided so far, labels of samples among it.
    earlier : samples of earlier runs; the estimates rest on the sample with most labels.
    person : one row per person: person_id, record_count and one column of text per way of grouping; no groups if None.
    before : the report of the run before; no drift if None.
    drawn_on : the day this run speaks of, in words.

    Raises
    ------
    NotReviewed
        The linkage was made without a review, or is an increment.
    """
    review = linkage.review
    if review is None:
        raise NotReviewed("This linkage has no clerical sample", expected="a link of whole registers, with review")
    number = 1 + max((each.number for each in earlier), default=0)
    new = drawn_by(review, drawn_on=drawn_on, number=number)
    drawn = [labelled(each, decisions) for each in (new, *earlier)]
    basis = best(drawn)
    found = accuracy(counts(basis), held_out=basis.held_out, found=basis.found)
    shares = _linked_shares(engine, linkage.person_record)
    watched = _watched(linkage, review, shares)
    changes = drifting.drift(before["watched"], watched) if before else []
    groups = rates(basis, review.doubt, person) if person is not None else []
    report = {
        "linked_share": shares,
        "accuracy": {
            **asdict(found),
            "basis": "clerical sample" if found.labelled else "model",
            "drawn": basis.drawn.num_rows,
            "drawn_on": basis.drawn_on,
            "strata": _strata(basis),
        },
        "groups": [asdict(each) for each in groups],
        "drift": {"changes": [asdict(each) for each in changes], "alarms": drifting.alarms(changes)},
        "numbers": {name: count for name, count in linkage.counts.items() if "number" in name},
        "limits": list(LIMITS),
        "watched": watched,
    }
    return Quality(report, drawn[:1] if basis is drawn[0] else [drawn[0], basis])


def _linked_shares(engine: Engine, person_record: pa.Table) -> list[dict[str, Any]]:
    engine.register("quality_person_record", person_record.select(["source", "person_id"]))
    rows = engine.table(text("quality/shares")).to_pylist()
    engine.forget("quality_person_record")
    return [row | {"share": round(row["linked"] / row["records"], 4)} for row in rows]


def _strata(sample: Sample) -> list[dict[str, Any]]:
    verdicts = sample.drawn.select(["stratum", "verdict"]).to_pylist()
    return [
        row
        | {"words": STRATA[row["stratum"]]}
        | {
            said: sum(each["stratum"] == row["stratum"] and each["verdict"] == said for each in verdicts)
            for said in ("same", "different")
        }
        for row in sample.stratum.to_pylist()
    ]


def _watched(linkage: Linkage, review: Review, shares: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    tally = linkage.counts
    strata = review.stratum.to_pylist()
    return {
        "linked_share": {row["source"]: row["share"] for row in shares},
        "how": {name: tally[name] for name in tally if name.startswith("joined_by_") or name == "alone"},
        "likeness": {row["stratum"]: row["pairs"] for row in strata if row["stratum"].startswith("likeness")},
        "records_per_person": round(tally["records"] / max(tally["people"], 1), 4),
        "people": tally["people"],
        "ids_changed": tally["ids_changed"],
    }
