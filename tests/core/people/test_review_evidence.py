"""Evidence of a pair that people look at: every comparison in words, adding up to what the pair weighs."""

from datetime import date
from math import log2

import pytest

PRIOR_BITS = log2(1e-5 / (1 - 1e-5))


@pytest.fixture(scope="module")
def doubtful(linked, record):
    """A household of look-alikes: a name written otherwise, a twin, a slip in a date."""
    records = [
        record("gp", "1"),
        record("council", "2", given_name="Peggy", address=None, postcode=None, sex=None, birth_date=date(1941, 5, 7)),
        record("hospital", "3", given_name="Marian"),
        record("fire", "4", family_name="Layne", birth_date=None, postcode="BH19 9ZZ", address="4 Mill Lane, Wool"),
    ]
    return linked(*records)


def test_there_are_pairs_to_look_at(doubtful):
    assert doubtful.review.pair.num_rows >= 2
    assert set(doubtful.review_evidence["pair_id"].to_pylist()) == set(doubtful.review.pair["pair_id"].to_pylist())


def test_evidence_and_prior_add_up_to_the_weight(doubtful):
    weights = {row["pair_id"]: row["weight"] for row in doubtful.review.pair.to_pylist() if row["weight"] is not None}
    said = doubtful.review_evidence.to_pylist()
    assert weights
    for pair_id, weight in weights.items():
        bits = sum(row["weight"] for row in said if row["pair_id"] == pair_id)
        assert bits + PRIOR_BITS == pytest.approx(weight, abs=1e-5)


def test_levels_are_told_in_the_words_of_the_model(doubtful, starting_weights):
    known = {
        (comparison["output_column_name"], level["label_for_charts"])
        for comparison in starting_weights["comparisons"]
        for level in comparison["comparison_levels"]
    }
    told = {(row["comparison"], row["label"]) for row in doubtful.review_evidence.to_pylist()}
    assert told <= known
    assert "missing" not in {label for _, label in told}


def test_linkage_without_pairs_has_no_evidence(linked, record):
    nobody = linked(record("gp", "1"))
    assert nobody.review_evidence.num_rows == 0
