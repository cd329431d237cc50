"""A scheduler's day: read by its own scheduler alone, changed by states, never over another's change."""

import re
from html import unescape

import pytest
from django.db import transaction

from joinedup.web.governance.models import IsAppendOnly
from joinedup.web.visits import actions
from joinedup.web.visits.models import Publication, Revision
from tests.web.visits.provided import OTHER, PROVIDER, TODAY, TOMORROW, a_day

DAY = f"/rounds/{TOMORROW}/"


def words_of(response) -> str:
    text = re.sub(r"<script.*?</script>|<svg.*?</svg>", "", response.content.decode(), flags=re.DOTALL)
    return " ".join(unescape(re.sub("<[^>]+>", " ", text)).split())


def moved(client, visit="c2-breakfast", seen=1, on=TOMORROW, **changes):
    asked = {"carer_1": "ann", "start": "10:30", "is_fixed": "on", "seen": seen, **changes}
    return client.post(f"/rounds/{on}/visits/{visit}/", asked)


def test_today_leads_to_the_day(scheduler):
    assert scheduler.get("/rounds/")["Location"] == f"/rounds/{TODAY}/"


def test_the_day_says_who_comes_when_and_that_carers_see_it(scheduler):
    text = words_of(scheduler.get(DAY))
    assert "Rounds of 2 April 2026" in text
    assert "5 of 5 visits planned" in text
    assert "Carers see state 1" in text
    assert "Every visit has its carers." in text
    assert "23:30 to 00:00 next day Bert Reed of hearth , Night" in text.replace("24:00", "00:00 next day")


@pytest.mark.parametrize(
    ("on", "said", "leads_to"),
    [
        ("2026-06-01", "Monday 1 June 2026 No rounds for this day yet Back to 2 April 2026", TOMORROW),
        ("2026-03-31", "Tuesday 31 March 2026 No rounds for this day On to 1 April 2026", TODAY),
    ],
)
def test_a_day_without_rounds_says_so_what_to_do_and_where_the_nearest_are(scheduler, on, said, leads_to):
    response = scheduler.get(f"/rounds/{on}/")
    assert response.status_code == 200
    assert said in words_of(response)
    assert f'href="/rounds/{leads_to}/"' in response.content.decode()


def test_the_days_before_and_after_are_pages(scheduler):
    for path in (f"/rounds/{TODAY}/", f"/rounds/{TOMORROW}/"):
        near = re.findall(r'href="(/rounds/[0-9-]{10}/)">Day (?:before|after)', scheduler.get(path).content.decode())
        assert [scheduler.get(one).status_code for one in near] == [200, 200]


def test_a_day_of_no_calendar_is_not_found(scheduler):
    assert scheduler.get("/rounds/2026-13-41/").status_code == 404


def test_every_client_on_the_page_is_in_the_audit_once(scheduler, audited):
    scheduler.get(DAY)
    seen = audited("visits.view_day")
    assert sorted(one.detail["client"] for one in seen) == ["c1", "c2", "c3"]
    assert {(one.username, one.organisation) for one in seen} == {("scheduler", PROVIDER)}


def test_the_page_takes_as_many_queries_whatever_the_day(scheduler, django_assert_max_num_queries):
    scheduler.get(DAY)
    with django_assert_max_num_queries(12):
        scheduler.get(DAY)


def test_another_provider_with_the_same_codes_stays_unseen(signed_in):
    client = signed_in("scheduler", OTHER)
    text = words_of(client.get(DAY))
    assert "of quay" in text
    assert "of hearth" not in text
    assert "of hearth" not in words_of(client.get("/rounds/clients/c1/"))


def test_carers_may_not_look_at_the_providers_day(signed_in):
    client = signed_in("ann")
    for path in (
        "/rounds/",
        DAY,
        f"{DAY}visits/c1-lunch/",
        f"{DAY}replan/",
        "/lengths-of-visits/",
        "/rounds/clients/c1/",
    ):
        assert client.get(path).status_code == 403


def test_a_scheduler_opens_nobodys_record_and_no_list(scheduler):
    for path in ("/most-at-risk/", "/people/p1/", "/dashboard/", "/audit/", "/my-round/"):
        assert scheduler.get(path).status_code in {403, 404}


def test_a_move_is_shown_before_it_is_made(scheduler, state):
    response = scheduler.get(f"{DAY}visits/c2-breakfast/?carer_1=ann&start=10:30&is_fixed=on")
    text = words_of(response)
    assert "What this move would do" in text
    assert "Cost, all counted together" in text
    assert state(TOMORROW).number == 1


def test_a_move_is_a_new_state_that_carers_see_once_published(scheduler, state, audited):
    assert moved(scheduler).status_code == 302
    now_is = state(TOMORROW)
    assert now_is.number == 2
    assert ["ann", "c2-breakfast", 0, 630.0] in now_is.calls
    assert now_is.held["pinned"]["c2-breakfast"] == {"carers": ["ann"], "start": 630.0}
    assert "visits would change for them" in words_of(scheduler.get(DAY)).replace("visit would", "visits would")
    scheduler.post(f"{DAY}publish/", {"seen": 2})
    assert Publication.objects.filter(organisation=PROVIDER, on=TOMORROW).latest("number").revision == now_is
    assert audited("visits.publish_day")[0].detail["revision"] == 2


def test_a_move_that_breaks_a_rule_says_which(scheduler):
    text = words_of(scheduler.get(f"{DAY}visits/c3-hoist/?carer_1=ann&carer_2=cal&start=09:30"))
    assert "It would break rules that are kept now" in text
    assert "Cal at visit Hoist of Cleo Moss of hearth lacks hoist." in text


def test_a_visit_left_out_says_why_nobody_comes(scheduler, state):
    assert moved(scheduler, carer_1="").status_code == 302
    assert list(state(TOMORROW).unplanned) == ["c2-breakfast"]
    text = words_of(scheduler.get(f"{DAY}visits/c2-breakfast/"))
    assert "What would let somebody come" in text


@pytest.mark.parametrize(
    ("visit", "changes", "words"),
    [
        ("c2-breakfast", {"start": "25"}, "Write a time such as 08:30"),
        ("c2-breakfast", {"carer_1": "zoe"}, "Select a carer who is on shift that day"),
        ("c3-hoist", {"carer_1": "ann", "carer_2": "ann"}, "This visit takes 2 different carers, or nobody"),
        ("c3-hoist", {"carer_1": "ann", "carer_2": ""}, "This visit takes 2 different carers, or nobody"),
    ],
)
def test_what_cannot_be_is_a_sentence(scheduler, state, visit, changes, words):
    response = moved(scheduler, visit, **changes)
    assert response.status_code == 422
    assert words in words_of(response)
    assert state(TOMORROW).number == 1


def test_an_unknown_visit_is_not_found(scheduler):
    assert scheduler.get(f"{DAY}visits/c9-x/").status_code == 404
    assert moved(scheduler, "c9-x").status_code == 404


def test_of_two_schedulers_neither_loses_anything(scheduler, state):
    assert moved(scheduler, "c2-breakfast").status_code == 302
    response = moved(scheduler, "c1-lunch", seen=1, carer_1="ben", start="12:30")  # the other still saw state 1
    assert response.status_code == 409
    text = words_of(response)
    assert "Nothing is lost" in text
    assert "What this move would do" in text
    assert state(TOMORROW).number == 2
    assert moved(scheduler, "c1-lunch", seen=2, carer_1="ben", start="12:30").status_code == 302
    calls = state(TOMORROW).calls
    assert ["ann", "c2-breakfast", 0, 630.0] in calls
    assert ["ben", "c1-lunch", 0, 750.0] in calls


def test_two_at_the_same_moment_cannot_both_write(provider, state, now):
    change = actions.Change(Revision.How.MOVED, {}, [], {}, {"unplanned": 5}, file=state().file)
    actions.keep(change, organisation=PROVIDER, on=TODAY, after=1, by=None, at=now(8))
    with pytest.raises(actions.ChangedMeanwhile):
        actions.keep(change, organisation=PROVIDER, on=TODAY, after=1, by=None, at=now(8))


def test_undo_goes_back_step_by_step_and_can_be_gone_on_from(scheduler, state):
    first = state(TOMORROW).calls
    moved(scheduler)
    second = state(TOMORROW).calls
    moved(scheduler, "c1-lunch", seen=2, carer_1="ben", start="12:30")
    scheduler.post(f"{DAY}undo/", {"seen": 3})
    assert state(TOMORROW).calls == second
    scheduler.post(f"{DAY}undo/", {"seen": 4})
    assert (state(TOMORROW).number, state(TOMORROW).calls) == (5, first)
    response = scheduler.post(f"{DAY}undo/", {"seen": 5}, follow=True)
    assert "as it was first planned" in words_of(response)
    assert moved(scheduler, seen=5).status_code == 302
    scheduler.post(f"{DAY}undo/", {"seen": 6})
    assert state(TOMORROW).calls == first


def test_publishing_twice_is_once_and_what_was_not_seen_is_not_published(scheduler):
    moved(scheduler)
    response = scheduler.post(f"{DAY}publish/", {"seen": 1}, follow=True)
    assert "Somebody changed this day" in words_of(response)
    scheduler.post(f"{DAY}publish/", {"seen": 2})
    scheduler.post(f"{DAY}publish/", {"seen": 2})
    assert Publication.objects.filter(organisation=PROVIDER, on=TOMORROW).count() == 2
    assert "Somebody changed" in words_of(scheduler.post(f"{DAY}publish/", {"seen": "x"}, follow=True))


def test_states_and_publications_cannot_be_changed(provider, state):
    for row in (state(), Publication.objects.first(), state().file):
        with pytest.raises(IsAppendOnly):
            row.delete()
        with pytest.raises(Exception, match="only be added to"), transaction.atomic():
            type(row)._base_manager.filter(pk=row.pk)._raw_delete(using="default")


def test_a_bank_holiday_and_a_change_of_the_clock_are_said(scheduler, now):
    from joinedup.web.visits.planning.day_page import notices

    assert notices(TOMORROW) == []
    assert "Good Friday is a bank holiday" in notices(TOMORROW.replace(day=3))[0]
    assert "clocks go forward at 01:00 next day" in notices(TOMORROW.replace(month=3, day=28))[0]
    for change in (TOMORROW.replace(month=3, day=28), TOMORROW.replace(month=10, day=24)):
        assert "paid time goes by the clock on the wall, so have pay put right." in notices(change)[0]
    assert "are not known here yet" in notices(TOMORROW.replace(year=2041))[0]


def test_a_code_of_one_carer_is_not_taken_for_part_of_another(provider):
    from joinedup.web.visits.planning.presenters.sentences import replaced

    names = {"ann": "Ann Lee", "ann.b": "Ann Bell"}
    assert replaced("ann.b instead of ann, not annex.", names) == "Ann Bell instead of Ann Lee, not annex."


def test_a_call_by_two_names_the_other_in_the_picture_where_one_round_is_shown(scheduler):
    """What is dragged keeps its other carer, whose row is not in the picture."""
    shown = scheduler.get(f"{DAY}?carer=ann").content.decode()
    assert 'data-visit="c3-hoist"' in shown
    assert 'data-others="ben"' in shown


def test_many_carers_are_shown_a_page_at_a_time(scheduler, now):
    from joinedup.web.visits.intake.actions import load_day, load_provider
    from tests.web.visits.provided import a_provider

    staff = [
        {"id": f"x{number:02d}", "skills": ["hoist"], "shift_starts": "07:00", "shift_ends": "26:00"}
        for number in range(30)
    ]
    load_provider(a_provider(people=staff), by=None, at=now(8))
    made = load_day(a_day(carers=staff), organisation=PROVIDER, on=TOMORROW, by=None, at=now(8))
    assert made.number == 2
    assert "Page 1 of 2" in words_of(scheduler.get(DAY))
    assert "X29" in words_of(scheduler.get(f"{DAY}?page=2"))
    assert scheduler.get(f"{DAY}?page=99999999999").status_code == 200
    assert "Page 1" not in words_of(scheduler.get(f"{DAY}?carer=x03"))


@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("/rounds/", 4),
        (f"{DAY}visits/c1-lunch/", 10),
        (f"{DAY}visits/c1-lunch/?carer_1=ann&start=12:30", 10),
        (f"{DAY}replan/", 10),
        (f"{DAY}late/", 6),
        (f"{DAY}who-can-take/?client=c2&name=Tea&minutes=30&earliest=15:00&latest=16:00&sides=1", 11),
        ("/lengths-of-visits/", 9),
        ("/rounds/clients/c1/", 6),
    ],
)
def test_each_page_takes_a_bounded_number_of_queries(scheduler, django_assert_max_num_queries, path, queries):
    scheduler.get(path)
    with django_assert_max_num_queries(queries):
        assert scheduler.get(path).status_code in {200, 302}
