"""Agreement of reviewers: Cohen's kappa as others compute it, with an interval that covers the truth."""

import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score

from joinedup.core.people.agreement import UnknownVerdict, agreement, wilson

VERDICTS = ("same", "different", "cannot_tell")


def judged_by(rng, pairs: int, *, care: float) -> list[tuple[str, str]]:
    """Two people who each see the truth with a probability, and otherwise guess."""
    truth = rng.choice(3, pairs, p=(0.5, 0.4, 0.1))
    said = [np.where(rng.random(pairs) < care, truth, rng.integers(0, 3, pairs)) for _ in range(2)]
    return [(VERDICTS[a], VERDICTS[b]) for a, b in zip(*said, strict=True)]


@pytest.mark.parametrize("care", [0.0, 0.5, 0.9])
@pytest.mark.parametrize("pairs", [5, 40, 1000])
def test_kappa_is_that_of_another_implementation(pairs, care):
    judged = judged_by(np.random.default_rng(pairs), pairs, care=care)
    first, second = zip(*judged, strict=True)
    found = agreement(judged, verdicts=VERDICTS)
    assert found.kappa == pytest.approx(cohen_kappa_score(first, second, labels=list(VERDICTS)), abs=1e-12)
    assert found.observed == pytest.approx(np.mean(np.array(first) == np.array(second)))
    assert found.table.sum() == found.pairs == pairs


def test_interval_covers_the_kappa_of_everybody_about_as_often_as_it_says():
    rng = np.random.default_rng(7)
    everybody = agreement(judged_by(rng, 200_000, care=0.8), verdicts=VERDICTS).kappa
    found = [agreement(judged_by(rng, 120, care=0.8), verdicts=VERDICTS) for _ in range(300)]
    covered = sum(one.kappa_low <= everybody <= one.kappa_high for one in found) / len(found)
    assert 0.91 <= covered <= 0.99


def test_full_agreement_is_not_certain():
    found = agreement([("same", "same")] * 6 + [("different", "different")] * 6, verdicts=VERDICTS)
    assert (found.observed, found.kappa, found.kappa_high) == (1.0, 1.0, 1.0)
    assert 0.4 < found.kappa_low < 0.7


def test_kappa_of_one_verdict_throughout_is_unknown():
    found = agreement([("same", "same")] * 9, verdicts=VERDICTS)
    assert (found.observed, found.kappa, found.kappa_low) == (1.0, None, None)


def test_of_no_pairs_nothing_is_known():
    found = agreement([], verdicts=VERDICTS)
    assert (found.pairs, found.kappa, found.observed_low, found.observed_high) == (0, None, 0.0, 1.0)
    assert wilson(0, 0) == (0.0, 1.0)


def test_verdict_that_cannot_be_given_is_named():
    with pytest.raises(UnknownVerdict, match="perhaps"):
        agreement([("same", "perhaps")], verdicts=VERDICTS)
