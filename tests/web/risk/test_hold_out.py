"""Who stays off a list is drawn by lot, shown on no list, opened as ever, and compared by arm."""

import re
import shutil
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction

from joinedup.core.engine import Engine
from joinedup.core.errors import CannotProceed
from joinedup.core.risk.features.outcomes import outcomes
from joinedup.core.risk.use import hold_out as core
from joinedup.web import loading
from joinedup.web.governance.models import Objection
from joinedup.web.loading import hold_out as loaded_hold_out
from joinedup.web.risk.hold_out import actions, presenters, queries
from joinedup.web.risk.models import Allotment, ComparedArm, HoldOut, Score, TeamCapacity

LIST, PAGE, SWITCH = "/most-at-risk/", "/comparison/", "/comparison/switch/"
OUTCOME = "admission_or_death"
ON = {
    "outcome": OUTCOME,
    "kind": "randomised",
    "share": "50",
    "reason": "Agreed by the board on 3 March",
    "number": "0",
}


def words_of(response) -> str:
    return " ".join(re.sub("<[^>]+>", " ", response.content.decode()).split())


def people_in(response) -> list[str]:
    return re.findall(r'href="/people/([^/]+)/"', response.content.decode())


def switch_on(client, **changed):
    return client.post(SWITCH, {**ON, "confirmed": "yes", **changed}, follow=True)


def held_out() -> set[str]:
    one = HoldOut.objects.latest("id")
    return set(Allotment.objects.filter(hold_out=one, draw__lt=one.share).values_list("person_id", flat=True))


def above(hood: str) -> set[str]:
    scores = Score.objects.filter(outcome=OUTCOME, neighbourhood=hood, is_above_threshold=True)
    return set(scores.values_list("person_id", flat=True))


def test_nothing_is_switched_before_it_is_confirmed(signed_in_as):
    response = signed_in_as("lead").post(SWITCH, ON)
    text = words_of(response)
    assert "Begin the comparison?" in text
    assert "50% stay off the list until the comparison is ended" in text
    assert "Agreed by the board on 3 March" in text
    assert not HoldOut.objects.exists()


def test_confirmed_it_is_kept_with_who_when_share_and_seed(signed_in_as, audited):
    text = words_of(switch_on(signed_in_as("lead")))
    kept = HoldOut.objects.get()
    assert (kept.share, kept.steps, kept.neighbourhood, kept.name) == (0.5, 1, "swanage", "Lee Lead")
    assert kept.seed > 0 and kept.version
    assert f"Seed {kept.seed}" in text
    assert audited("risk.hold_out")[0].detail["drawn"] == len(above("swanage"))


def test_everybody_above_the_mark_is_drawn_by_seed_and_id(signed_in_as):
    switch_on(signed_in_as("lead"))
    kept = HoldOut.objects.get()
    drawn = dict(Allotment.objects.values_list("person_id", "draw"))
    assert set(drawn) == above("swanage")
    assert drawn == {person: core.draw(kept.seed, person) for person in drawn}


def test_those_held_out_stand_on_no_list_and_their_page_opens_as_ever(signed_in_as, take_into_care):
    switch_on(signed_in_as("lead"))
    off = held_out()
    assert off and off < above("swanage")
    client = signed_in_as("lead")
    assert set(people_in(client.get(LIST))) == above("swanage") - off
    assert not set(people_in(client.get(LIST, {"number": 60}))) & off
    assert not set(people_in(client.get(LIST + "changes/"))) & off
    rows = b"".join(client.get(LIST + "download/").streaming_content).decode().splitlines()
    assert len(rows) == 2 + len(above("swanage") - off)
    someone = sorted(off)[0]
    take_into_care(client.user, someone)
    text = words_of(client.get(f"/people/{someone}/"))
    assert "Why these scores" in text and "3 falls" in text
    assert "comparison" not in text and "held out" not in text


def test_list_says_how_many_stay_off_it(signed_in_as):
    switch_on(signed_in_as("lead"))
    assert f"{len(held_out())} people who would be on this list, drawn by lot, stay off it" in words_of(
        signed_in_as("nurse").get(LIST)
    )


def top(number: int, hood: str = "swanage") -> set[str]:
    """The first people of a list of a length from which nobody is kept off."""
    ranked = Score.objects.filter(outcome=OUTCOME, neighbourhood=hood).order_by("-probability", "person_id")
    return set(ranked.values_list("person_id", flat=True)[:number])


def drawn() -> set[str]:
    return set(Allotment.objects.values_list("person_id", flat=True))


@pytest.mark.parametrize("number", [2, 18])  # fewer and more than stand above the mark
def test_drawn_are_those_of_the_list_the_team_can_serve(signed_in_as, number):
    client = signed_in_as("lead")
    client.post(LIST + "number/", {"outcome": OUTCOME, "number": number})
    text = words_of(client.post(SWITCH, ON))
    assert f"Of the {number} people who would be listed today that is about {number // 2}" in text
    switch_on(client)
    assert drawn() == top(number)
    listed_arm = drawn() - held_out()
    assert listed_arm <= set(people_in(client.get(LIST)))
    off = len(held_out())
    told = f"{off} {'person' if off == 1 else 'people'} who would be on this list"
    assert (told in words_of(client.get(LIST))) == bool(off)


def test_who_a_longer_list_holds_newly_is_drawn_and_others_keep_their_arm(signed_in_as):
    client = signed_in_as("lead")
    client.post(LIST + "number/", {"outcome": OUTCOME, "number": 4})
    switch_on(client)
    first = dict(Allotment.objects.values_list("person_id", "draw"))
    client.post(LIST + "number/", {"outcome": OUTCOME, "number": 9})
    assert drawn() == top(9)
    client.post(LIST + "number/", {"outcome": OUTCOME, "number": 3})
    now = dict(Allotment.objects.values_list("person_id", "draw"))
    assert set(now) == top(9)
    assert {person: now[person] for person in first} == first


def test_whole_place_draws_those_its_teams_would_list(signed_in_as, staff, at):
    signed_in_as("lead").post(LIST + "number/", {"outcome": OUTCOME, "number": 3})
    assert queries.would_be_listed(OUTCOME, "") == top(3) | above("wareham") | above("blandford")
    TeamCapacity.objects.create(neighbourhood="", outcome=OUTCOME, people=1, by=staff("lead"), at=at)
    assert len(queries.would_be_listed(OUTCOME, "")) == 1


def test_who_objects_to_every_list_is_not_drawn(signed_in_as, staff, at):
    someone = sorted(above("swanage"))[0]
    told = {"words": "No lists", "recorded_by": staff("gp"), "recorded_at": at}
    Objection.objects.create(person_id=someone, scope="lists", **told)
    switch_on(signed_in_as("lead"))
    assert drawn() == above("swanage") - {someone}


def test_lists_of_others_and_of_other_outcomes_are_not_touched(signed_in_as):
    before = (
        people_in(signed_in_as("elsewhere").get(LIST)),
        people_in(signed_in_as("nurse").get(LIST + "?outcome=fall")),
    )
    switch_on(signed_in_as("lead"))
    after = people_in(signed_in_as("elsewhere").get(LIST)), people_in(signed_in_as("nurse").get(LIST + "?outcome=fall"))
    assert before == after


def test_whole_places_list_leaves_out_those_of_every_team(signed_in_as):
    switch_on(signed_in_as("lead"))
    found = {person for number in (25,) for person in people_in(signed_in_as("countywide").get(LIST, {"number": 100}))}
    assert not found & held_out()


def test_ending_it_puts_everybody_back_and_keeps_what_was(signed_in_as):
    client = signed_in_as("lead")
    switch_on(client)
    ended = client.post(SWITCH, {"outcome": OUTCOME, "reason": "A year is over", "number": "1", "confirmed": "yes"})
    assert ended.status_code == 302
    assert set(people_in(client.get(LIST))) == above("swanage")
    assert list(HoldOut.objects.order_by("number").values_list("is_on", flat=True)) == [True, False]
    assert "A year is over" in words_of(client.get(PAGE))


WRONG = (
    ({"share": "0"}, "whole number of per cent from 5 to 50"),
    ({"share": "51"}, "whole number of per cent from 5 to 50"),
    ({"share": "-1"}, "whole number of per cent from 5 to 50"),
    ({"share": "1000000000"}, "whole number of per cent from 5 to 50"),
    ({"share": "many"}, "whole number of per cent from 5 to 50"),
    ({"kind": ""}, "Select what becomes of those who stay off"),
    ({"kind": "chosen by me"}, "Select what becomes of those who stay off"),
    ({"kind": "stepped"}, "The number of steps must be a whole number from 2 to 12"),
    ({"kind": "stepped", "steps": "3", "weeks": "0"}, "The weeks from step to step"),
    ({"reason": ""}, "Say why the comparison is made"),
    ({"reason": "x" * 501}, "Reason must be 500 characters or fewer"),
    ({"number": "x"}, "There is a problem"),
)


def test_switch_that_lacks_something_is_refused_in_words(signed_in_as):
    client = signed_in_as("lead")
    for sent, said in WRONG:
        response = client.post(SWITCH, {**ON, "confirmed": "yes", **sent})
        assert response.status_code == 422
        assert said in words_of(response)
    assert not HoldOut.objects.exists()


def test_unknown_outcome_is_that_of_the_first_list(signed_in_as):
    assert signed_in_as("lead").get(PAGE, {"outcome": "'; --"}).status_code == 200


def test_seed_cannot_be_chosen(signed_in_as):
    switch_on(signed_in_as("lead"), seed="1", neighbourhood="wareham", is_on="no")
    kept = HoldOut.objects.get()
    assert kept.seed != 1
    assert kept.neighbourhood == "swanage"


def test_only_the_team_lead_switches(signed_in_as, audited):
    for username in ("nurse", "gp", "worker", "prescriber", "analyst", "ig"):
        assert signed_in_as(username).post(SWITCH, {**ON, "confirmed": "yes"}).status_code == 403
    assert audited("risk.hold_out")[0].outcome == "refused"
    assert not HoldOut.objects.exists()


def test_two_who_switch_at_once_leave_one(signed_in_as):
    client = signed_in_as("lead")
    switch_on(client)
    again = client.post(SWITCH, {"outcome": OUTCOME, "reason": "End it", "number": "7", "confirmed": "yes"})
    assert again.status_code == 409
    assert HoldOut.objects.count() == 1


@pytest.mark.parametrize("day", [0, 27, 28, 60, 84, 111, 112, 400])
def test_in_steps_those_on_the_list_are_those_the_core_says(day):
    starts = date(2026, 4, 1)
    one = HoldOut(neighbourhood="", outcome="fall", share=0.4, steps=4, days_per_step=28, seed=7, starts_on=starts)
    trial = core.HoldOut("fall", 7, 0.4, starts, "R Patel", "To see", steps=4, days_per_step=28)
    on = starts + timedelta(days=day)
    since, below = queries.draws_off(one, on)
    for person in (f"p{at}" for at in range(500)):
        assert (since <= core.draw(7, person) < below) == trial.is_off_the_list(person, on=on)


def test_nobody_stays_off_before_the_start():
    one = HoldOut(share=0.4, steps=1, starts_on=date(2026, 4, 2))
    assert queries.draws_off(one, date(2026, 4, 1)) == (0.0, 0.0)


@pytest.fixture
def later_run(run_folder, tmp_path):
    """The run of three months later: somebody new above the mark, and ambulances that came for falls."""
    run, place = run_folder
    shutil.copytree(run, tmp_path / "run")
    shutil.copytree(place.parent, tmp_path / "county")
    place_file = tmp_path / "county" / "place.toml"
    place_file.write_text(place_file.read_text().replace("as_at = 2026-04-01", "as_at = 2026-07-01"), encoding="utf-8")
    return tmp_path / "run", place_file


def test_arms_are_compared_by_what_the_next_run_records(signed_in_as, staff, later_run):
    started = datetime(2026, 4, 10, 9, tzinfo=UTC)
    plan = actions.Plan("swanage", "fall", True, "To see", 0, share=0.5)
    kept = actions.switch(plan, version="", by=staff("lead"), at=started, on=started.date())
    run, place = later_run
    listed, off = ([one.person_id for one in arm] for arm in (
        Allotment.objects.filter(draw__gte=kept.share).order_by("person_id"),
        Allotment.objects.filter(draw__lt=kept.share).order_by("person_id"),
    ))  # fmt: skip
    event = {"reason": "fall", "organisation": "a", "file": "f", "line": 1}
    days = [(off[0], 5, 1), (off[0], 5, 20), (listed[0], 4, 9), (off[1], 7, 1)]  # twice one, too early, too late
    rows = [{**event, "person_id": person, "happened_on": date(2026, month, day)} for person, month, day in days]
    pq.write_table(pa.Table.from_pylist(rows), run / "link" / "events" / "ambulance_incident.parquet")
    loading.load(run, place, at=datetime(2026, 7, 2, tzinfo=UTC))
    arms = {one.arm: (one.people, one.events) for one in ComparedArm.objects.filter(as_at=date(2026, 7, 1))}
    assert arms == {"listed": (len(listed), 0), "held_out": (len(off), 1)}
    loading.load(run, place, at=datetime(2026, 7, 3, tzinfo=UTC))  # the same run again says it once
    assert ComparedArm.objects.count() == 2
    text = words_of(signed_in_as("lead").get(PAGE, {"outcome": "fall"}))
    assert "Too few people had the outcome to tell" in text


@pytest.mark.parametrize("after_step", [None, 1])
def test_an_arm_is_kept_once_a_run_and_between_two_steps(staff, after_step):
    plan = actions.Plan("", "fall", True, "To see", 0, share=0.5)
    at = datetime(2026, 4, 1, 9, tzinfo=UTC)
    hold_out = actions.write(plan, version="", by=staff("lead"), at=at, on=at.date())
    row = {"hold_out": hold_out, "as_at": date(2026, 7, 1), "arm": "listed", "people": 9, "events": 1}
    ComparedArm.objects.create(**row, after_step=after_step)
    with pytest.raises(IntegrityError), transaction.atomic():
        ComparedArm.objects.create(**row, after_step=after_step)


def in_steps(first_events: dict[str, date], drawn: list[tuple[str, float]], *, as_at: date) -> list[ComparedArm]:
    """What is kept of a comparison of 4 steps of 28 days that began on 1 April 2026 with a share of a half."""
    starts = date(2026, 4, 1)
    plan = actions.Plan("", "fall", True, "To see", 0, share=0.5, steps=4, days_per_step=28)
    lead = {"by": get_user_model().objects.get(username="lead"), "at": datetime(2026, 4, 1, 9, tzinfo=UTC)}
    one = actions.write(plan, version="", on=starts, **lead)
    new = [Allotment(hold_out=one, person_id=person, draw=draw, entered_on=starts) for person, draw in drawn]
    Allotment.objects.bulk_create(new)
    with Engine(memory_gigabytes=1) as engine:
        people = [person for person, _ in drawn]
        engine.register("person", pa.table({"person_id": people, "is_opted_out": [False] * len(people)}))
        columns = {"person_id": list(first_events), "on_day": list(first_events.values())}
        happened = pa.table(columns, schema=pa.schema([("person_id", pa.string()), ("on_day", pa.date32())]))
        engine.register("happened", happened)
        sql = "select person_id, on_day as happened_on from happened"
        fall = next(outcome for outcome in outcomes() if outcome.name == "fall")
        loaded_hold_out.compare(engine, one, fall.model_copy(update={"sql": sql}), as_at=as_at)
    return queries.arms(one)


def test_in_steps_each_day_counts_on_the_side_the_person_was_on(staff):
    staff("lead")
    drawn = [("onit", 0.9), ("first", 0.05), ("last", 0.49)]
    happened = {"onit": date(2026, 4, 30), "last": date(2026, 4, 11)}
    arms = in_steps(happened, drawn, as_at=date(2027, 1, 1))
    assert {(one.after_step, one.arm): (one.people, one.days, one.events) for one in arms} == {
        (0, "listed"): (1, 28, 0),
        (0, "held_out"): (2, 28 + 11, 1),
        (1, "listed"): (2, 2 + 28, 1),
        (2, "listed"): (1, 28, 0),
        (3, "listed"): (1, 28, 0),
    }


def test_in_steps_a_list_that_halves_the_risk_is_seen_to(staff):
    """Who comes onto the list after a step has half the risk from then on; once all are on it, nothing is compared."""
    staff("lead")
    rng = np.random.default_rng(2)
    drawn = [(f"p{at}", float(one)) for at, one in enumerate(rng.random(6000))]
    happened = {}
    for person, one in drawn:
        days_off = 28 * core.step(one, share=0.5, steps=4)
        risk = np.where(np.arange(365) < days_off, 0.4, 0.2) / 365
        days = np.flatnonzero(rng.random(365) < risk)
        happened |= {person: date(2026, 4, 1) + timedelta(days=int(days[0]))} if len(days) else {}
    arms = in_steps(happened, drawn, as_at=date(2027, 4, 1))
    said = presenters.comparisons(arms)[0]
    low, high = (float(one) for one in re.search(r"difference \S+, (\S+) to (\S+)\)", said.words).groups())
    assert said.words.startswith("Fewer with the list")
    assert low < -20 < high < -10
    assert [line.name for line in said.lines] == ["On the list", "Not yet on it"]


def test_page_of_a_comparison_in_steps_says_what_is_compared(staff, signed_in_as):
    staff("lead")
    in_steps({}, [("onit", 0.9), ("last", 0.49)], as_at=date(2027, 1, 1))
    text = words_of(signed_in_as("analyst").get(PAGE, {"outcome": "fall"}))
    assert "time on the list is compared with time not yet on it" in text
    assert "On the list 7 or fewer not shown" in text
    assert "Too few people had the outcome to tell" in text


def test_somebody_who_comes_above_the_mark_later_is_drawn_by_the_next_load(signed_in_as, run_folder):
    switch_on(signed_in_as("lead"))
    newcomer = Score.objects.filter(outcome=OUTCOME, neighbourhood="swanage", is_above_threshold=False).first()
    assert actions.allot(HoldOut.objects.get(), on=date(2026, 4, 3)) == 0
    Score.objects.filter(pk=newcomer.pk).update(is_above_threshold=True)
    assert actions.allot_everywhere(on=date(2026, 5, 3)) == 1
    assert Allotment.objects.get(person_id=newcomer.person_id).entered_on == date(2026, 5, 3)


def test_merged_person_keeps_the_draw_of_the_earlier_id(staff):
    from joinedup.web.people.models import FormerId

    plan = actions.Plan("swanage", OUTCOME, True, "To see", 0, share=0.5)
    at = datetime(2026, 4, 10, 9, tzinfo=UTC)
    kept = actions.switch(plan, version="", by=staff("lead"), at=at, on=at.date())
    one = Allotment.objects.first()
    FormerId.objects.create(former_id=one.person_id, person_id="pnew")
    assert actions.drawn(kept, ["pnew"]) == [("pnew", one.draw)]
    assert actions.drawn(kept, ["pother"]) == [("pother", core.draw(kept.seed, "pother"))]


def test_share_above_a_half_is_refused_by_the_database(staff, at):
    from django.db import IntegrityError

    plan = actions.Plan("swanage", OUTCOME, True, "To see", 0, share=0.9)
    with pytest.raises((IntegrityError, CannotProceed)):
        actions.switch(plan, version="", by=staff("lead"), at=at, on=at.date())


def test_arm_of_few_people_is_not_counted_out():
    assert presenters.arm_line("Held out", core.Arm(7, 3)).cells == ("7 or fewer", "not shown", "not shown")
    assert presenters.arm_line("Held out", core.Arm(100, 30)).cells == ("100", "30", "30.0%")


def test_looking_at_the_comparison_is_audited(signed_in_as, audited):
    signed_in_as("analyst").get(PAGE, {"outcome": "fall"})
    assert audited("risk.view_hold_out")[0].detail == {"outcome": "fall"}
