"""What cannot be worked with is named: conditions, effects, people, limits, parameters."""

from dataclasses import replace

import pyarrow as pa
import pytest

from joinedup.core.plans import Limits, LocalCost, PlanParameters, library, prepare
from joinedup.core.plans.catalogue import Library
from joinedup.core.plans.change import change_of
from joinedup.core.plans.conditions import columns_of
from joinedup.core.plans.evidence import Effect, EvidenceWrong, effects, mechanisms, validated
from joinedup.core.plans.limits import LimitsWrong
from joinedup.core.plans.most_at_risk import PeopleWrong
from joinedup.core.plans.offers import Offer
from joinedup.core.plans.unit_costs import unit_costs

NAN, INF = float("nan"), float("inf")
DANCE = {
    **{"id": "dance", "intervention": "Dancing", "population": "60+", "setting": "halls", "outcome": "falls"},
    **{"measure": "rate_ratio", "effect": 0.5, "low": 0.4, "high": 0.6, "finding": "helps", "verified": True},
    **{"mechanism": "strength_and_balance", "our_outcome": "fall", "difference": "", "certainty": "low"},
    **{"certainty_checked": True, "effect_words": "", "cost_pounds": None, "cost_words": "", "notes": ""},
    **{"citation": "Invented 2026", "link": "https://example.org/dance"},
}
DANCING = {
    **{"code": "dancing", "name": "Dancing", "kind": "support", "words": "Dancing together.", "for_whom": "people"},
    **{"eligible": "age >= 60", "needs": [{"when": "age >= 60", "words": "is 60 or over"}], "funder": "charity"},
    **{"mechanism": "strength_and_balance", "cost": {"none": "Volunteers."}, "capacity_unit": "people"},
    "offered_because": "people like it",
}


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("age >=", "breaks off where a column or a number should be"),
        ("age > 60 and", "breaks off"),
        ("(age > 5", "breaks off where \\) should be"),
        ("age age", "should end, or go on with and, or; it has 'age'"),
        ("not", "breaks off"),
        ("age = 5 = 6", "it has '='"),
        ("age is 5", "has '5' where null or true or false should be"),
        ("age between 5 or 6", "has 'or' where and should be"),
        ("1", "compared with nothing"),
        ("null", "has 'null' where"),
        ("(" * 5000, "in brackets"),
    ],
)
def test_what_is_no_condition_is_refused_when_it_is_read(condition, said):
    with pytest.raises(ValueError, match=said):
        columns_of(condition)
    with pytest.raises(EvidenceWrong, match="dancing: eligible the condition"):
        validated(Offer, DANCING | {"eligible": condition}, "the offers")


def with_condition(condition):
    offer = validated(Offer, DANCING | {"eligible": condition}, "the offers")
    return Library((offer,), effects(), unit_costs(), mechanisms())


def test_a_column_may_be_called_what_means_something_in_sql(engine, one_person, parameters):
    people = one_person(group=1, person=5, probability_fall=0.9)
    given = with_condition("group = 1 and person not between 6 and 7 and age <> 3")
    assert prepare(people, given, Limits({}, {}), parameters, engine=engine).fits.is_open.tolist() == [True]


def test_a_condition_on_text_is_refused(engine, one_person, parameters):
    with pytest.raises(PeopleWrong, match=r"column colour holds string, not numbers.*'dancing'"):
        prepare(
            one_person(colour="red", probability_fall=0.9),
            with_condition("colour = 1"),
            Limits({}, {}),
            parameters,
            engine=engine,
        )


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"low": 0.0}, "an end of its interval, that is not above 0"),
        ({"low": -0.6}, "an end of its interval, that is not above 0"),
        ({"effect": NAN, "low": None, "high": None}, "finite"),
        ({"measure": "relative_change_percent", "effect": -60, "low": -130, "high": -10}, "more than all there is"),
    ],
)
def test_an_effect_that_nothing_can_be_reckoned_with_is_refused(values, said):
    with pytest.raises(EvidenceWrong, match=said):
        validated(Effect, DANCE | values, "effects.csv")


def test_an_effect_in_words_is_not_credited_for_its_interval():
    assert validated(Effect, DANCE, "effects.csv").is_usable
    assert not validated(Effect, DANCE | {"effect": None, "effect_words": "halves"}, "effects.csv").is_usable


def test_a_figure_that_is_not_there_cannot_be_a_reason():
    offer = validated(Offer, DANCING | {"offered_because": "as {nothere} says"}, "the offers")
    with pytest.raises(EvidenceWrong, match="names the effect 'nothere'"):
        Library((offer,), effects(), unit_costs(), mechanisms())


@pytest.mark.parametrize("contacts", [INF, NAN, 0, 1e9])
def test_a_number_of_contacts_nobody_has_is_refused(contacts):
    cost = {"unit_cost": "physiotherapist_contact", "contacts": contacts, "assumption": "x"}
    with pytest.raises(EvidenceWrong, match="contacts"):
        validated(Offer, DANCING | {"cost": cost}, "the offers")


def both(first, second):
    return pa.concat_tables([first, second], promote_options="permissive")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"probability_fall": NAN}, "probability_fall is no number for 1 people"),
        ({"probability_care_home": NAN}, "probability_care_home is no number"),
        ({"probability_fall": "0,3"}, "probability_fall holds string, not numbers"),
        ({"probability_fall": 1.5}, "probability_fall goes from"),
        ({"person_id": None}, "1 people have no person_id"),
        ({"person_id": " "}, "1 people have no person_id"),
        ({"person_id": "p2"}, "A person_id comes twice"),
        ({"is_high_fall": True}, "is_high_fall has a name that is worked out here"),
        ({"deprivation_decile": "most"}, "deprivation_decile holds string, not numbers"),
    ],
)
def test_people_that_cannot_be_chosen_for_are_refused(engine, one_person, parameters, values, said):
    wrong = one_person(**{"probability_fall": 0.9} | values)
    right = one_person(**{"person_id": "p2", "probability_fall": 0.9} | dict.fromkeys(set(values) - {"person_id"}))
    with pytest.raises(PeopleWrong, match=said):
        prepare(both(wrong, right), library(), Limits({}, {}), parameters, engine=engine)


def test_lists_of_offers_may_be_of_any_kind_of_list(engine, one_person, parameters):
    people = one_person(probability_fall=0.9)
    for kind in (pa.list_(pa.string()), pa.large_list(pa.large_string()), pa.list_(pa.string(), 1)):
        receiving = people.append_column("receives", pa.array([["falls_exercise"]], kind))
        fits = prepare(receiving, library(), Limits({}, {}), parameters, engine=engine).fits
        assert fits.is_kept.sum() == 1


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"capacities": {("telecare", "hill"): 2.7}}, "capacity of telecare in hill is 2.7"),
        ({"capacities": {("telecare", "hill"): NAN}}, "capacity of telecare in hill is nan"),
        ({"capacities": {("telecare", "hill"): 10**20}}, "whole number from 0 to"),
        ({"budgets_pence": {"icb": INF}}, "budget of icb is inf"),
        ({"budgets_pence": {"icb": -1}}, "budget of icb is -1"),
        ({"costs": {"telecare": LocalCost(NAN, "x")}}, "cost of telecare is nan"),
        ({"costs": {"telecare": LocalCost(10**20, "x")}}, "cost of telecare is 1000"),
        ({"costs": {"telecare": LocalCost(5, "")}}, "cost of telecare has no source"),
    ],
)
def test_limits_that_cannot_be_reckoned_with_are_refused(given, said):
    with pytest.raises(LimitsWrong, match=said):
        replace(Limits({}, {}), **given)


def test_a_cost_of_no_offer_is_refused(engine, one_person, parameters):
    limits = Limits({}, {}, costs={"massage": LocalCost(5, "x")})
    with pytest.raises(LimitsWrong, match=r"'massage' has a cost and is no offer.*telecare"):
        prepare(one_person(probability_fall=0.9), library(), limits, parameters, engine=engine)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"seed": -1}, "The seed is -1"),
        ({"seed": "x"}, "The seed is x"),
        ({"caution": "x"}, "caution is 'x'"),
        ({"thresholds": {"fall": "x"}}, "threshold of fall is 'x'"),
        ({"thresholds": {"fall": NAN}}, "threshold of fall is nan"),
        ({"thresholds": {"fall": -1}}, "threshold of fall is -1"),
        ({"least_share_of_need": NAN}, "least_share_of_need is nan"),
        ({"weights": {"fall": True}}, "weight of fall is True"),
    ],
)
def test_parameters_that_mean_nothing_are_refused(given, said):
    with pytest.raises(LimitsWrong, match=said):
        PlanParameters(**{"thresholds": {"fall": 0.2}} | given)


@pytest.mark.parametrize(
    ("written", "what", "where"),
    [
        ("falls_exercise@Purbeck North=4", "falls_exercise", "Purbeck North"),
        ("nhs-dorset=+5%", "nhs-dorset", ""),
        ("NHS_Dorset = -5%", "NHS_Dorset", ""),
    ],
)
def test_a_change_names_what_a_file_of_limits_may_name(written, what, where):
    change = change_of(written)
    assert (change.what, change.where) == (what, where)
