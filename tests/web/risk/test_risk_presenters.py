"""Scores in words: what is shown adds up, old scores are called old, words fit the numbers."""

import math
import re
from datetime import date
from types import SimpleNamespace

import pytest

from joinedup.web.plans.presenters import effect_words
from joinedup.web.risk import standing, words
from joinedup.web.risk.presenters import reason_lines, score_card
from joinedup.web.risk.registry.presenters import figures

pytestmark = pytest.mark.one_database


def reason(contribution: float, **more) -> SimpleNamespace:
    about = {
        "words": "w",
        "feature": "falls_24m",
        "feature_group": "use",
        "is_changeable": True,
        "kind": "",
        "organisation": "",
    }
    source = {"happened_on": None, "record_count": None, "file": "", "line": None}
    return SimpleNamespace(contribution=contribution, **(about | source | more))


def card(probability: float, contributions: list[float], intercept: float | None = -2.0) -> score_card.ScoreCard:
    log_odds = math.log(probability / (1 - probability))
    score = SimpleNamespace(
        outcome="fall", probability=probability, log_odds=log_odds, intercept=intercept, is_above_threshold=True
    )
    return score_card.score_card(score, [reason(one) for one in contributions], threshold=0.25, organisations={})


def number(points: str) -> float:
    return float(points.replace("−", "-").replace("+", ""))


@pytest.mark.parametrize("contributions", [[], [0.8], [0.8, -0.31], [2.345, 0.001, -1.239, 0.4]])
def test_baseline_reasons_and_the_rest_make_the_score(contributions):
    shown = card(0.42, contributions)
    parts = [shown.baseline, *(line.points for line in shown.reasons), shown.others]
    assert sum(map(number, parts)) == pytest.approx(number(shown.total), abs=0.005 * (len(parts) + 1))


def test_largest_reason_fills_its_side_and_others_keep_the_proportion():
    up, down = card(0.42, [0.8, -0.4]).reasons
    assert (up.bar_x, up.bar_width, up.raises) == (100, 100, True)
    assert (down.bar_x, down.bar_width, down.raises) == (50, 50, False)


def test_score_without_a_known_baseline_explains_nothing():
    assert not card(0.42, [0.8], intercept=None).explains


def test_score_is_old_after_35_days_and_not_before():
    made_on = date(2026, 4, 1)
    assert not standing.score_date(made_on, date(2026, 5, 6)).is_old
    assert standing.score_date(made_on, date(2026, 5, 7)).is_old


@pytest.mark.parametrize("percent", range(3, 95))
def test_words_for_a_chance_are_near_the_chance(percent):
    said = re.fullmatch(r"about (\d+) in (\d+)", words.chance(percent / 100))
    part, whole = int(said[1]), int(said[2])
    assert part / whole == pytest.approx(percent / 100, abs=0.051)


def test_effect_smaller_than_one_in_a_thousand_is_not_rounded_up():
    effect = SimpleNamespace(outcome="fall", avoided_low=0.0001, avoided_mid=0.0002, avoided_high=0.0003)
    assert effect_words(effect).startswith("Fewer than 1 in 1,000")


def test_reason_from_the_register_names_no_record():
    assert reason_lines.rests_on(reason(0.1), {}) == "From the register"
    assert reason_lines.rests_on(reason(0.1, record_count=0, feature_group="person"), {}) == "From the register"
    assert (
        reason_lines.rests_on(reason(0.1, record_count=0, feature_group="use"), {}) == "No record in the time looked at"
    )


def test_counts_of_groups_on_a_model_s_page_are_rounded_whatever_the_run_says():
    one = {"grouping": "ethnicity", "group": "Asian", "shown": True, "people": 488, "events": 93}
    few = {"grouping": "ethnicity", "group": "Black", "shown": False}
    asian, black = figures.group_tables({"groups": [one, few]}, {})[0].lines
    assert (asian.people, asian.events) == ("490", "95")
    assert (black.people, black.events) == ("too few to show", "")
