"""A carer's time off: recorded with a reason, kept to by every plan, taken back."""

from datetime import timedelta

import pytest

from joinedup.web.visits.intake.actions import load_day
from joinedup.web.visits.models import TimeOff
from joinedup.web.visits.time_off.actions import record_time_off
from tests.web.visits.provided import OTHER, PROVIDER, TODAY, TOMORROW, a_day
from tests.web.visits.test_day import DAY, words_of
from tests.web.visits.test_replans import briefly, planned  # noqa: F401  (a fixture)

PATH = "/time-off/"


def recorded(browser, **changes):
    given = {"carer": "ann", "first_on": str(TOMORROW), "last_on": str(TOMORROW), "reason": "sick", **changes}
    return browser.post(PATH, given)


def test_time_off_is_recorded_and_the_audit_says_who_and_when_but_not_why(scheduler, audited):
    assert recorded(scheduler).status_code == 302
    text = words_of(scheduler.get(PATH))
    assert "Ann 2 April 2026 Sickness 2 April 2026" in text  # and the rounds that still send her out
    assert audited("visits.record_time_off")[0].detail == {
        "carer": "ann",
        "first_on": str(TOMORROW),
        "last_on": str(TOMORROW),
    }


def test_a_day_that_still_sends_the_carer_out_says_so_until_it_is_planned_anew(scheduler):
    recorded(scheduler)
    assert "Ann has time off: plan anew." in words_of(scheduler.get(DAY))
    found = planned(scheduler, kind="again")
    assert "ann" not in {call[0] for call in found.calls}
    scheduler.post(f"{DAY}replan/{found.pk}/accept/")
    assert "Ann has time off" not in words_of(scheduler.get(DAY))
    assert words_of(scheduler.get(PATH)).count("Ann 2 April 2026 Sickness None") == 1


def test_a_day_planned_from_its_file_and_a_move_leave_the_carer_out(scheduler, now):
    recorded(scheduler, first_on="2026-04-20", last_on="2026-04-22")
    made = load_day(a_day(), organisation=PROVIDER, on=TODAY + timedelta(days=20), by=scheduler.user, at=now(8))
    assert "ann" not in {call[0] for call in made.calls}
    response = scheduler.get(f"/rounds/{made.on}/visits/c1-lunch/?carer_1=ann&start=12:30")
    assert "Select a carer who is on shift that day" in words_of(response)


def test_taken_back_plans_may_send_the_carer_out_again(scheduler, audited):
    recorded(scheduler)
    number = TimeOff.objects.get().pk
    assert scheduler.post(f"{PATH}{number}/remove/").status_code == 302
    assert "Nobody has time off from today on." in words_of(scheduler.get(PATH))
    assert audited("visits.remove_time_off")
    assert "ann" in {call[0] for call in planned(scheduler, kind="again").calls}
    assert scheduler.post(f"{PATH}{number}/remove/").status_code == 404


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"carer": "zoe"}, "Select a carer"),
        ({"first_on": "soon"}, "First day off must be a date such as 2026-04-01"),
        ({"last_on": ""}, "Last day off must be a date such as 2026-04-01"),
        ({"last_on": "2026-04-01"}, "Last day off must be the same as or after the first day off"),
        ({"last_on": "2029-04-01"}, "Time off must be 366 days or fewer"),
        ({"first_on": "2026-03-01", "last_on": "2026-03-02"}, "Last day off must be today or in the future"),
        ({"reason": "bored"}, "Select a reason"),
    ],
)
def test_what_does_not_fit_is_a_sentence_and_nothing_is_recorded(scheduler, changes, words):
    response = recorded(scheduler, **changes)
    assert response.status_code == 422
    assert words in words_of(response)
    assert not TimeOff.objects.exists()


def test_days_off_already_are_not_recorded_twice(scheduler):
    recorded(scheduler, last_on=str(TOMORROW + timedelta(days=3)))
    assert "They have time off on some of these days already" in words_of(recorded(scheduler))
    assert TimeOff.objects.count() == 1


def test_another_provider_sees_and_takes_back_nothing_of_it(scheduler, signed_in, now):
    made = record_time_off(PROVIDER, "ann", TOMORROW, TOMORROW, "leave", by=scheduler.user, at=now(7))
    other = signed_in("scheduler", OTHER)
    assert "Nobody has time off" in words_of(other.get(PATH))
    assert "Ann has time off" not in words_of(other.get(DAY))
    assert other.post(f"{PATH}{made.pk}/remove/").status_code == 404


def test_the_page_takes_as_many_queries_however_much_time_off_there_is(scheduler, now, django_assert_max_num_queries):
    for number, carer in enumerate(("ann", "ben", "cal")):
        first = TOMORROW + timedelta(days=number)
        record_time_off(PROVIDER, carer, first, first, "leave", by=scheduler.user, at=now(7))
    scheduler.get(PATH)
    with django_assert_max_num_queries(8):
        scheduler.get(PATH)
