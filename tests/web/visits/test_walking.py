"""A carer walks their own round: as published, in order, told once however often it is sent."""

import pytest

from joinedup.web.visits.models import CallEvent, Carer
from tests.web.visits.provided import OTHER, PROVIDER, TODAY, TOMORROW
from tests.web.visits.test_day import moved, words_of

ROUND = f"/my-round/{TODAY}/"


@pytest.fixture
def ann(signed_in, state):
    """Ann at a test client, with the visits of her round today."""
    client = signed_in("ann")
    client.visits = [call[1] for call in sorted(state().calls, key=lambda call: call[3]) if call[0] == "ann"]
    return client


def told(client, visit, kind, on=TODAY, **more):
    return client.post(f"/my-round/{on}/{visit}/{kind}/", more, follow=True)


def test_the_round_is_there_in_order_with_what_the_person_likes(ann):
    response = ann.get("/my-round/")
    text = words_of(response)
    assert "My round" in text
    order = [response.content.decode().index(f"/{visit}/arrived/") for visit in ann.visits]
    assert order == sorted(order)
    assert "What matters to" in text
    assert "Likes tea" in text or "Likes cocoa" in text or "Likes coffee" in text
    assert "geo:50.7" in response.content.decode()


def test_what_the_person_says_about_me_stands_there_unless_they_object(
    ann, as_staff, now, django_assert_max_num_queries
):
    from joinedup.web.care.models import Version
    from joinedup.web.governance.models import Objection, SealedPart
    from joinedup.web.visits.models import Client

    nurse = as_staff("community_nurse")
    client = ann.visits[0].partition("-")[0]
    Client.objects.filter(organisation=PROVIDER, code=client).update(person_id="p1")
    for number, words in ((1, "Call me Mister"), (2, "Call me Freddie")):
        content = [{"kind": "about_me", "id": "about-please-do", "words": words}]
        made = {"document": "plan", "content": content, "saved_by": nurse, "saved_at": now(7)}
        Version.objects.create(person_id="p1", number=number, submission=str(number), **made)
    with django_assert_max_num_queries(12):
        text = words_of(ann.get(ROUND))
    assert "Please do and please do not: Call me Freddie" in text
    assert "Mister" not in text
    sealed = {"part": "care:about-please-do", "organisation": "elsewhere", "reason": "asked"}
    seal = SealedPart.objects.create(person_id="p1", sealed_by=nurse, sealed_at=now(7), **sealed)
    assert "Freddie" not in words_of(ann.get(ROUND))
    SealedPart.objects.filter(pk=seal.pk).update(staff=["ann"])
    assert "Freddie" in words_of(ann.get(ROUND))
    said = {"recorded_by": nurse, "recorded_at": now(7), "words": "Not my record"}
    Objection.objects.create(person_id="p1", scope="all", **said)
    assert "Freddie" not in words_of(ann.get(ROUND))


def test_who_else_comes_is_said(ann):
    assert "With Ben" in words_of(ann.get(ROUND))


def test_only_clients_of_the_round_are_shown_and_each_is_audited(ann, audited):
    text = words_of(ann.get(ROUND))
    clients = {visit.partition("-")[0] for visit in ann.visits}
    seen = audited("visits.view_round")
    assert {one.detail["client"] for one in seen} == clients
    assert ("Ada Stone" in text) == ("c1" in clients)
    assert "of quay" not in text


def test_the_page_takes_a_bounded_number_of_queries(ann, django_assert_max_num_queries):
    ann.get(ROUND)
    with django_assert_max_num_queries(10):
        ann.get(ROUND)


def test_check_in_and_out_once_however_often_they_are_sent(ann, now):
    visit = ann.visits[0]
    now(8, 2)
    assert "Checked in" in words_of(told(ann, visit, "arrived"))
    now(8, 3)
    assert "That was known already" in words_of(told(ann, visit, "arrived"))
    now(8, 50)
    assert "Checked out" in words_of(told(ann, visit, "left"))
    told(ann, visit, "left")
    events = CallEvent.objects.filter(organisation=PROVIDER, visit=visit).order_by("pk")
    assert [(one.kind, one.happened_at.astimezone(now(9).tzinfo).strftime("%H:%M")) for one in events] == [
        ("arrived", "08:02"),
        ("left", "08:50"),
    ]


def test_a_phone_without_signal_says_when_it_was(ann, now):
    visit = ann.visits[0]
    now(9, 30)
    told(ann, visit, "arrived", happened_at="2026-04-01T07:05:00Z")  # 08:05 in British summer time
    told(ann, visit, "left", happened_at="2026-04-01T07:50:00.000Z")
    words = words_of(ann.get(ROUND))
    assert "There from 08:05 to 08:50" in words


@pytest.mark.one_database
@pytest.mark.parametrize(
    "said", ["2025-01-01T00:00:00Z", "2027-01-01T00:00:00Z", "2026-04-01T07:05:00", "x", "99" * 15]
)
def test_a_moment_that_cannot_be_counts_as_now(ann, now, said):
    at = now(8, 10)
    told(ann, ann.visits[0], "arrived", happened_at=said)
    assert CallEvent.objects.get().happened_at == at


def test_leaving_needs_arriving_and_only_ones_own_calls_near_in_time(ann, now, state):
    assert "You have not checked in" in words_of(told(ann, ann.visits[0], "left"))
    others = next(call[1] for call in state().calls if call[1] not in ann.visits)
    assert "not on your round" in words_of(told(ann, others, "arrived"))
    tomorrow = next(call[1] for call in state(TOMORROW).calls if call[0] == "ann")
    assert "still hours away" in words_of(told(ann, tomorrow, "arrived", on=TOMORROW))
    assert not CallEvent.objects.exists()
    assert ann.get(f"/my-round/{TODAY}/{ann.visits[0]}/arrived/").status_code == 405


def test_running_late_is_seen_by_the_scheduler_at_once(ann, now, signed_in, client):
    visit = ann.visits[0]
    now(8, 5)
    assert "Your scheduler knows" in words_of(told(ann, visit, "running-late", minutes="20"))
    told(ann, visit, "running-late", minutes="20")  # sent twice
    assert CallEvent.objects.count() == 1
    assert "Select how late you are" in words_of(told(ann, visit, "running-late", minutes="7"))
    assert "You said you run 20 minutes late" in words_of(ann.get(ROUND))
    scheduler = signed_in("scheduler")
    text = words_of(scheduler.get(f"/rounds/{TODAY}/"))
    assert "Ann is about 20 minutes late for" in text
    assert "said at 08:05" in text
    late = words_of(scheduler.get(f"/rounds/{TODAY}/late/"))
    assert "Ann is about 20 minutes late, said at 08:05." in late
    assert "of hearth" not in late


def test_what_is_not_published_is_not_seen(signed_in, state):
    scheduler = signed_in("scheduler")
    moved(scheduler, "c2-breakfast", on=TODAY, carer_1="cal", start="10:00")
    moved_visit = "c2-breakfast"
    cal = signed_in("cal")
    assert f"/{moved_visit}/arrived/" not in cal.get(ROUND).content.decode()


def test_a_round_past_midnight_is_still_the_one_shown_after_it(signed_in, now):
    client = signed_in("cal")
    now(0, 20, day=2)
    text = words_of(client.get("/my-round/"))
    assert "Wednesday 1 April 2026" in text
    told(client, "c2-night", "arrived")
    assert CallEvent.objects.get().on == TODAY
    now(6, 0, day=2)
    assert "Thursday 2 April 2026" in words_of(client.get("/my-round/"))


def test_a_carer_who_left_sees_nothing_though_still_signed_in(ann, audited):
    assert ann.get(ROUND).status_code == 200
    Carer.objects.filter(organisation=PROVIDER, code="ann").update(is_active=False)
    response = ann.get(ROUND)
    assert response.status_code == 403
    assert "does not have you among its carers" in words_of(response)
    assert told(ann, ann.visits[0], "arrived").status_code == 403
    assert audited("visits.walk_round")[0].outcome == "refused"


def test_an_account_switched_off_while_signed_in_is_signed_out(ann):
    ann.user.is_active = False
    ann.user.save()
    assert ann.get(ROUND).status_code == 302


def test_the_same_username_at_another_provider_is_another_carer(signed_in):
    client = signed_in("ann", OTHER)
    text = words_of(client.get(ROUND))
    assert "of hearth" not in text
    assert "of quay" in text


def test_somebody_without_a_round_is_told_so(signed_in, as_staff, client):
    as_staff("home_care_worker", organisation=PROVIDER, username="nobody")
    client.post("/sign-in/persona/", {"username": "nobody"})
    assert client.get("/my-round/").status_code == 403
    ann = signed_in("ann")
    assert "You have no calls on this day: no rounds are published." in words_of(ann.get("/my-round/2026-07-01/"))
    assert ann.get("/my-round/2026-99-01/").status_code == 404


def from_phone(client, visit, kind, **more):
    return client.post(f"/my-round/{TODAY}/{visit}/{kind}/", more, headers={"X-Told-By": "script"})


def test_the_phones_script_hears_why_something_is_refused_and_the_page_still_says_what_was_taken(ann, now, state):
    others = next(call[1] for call in state().calls if call[1] not in ann.visits)
    response = from_phone(ann, others, "arrived")
    assert (response.status_code, response["Content-Type"]) == (409, "text/plain; charset=utf-8")
    assert "This call is not on your round" in response.content.decode()
    assert from_phone(ann, ann.visits[0], "running-late", minutes="7").status_code == 422
    now(8, 2)
    assert from_phone(ann, ann.visits[0], "arrived").status_code == 204
    words = words_of(ann.get(ROUND))
    assert "Checked in" in words
    assert "not on your round" not in words


@pytest.fixture
def given_away(ann, as_staff, now):
    """A visit of Ann's that was given to another and published at 09:30, with Ann's phone signed in again."""
    visit = next(one for one in ann.visits if one.endswith(("breakfast", "lunch")))
    now(9, 30)
    as_staff("home_care_scheduler", organisation=PROVIDER, username="scheduler")
    ann.post("/sign-in/persona/", {"username": "scheduler"})
    response = moved(ann, visit, on=TODAY, carer_1="ben", start="10:15")
    assert response.status_code == 302, words_of(response)
    ann.post(f"/rounds/{TODAY}/publish/", {"seen": 2})
    ann.post("/sign-in/persona/", {"username": "ann"})
    return visit


def test_who_was_there_before_the_visit_was_given_away_is_believed(ann, given_away, now, audited):
    now(9, 40)
    assert from_phone(ann, given_away, "arrived", happened_at="2026-04-01T08:00:00Z").status_code == 204
    assert from_phone(ann, given_away, "left", happened_at="2026-04-01T08:35:00Z").status_code == 204
    events = CallEvent.objects.filter(visit=given_away, carer="ann")
    assert [one.kind for one in events.order_by("happened_at")] == ["arrived", "left"]
    assert audited("visits.tell_call")[0].detail["visit"] == given_away
    assert from_phone(ann, given_away, "running-late", minutes="20").status_code == 409


def test_nobody_was_on_a_round_before_it_was_published(ann, given_away, now):
    now(9, 40)
    assert from_phone(ann, given_away, "arrived", happened_at="2026-04-01T05:30:00Z").status_code == 409
