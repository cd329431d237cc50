"""What is not known never rules anybody out; what is known does, and says why."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from joinedup.core.directory import Carers, Eligibility, ReferralRoute, Seeker, fits, reasons_against
from joinedup.core.directory.eligibility import EligibilityMakesNoSense

RULES = some.builds(
    Eligibility,
    minimum_age=some.none() | some.integers(0, 40),
    maximum_age=some.none() | some.integers(41, 120),
    needs=some.lists(some.sampled_from(["falls", "memory"]), max_size=2).map(tuple),
    carers=some.sampled_from(Carers),
    referral_routes=some.lists(some.sampled_from(ReferralRoute), max_size=2).map(tuple),
)


@given(RULES)
def test_nobody_known_nothing_about_is_ruled_out(rules):
    assert fits(rules, Seeker(), {"E06000059"})


def test_somebody_is_of_the_oldest_age_until_their_next_birthday():
    young = Eligibility(minimum_age=11, maximum_age=25)
    assert [fits(young, Seeker(age=age)) for age in (10.9, 11, 25.9, 26)] == [False, True, True, False]


def test_each_rule_says_why():
    rules = Eligibility(minimum_age=65, needs=("falls",), carers=Carers.ONLY, referral_routes=(ReferralRoute.GP,))
    nobody = Seeker(age=30, areas=["E1"], needs=[], is_carer=False, routes=[ReferralRoute.SELF])
    assert reasons_against(rules, nobody, {"E2"}) == (
        "For people aged 65 and over",
        "Not for where you live",
        "For people with: falls",
        "Only for unpaid carers",
        "Only by referral: gp",
    )


def test_one_of_several_needs_areas_or_routes_is_enough():
    rules = Eligibility(needs=("falls", "memory"), referral_routes=(ReferralRoute.GP, ReferralRoute.SELF))
    somebody = Seeker(areas=["ward", "council"], needs=["memory", "money"], routes=[ReferralRoute.SELF])
    assert fits(rules, somebody, {"council"})


@pytest.mark.parametrize("ages", [{"minimum_age": -1}, {"maximum_age": -1}, {"minimum_age": 66, "maximum_age": 65}])
def test_ages_nobody_can_have_are_refused(ages):
    with pytest.raises(EligibilityMakesNoSense):
        Eligibility(**ages)
