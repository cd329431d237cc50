"""What a place decides about how packages are weighed: read from its place file, refused by name, and used."""

import pytest

from joinedup.core.plans.choices import PlanChoices
from joinedup.core.plans.limits import LimitsWrong


def test_what_a_place_decides_takes_the_place_of_what_is_usual():
    choices = PlanChoices(weights={"fall": 0.5}, least_share_of_need=0.6, why="Board, 3 March 2026")
    parameters = choices.applied_to({"fall": 0.25}, seed=7)
    assert parameters.weights == {"fall": 0.5}
    assert parameters.least_share_of_need == 0.6
    assert (parameters.most_items, parameters.seed, parameters.thresholds) == (5, 7, {"fall": 0.25})


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"weight": {"fall": 1}}, "weight"),
        ({"seed": 3}, "seed"),
        ({"thresholds": {"fall": 0.1}}, "thresholds"),
        ({"weights": {"sadness": 1}}, "sadness"),
        ({"most_items": "many"}, "most_items is 'many'"),
        ({"decide_by": "luck"}, "how to decide"),
        ({"caution": 0.9, "decide_by": "cautious"}, "how to decide"),
        ({"most_avoided_share": 0}, "share"),
        ({"weights": {"fall": float("nan")}}, "weight of fall is nan"),
        ({"change_penalty": float("inf")}, "change_penalty is inf"),
        ({"most_items": 2.5}, "hold 2.5 offers"),
        ({"most_items": True}, "most_items is True"),
    ],
)
def test_what_cannot_be_is_refused_by_name(given, said):
    with pytest.raises(LimitsWrong, match=said):
        PlanChoices(why="Board", **given).applied_to({"fall": 0.25}, seed=1)


def test_a_decision_without_a_reason_is_refused():
    with pytest.raises(ValueError, match="why"):
        PlanChoices.model_validate({"most_items": 3})
