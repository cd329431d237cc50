"""Who is offered what, and why: one person or a few at a time, with answers known beforehand."""

import dataclasses
import re

import pyarrow as pa
import pytest

from joinedup.core.plans import Library, Limits, LocalCost, LocalValue, PlanParameters, choose, library
from joinedup.core.plans.limits import LimitsWrong
from joinedup.core.plans.most_at_risk import PeopleWrong

PAYERS = {("council", "North"): "north", ("commissioner", ""): "icb", ("fire", ""): "fire"}
NAMES = {"north": "North Council", "icb": "NHS Example", "hood00": "Old Harbour"}


def plenty(places=10, pounds=100_000, **changes):
    codes = [offer.code for offer in library().offers]
    limits = Limits(
        capacities={(code, "hood00"): places for code in codes},
        budgets_pence={"icb": pounds * 100, "north": pounds * 100},
        payers=PAYERS,
        neighbourhood_names=NAMES,
        funder_names=NAMES,
        costs={"reablement": LocalCost(185000, "council"), "telehealth": LocalCost(60000, "board")},
    )
    return dataclasses.replace(limits, **changes)


@pytest.fixture
def offered(engine, parameters):
    """The items by offer, and the reasons by offer, for a table of people."""

    def answer(people, limits=None, given=parameters, offers=None):
        plan = choose(people, offers or library(), limits or plenty(), given, engine=engine)
        effects = {row["offer"]: row for row in plan.effect.to_pylist()}
        items = {row["offer"]: row | effects.get(row["offer"], {}) for row in plan.item.to_pylist()}
        return items, {row["offer"]: row["reason"] for row in plan.left_out.to_pylist()}

    return answer


def test_a_person_below_every_threshold_is_offered_nothing(offered, one_person):
    assert offered(one_person(smoker=True, falls_24m=3.0)) == ({}, {})


def test_a_person_whom_nothing_fits_is_told_so(engine, one_person, parameters):
    plan = choose(one_person(age=30.0, probability_fall=0.9), library(), plenty(), parameters, engine=engine)
    assert plan.package.num_rows == 0
    (row,) = plan.without.to_pylist()
    assert row["reason"] == "Nothing in the catalogue fits what is known about this person."


def test_exercise_is_credited_with_the_fall_it_is_expected_to_avoid(offered, one_person):
    items, _ = offered(one_person(falls_24m=0.0, has_mobility_problem=True, probability_fall=0.3))
    exercise = items["falls_exercise"]
    assert exercise["outcome"] == "fall"
    assert exercise["avoided_mid"] == pytest.approx(0.7**0.77 - 0.7)
    assert "Chance of a fall or fracture that needs care in 12 months: 30%." in exercise["why"]
    assert exercise["avoided_low"] == pytest.approx(0.7**0.83 - 0.7)
    assert exercise["avoided_high"] == pytest.approx(0.7**0.71 - 0.7)
    assert (exercise["cost_pence"], exercise["funder"], exercise["kind"]) == (7906, "icb", "support")


@pytest.mark.parametrize(
    ("features", "offer"),
    [
        ({"age": 59.0, "falls_24m": 2.0, "probability_fall": 0.5}, "falls_exercise"),
        ({"in_care_home": True, "falls_24m": 2.0, "probability_fall": 0.5}, "falls_exercise"),
        ({"falls_24m": 1.0, "age": 58.0, "probability_fall": 0.5}, "home_hazard_assessment"),
        ({"in_care_home": True, "has_heart_failure": True, "probability_admission_or_death": 0.5}, "hf_rehab"),
        ({"age": 60.0, "probability_admission_or_death": 0.5, "emergency_admissions_12m": 3.0}, "hospital_at_home"),
        ({"probability_fall": 0.5, "age": 80.0}, "falls_service_after_999"),
        ({"emergency_admissions_12m": 3.0, "probability_admission_or_death": 0.5}, "telehealth"),
    ],
)
def test_nobody_outside_the_studied_population_is_offered_it(offered, one_person, features, offer):
    items, _ = offered(one_person(**features))
    assert offer not in items


def test_a_home_visit_goes_to_those_who_fell_and_is_refused_with_the_evidence_to_those_who_did_not(offered, one_person):
    fell, _ = offered(one_person(falls_24m=1.0, probability_fall=0.3))
    assert fell["home_hazard_assessment"]["outcome"] == "fall"
    items, reasons = offered(one_person(falls_24m=0.0, probability_fall=0.3))
    assert "home_hazard_assessment" not in items
    assert "no effect" in reasons["home_hazard_assessment"]
    assert "5% higher (4% lower to 16% higher)" in reasons["home_hazard_assessment"]
    assert "Clemson" in reasons["home_hazard_assessment"]


def test_offers_that_evidence_speaks_against_are_never_proposed(offered, one_person):
    everything = one_person(
        has_home_care=True, has_copd=True, emergency_admissions_12m=2.0, probability_admission_or_death=0.9, efi=0.3
    )
    items, reasons = offered(everything)
    assert not {"telecare", "copd_self_management", "community_matron_cga"} & set(items)
    assert "9% higher" in reasons["community_matron_cga"]
    assert "no benefit" in reasons["community_matron_cga"]


def test_an_offer_without_a_credited_effect_says_so_and_why(offered, one_person):
    items, _ = offered(one_person(smoker=True, probability_admission_or_death=0.5))
    smoking = items["stop_smoking"]
    assert ("outcome" in smoking, smoking["kind"]) == (False, "advice")
    assert smoking["why"].startswith("Smokes. No effect on admissions, falls or care homes is claimed")


def test_a_wider_interval_in_the_evidence_is_a_wider_range_for_the_person(offered, one_person):
    person = one_person(falls_24m=0.0, has_mobility_problem=True, probability_fall=0.3)
    known = library()
    wider = known.effects["falls_exercise"].model_copy(update={"low": 0.50, "high": 0.95})
    changed = Library(known.offers, {**known.effects, wider.id: wider}, known.unit_costs, known.mechanisms)
    before, after = (offered(person, offers=each)[0]["falls_exercise"] for each in (known, changed))
    assert after["avoided_low"] == pytest.approx(0.7**0.95 - 0.7)
    assert after["avoided_high"] > before["avoided_high"] > before["avoided_low"] > after["avoided_low"]
    assert after["avoided_mid"] == pytest.approx(before["avoided_mid"])
    assert "5% to 50%" in after["why"]


def test_two_mechanisms_on_one_outcome_never_avoid_more_than_the_cap(offered, one_person):
    items, _ = offered(one_person(falls_24m=2.0, probability_fall=0.4))
    both = [items["falls_exercise"]["avoided_mid"], items["home_hazard_assessment"]["avoided_mid"]]
    alone = [0.4 - (1 - 0.6**ratio) for ratio in (0.77, 0.62)]
    assert both[1] == pytest.approx(alone[1])  # the stronger first, in full
    assert both[0] < alone[0]
    assert sum(both) <= 0.5 * 0.4 + 1e-12


def test_items_add_up_to_what_the_package_avoids_when_the_cap_bites(offered, one_person):
    """Worked out apart from the code: the product of what each leaves, no lower than the cap."""
    chance = 0.4
    given = {"falls_24m": 2.0, "probability_fall": chance}
    for cap in (0.30, 0.45, 0.50, 0.60):
        parameters = PlanParameters({"fall": 0.25}, most_avoided_share=cap)
        items, _ = offered(one_person(**given), given=parameters)
        left = [(1 - (1 - chance) ** ratio) / chance for ratio in (0.77, 0.62)]
        floor = min(1 - cap, *left)
        package = chance * (1 - max(left[0] * left[1], floor))
        both = [items[code] for code in ("falls_exercise", "home_hazard_assessment") if code in items]
        assert sum(row["avoided_mid"] for row in both) == pytest.approx(package)
        assert all(row["avoided_low"] <= row["avoided_mid"] <= row["avoided_high"] for row in both)


@pytest.mark.parametrize("barrier", ["is_housebound", "has_mobility_problem"])
def test_nobody_who_cannot_get_about_is_advised_to_take_walks(offered, one_person, barrier):
    person = {"has_arthritis": True, "probability_admission_or_death": 0.5}
    assert "keep_active_advice" in offered(one_person(**person))[0]
    items, reasons = offered(one_person(**person, **{barrier: True}))
    assert "keep_active_advice" not in items.keys() | reasons.keys()


def test_an_admission_that_is_not_over_is_no_leaving_of_hospital(offered, one_person):
    inside = {"lives_alone": True, "days_since_last_admission": 5, "probability_admission_or_death": 0.5}
    items, reasons = offered(one_person(**inside))
    assert not {"home_from_hospital", "reablement"} & (items.keys() | reasons.keys())
    home, _ = offered(one_person(**inside, left_hospital_30d=True))
    assert {"home_from_hospital", "reablement"} <= home.keys()


def test_a_child_who_cares_keeps_the_right_to_an_assessment_and_is_offered_nothing_for_adults(offered, one_person):
    ill = dict.fromkeys(
        ["has_depression", "has_arthritis", "lives_alone", "has_mobility_problem", "smoker", "is_housebound"], True
    )
    child = {"age": 12.0, "efi": None, "falls_24m": 3.0, "medicine_count": 12.0, "ed_attendances_12m": 5.0}
    items, reasons = offered(
        one_person(**child, **ill, is_unpaid_carer=True, left_hospital_30d=True, probability_admission_or_death=0.9)
    )
    assert items.keys() | reasons.keys() == {"carer_assessment"}
    assert "Children Act 1989" in items["carer_assessment"]["why"]


def test_one_mechanism_counts_once(offered, one_person):
    known = library()
    exercise = next(offer for offer in known.offers if offer.code == "falls_exercise")
    second = exercise.model_copy(update={"code": "tai_chi", "name": "Tai chi"})
    twice = Library((*known.offers, second), known.effects, known.unit_costs, known.mechanisms)
    limits = plenty()
    limits = dataclasses.replace(limits, capacities={**limits.capacities, ("tai_chi", "hood00"): 5})
    items, reasons = offered(
        one_person(falls_24m=0.0, has_mobility_problem=True, probability_fall=0.3), limits, offers=twice
    )
    assert len({"falls_exercise", "tai_chi"} & set(items)) == 1
    (other,) = {"falls_exercise", "tai_chi"} - set(items)
    assert reasons[other] == "Another offer in the package already works in the same way."


def test_hospital_at_home_is_credited_only_in_the_share_of_futures_with_an_admission(offered, one_person):
    likely = {"probability_admission_or_death": 0.4, "probability_care_home": 0.2}
    person = one_person(emergency_admissions_12m=2.0, has_home_care=True, **likely)
    items, _ = offered(person)
    assert items["hospital_at_home"]["outcome"] == "care_home"
    assert items["hospital_at_home"]["avoided_mid"] == pytest.approx(0.2 * 0.4 * (1 - 0.53))
    assert "14% higher" in items["hospital_at_home"]["why"]  # what speaks against it is said too


NEEDY = {"smoker": True, "has_mobility_problem": True, "probability_fall": 0.3}


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        (plenty(places=0), "There are no places for this in Old Harbour."),
        (plenty(capacities={}), "There are no places for this in Old Harbour."),
        (plenty(budgets_pence={"north": 0}), "No budget is stated for NHS Example."),
        (plenty(pounds=79), "What is left of the budget of NHS Example does not cover this."),
        (plenty(payers={("council", "North"): "north"}), "It is not known which organisation pays for this here."),
    ],
)
def test_what_the_place_lacks_is_said_in_plain_words(offered, one_person, limits, said):
    items, reasons = offered(one_person(**NEEDY), limits)
    assert "falls_exercise" not in items
    assert reasons["falls_exercise"] == said


def test_an_offer_only_the_place_can_price_waits_for_its_price(offered, one_person):
    person = one_person(has_copd=True, emergency_admissions_12m=1.0, probability_admission_or_death=0.5)
    items, reasons = offered(person, plenty(costs={}))
    assert "Nobody has said what this costs here" in reasons["telehealth"]
    items, _ = offered(person)
    assert items["telehealth"]["cost_pence"] == 60000
    cheaper, _ = offered(person, plenty(costs={"pulmonary_rehab": LocalCost(21000, "trust")}))
    assert cheaper["pulmonary_rehab"]["cost_pence"] == 21000


def test_what_was_received_lately_is_not_proposed_again(offered, one_person):
    person = one_person(lives_alone=True, is_housebound=True, referred_befriending_12m=True, probability_fall=0.5)
    items, reasons = offered(person)
    assert "befriending" not in items
    assert reasons["befriending"] == "Not proposed again: was referred to befriending in the last year."


def test_a_full_package_says_so(offered, one_person, parameters):
    one = dataclasses.replace(parameters, most_items=1)
    items, reasons = offered(one_person(**NEEDY), given=one)
    assert list(items) == ["falls_exercise"]
    assert reasons["stop_smoking"] == "The package already holds as many offers as it may, 1."


def test_a_person_with_no_known_neighbourhood_is_told_why(offered, one_person):
    items, reasons = offered(one_person(neighbourhood=None, **NEEDY).cast(one_person(**NEEDY).schema))
    assert items == {}
    assert "not known in which neighbourhood" in reasons["falls_exercise"]


def test_rights_are_met_before_anything_else(engine, parameters, make_people, make_limits):
    people = make_people(1500)
    one = dataclasses.replace(parameters, most_items=1)
    roomy = make_limits(people, tightness=40)
    plan = choose(people, library(), roomy, one, engine=engine)
    rights = [row for row in plan.left_out.to_pylist() if row["offer"] == "carer_assessment"]
    assert plan.rights_not_met == 0
    assert {row["reason"][:15] for row in rights} <= {"Not proposed ag"}
    scarce = dataclasses.replace(
        roomy, capacities={**roomy.capacities, **{("carer_assessment", f"hood{i:02d}"): 1 for i in range(20)}}
    )
    tight = choose(people, library(), scarce, one, engine=engine)
    given = [row for row in tight.limit.to_pylist() if row["offer"] == "carer_assessment"]
    assert all(row["used"] == row["available"] == 1 for row in given)
    assert tight.rights_not_met > 0
    unmet = [row["reason"] for row in tight.left_out.to_pylist() if row["offer"] == "carer_assessment"]
    assert sum(said.endswith(" The right to it remains.") for said in unmet) == tight.rights_not_met
    assert not [said for said in unmet if said.startswith("Not proposed again") and "remains" in said]


def test_a_column_an_offer_asks_about_must_be_there(engine, parameters, one_person):
    with pytest.raises(PeopleWrong, match="smoker"):
        choose(one_person().drop_columns(["smoker"]), library(), plenty(), parameters, engine=engine)


def test_a_place_without_anybody_at_risk_has_an_empty_plan(engine, parameters, make_people, make_limits):
    people = make_people(50)
    nobody = choose(people, library(), make_limits(people), PlanParameters({}), engine=engine)
    assert (nobody.people_at_risk, nobody.item.num_rows, nobody.package.num_rows, nobody.gap) == (0, 0, 0, 0)
    assert nobody.limit.num_rows == 27 * 20 + 3


def test_equal_input_in_another_order_gives_equal_packages(engine, parameters, make_people, make_limits):
    people = make_people(1200)
    backwards = people.take(pa.array(range(people.num_rows - 1, -1, -1)))
    one, other = (
        choose(each, library(), make_limits(people), parameters, engine=engine) for each in (people, backwards)
    )
    assert one.item.equals(other.item)
    assert one.left_out.equals(other.left_out)


def test_every_limit_is_kept_and_every_figure_adds_up(engine, parameters, make_people, make_limits):
    people = make_people(3000)
    plan = choose(people, library(), make_limits(people), parameters, engine=engine)
    assert all(row["used"] <= row["available"] for row in plan.limit.to_pylist())
    items = plan.item.to_pylist()
    budgets = {row["funder"]: row["used"] for row in plan.limit.to_pylist() if row["limit"] == "budget"}
    for funder, used in budgets.items():
        assert used == sum(row["cost_pence"] for row in items if row["funder"] == funder)
    assert sum(plan.package["cost_pence"].to_pylist()) == sum(row["cost_pence"] for row in items)
    assert max(plan.package["item_count"].to_pylist()) <= parameters.most_items
    assert plan.gap <= 0.001
    ordered = [(row["avoided_low"], row["avoided_mid"], row["avoided_high"]) for row in plan.effect.to_pylist()]
    assert all(0 < low <= middle <= high for low, middle, high in ordered)


def test_nothing_fits_twice_and_everything_fitting_is_explained(engine, parameters, make_people, make_limits):
    people = make_people(2000)
    plan = choose(people, library(), make_limits(people), parameters, engine=engine)
    chosen = list(zip(*plan.item.select(["person_id", "offer"]).to_pydict().values(), strict=True))
    out = list(zip(*plan.left_out.select(["person_id", "offer"]).to_pydict().values(), strict=True))
    assert len(set(chosen + out)) == len(chosen) + len(out)
    said = set(plan.left_out["reason"].to_pylist()) | set(plan.item["why"].to_pylist())
    assert not [words for words in said if not words.endswith(".") or re.search(r"_|\{|>=|select |hood\d", words)]


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: PlanParameters({"happiness": 0.5}),
        lambda: PlanParameters({}, most_items=0),
        lambda: PlanParameters({}, need_weight=-1),
        lambda: PlanParameters({}, most_avoided_share=0),
        lambda: Limits({("falls_exercise", "hood00"): -1}, {}),
        lambda: Limits({}, {"icb": -1}),
        lambda: Limits({}, {}, costs={"reablement": LocalCost(100, "")}),
        lambda: Limits({}, {}, costs={"reablement": LocalCost(-100, "council")}),
        lambda: Limits({}, {}, event_values={"happiness": LocalValue(1, 0, "council")}),
        lambda: Limits({}, {}, event_values={"fall": LocalValue(1, -1, "council")}),
        lambda: Limits({}, {}, event_values={"fall": LocalValue(1, 1, "")}),
    ],
)
def test_limits_and_parameters_that_make_no_sense_are_refused(wrong):
    with pytest.raises(LimitsWrong):
        wrong()
