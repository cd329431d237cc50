"""Pay and rules of a week: what is paid for time worked, beside the minimum wage, in plain words."""

from datetime import date, timedelta

import pytest

from joinedup.core.visits import Hours
from joinedup.web.visits.days import hours_as_kept
from joinedup.web.visits.intake.actions import load_provider
from joinedup.web.visits.intake.provider_file import Provider
from joinedup.web.visits.models import Carer
from joinedup.web.visits.planning.presenters.carer_weeks import fault_words
from joinedup.web.visits.planning.presenters.pay import pay_line
from joinedup.web.visits.queries import People
from joinedup.web.visits.weeks.facts import carer_weeks
from tests.web.visits.provided import PROVIDER, TODAY, a_provider
from tests.web.visits.test_day import words_of

MONDAY = TODAY - timedelta(days=2)
PAY = f"/weeks/{MONDAY}/pay/"


def a_round(leaves=480.0, back=900.0, paid=380.0, rest=(600.0, 620.0)) -> Hours:
    """A day from 8:00 to 15:00, ten minutes away: 300 minutes at visits, 80 on the way between them."""
    return Hours(leaves, back, leaves + 10, back - 10, 300.0, 100.0, 0.0, paid, rest, 0.0)


def week_of(days, before=(), **known):
    """Ann's week: rounds by day of the week from 0, and paid minutes of the weeks before, the latest last."""
    ann = Carer(organisation=PROVIDER, code="ann", name="Ann", **known)
    figures = {MONDAY + timedelta(days=at): said(hours) for at, hours in days.items()}
    for number, paid in enumerate(reversed(before), 1):
        figures[MONDAY - timedelta(days=7 * number)] = said(a_round(paid=paid))
    return carer_weeks(figures, MONDAY, {"ann": ann})[0], People({"ann": ann}, {})


def said(hours):
    return {"carers": {"ann": hours and hours_as_kept(hours)}, "faces": {}}


def test_ways_between_visits_that_are_not_paid_bring_an_hour_below_the_minimum_wage():
    """1 April 2026 and later: £12.71. 300 minutes for £13.50 and 80 for nothing: £67.50 for 380 minutes, £10.66."""
    line = pay_line(*week_of({2: a_round()}, contact_pence_an_hour=1350, travel_pence_an_hour=0))
    assert (line.contact, line.ways, line.waits, line.paid) == ("5 h", "1 h 20 min", "0 min", "6 h 20 min")
    assert (line.unpaid, line.breaks, line.pay, line.an_hour, line.least) == (
        "20 min",
        "20 min",
        "£67.50",
        "£10.66",
        "£12.71",
    )
    assert line.wrong == (
        "Ann comes to £10.66 for an hour worked, ways and short waits counted: £2.05 under the minimum wage, "
        "£13.00 in all.",
    )


def test_the_rate_is_that_of_the_day_and_the_age():
    before = pay_line(*week_of({0: a_round()}, contact_pence_an_hour=1250, travel_pence_an_hour=1250))
    assert (before.least, before.wrong) == ("£12.21", ())  # Monday 30 March 2026
    after = pay_line(*week_of({2: a_round()}, contact_pence_an_hour=1250, travel_pence_an_hour=1250))
    assert (after.least, len(after.wrong)) == ("£12.71", 1)
    young = pay_line(*week_of({2: a_round()}, contact_pence_an_hour=1250, travel_pence_an_hour=1250, wage_age=18))
    assert (young.least, young.wrong) == ("£10.85", ())


def test_pages_say_for_whom_rules_for_young_workers_are_not_checked(scheduler):
    for path in (PAY, f"/weeks/{MONDAY}/"):
        assert "young workers" not in words_of(scheduler.get(path))
    Carer.objects.filter(organisation=PROVIDER, code__in=["ann", "ben"]).update(wage_age=17)
    Carer.objects.filter(organisation=PROVIDER, code="cal").update(wage_age=18)
    for path in (PAY, f"/weeks/{MONDAY}/"):
        text = words_of(scheduler.get(path))
        assert "Under 18: Ann, Ben. Rules for young workers are not checked here: 12 hours of rest" in text


def test_what_nobody_wrote_down_is_said():
    line = pay_line(*week_of({2: a_round()}))
    assert (line.pay, line.wrong) == ("–", ("Nobody wrote down what they are paid an hour.",))


@pytest.mark.parametrize(
    ("days", "known", "words"),
    [
        ({0: a_round(rest=None)}, {}, "Ann has no break of 20 minutes on Monday 30 March."),
        (
            {0: a_round(900.0, 1380.0), 1: a_round(480.0, 700.0)},
            {},
            "Ann rests 9.0 hours before Tuesday 31 March, not 11.",
        ),
        (
            dict.fromkeys(range(7), a_round()),
            {},
            "Ann has no 24 hours off together in the 7 days from Monday 30 March.",
        ),
        (
            dict.fromkeys(range(3), a_round(paid=400.0)),
            {"most_minutes_per_week": 1080},
            "Ann has 20.0 paid hours in the week from 30 March, not 18.0.",
        ),
    ],
)
def test_each_rule_on_hours_that_is_broken_is_named(days, known, words):
    assert fault_words(*week_of(days, **known)) == (words,)


def test_the_rest_from_the_sunday_before_counts():
    late = a_round(900.0, 1380.0)
    found, people = week_of({-1: late, 0: a_round(480.0, 700.0)})
    assert fault_words(found, people) == ("Ann rests 9.0 hours before Monday 30 March, not 11.",)


def test_48_hours_are_an_average_over_weeks_that_are_known_unless_opted_out():
    full = dict.fromkeys(range(5), a_round(paid=600.0))  # 50 hours
    found, people = week_of(full, before=(2880.0, 2880.0))
    assert (found.weeks_known, round(found.average_minutes)) == (3, 2920)
    assert fault_words(found, people)[-1] == "Ann has more than 48 hours a week on average."
    assert fault_words(*week_of(full, before=(2400.0, 2400.0))) == ()
    assert fault_words(*week_of(full, before=(2880.0, 2880.0), is_opted_out=True)) == ()


def test_the_providers_file_says_what_is_paid_and_a_carers_own_counts_first(scheduler, now):
    given = a_provider().model_dump(mode="json")
    given["pay"] = {"contact_pence_an_hour": 1200, "travel_pence_an_hour": 1200}
    given["carers"][1]["pay"] = {"contact_pence_an_hour": 1500, "travel_pence_an_hour": 1400, "holiday_times": 2}
    load_provider(Provider.model_validate(given), by=None, at=now(7))
    ben = Carer.objects.get(organisation=PROVIDER, code="ben")
    assert (ben.contact_pence_an_hour, ben.holiday_times, ben.wage_age) == (1500, 2.0, 21)
    text = words_of(scheduler.get(PAY))
    assert "Ann comes to £12.00 for an hour worked" in text
    assert "Ben comes to" not in text
    assert "those from 1 April 2026" in text


def test_a_week_before_all_rates_has_a_sentence_and_one_without_rounds_too(scheduler):
    found, people = week_of({2: a_round()}, contact_pence_an_hour=1250, travel_pence_an_hour=1250)
    old = type(found)(found.carer, {date(2020, 1, 6): a_round()}, found.contract, ())
    assert "No minimum wage is known for age 21 on 06 January 2020" in pay_line(old, people).wrong[0]
    assert "Nobody has a round this week." in words_of(scheduler.get("/weeks/2026-06-01/pay/"))
    assert scheduler.get("/weeks/2019-12-30/pay/").status_code == 200
