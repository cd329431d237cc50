"""Something happened: planned anew in the background, looked at, accepted or left; nothing blocks, nothing is lost."""

from datetime import timedelta

import pytest

from joinedup.web.visits import jobs
from joinedup.web.visits.models import Client, Replan
from joinedup.web.visits.replanning import actions, happenings
from tests.web.visits.provided import OTHER, PROVIDER, TODAY, TOMORROW
from tests.web.visits.test_day import DAY, moved, words_of

A_VISIT = {
    "kind": "visit",
    "client": "c2",
    "name": "Supper",
    "minutes": "30",
    "earliest": "19:00",
    "latest": "20:00",
    "sides": "1",
}


@pytest.fixture(autouse=True)
def briefly(monkeypatch):
    """Searched for a moment: these days are tiny."""
    monkeypatch.setattr(actions, "SECONDS", 0.1)


def asked(browser, /, on=TOMORROW, **happened) -> Replan:
    response = browser.post(f"/rounds/{on}/replan/", happened)
    assert response.status_code == 302, words_of(response)
    return Replan.objects.get(pk=int(response["Location"].strip("/").split("/")[-1]))


def planned(browser, /, **happened) -> Replan:
    found = asked(browser, **happened)
    jobs.plan_anew.call(found.pk)
    found.refresh_from_db()
    return found


def page(client, found: Replan) -> str:
    return words_of(client.get(f"/rounds/{found.on}/replan/{found.pk}/"))


def test_asking_only_puts_it_into_the_queue(scheduler, audited):
    from django_tasks_db.models import DBTaskResult

    found = asked(scheduler, kind="away", carer="ann", since="")
    assert found.state == "waiting"
    queued = DBTaskResult.objects.get()
    assert queued.args_kwargs["args"] == [found.pk]
    assert "Waiting to be planned" in page(scheduler, found)
    assert audited("visits.ask_replan")[0].detail["kinds"] == ["away"]


def test_a_carer_is_ill_and_others_come_as_little_changed_as_may_be(scheduler, state):
    before = state(TOMORROW)
    found = planned(scheduler, kind="away", carer="ann", since="")
    assert found.state == "ready"
    assert not [call for call in found.calls if call[0] == "ann"]
    assert list(found.unplanned) == ["c3-hoist"]  # it takes two, and only one is left
    text = page(scheduler, found)
    assert "Ann is away" in text
    assert "Hoist of Cleo Moss of hearth" in text
    scheduler.post(f"{DAY}replan/{found.pk}/accept/")
    after = state(TOMORROW)
    assert (after.number, after.calls, after.file) == (before.number + 1, found.calls, before.file)
    assert "It takes 2 carers" in words_of(scheduler.get(DAY))
    scheduler.post(f"{DAY}undo/", {"seen": 2})
    assert state(TOMORROW).calls == before.calls


def test_who_goes_home_at_noon_keeps_the_morning(scheduler):
    found = planned(scheduler, kind="away", carer="ann", since="11:30")
    assert all(start < 690 for carer, _, _, start in found.calls if carer == "ann")


def test_somebody_who_was_away_is_back(scheduler):
    found = planned(scheduler, kind="away", carer="ann", since="")
    scheduler.post(f"{DAY}replan/{found.pk}/accept/")
    again = planned(scheduler, kind="back", carer="ann")
    assert again.unplanned == {}


def test_a_further_visit_is_planned_and_named(scheduler, state):
    found = planned(scheduler, **A_VISIT)
    assert [call[0] for call in found.calls if call[1] == "c2-more1"] == ["cal"]
    scheduler.post(f"{DAY}replan/{found.pk}/accept/")
    assert Client.objects.get(organisation=PROVIDER, code="c2").calls["c2-more1"]["name"] == "Supper"
    assert "c2-more1" in {one["id"] for one in state(TOMORROW).file.document["visits"]}
    assert "Supper" in words_of(scheduler.get(DAY))


def test_a_visit_overruns_and_one_is_not_wanted(scheduler, audited):
    longer = planned(scheduler, kind="overrun", visit="c1-breakfast", minutes="120")
    assert {one["id"]: one["minutes"] for one in longer.document["visits"]}["c1-breakfast"] == 120
    gone = planned(scheduler, kind="cancelled", visit="c1-lunch")
    assert "c1-lunch" not in {call[1] for call in gone.calls}
    assert "Lunch of Ada Stone of hearth is not wanted" in page(scheduler, gone)
    assert "c1" in {one.detail["client"] for one in audited("visits.view_day")}
    waiting = asked(scheduler, kind="cancelled", visit="c1-lunch")
    assert "Ada Stone" not in page(scheduler, waiting)  # asked every second: named once it is planned


def test_what_was_only_with_a_visit_not_wanted_is_planned_without_it():
    visits = [{"id": "wash", "only_with": "lift"}, {"id": "lift", "only_with": "wash"}]
    left = happenings.cancelled(happenings.Picture({"visits": visits}, {}), {"visit": "lift"}, {})
    assert left.visits == [{"id": "wash"}]


def test_a_closed_road_makes_ways_longer(scheduler):
    found = planned(scheduler, kind="cut_off", clients=["c3"], minutes="30")
    assert found.figures["travel_minutes"] > found.base.figures["travel_minutes"] + 60
    assert "A road is closed: 30 min more to reach 1 client" in page(scheduler, found)


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("happened", "words"),
    [
        ({"kind": "away", "carer": ""}, "Select who is away"),
        ({"kind": "away", "carer": "ann", "since": "noon"}, "Write a time such as 08:30"),
        ({"kind": "overrun", "visit": "c1-lunch", "minutes": "0"}, "Write minutes from 5 to 600"),
        ({"kind": "cut_off", "minutes": "5"}, "Select the clients who are hard to reach"),
        ({**A_VISIT, "minutes": "15"}, "30 minutes at least, unless a shorter one was agreed"),
        ({**A_VISIT, "latest": "18:00"}, "The latest start must not be before the earliest"),
        ({**A_VISIT, "client": "c9"}, "Select a client"),
    ],
)
def test_what_does_not_fit_is_a_sentence_and_nothing_is_asked(scheduler, happened, words):
    response = scheduler.post(f"{DAY}replan/", happened)
    assert response.status_code == 422
    assert words in words_of(response)
    assert not Replan.objects.exists()


def test_fifteen_minutes_may_be_asked_for_where_they_were_agreed(scheduler):
    assert planned(scheduler, **{**A_VISIT, "minutes": "15", "is_short_agreed": "on"}).state == "ready"


def test_a_day_that_changed_meanwhile_is_asked_again(scheduler, state):
    found = planned(scheduler, kind="away", carer="ben", since="")
    moved(scheduler)
    assert "The day was changed since this was asked for" in page(scheduler, found)
    response = scheduler.post(f"{DAY}replan/{found.pk}/accept/", follow=True)
    assert "Somebody changed this day" in words_of(response)
    assert state(TOMORROW).number == 2
    response = scheduler.post(f"{DAY}replan/{found.pk}/again/")
    again = Replan.objects.latest("pk")
    assert (again.changes, again.base.number) == (found.changes, 2)


def test_accepting_twice_is_once_and_what_was_left_is_not_accepted(scheduler, state):
    found = planned(scheduler, kind="again")
    scheduler.post(f"{DAY}replan/{found.pk}/accept/")
    scheduler.post(f"{DAY}replan/{found.pk}/accept/")
    assert state(TOMORROW).number == 2
    other = planned(scheduler, kind="again")
    scheduler.post(f"{DAY}replan/{other.pk}/drop/")
    scheduler.post(f"{DAY}replan/{other.pk}/accept/")
    assert state(TOMORROW).number == 2


def test_a_job_run_twice_plans_once_and_one_that_was_left_plans_nothing(scheduler):
    found = planned(scheduler, kind="again")
    calls = found.calls
    Replan.objects.filter(pk=found.pk).update(calls=[])
    jobs.plan_anew.call(found.pk)
    found.refresh_from_db()
    assert found.calls == []  # the second run did nothing
    left = asked(scheduler, kind="again")
    scheduler.post(f"{DAY}replan/{left.pk}/drop/")
    jobs.plan_anew.call(left.pk)
    left.refresh_from_db()
    assert (left.state, left.calls) == ("dropped", [])
    assert calls


def test_what_cannot_be_planned_is_a_sentence_and_a_fault_names_nobody(scheduler, monkeypatch):
    found = asked(scheduler, kind="again")
    Replan.objects.filter(pk=found.pk).update(document={**found.document, "carers": []})
    jobs.plan_anew.call(found.pk)
    assert "There is no carer" in page(scheduler, found)
    other = asked(scheduler, kind="again")
    monkeypatch.setattr(actions, "planned", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        jobs.plan_anew.call(other.pk)
    assert "Something went wrong" in page(scheduler, other)


def test_nobody_at_the_queue_and_a_worker_that_was_stopped_are_said(scheduler, now):
    found = asked(scheduler, kind="again")
    now(7, 5)
    assert "Nobody has taken this up yet" in page(scheduler, found)
    Replan.objects.filter(pk=found.pk).update(state="running", started_at=now(7, 6))
    now(7, 20)
    assert "what planned it was stopped" in page(scheduler, found)


@pytest.fixture
def tells(provider, as_staff, now):
    """A carer tells of a call: `tells("ann", "c3-hoist", "arrived", 9, 20)`."""
    from joinedup.web.visits.queries import carer_of
    from joinedup.web.visits.walking.actions import tell
    from joinedup.web.visits.walking.queries import walk

    users = {}

    def say(name, visit, kind, hour, minute=0):
        if name not in users:
            users[name] = as_staff("home_care_worker", organisation=PROVIDER, username=name)
        at = now(hour, minute)
        assert tell(walk(carer_of(users[name]), TODAY), visit, kind, happened_at=None, by=users[name], at=at)

    return say


def calls_of(state, carer):
    return sorted((call for call in state.calls if call[0] == carer), key=lambda call: call[3])


def test_what_has_begun_stays_while_the_rest_is_planned(scheduler, now, state, tells):
    first = calls_of(state(), "ann")[0][1]
    tells("ann", first, "arrived", 8, 20)
    now(8, 30)
    found = planned(scheduler, on=TODAY, kind="away", carer="ann", since="08:30")
    assert [call[3] for call in found.calls if call[:2] == ["ann", first]] == [500.0]
    assert [call[1] for call in found.calls if call[0] == "ann"] == [first]


def test_one_of_two_carers_who_is_there_already_stays(scheduler, now, tells):
    tells("ben", "c3-hoist", "arrived", 9, 20)
    now(9, 21)
    found = planned(scheduler, on=TODAY, kind="again")
    assert {call[0] for call in found.calls if call[1] == "c3-hoist"} == {"ann", "ben"}
    other = planned(scheduler, on=TODAY, kind="away", carer="ann", since="")
    assert "c3-hoist" in other.unplanned  # it takes two, and nobody else can
    assert (
        scheduler.post(f"/rounds/{TODAY}/visits/c3-hoist/", {"carer_1": "", "start": "10:00", "seen": 1}).status_code
        == 422
    )


def test_what_is_under_way_takes_as_long_as_it_does(state, now, tells):
    from joinedup.web.visits.planning.day import day_of

    def minutes(visit, hour, minute):
        found = day_of(PROVIDER, TODAY, at=now(hour, minute)).problem
        return next(one for one in found.visits if one.id == visit).tasks[0].minutes

    carer = next(call[0] for call in state().calls if call[1] == "c1-breakfast")
    tells(carer, "c1-breakfast", "arrived", 8, 0)
    assert minutes("c1-breakfast", 8, 10) == 45  # as planned, while it is
    assert minutes("c1-breakfast", 9, 30) == 90  # so far
    tells(carer, "c1-breakfast", "left", 9, 40)
    assert minutes("c1-breakfast", 11, 0) == 100
    other = next(call[0] for call in state().calls if call[1] == "c2-breakfast")
    tells(other, "c2-breakfast", "arrived", 10, 0)
    tells(other, "c2-breakfast", "left", 10, 20)
    assert minutes("c2-breakfast", 11, 0) == 20  # planned for 30: the carer was free sooner


def test_who_forgot_to_check_out_was_gone_when_they_next_arrived(scheduler, provider, now, as_staff):
    from datetime import timedelta

    from joinedup.web.visits.models import CallEvent
    from joinedup.web.visits.queries import begun

    day = now(0)

    def told(carer, visit, kind, minutes):
        return CallEvent(carer=carer, visit=visit, kind=kind, happened_at=day + timedelta(minutes=minutes))

    arrivals = [("c1-breakfast", 480), ("c2-breakfast", 530), ("c1-lunch", 600)]
    events = [told("ann", visit, "arrived", at) for visit, at in arrivals]
    found = begun(events, on=TODAY, at=now(14))
    assert {visit: one.takes(45) for visit, one in found.items()} == {
        "c1-breakfast": 45,  # as planned, though the next began 50 minutes later
        "c2-breakfast": 45,
        "c1-lunch": 240,  # under way
    }
    assert found["c1-breakfast"].takes(60) == 50  # no longer than until the next
    both = [told("ann", "c3-hoist", "arrived", 560), told("ben", "c3-hoist", "arrived", 560), *events[2:]]
    assert begun(both, on=TODAY, at=now(14))["c3-hoist"].is_over is False  # Ben is there still
    left = [*both, told("ben", "c3-hoist", "left", 595)]
    assert begun(left, on=TODAY, at=now(14))["c3-hoist"].takes(20) == 35  # Ben said so


def test_a_plan_is_not_accepted_over_a_visit_begun_meanwhile(scheduler, now, state, tells):
    first = calls_of(state(), "ann")[0][1]
    now(7, 30)
    found = planned(scheduler, on=TODAY, kind="away", carer="ann", since="")
    tells("ann", first, "arrived", 8, 0)
    response = scheduler.post(f"/rounds/{TODAY}/replan/{found.pk}/accept/", follow=True)
    assert "A carer has begun a visit since" in words_of(response)
    assert state().number == 1


def test_a_plan_that_leaves_a_visit_out_is_not_accepted_once_it_has_begun(scheduler, now, state, tells):
    now(7, 30)
    found = planned(scheduler, on=TODAY, kind="away", carer="ann", since="")
    assert "c3-hoist" in found.unplanned
    tells("ann", "c3-hoist", "arrived", 9, 20)
    response = scheduler.post(f"/rounds/{TODAY}/replan/{found.pk}/accept/", follow=True)
    assert "A carer has begun a visit since" in words_of(response)
    assert state().number == 1


def test_a_visit_begun_that_the_day_does_not_have_any_more_stops_no_plan(scheduler, now, state, tells):
    first = calls_of(state(), "ann")[0][1]
    now(7, 30)
    gone = planned(scheduler, on=TODAY, kind="cancelled", visit=first)
    scheduler.post(f"/rounds/{TODAY}/replan/{gone.pk}/accept/")
    tells("ann", first, "arrived", 8, 0)  # what was published has it still
    found = planned(scheduler, on=TODAY, kind="again")
    scheduler.post(f"/rounds/{TODAY}/replan/{found.pk}/accept/")
    assert state().number == 3


def test_a_day_that_is_over_is_changed_no_more(scheduler, now, state):
    now(12, 30, day=2)
    response = scheduler.post(f"/rounds/{TODAY}/replan/", {"kind": "again"})
    assert "This day is over" in words_of(response)
    moved_then = moved(scheduler, on=TODAY)
    assert (moved_then.status_code, "This day is over" in words_of(moved_then)) == (422, True)
    assert "plan anew" not in words_of(scheduler.get(f"/rounds/{TODAY}/"))
    assert state().number == 1


def test_undo_takes_no_visit_from_whoever_has_begun_it(scheduler, now, state, tells):
    day = f"/rounds/{TODAY}/"
    first = calls_of(state(), "ann")[0][1]
    now(7, 30)
    moved(scheduler, first, on=TODAY, carer_1="ben", start="09:00")
    scheduler.post(f"{day}publish/", {"seen": 2})
    tells("ben", first, "arrived", 9, 0)
    now(9, 10)
    response = scheduler.post(f"{day}undo/", {"seen": 2}, follow=True)
    assert "A visit that this would change has begun" in words_of(response)
    assert state().number == 2


def test_undo_gives_a_begun_visit_back_to_whoever_is_there(scheduler, now, state, tells):
    before = state()
    first = calls_of(before, "ann")[0][1]
    now(7, 30)
    moved(scheduler, first, on=TODAY, carer_1="ben", start="09:00")
    tells("ann", first, "arrived", 8, 0)  # the move was not published
    scheduler.post(f"/rounds/{TODAY}/undo/", {"seen": 2})
    assert (state().number, state().calls) == (3, before.calls)


def test_publishing_takes_no_visit_from_whoever_has_begun_it(scheduler, now, state, tells):
    day = f"/rounds/{TODAY}/"
    first = calls_of(state(), "ann")[0][1]
    now(7, 50)
    moved(scheduler, first, on=TODAY, carer_1="ben", start="09:00")
    tells("ann", first, "arrived", 8, 2)
    now(8, 5)
    assert "Ann told of arriving at a visit that this day gives to somebody else" in words_of(scheduler.get(day))
    response = scheduler.post(f"{day}publish/", {"seen": 2}, follow=True)
    assert "A carer has begun a visit of" in words_of(response)
    monday = TODAY - timedelta(days=TODAY.weekday())
    of_week = scheduler.post(f"/weeks/{monday}/publish/", {"seen": [f"{TODAY}:2"]}, follow=True)
    assert "A carer has begun a visit of" in words_of(of_week)
    found = planned(scheduler, on=TODAY, kind="again")
    scheduler.post(f"{day}replan/{found.pk}/accept/", {"seen": 2})
    assert first in {call[1] for call in calls_of(state(), "ann")}
    assert "Published: carers see state 3" in words_of(scheduler.post(f"{day}publish/", {"seen": 3}, follow=True))
    assert "somebody else" not in words_of(scheduler.get(day))


def test_nothing_of_a_day_that_is_over_is_undone(scheduler, now, state):
    moved(scheduler, on=TODAY)
    assert "Undo the latest change" in words_of(scheduler.get(f"/rounds/{TODAY}/"))
    now(12, 30, day=2)
    response = scheduler.post(f"/rounds/{TODAY}/undo/", {"seen": 2}, follow=True)
    assert "This day is over" in words_of(response)
    assert "Undo the latest change" not in words_of(response)
    assert state().number == 2


def test_another_provider_sees_and_accepts_nothing_of_it(scheduler, signed_in):
    found = planned(scheduler, kind="again")
    other = signed_in("scheduler", OTHER)
    assert other.get(f"{DAY}replan/{found.pk}/").status_code == 404
    for what in ("accept", "drop", "again"):
        assert other.post(f"{DAY}replan/{found.pk}/{what}/").status_code == 404


def test_who_can_take_a_new_visit_says_what_it_costs_and_why_not_the_rest(scheduler, audited):
    text = words_of(scheduler.get(f"{DAY}who-can-take/", {**A_VISIT, "sides": "1"}))
    assert "A further visit, Supper, of 30 min to Bert Reed of hearth, from 19:00 to 20:00." in text
    assert "Cal 19:00" in text
    assert "Cannot: The shift of Ann, 07:00 to 15:00, leaves no time for it" in text
    assert audited("visits.view_client")[0].detail["client"] == "c2"
    assert scheduler.get(f"{DAY}who-can-take/", {"client": "c9"}).status_code == 422
    assert scheduler.get(f"{DAY}who-can-take/").status_code == 200


def test_somebody_new_is_added_where_their_postcode_is(scheduler, audited):
    from joinedup.web.directory.models import PostcodePoint

    PostcodePoint.objects.create(text="BH20 4AA", latitude=50.7, longitude=-2.1)
    given = {"name": "Dora Vale", "address": "1 Quay", "postcode": "bh204aa", "likes": "Toast"}
    response = scheduler.post("/rounds/clients/add/", given)
    made = Client.objects.get(organisation=PROVIDER, name="Dora Vale")
    assert response["Location"] == f"/rounds/clients/{made.code}/"
    assert (made.latitude, made.address) == (50.7, "1 Quay, BH20 4AA")
    assert audited("visits.add_client")
    assert "not known here" in words_of(scheduler.post("/rounds/clients/add/", {**given, "postcode": "ZZ1 1ZZ"}))
    assert scheduler.post("/rounds/clients/add/", {}).status_code == 422
    scheduler.post(f"/rounds/clients/{made.code}/", {"likes": "Jam"})
    made.refresh_from_db()
    assert made.likes == "Jam"
    assert scheduler.get("/rounds/clients/none/").status_code == 404
