"""What did linking find, and how much of each?"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from joinedup.core.engine import Engine
from joinedup.core.people.identity import decisions as decided
from joinedup.core.people.linking.model_json import Model
from joinedup.core.people.parameters import LinkParameters
from joinedup.core.people.review.finding import PAIR_COLUMNS, Review


@dataclass(frozen=True)
class Linkage:
    """The answer to `link`.

    Parameters
    ----------
    person_record : one row per record: source, record_id, person_id, how, weight.
    edge : one row per link between two records.
    lineage : one row per earlier person id whose records are now under another id: person_id, became, how.
    contradiction : one row per decision that two records are one person which could not hold, because others keep them
        apart: left_source, left_record_id, right_source, right_record_id.
    model : the weights, as Splink's JSON settings; pass it to `link` again to skip training.
    counts : what was found, by name.
    parameters, seed, versions, seconds : what it was found with, and how long it took.
    number_check : one row per NHS number that was not used as sent, see `checks.numbers.not_used`.
    superseded_number : one row per NHS number said to have been replaced, and by which.
    review : the pairs people should look at, and the clerical sample; None after an increment, or if not wanted.
    review_evidence : what the model makes of each thing it compares about those pairs, see `review.evidence.told`.
    """

    person_record: pa.Table
    edge: pa.Table
    lineage: pa.Table
    contradiction: pa.Table
    model: Model
    counts: dict[str, int]
    parameters: LinkParameters
    seed: int
    versions: dict[str, str]
    seconds: float
    number_check: pa.Table | None = None
    superseded_number: pa.Table | None = None
    review: Review | None = None
    review_evidence: pa.Table | None = None

    @property
    def review_pair(self) -> pa.Table | None:
        """One row per pair of people worth a human look, or drawn for the clerical sample; None without a review."""
        return self.review and self.review.pair.select(PAIR_COLUMNS)

    @cached_property
    def quality(self) -> Mapping[str, Any]:
        """How right the links are as far as this linkage tells; with labels and people, see `quality.judge`."""
        from joinedup.core.people.quality import judge  # it judges linkages, so it must be able to import this

        with Engine() as engine:
            return judge(self, engine=engine).report


def answer(
    person_record: pa.Table,
    edge: pa.Table,
    lineage: pa.Table,
    contradiction: pa.Table,
    *,
    model: Model,
    counts: dict[str, int],
    parameters: LinkParameters,
    seed: int,
    seconds: float,
) -> Linkage:
    """What was found, with the counts that follow from it and the versions it was found with."""
    return Linkage(
        person_record=person_record,
        edge=edge,
        lineage=lineage,
        contradiction=contradiction,
        model=model,
        counts=counts | _tally(person_record, lineage),
        parameters=parameters,
        seed=seed,
        versions=versions(),
        seconds=seconds,
    )


def versions() -> dict[str, str]:
    """What linking was done with."""
    return {name: version(name) for name in ("joinedup", "splink", "duckdb")}


def _tally(person_record: pa.Table, lineage: pa.Table) -> dict[str, int]:
    how = {pair["values"]: pair["counts"] for pair in pc.value_counts(person_record["how"]).to_pylist()}
    return {
        "records": person_record.num_rows,
        **{f"joined_by_{way}": how.get(way, 0) for way in ("nhs_number", "demographics", "decision", "splink")},
        "alone": how.get("alone", 0),
        "ids_changed": lineage.num_rows,
    }


def tally_review(review: Review | None) -> dict[str, int]:
    """How many pairs are sent to people, by why, and how many are drawn for the clerical sample."""
    if review is None:
        return {}
    why = {pair["values"]: pair["counts"] for pair in pc.value_counts(review.pair["why"]).to_pylist()}
    queued = {
        f"review_{name}": why.get(name, 0) for name in ("uncertain", "contested", "kept_apart", "number_disputed")
    }
    return queued | {
        "review_pairs": sum(queued.values()),
        "sample_pairs": pc.sum(pc.not_equal(review.pair["stratum"], "")).as_py() or 0,
    }


def tally_decisions(standing: decided.Standing, contradiction: pa.Table) -> dict[str, int]:
    """How many decisions hold, wait for a second person, or cannot hold."""
    return {
        "decisions_must_link": len(standing.must_link),
        "decisions_cannot_link": len(standing.cannot_link),
        "decisions_waiting": len(standing.waiting),
        "decisions_contradicted": contradiction.num_rows,
    }
