"""A place as a whole: rights, what is received, requirements and exclusions, promises, prices, who pays and saves."""

import dataclasses

import numpy as np
import pyarrow as pa
import pytest

from joinedup.core.plans import Library, LocalValue, PlanParameters, choose, library
from joinedup.core.plans.evidence import EvidenceWrong
from joinedup.core.plans.limits import LimitsWrong
from joinedup.core.plans.most_at_risk import PeopleWrong
from joinedup.core.plans.offers import Credit
from joinedup.core.plans.uncertainty import Spread, draws
from tests.core.plans.test_choose import NEEDY, plenty


@pytest.fixture
def plan_for(engine, parameters):
    def answer(people, limits=None, given=parameters, offers=None, **options):
        return choose(people, offers or library(), limits or plenty(), given, engine=engine, **options)

    return answer


def several(one_person, count, **features):
    rows = [one_person(person_id=f"p{i}", **features) for i in range(count)]
    return pa.concat_tables(rows)


def with_offer(code, **changes):
    known = library()
    offers = [offer.model_copy(update=changes) if offer.code == code else offer for offer in known.offers]
    return Library(tuple(offers), known.effects, known.unit_costs, known.mechanisms)


def codes(plan, person="p1"):
    return {row["offer"] for row in plan.item.to_pylist() if row["person_id"] == person}


def reason(plan, offer):
    return next(row for row in plan.left_out.to_pylist() if row["offer"] == offer)


def test_what_a_person_receives_stays_even_where_it_no_longer_fits_or_passes_a_limit(plan_for, one_person):
    person = one_person(probability_fall=0.3, receives=["falls_exercise", "telecare"])
    plan = plan_for(person, plenty(places=0))
    kept = {row["offer"]: row for row in plan.item.to_pylist()}
    assert {"falls_exercise", "telecare"} == {code for code, row in kept.items() if row["is_kept"]}
    assert kept["falls_exercise"]["why"] == "Received already; it stays unless somebody decides otherwise."
    assert "falls_exercise" not in plan.effect["offer"].to_pylist()  # the chance is that of a person who has it
    assert not plan.is_feasible
    over = {row["offer"]: row for row in plan.collision.to_pylist()}
    assert (over["falls_exercise"]["needed"], over["falls_exercise"]["available"]) == (1, 0)


def test_what_works_already_is_not_credited_twice(plan_for, one_person):
    known = library()
    exercise = next(offer for offer in known.offers if offer.code == "falls_exercise")
    tai_chi = exercise.model_copy(update={"code": "tai_chi", "name": "Tai chi"})
    more = Library((*known.offers, tai_chi), known.effects, known.unit_costs, known.mechanisms)
    limits = plenty()
    limits = dataclasses.replace(limits, capacities={**limits.capacities, ("tai_chi", "hood00"): 5})
    person = one_person(**NEEDY, receives=["falls_exercise"])
    plan = plan_for(person, limits, offers=more)
    assert "tai_chi" not in codes(plan)
    assert reason(plan, "tai_chi")["would_change"] == "The package without Strength and balance exercise."


def test_what_was_declined_is_not_proposed_and_says_what_would_change_that(plan_for, one_person):
    plan = plan_for(one_person(**NEEDY, refused=["falls_exercise"]))
    assert "falls_exercise" not in codes(plan)
    assert reason(plan, "falls_exercise")["reason"] == "It was declined for this person in the last year."
    assert "changes their mind" in reason(plan, "falls_exercise")["would_change"]


def test_a_refused_right_is_refused(plan_for, one_person):
    plan = plan_for(one_person(is_unpaid_carer=True, probability_fall=0.3, refused=["carer_assessment"]))
    assert "carer_assessment" not in codes(plan)
    assert plan.rights_not_met == 0
    assert plan.is_feasible


def test_lists_may_be_text_and_an_unknown_code_is_refused_by_name(plan_for, one_person):
    plan = plan_for(one_person(**NEEDY, receives="telecare;befriending"))
    assert {"telecare", "befriending"} <= codes(plan)
    with pytest.raises(PeopleWrong, match=r"massage.*receives.*falls_exercise"):
        plan_for(one_person(**NEEDY, receives=["massage"]))


def test_a_wish_wins_where_two_gain_alike(plan_for, one_person):
    people = several(one_person, 3, smoker=True, probability_fall=0.3)
    wishes = pa.array([[], ["stop_smoking"], []], pa.list_(pa.string()))
    plan = plan_for(people.append_column("wishes", wishes), plenty(places=1))
    assert [row["person_id"] for row in plan.item.to_pylist() if row["offer"] == "stop_smoking"] == ["p1"]


def test_an_offer_that_requires_another_comes_with_it_or_not_at_all(plan_for, one_person):
    offers = with_offer("falls_exercise", requires=("medicines_review",))
    person = one_person(**NEEDY, medicine_count=12.0)
    assert {"falls_exercise", "medicines_review"} <= codes(plan_for(person, offers=offers))
    alone = plan_for(one_person(**NEEDY, medicine_count=0.0, high_risk_medicine_count=0.0), offers=offers)
    assert "falls_exercise" not in codes(alone)
    assert reason(alone, "falls_exercise")["reason"].startswith("It comes only with Review of medicines")
    receiving = one_person(**NEEDY, medicine_count=0.0, receives=["medicines_review"])
    assert "falls_exercise" in codes(plan_for(receiving, offers=offers))


def test_offers_that_exclude_each_other_never_meet(plan_for, one_person):
    offers = with_offer("stop_smoking", excludes=("falls_exercise",))
    plan = plan_for(one_person(**NEEDY), offers=offers)
    assert "falls_exercise" in codes(plan)
    assert "stop_smoking" not in codes(plan)
    assert "may not go together with Strength and balance exercise" in reason(plan, "stop_smoking")["reason"]


def test_offers_may_share_a_capacity_and_use_several_units_of_it(plan_for, one_person):
    known = library()
    hours = {"falls_exercise": 3, "home_hazard_assessment": 2}
    offers = Library(
        tuple(
            offer.model_copy(update={"capacity": "therapy_hours", "uses": hours[offer.code]})
            if offer.code in hours
            else offer
            for offer in known.offers
        ),
        known.effects,
        known.unit_costs,
        known.mechanisms,
    )
    limits = plenty()
    rest = {key: places for key, places in limits.capacities.items() if key[0] not in hours}
    limits = dataclasses.replace(limits, capacities={**rest, ("therapy_hours", "hood00"): 7})
    people = several(one_person, 4, falls_24m=1.0, has_mobility_problem=True, probability_fall=0.4)
    plan = plan_for(people, limits, offers=offers)
    used = next(row for row in plan.limit.to_pylist() if row["offer"] == "therapy_hours")
    given = [hours[row["offer"]] for row in plan.item.to_pylist() if row["offer"] in hours]
    assert used["used"] == sum(given) <= 7
    assert sum(given) >= 6


def test_rights_that_collide_are_said_with_whom_and_the_plan_is_marked_least_bad(plan_for, one_person):
    people = several(one_person, 3, is_unpaid_carer=True, probability_fall=0.3)
    limits = plenty()
    limits = dataclasses.replace(limits, capacities={**limits.capacities, ("carer_assessment", "hood00"): 1})
    plan = plan_for(people, limits)
    assert (plan.is_feasible, plan.rights_not_met) == (False, 2)
    (collision,) = plan.collision.to_pylist()
    assert (collision["offer"], collision["needed"], collision["available"]) == ("carer_assessment", 3, 1)
    met = {row["person_id"] for row in plan.item.to_pylist() if row["offer"] == "carer_assessment"}
    assert set(collision["person_ids"]) == {"p0", "p1", "p2"} - met
    assert next(row for row in plan.unmet.to_pylist() if row["offer"] == "carer_assessment")["rights"] == 2


def test_the_price_of_a_place_is_what_the_next_person_would_gain(plan_for, one_person):
    chances = (0.5, 0.4, 0.3)
    people = pa.concat_tables(
        [
            one_person(person_id=f"p{i}", has_mobility_problem=True, probability_fall=one)
            for i, one in enumerate(chances)
        ]
    )
    plan = plan_for(people, plenty(places=2))
    exercise = [row["person_id"] for row in plan.item.to_pylist() if row["offer"] == "falls_exercise"]
    assert exercise == ["p0", "p1"]
    left = reason(plan, "falls_exercise")
    assert (left["person_id"], left["queue"], left["reason"]) == ("p2", 1, "No capacity left in Old Harbour.")
    assert left["worth"] == pytest.approx(0.7**0.77 - 0.7, rel=0.01)
    price = next(row for row in plan.limit.to_pylist() if row["offer"] == "falls_exercise")
    assert 0.99 * left["worth"] <= price["price"] <= 0.5
    assert price["price_words"].startswith(
        "One more place on 'Strength and balance exercise' in Old Harbour would be worth 0.0"
    )
    assert left["would_change"].startswith("Number 1 in line for the next place in Old Harbour.")


def test_a_limit_with_nothing_in_it_says_what_the_first_place_would_be_worth(plan_for, one_person):
    limits = plenty()
    limits = dataclasses.replace(limits, capacities={**limits.capacities, ("falls_exercise", "hood00"): 0})
    plan = plan_for(one_person(**NEEDY), limits)
    row = next(row for row in plan.limit.to_pylist() if row["offer"] == "falls_exercise")
    assert row["price"] == pytest.approx(0.7**0.77 - 0.7, rel=0.01)
    assert "one would be worth 0.0" in reason(plan, "falls_exercise")["would_change"]


def test_a_package_says_what_came_nearest_and_an_item_when_it_would_go(plan_for, one_person):
    people = several(one_person, 3, **NEEDY)
    plan = plan_for(people, plenty(places=2))
    without = next(row for row in plan.package.to_pylist() if "in line" in (row["next_best"] or ""))
    assert without["next_best"].startswith(
        ("Strength and balance exercise: No capacity left", "Help to stop smoking: No")
    )
    item = next(row for row in plan.item.to_pylist() if row["offer"] == "falls_exercise")
    assert item["would_change"].startswith("Worth 0.0")


def test_a_proposal_that_hangs_on_one_weak_study_says_so(plan_for, one_person):
    person = one_person(
        has_copd=True,
        emergency_admissions_12m=1.0,
        probability_admission_or_death=0.5,
        falls_24m=1.0,
        probability_fall=0.3,
    )
    items = {row["offer"]: row for row in plan_for(person).item.to_pylist()}
    assert items["telehealth"]["weakness"].startswith("This hangs on one weak study: one study, graded 'cluster RCT'")
    assert items["falls_exercise"]["weakness"] is None


def test_a_cautious_place_counts_wide_intervals_for_less(plan_for, one_person, parameters):
    person = one_person(has_copd=True, emergency_admissions_12m=1.0, probability_admission_or_death=0.5)
    cautious = dataclasses.replace(parameters, decide_by="cautious", caution=0.1)
    worth = [
        next(row["worth"] for row in plan_for(person, given=given).item.to_pylist() if row["offer"] == "telehealth")
        for given in (parameters, cautious)
    ]
    spread = Spread.of(library().effects["telehealth_wsd_adm"])
    odds = spread.value(1.2816)
    assert worth[1] == pytest.approx(0.5 - odds * 0.5 / (0.5 + odds * 0.5), rel=1e-3)
    assert worth[1] < worth[0]


def test_draws_say_how_often_an_item_stays_and_what_the_place_may_expect(plan_for, one_person):
    chances = np.linspace(0.28, 0.5, 12)
    rows = [
        one_person(person_id=f"p{i:02d}", has_mobility_problem=True, falls_24m=1.0, probability_fall=float(one))
        for i, one in enumerate(chances)
    ]
    plan = plan_for(pa.concat_tables(rows), plenty(places=4, pounds=400), draws=16)
    credited = plan.effect["offer"].to_pylist()
    shares = [row["stays_share"] for row in plan.item.to_pylist() if row["offer"] in credited]
    assert all(0 <= share <= 1 for share in shares)
    assert max(shares) > 0.5
    assert plan.worth_low < plan.worth < plan.worth_high
    assert draws(library(), 16, 1) == draws(library(), 16, 1)


def test_without_draws_there_is_no_figure(plan_for, one_person):
    plan = plan_for(one_person(**NEEDY))
    assert {row["stays_share"] for row in plan.item.to_pylist()} == {None}
    assert (plan.worth_low, plan.worth_high) == (None, None)


def test_small_changes_do_not_reshuffle_what_was_proposed(plan_for, one_person, parameters):
    rows = [one_person(person_id=f"p{i}", smoker=True, probability_fall=0.3) for i in range(6)]
    people = pa.concat_tables(rows)
    before = pa.array([["stop_smoking"] if i >= 4 else [] for i in range(6)], pa.list_(pa.string()))
    again = people.append_column("proposed_before", before)
    plan = plan_for(again, plenty(places=2))
    assert [row["person_id"] for row in plan.item.to_pylist() if row["offer"] == "stop_smoking"] == ["p4", "p5"]
    free = plan_for(people, plenty(places=2), dataclasses.replace(parameters, change_penalty=0.0))
    assert plan.worth == pytest.approx(free.worth)


def test_the_most_deprived_and_each_neighbourhood_get_what_they_are_promised(plan_for, one_person, parameters):
    """One budget; the poor gain a little less each, so without a promise nothing would reach them."""
    rich = [
        one_person(person_id=f"r{i}", has_mobility_problem=True, probability_fall=0.36, deprivation_decile=9)
        for i in range(10)
    ]
    poor = [
        one_person(
            person_id=f"s{i}",
            has_mobility_problem=True,
            probability_fall=0.34,
            deprivation_decile=1,
            neighbourhood="hood01",
        )
        for i in range(10)
    ]
    limits = plenty(pounds=8 * 79.06)
    both = {(code, hood): 10 for code, _ in limits.capacities for hood in ("hood00", "hood01")}
    limits = dataclasses.replace(limits, capacities=both, budgets_pence={"icb": 8 * 7906, "north": 0})
    none = dataclasses.replace(parameters, least_share_of_need=0.0, least_share_deprived=0.0)
    people = pa.concat_tables([*rich, *poor])
    free, fair = plan_for(people, limits, none), plan_for(people, limits)

    def poor_items(plan):
        return sum(
            row["person_id"].startswith("s") for row in plan.item.to_pylist() if row["offer"] == "falls_exercise"
        )

    assert poor_items(free) == 0
    assert poor_items(fair) >= 3
    promise = {row["group"]: row for row in fair.promise.to_pylist() if row["neighbourhood"] in (None, "hood01")}
    assert promise["most_deprived_fifth"]["price"] > 0
    assert promise["most_deprived_fifth"]["need_share"] == pytest.approx(0.5, abs=0.05)
    assert fair.worth <= free.worth


def test_a_promise_nobody_can_keep_is_said_not_to_be_kept(plan_for, one_person):
    rows = [one_person(person_id="a", **NEEDY), one_person(person_id="b", neighbourhood="hood07", **NEEDY)]
    plan = plan_for(pa.concat_tables(rows))
    promise = {row["neighbourhood"]: row for row in plan.promise.to_pylist() if row["group"] == "neighbourhood"}
    assert promise["hood00"]["is_kept"]
    assert not promise["hood07"]["is_kept"]
    assert promise["hood07"]["worth"] == 0


def test_who_pays_and_who_saves_stand_apart_and_capacity_is_not_cash(plan_for, one_person):
    plan = plan_for(one_person(**NEEDY))
    ledger = {row["organisation"]: row for row in plan.ledger.to_pylist()}
    avoided = next(row["avoided_mid"] for row in plan.effect.to_pylist() if row["outcome"] == "fall")
    assert ledger["icb"]["pays_pence"] == sum(
        row["cost_pence"] for row in plan.item.to_pylist() if row["funder"] == "icb"
    )
    assert ledger["icb"]["frees_pence"] == pytest.approx(avoided * 28000, abs=1)
    assert ledger["icb"]["frees_low_pence"] < ledger["icb"]["frees_pence"] < ledger["icb"]["frees_high_pence"]
    assert {row["saves_cash_pence"] for row in ledger.values()} == {0}


def test_a_place_says_itself_what_an_event_avoided_leaves_it(plan_for, one_person):
    own = {"fall": LocalValue.in_pounds(500, 40, "the board's finance team")}
    plan = plan_for(one_person(**NEEDY), plenty(event_values=own))
    ledger = {row["organisation"]: row for row in plan.ledger.to_pylist()}
    avoided = next(row["avoided_mid"] for row in plan.effect.to_pylist() if row["outcome"] == "fall")
    assert ledger["icb"]["frees_pence"] == pytest.approx(avoided * 50000, abs=1)
    assert ledger["icb"]["saves_cash_pence"] == pytest.approx(avoided * 4000, abs=1)


def test_a_warm_start_gives_as_good_a_plan(plan_for, make_people, make_limits, parameters):
    people = make_people(1200)
    limits = make_limits(people)
    first = plan_for(people, limits)
    again = plan_for(people, limits, start=first.prices)
    assert again.gap <= 0.001
    assert again.worth == pytest.approx(first.worth, rel=0.002)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"probability_fall": 1.2}, "probability_fall goes from 1.2"),
        ({"probability_fall": -0.2}, "probability_fall goes from -0.2"),
    ],
)
def test_a_probability_that_is_none_is_refused(plan_for, one_person, change, said):
    with pytest.raises(PeopleWrong, match=said):
        plan_for(one_person(**change))


def test_a_person_who_comes_twice_is_refused(plan_for, one_person):
    with pytest.raises(PeopleWrong, match="comes twice"):
        plan_for(pa.concat_tables([one_person(), one_person()]))


def test_a_capacity_of_no_offer_is_refused(plan_for, one_person):
    with pytest.raises(LimitsWrong, match=r"massage.*is no offer's"):
        plan_for(one_person(**NEEDY), dataclasses.replace(plenty(), capacities={("massage", "hood00"): 3}))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"requires": ("massage",)}, "speaks of the offer 'massage'"),
        ({"excludes": ("falls_exercise",)}, "speaks of the offer 'falls_exercise'"),
        ({"requires": ("telecare",), "excludes": ("telecare",)}, "requires what it excludes"),
        ({"mechanism": "magic"}, "works by 'magic'"),
    ],
)
def test_an_offer_that_makes_no_sense_is_refused_by_name(changes, said):
    with pytest.raises(EvidenceWrong, match=said):
        with_offer("falls_exercise", **changes)


def test_an_outcome_of_the_places_own_may_come_with_people(plan_for, one_person):
    person = one_person(is_unpaid_carer=True).append_column("probability_carer_breakdown", pa.array([0.4]))
    plan = plan_for(person, given=PlanParameters({"carer_breakdown": 0.3}))
    assert plan.people_at_risk == 1
    assert "carer_assessment" in codes(plan)


def test_an_offer_with_effects_on_two_outcomes_is_credited_on_both(engine, one_person):
    known = library()
    exercise = known.offers[known.position["falls_exercise"]]
    also = known.effects["falls_exercise"].model_copy(
        update={
            "id": "exercise_admissions",
            "our_outcome": "admission_or_death",
            "effect": 0.9,
            "low": 0.85,
            "high": 0.95,
        }
    )
    wider = exercise.model_copy(update={"effects": (*exercise.effects, Credit(evidence=also.id, when="age >= 60"))})
    offers = Library((wider,), {**known.effects, also.id: also}, known.unit_costs, known.mechanisms)
    person = one_person(has_mobility_problem=True, probability_fall=0.3, probability_admission_or_death=0.4)
    parameters = PlanParameters({"fall": 0.25}, weights={"fall": 1.0, "admission_or_death": 2.0})
    limits = plenty(capacities={("falls_exercise", "hood00"): 1}, costs={})
    plan = choose(person, offers, limits, parameters, engine=engine)
    avoided = {row["outcome"]: row["avoided_mid"] for row in plan.effect.to_pylist()}
    assert avoided == pytest.approx({"fall": 0.7**0.77 - 0.7, "admission_or_death": 0.6**0.9 - 0.6})
    assert plan.worth == pytest.approx(avoided["fall"] + 2 * avoided["admission_or_death"], rel=0.02)
    (item,) = plan.item.to_pylist()
    assert "Chance of emergency admission or death in 12 months: 40%; of a fall or fracture" in item["why"]
    assert "hangs on one weak study" not in (item["weakness"] or "")
    ledger = {row["organisation"]: row for row in plan.ledger.to_pylist()}
    assert ledger["icb"]["frees_pence"] > avoided["fall"] * 28000
