"""What is received counts against limits, requirements and exclusions whatever is not known about it."""

import pytest

from joinedup.core.plans import choose
from tests.core.plans.few_offers import AT_RISK, catalogue, limits, offer, people

OFFERS = catalogue(
    offer("classes", ratio=0.5),
    offer("alarm", "safer_home", 0.8, excludes=("classes",)),
    offer("visit", "safer_home", 0.8, requires=("classes",)),
)
COSTS = {"classes": 100, "alarm": 100, "visit": 100}
PLACES = dict.fromkeys(COSTS, 5)


@pytest.fixture
def plan_for(engine):
    def answer(who, within):
        return choose(who, OFFERS, within, AT_RISK, engine=engine)

    return answer


def holders(plan, code):
    return [row["person_id"] for row in plan.item.to_pylist() if row["offer"] == code]


def test_what_a_person_of_unknown_neighbourhood_receives_uses_the_budget(plan_for):
    who = people({"neighbourhood": None, "receives": ["classes"]}, {})
    plan = plan_for(who, limits(PLACES, 100, COSTS))
    assert holders(plan, "classes") == ["p0"]
    assert [row["pays_pence"] for row in plan.ledger.to_pylist() if row["organisation"] == "north"] == [10_000]
    assert plan.is_feasible


def test_what_is_received_without_a_known_payer_takes_its_place(plan_for):
    who = people({"local_authority": None, "receives": ["classes"]}, {})
    plan = plan_for(who, limits({**PLACES, "classes": 1}, 1000, COSTS))
    assert holders(plan, "classes") == ["p0"]


def test_what_is_received_at_an_unknown_cost_excludes_and_comes_first(plan_for):
    costs = {"alarm": 100, "visit": 100}
    plan = plan_for(people({"receives": ["classes"]}), limits(PLACES, 1000, costs))
    assert holders(plan, "alarm") == []
    assert holders(plan, "visit") == ["p0"]
