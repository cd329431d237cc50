"""What a list of any length finds, whom it passes over, and whether it helps."""

from datetime import date, timedelta

import numpy as np
import pytest

from joinedup.core.risk.failures import HoldOutWrong
from joinedup.core.risk.models.additive import probability
from joinedup.core.risk.use.hold_out import Arm, HoldOut, compared, draw, stepped_starts, wilson
from joinedup.core.risk.use.hold_out_in_steps import BetweenSteps, Followed, compared_in_steps
from joinedup.core.risk.validation.decision_curve import decision_curve
from joinedup.core.risk.validation.selection import Judged, expected, selection_table

PEOPLE = 4000
START = date(2026, 4, 1)


@pytest.fixture(scope="module")
def table():
    rng = np.random.default_rng(4)
    log_odds = rng.normal(-2.5, 1.2, PEOPLE)
    outcome = rng.random(PEOPLE) < probability(log_odds)
    sex = rng.choice(np.array(["female", "male"], dtype=object), PEOPLE)
    tiny = np.where(np.arange(PEOPLE) < 30, "tiny", "rest").astype(object)
    groups = {"sex": sex, "neighbourhood": tiny}
    chance = probability(log_odds)
    return selection_table("fall", chance, groups, Judged(log_odds, outcome, groups)), chance, log_odds, outcome, sex


def test_the_list_is_those_most_at_risk_and_its_hits_are_counted_one_by_one(table) -> None:
    found, chance, log_odds, outcome, sex = table
    row = next(r for r in found.to_pylist() if (r["listed"], r["grouping"], r["group"]) == (200, "sex", "male"))
    listed = sorted(range(PEOPLE), key=lambda at: -log_odds[at])[:200]
    men = [at for at in listed if sex[at] == "male"]
    hits, events = sum(outcome[at] for at in men), sum(outcome[at] for at in range(PEOPLE) if sex[at] == "male")
    assert row["listed_in_group"] == row["judged_listed"] == to_five(len(men))
    assert (row["judged_hits"], row["judged_events"]) == (to_five(hits), to_five(events))
    assert row["expected_hits"] == round(sum(chance[at] for at in men))
    assert row["false_negative_rate"] == round(1 - hits / events, 2)
    assert row["share_of_list_with_outcome"] == round(hits / len(men), 2)


def to_five(count: int) -> int:
    return 5 * ((count + 2) // 5)


def test_everybody_is_counted_exactly_and_groups_to_the_nearest_five(table) -> None:
    rows = [row for row in table[0].to_pylist() if row["listed"] == 400]
    whole = next(row for row in rows if row["grouping"] == "all")
    of_sex = [row for row in rows if row["grouping"] == "sex"]
    for name in ("people_in_group", "listed_in_group", "judged_people", "judged_events", "judged_hits"):
        assert all(row[name] % 5 == 0 for row in of_sex)
        assert abs(sum(row[name] for row in of_sex) - whole[name]) <= 2 * len(of_sex)
    assert whole["judged_events"] == table[3].sum()
    assert sum(row["expected_hits"] for row in of_sex) == pytest.approx(whole["expected_hits"], abs=1.0)
    assert (whole["expected_hits"], whole["expected_missed"]) == pytest.approx(expected(table[1], 400))


def test_a_group_too_small_is_not_shown(table) -> None:
    tiny = [row for row in table[0].to_pylist() if row["group"] == "tiny"]
    assert tiny
    for row in tiny:
        assert row["is_shown"] is False
        assert all(row[name] is None for name in ("people_in_group", "judged_people", "judged_hits", "expected_hits"))


def test_acting_on_everybody_is_worth_nothing_where_the_threshold_is_the_rate() -> None:
    outcome = np.arange(1000) < 100
    same_for_all = np.full(1000, np.log(0.1 / 0.9))
    at_rate = next(row for row in decision_curve(same_for_all, outcome) if row["threshold"] == 0.10)
    assert at_rate["act_on_all"] == pytest.approx(0.0, abs=1e-12)


def test_net_benefit_is_hits_less_acting_in_vain_at_the_thresholds_exchange() -> None:
    log_odds = np.array([3.0, 3.0, 3.0, -3.0, -3.0, -3.0, -3.0, -3.0, -3.0, -3.0])
    outcome = np.array([True, True, False, True, *[False] * 6])
    row = next(row for row in decision_curve(log_odds, outcome) if row["threshold"] == 0.20)
    assert row["chosen"] == 3
    assert row["net_benefit"] == pytest.approx(2 / 10 - (0.2 / 0.8) * 1 / 10)
    assert row["act_on_all"] == pytest.approx(3 / 10 - (0.2 / 0.8) * 7 / 10)


def hold_out(**more) -> HoldOut:
    plain = {"seed": 5, "share": 0.25, "starts_on": START, "switched_on_by": "R Patel", "reason": "Does the list help?"}
    return HoldOut("fall", **(plain | more))


def test_who_is_held_out_depends_on_seed_and_id_alone() -> None:
    people = [f"p{at:06d}" for at in range(20_000)]
    arms = {person: hold_out().arm(person) for person in people}
    again = {person: hold_out(starts_on=START + timedelta(9)).arm(person) for person in reversed(people)}
    assert again == arms
    share = sum(arm == "held_out" for arm in arms.values()) / len(people)
    assert share == pytest.approx(0.25, abs=0.01)
    other = {person: hold_out(seed=6).arm(person) for person in people}
    both = sum(arms[person] == other[person] == "held_out" for person in people) / len(people)
    assert both == pytest.approx(0.25**2, abs=0.01)


def test_a_randomised_hold_out_lasts_and_a_stepped_one_lets_people_on_part_by_part() -> None:
    people = [f"p{at}" for at in range(4000)]
    stepped = hold_out(steps=2, days_per_step=30)

    def share_off(trial: HoldOut, day: date) -> float:
        return sum(trial.is_off_the_list(person, on=day) for person in people) / len(people)

    days = [START - timedelta(1), START, START + timedelta(30), START + timedelta(60)]
    assert [share_off(hold_out(), day) for day in days] == pytest.approx([0.0, 0.25, 0.25, 0.25], abs=0.02)
    first, second, third, last = (share_off(stepped, day) for day in days)
    assert (first, last) == (0.0, 0.0)
    assert second == share_off(hold_out(), START)
    assert third == pytest.approx(second / 2, abs=0.02)
    assert all(stepped.arm(person) == hold_out().arm(person) for person in people)


@pytest.mark.parametrize(
    "wrong", [{"share": 0.0}, {"share": 0.6}, {"steps": 0}, {"steps": 3}, {"switched_on_by": ""}, {"reason": ""}]
)
def test_a_hold_out_that_could_not_be_evaluated_is_refused(wrong: dict) -> None:
    with pytest.raises(HoldOutWrong):
        hold_out(**wrong)


def test_neighbourhoods_begin_in_steps_of_equal_size_in_an_order_nobody_chose() -> None:
    names = [f"hood{at}" for at in range(12)]
    starts = stepped_starts(names, seed=1, steps=4, starts_on=START, days_per_step=91)
    assert starts == stepped_starts(names[::-1], seed=1, steps=4, starts_on=START, days_per_step=91)
    assert starts != stepped_starts(names, seed=2, steps=4, starts_on=START, days_per_step=91)
    assert sorted(list(starts.values()).count(day) for day in set(starts.values())) == [3, 3, 3, 3]
    with pytest.raises(HoldOutWrong):
        stepped_starts(names, seed=1, steps=13, starts_on=START, days_per_step=91)


def test_a_draw_is_even() -> None:
    drawn = np.array([draw(1, f"p{at}") for at in range(20_000)])
    assert np.histogram(drawn, bins=10, range=(0, 1))[0].min() > 1800


@pytest.mark.parametrize(
    ("listed", "held_out", "found"),
    [
        (Arm(4000, 400), Arm(1000, 160), "Fewer with the list"),
        (Arm(4000, 640), Arm(1000, 100), "More with the list"),
        (Arm(4000, 400), Arm(1000, 104), "No effect was seen"),
    ],
)
def test_the_comparison_says_plainly_what_it_found(listed: Arm, held_out: Arm, found: str) -> None:
    answer = compared(listed, held_out)
    assert answer.words.startswith(found)
    gap = listed.events / listed.people - held_out.events / held_out.people
    assert answer.difference.value == pytest.approx(gap)
    assert answer.difference.low < gap < answer.difference.high


def test_the_interval_is_the_published_one() -> None:
    """Newcombe 1998, table II, example (a), method 10: 56/70 against 48/80 is 0.0524 to 0.3339."""
    answer = compared(Arm(70, 56), Arm(80, 48))
    assert (round(answer.difference.low, 4), round(answer.difference.high, 4)) == (0.0524, 0.3339)
    assert wilson(Arm(263, 81)) == pytest.approx((0.2553, 0.3662), abs=5e-5)  # the paper on one proportion, 81/263


def test_too_few_outcomes_are_no_comparison() -> None:
    assert compared(Arm(50, 4), Arm(10, 5)).difference is None
    assert compared(Arm(0, 0), Arm(0, 0)).difference is None


YEAR = 1461  # days of four years, so that years are whole


def test_one_time_between_steps_is_the_plain_difference_of_rates() -> None:
    found = compared_in_steps([BetweenSteps(Followed(100 * YEAR, 40), Followed(50 * YEAR, 40))]).difference
    error = np.sqrt(40 / 400**2 + 40 / 200**2)
    assert found.value == pytest.approx(0.1 - 0.2)
    assert (found.low, found.high) == pytest.approx((-0.1 - 1.96 * error, -0.1 + 1.96 * error), abs=1e-5)


def test_a_bad_winter_on_the_list_is_not_held_against_a_summer_off_it() -> None:
    summer = BetweenSteps(Followed(10 * YEAR, 4), Followed(90 * YEAR, 36))
    winter = BetweenSteps(Followed(90 * YEAR, 360), Followed(10 * YEAR, 40))  # ten times as much, on either side
    found = compared_in_steps([summer, winter])
    assert found.difference.value == pytest.approx(0.0, abs=1e-12)
    assert found.words.startswith("No effect was seen")


def test_time_in_which_everybody_is_on_the_list_tells_nothing() -> None:
    compared = BetweenSteps(Followed(100 * YEAR, 40), Followed(50 * YEAR, 40))
    alone = BetweenSteps(Followed(900 * YEAR, 5), Followed(0, 0))
    assert compared_in_steps([compared, alone]) == compared_in_steps([compared])
    assert compared_in_steps([alone, alone]).difference is None
