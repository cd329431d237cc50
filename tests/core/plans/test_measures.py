"""Published effects change a chance as worked out by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from joinedup.core.plans.evidence import effects
from joinedup.core.plans.measures import CONVERSIONS, remaining_share

# chance, measure, value, events avoided: worked out with pencil and logarithms
GOLDEN = [
    (0.30, "rate_ratio", 0.77, 0.059846),  # 1 - 0.7^0.77 = 0.240154
    (0.30, "rate_ratio", 0.62, 0.101606),  # 0.7^0.62 = exp(-0.221138) = 0.801606
    (0.40, "risk_ratio", 0.75, 0.10),
    (0.30, "odds_ratio", 0.82, 0.039958),  # odds 0.428571 become 0.351429
    (0.20, "hazard_ratio", 0.50, 0.094427),  # 1 - sqrt(0.8) = 0.105573
    (0.50, "relative_change_percent", -20, 0.10),
]


@pytest.mark.parametrize(("chance", "measure", "value", "avoided"), GOLDEN)
def test_events_avoided_match_a_reckoning_by_hand(chance, measure, value, avoided):
    share = remaining_share(np.array([chance]), measure, value)
    assert chance * (1 - share[0]) == pytest.approx(avoided, abs=2e-6)


@pytest.mark.parametrize("measure", ["mean_difference", "return_per_pound", "events_per_person_helped", "in_words"])
def test_a_measure_that_is_no_ratio_is_never_converted(measure):
    with pytest.raises(KeyError):
        remaining_share(np.array([0.3]), measure, 0.5)


@given(
    st.sampled_from(sorted(set(CONVERSIONS) - {"relative_change_percent"})), st.floats(1e-12, 0.999), st.floats(0.05, 1)
)
def test_a_ratio_below_one_leaves_between_its_own_share_and_all(measure, chance, ratio):
    share = remaining_share(np.array([chance]), measure, ratio)[0]
    assert ratio - 1e-9 <= share <= 1 + 1e-9


def test_nobody_without_a_chance_gains():
    assert remaining_share(np.zeros(3), "odds_ratio", 0.5).tolist() == [1, 1, 1]


def test_the_usual_effects_keep_the_order_of_their_interval():
    for effect in (row for row in effects().values() if row.is_usable):
        low, middle, high = (
            remaining_share(np.array([0.3]), effect.measure, value)[0]
            for value in (effect.high, effect.effect, effect.low)
        )
        assert low > middle > high
