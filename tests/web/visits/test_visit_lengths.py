"""Actual times teach the lengths of visits; a person accepts, and days to come change."""

from datetime import timedelta

import pytest

from joinedup.web.visits.models import CallEvent, LengthDecision
from tests.web.visits.provided import PROVIDER, TODAY, TOMORROW
from tests.web.visits.test_day import words_of


@pytest.fixture
def lived(provider, now, as_staff):
    """Eight days on which lunch took about 53 minutes, one of them with a forgotten check-out."""
    user = as_staff("home_care_worker", organisation=PROVIDER, username="ann")
    for days in range(1, 9):
        begins = now(12) - timedelta(days=days)
        took = 600 if days == 3 else 50 + days % 3 * 2
        for kind, at in (("arrived", begins), ("left", begins + timedelta(minutes=took))):
            CallEvent.objects.create(
                organisation=PROVIDER,
                on=TODAY - timedelta(days=days),
                carer="ann",
                visit="c1-lunch",
                kind=kind,
                happened_at=at,
                received_at=at,
                told_by=user,
            )
    now(7)


def decided(client, choice, minutes="50.0", visit="c1-lunch"):
    return client.post(f"/lengths-of-visits/{visit}/decide/", {"minutes": minutes, "choice": choice}, follow=True)


def test_what_visits_took_is_proposed_and_its_reading_is_audited(lived, scheduler, audited):
    text = words_of(scheduler.get("/lengths-of-visits/"))
    said = "Planned 30 min Took 53 min, give or take 3 min Seen 8 visits Proposed 50 min"
    assert f"Ada Stone of hearth, Lunch {said}" in text
    assert audited("visits.view_lengths")[0].detail["client"] == "c1"


def test_accepting_changes_days_to_come_and_not_today(lived, scheduler, state, audited):
    assert "1 day to come changed" in words_of(decided(scheduler, "accept"))

    def minutes(on):
        return {one["id"]: one["minutes"] for one in state(on).file.document["visits"]}["c1-lunch"]

    assert (minutes(TODAY), minutes(TOMORROW)) == (30, 50)
    assert state(TOMORROW).how == "lengths"
    assert audited("visits.decide_length")[0].detail == {"visit": "c1-lunch", "minutes": 50.0, "accepted": True}
    assert "No visit takes other than planned" in words_of(scheduler.get("/lengths-of-visits/"))


def test_declining_changes_nothing_and_is_not_asked_again(lived, scheduler, state):
    decided(scheduler, "decline")
    assert state(TOMORROW).number == 1
    assert "No visit takes other than planned" in words_of(scheduler.get("/lengths-of-visits/"))


def test_what_is_not_proposed_cannot_be_accepted(lived, scheduler):
    for changes in ({"minutes": "10"}, {"visit": "c9"}, {"minutes": "x"}, {"choice": "perhaps"}):
        decided(scheduler, **{"choice": "accept", **changes})
    decided(scheduler, "accept")
    decided(scheduler, "accept")  # sent twice
    assert LengthDecision.objects.count() == 1


def test_what_was_over_at_once_does_not_count(lived, now):
    from joinedup.web.visits.lengths.queries import seen_minutes

    told = CallEvent.objects.filter(kind="arrived", on=TODAY - timedelta(days=1)).get()
    for kind, minutes in (("arrived", 0), ("left", 4)):
        about = {"organisation": PROVIDER, "on": TODAY - timedelta(days=9), "carer": "ann", "visit": "c1-lunch"}
        at = told.happened_at - timedelta(days=8) + timedelta(minutes=minutes)
        CallEvent.objects.create(**about, kind=kind, happened_at=at, received_at=at, told_by=told.told_by)
    seen = seen_minutes(PROVIDER, TODAY - timedelta(days=30))["c1-lunch"]
    assert (len(seen), min(seen)) == (8, 50)


@pytest.mark.parametrize(("minutes", "is_proposed"), [("30", True), ("half an hour", False)])
def test_a_length_kept_as_text_is_read_if_it_is_one(lived, scheduler, monkeypatch, minutes, is_proposed):
    from joinedup.web.visits import queries

    day = queries.latest(PROVIDER, TODAY)
    for one in day.file.document["visits"]:
        one["minutes"] = minutes
    monkeypatch.setattr(queries, "latest", lambda *_: day)
    response = scheduler.get("/lengths-of-visits/")
    assert response.status_code == 200
    assert ("Proposed 50 min" in words_of(response)) is is_proposed
