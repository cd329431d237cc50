"""A week: seen by its own scheduler, planned in the background beside what is fixed, taken on or thrown away."""

import re
from datetime import timedelta

import pytest

from joinedup.web.visits import jobs
from joinedup.web.visits.days import attendances_of, problem_of, weighed
from joinedup.web.visits.models import Carer, Publication, Revision, WeekPlan
from joinedup.web.visits.weeks import actions, queries
from joinedup.web.visits.weeks.facts import worked_before
from joinedup.web.visits.words import length_words
from tests.web.visits.provided import OTHER, PROVIDER, TODAY, TOMORROW, a_provider
from tests.web.visits.test_day import moved, words_of

MONDAY = TODAY - timedelta(days=2)
WEEK = f"/weeks/{MONDAY}/"
FRIDAY = TODAY + timedelta(days=2)
SUNDAY = TODAY + timedelta(days=4)
NEXT = f"/weeks/{MONDAY + timedelta(days=7)}/"


@pytest.fixture(autouse=True)
def briefly(monkeypatch):
    """Searched for a moment: these weeks are tiny."""
    monkeypatch.setattr(actions, "SECONDS_AT_LEAST", 0.3)


@pytest.fixture
def week(provider, now):
    """Friday to Sunday are entered, and nobody has planned them."""
    from joinedup.web.visits.intake.actions import enter_usual_days

    assert enter_usual_days(a_provider(), TODAY, 5, by=None, at=now(7)) == 3
    return MONDAY


def asked(browser, path=WEEK, weeks="1") -> WeekPlan:
    response = browser.post(f"{path}plan/", {"weeks": weeks})
    assert response.status_code == 302, words_of(response)
    return WeekPlan.objects.get(pk=int(response["Location"].strip("/").split("/")[-1]))


def planned(browser, path=WEEK, weeks="1") -> WeekPlan:
    found = asked(browser, path, weeks)
    jobs.plan_weeks.call(found.pk)
    found.refresh_from_db()
    return found


def page(browser, found: WeekPlan, more="") -> str:
    return words_of(browser.get(f"/weeks/{found.monday}/plan/{found.pk}/{more}"))


def take_on(browser, found: WeekPlan, *days):
    """Tick days of a plan (all that can be, if none is said), look at what they come to, and take them on."""
    here = f"/weeks/{found.monday}/plan/{found.pk}/"
    shown = browser.get(here + ("?" + "&".join(f"on={on}" for on in days) if days else "")).content.decode()
    sent = {name: re.findall(rf'name="{name}" value="([^"]*)"', shown) for name in ("shown", "broken")}
    return browser.post(f"{here}accept/", {"on": sent["shown"], **sent}, follow=True)


def standing() -> dict:
    return {on: one.number for on, one in queries.states(PROVIDER, MONDAY, SUNDAY).items()}


def test_this_week_and_any_day_of_it_lead_to_its_monday(scheduler):
    assert scheduler.get("/weeks/")["Location"] == WEEK
    assert scheduler.get(f"/weeks/{TOMORROW}/")["Location"] == WEEK
    for day in ("2026-13-41", "0001-01-01", "9999-12-27"):
        assert scheduler.get(f"/weeks/{day}/").status_code == 404
    assert scheduler.get(f"/weeks/{TOMORROW}/pay/").status_code == 404


def test_the_week_says_how_each_day_stands(scheduler, week):
    moved(scheduler, carer_1="")
    text = words_of(scheduler.get(WEEK))
    assert "Wednesday 1 April 5 of 5 visits planned Somebody comes to each 0 late Published" in text
    assert "Thursday 2 April 4 of 5 visits planned Nobody comes to 1 0 late Changed since it was published" in text
    assert "Friday 3 April Good Friday 0 of 5 visits planned Nobody comes to 5 0 late Not published" in text
    assert "Monday 30 March No rounds" in text
    assert "9 of 25 visits planned" in text


def test_the_week_has_each_carers_hours_and_each_clients_faces(scheduler, week, state):
    text = words_of(scheduler.get(WEEK))
    ann = queries.figures_of(state())["carers"]["ann"]
    assert ann["paid_minutes"] >= ann["contact_minutes"] > 0
    assert "Off Off 23:30 to 00:00 next day" in text  # Cal on Wednesday
    assert "No visits" in text  # on shift on Friday, and nobody planned it
    counts = {client: len(carers) for client, carers in queries.figures_of(state())["faces"].items()}
    assert f"Cleo Moss of hearth {counts['c3']} in 4 calls" in text  # two carers on two days
    assert "not visited then" in text


def test_faces_are_compared_with_the_week_before(scheduler, now):
    from joinedup.web.visits.intake.actions import load_usual_days

    load_usual_days(a_provider(), TODAY + timedelta(days=7), 1, by=None, at=now(7))
    text = words_of(scheduler.get(NEXT))
    assert "Cleo Moss of hearth 2 in 2 calls 2 in 4 calls the same" in text


def test_every_client_on_the_week_is_in_the_audit_once_and_no_client_on_the_pay(scheduler, audited):
    scheduler.get(WEEK)
    assert sorted(one.detail["client"] for one in audited("visits.view_week")) == ["c1", "c2", "c3"]
    text = words_of(scheduler.get(f"{WEEK}pay/"))
    assert "of hearth" not in text
    assert audited("visits.view_pay")[0].detail == {"monday": str(MONDAY)}


@pytest.mark.parametrize(("path", "most"), [(WEEK, 17), (f"{WEEK}pay/", 12)])
def test_pages_of_a_week_take_as_many_queries_however_many_days_it_has(
    scheduler, week, path, most, django_assert_max_num_queries
):
    scheduler.get(path)
    with django_assert_max_num_queries(most):
        scheduler.get(path)


def test_nothing_of_another_provider_is_seen_or_planned(scheduler, signed_in, week):
    found = planned(scheduler)
    client = signed_in("scheduler", OTHER)
    assert "of hearth" not in words_of(client.get(WEEK))
    assert "There is nothing to plan" in words_of(client.get(WEEK))  # theirs has no days to plan
    path = f"{WEEK}plan/{found.pk}/"
    assert client.get(path).status_code == client.get(f"{path}{FRIDAY}/").status_code == 404
    for what in ("accept", "drop", "again"):
        assert client.post(f"{path}{what}/").status_code == 404


def test_carers_see_no_week_no_pay_and_no_time_off(signed_in):
    client = signed_in("ann")
    for path in (WEEK, "/weeks/", f"{WEEK}pay/", "/time-off/"):
        assert client.get(path).status_code == 403
    assert client.post(f"{WEEK}plan/").status_code == 403


def test_weeks_are_paged_through_as_far_as_there_are_visits(scheduler, week, now):
    from joinedup.web.visits.intake.actions import enter_usual_days

    assert "Week after" not in words_of(scheduler.get(WEEK))
    enter_usual_days(a_provider(), TODAY + timedelta(days=21), 1, by=None, at=now(7))
    response = scheduler.get(WEEK)
    assert f'href="/weeks/{MONDAY + timedelta(days=21)}/"' in response.content.decode()
    assert "Week before" in words_of(scheduler.get(f"/weeks/{MONDAY + timedelta(days=21)}/"))


def test_asking_puts_a_number_into_the_queue_and_says_how_far_it_is(scheduler, week, audited, now):
    from django_tasks_db.models import DBTaskResult

    found = asked(scheduler)
    assert DBTaskResult.objects.get().args_kwargs["args"] == [found.pk]
    assert (found.days, found.state) == (3, "waiting")
    assert "Waiting to be planned" in page(scheduler, found)
    assert audited("visits.ask_week")[0].detail["days"] == 3
    WeekPlan.objects.filter(pk=found.pk).update(state="running", started_at=now(7), days_done=2, seconds=60)
    now(7, 0)
    assert "2 of 3 days have first rounds" in page(scheduler, found)
    now(7, 30)
    assert "what planned it was stopped" in page(scheduler, found)


def test_a_week_is_planned_beside_published_days_looked_at_and_taken_on(scheduler, week, audited):
    found = planned(scheduler)
    assert (found.state, found.days_done) == ("ready", 3)
    assert standing() == {TODAY: 1, TOMORROW: 1, FRIDAY: 1, SATURDAY: 1, SUNDAY: 1}  # nothing changed yet
    text = page(scheduler, found)
    assert "Planned: take it on?" in text
    assert "Friday 3 April 2026 5 of 5 visits 5 now, 0 then" in text
    assert str(TOMORROW.day) + " April 2026 5 of 5" not in text  # published: stays
    day = page(scheduler, found, f"{FRIDAY}/")
    assert "Hoist of Cleo Moss of hearth Nobody" in day
    assert {one.detail["on"] for one in audited("visits.view_day")} == {str(FRIDAY)}
    response = take_on(scheduler, found)
    assert "Taken on: 3 days changed" in words_of(response)
    assert standing() == {TODAY: 1, TOMORROW: 1, FRIDAY: 2, SATURDAY: 2, SUNDAY: 2}
    assert not Publication.objects.filter(organisation=PROVIDER, on=FRIDAY).exists()
    assert "Planned with its week: 5 visits changed" in words_of(scheduler.get(f"/rounds/{FRIDAY}/"))


SATURDAY = TODAY + timedelta(days=3)


def test_the_page_of_a_plan_takes_as_many_queries_however_many_days(scheduler, week, django_assert_max_num_queries):
    found = planned(scheduler)
    page(scheduler, found)
    with django_assert_max_num_queries(12):
        page(scheduler, found)


def test_hours_over_days_are_kept_beside_the_days_that_are_fixed(scheduler, week):
    """Cal is out until after midnight every night; the rest of eleven hours holds, and nobody works over 48 hours."""
    found = planned(scheduler)
    assert "Rules on hours that would be broken" not in page(scheduler, found)


def test_a_visit_somebody_fixed_stays_and_who_has_time_off_is_not_sent_out(scheduler, week, now):
    from joinedup.web.visits.time_off.actions import record_time_off

    moved(scheduler, on=FRIDAY, visit="c1-lunch", carer_1="ben", start="13:30")
    record_time_off(PROVIDER, "ann", SATURDAY, SUNDAY, "leave", by=scheduler.user, at=now(7))
    found = planned(scheduler)
    by_day = {day.on: day for day in queries.whole_planned_days(found)}
    assert ["ben", "c1-lunch", 0, 810.0] in by_day[FRIDAY].calls
    assert {call[0] for call in by_day[FRIDAY].calls} >= {"ann", "ben"}
    for on in (SATURDAY, SUNDAY):
        assert "ann" not in {call[0] for call in by_day[on].calls}
        assert list(by_day[on].unplanned) == ["c3-hoist"]  # it takes two, and only one is left
    assert "Ann: annual leave" in words_of(scheduler.get(WEEK))


def test_four_weeks_are_planned_at_once(scheduler, week, now):
    from joinedup.web.visits.intake.actions import enter_usual_days

    enter_usual_days(a_provider(), SUNDAY + timedelta(days=8), 1, by=None, at=now(7))  # Monday of the third week
    assert "Plan four weeks from this one (4 days)" in words_of(scheduler.get(WEEK))
    found = planned(scheduler, weeks="4")
    assert (found.weeks, found.days, found.state) == (4, 4, "ready")
    assert "4 weeks from 30 March 2026" in page(scheduler, found)
    assert "4 weeks" in words_of(scheduler.get(f"/weeks/{MONDAY + timedelta(days=14)}/"))


def all_ticked(browser, found: WeekPlan):
    """All days of a plan posted as they were on a screen before something happened."""
    days = [str(FRIDAY), str(SATURDAY), str(SUNDAY)]
    return browser.post(f"/weeks/{found.monday}/plan/{found.pk}/accept/", {"on": days, "shown": days}, follow=True)


def test_a_plan_is_not_taken_on_over_what_happened_since(scheduler, week, now):
    from joinedup.web.visits.time_off.actions import record_time_off

    found = planned(scheduler)
    moved(scheduler, on=FRIDAY, visit="c1-lunch", carer_1="ben", start="13:30")
    assert "A day was changed or published since" in page(scheduler, found)
    assert "Somebody changed this day" in words_of(all_ticked(scheduler, found))
    assert standing()[SATURDAY] == 1  # all that is ticked, or nothing
    again = planned(scheduler)
    record_time_off(PROVIDER, "ben", FRIDAY, FRIDAY, "sick", by=scheduler.user, at=now(7))
    assert "A carer has time off by now" in words_of(take_on(scheduler, again))
    third = planned(scheduler)
    scheduler.post(f"/rounds/{SUNDAY}/publish/", {"seen": 1})
    assert "A day was changed or published since" in page(scheduler, third)
    assert "Somebody changed this day" in words_of(all_ticked(scheduler, third))
    assert standing() == {TODAY: 1, TOMORROW: 1, FRIDAY: 2, SATURDAY: 1, SUNDAY: 1}


def test_days_nobody_changed_since_are_taken_on_without_the_one_somebody_did(scheduler, week):
    found = planned(scheduler)
    moved(scheduler, on=FRIDAY, visit="c1-lunch", carer_1="ben", start="13:30")
    text = page(scheduler, found)
    assert "Friday 3 April 2026 Stays as it is" in text
    assert "2 of 3 days would be taken on" in text
    assert "Taken on: 2 days changed" in words_of(take_on(scheduler, found))
    assert standing() == {TODAY: 1, TOMORROW: 1, FRIDAY: 2, SATURDAY: 2, SUNDAY: 2}
    text = page(scheduler, found)
    assert "Friday 3 April 2026 Stays as it is" in text
    assert "Saturday 4 April 2026 Taken on" in text
    assert "2 of 3 days are taken on" in text


def test_single_days_are_taken_on_and_the_figures_are_of_these_beside_the_others(scheduler, week, audited):
    """Nobody comes to anything on Saturday and Sunday: ten visits, and two calls of the hoist each."""
    found = planned(scheduler)
    assert "Visits nobody comes to 15 0" in page(scheduler, found)
    text = page(scheduler, found, f"?on={FRIDAY}")
    assert "Visits nobody comes to 15 10" in text
    assert "Take this day on" in text
    assert "Taken on: 1 day changed" in words_of(take_on(scheduler, found, FRIDAY))
    assert standing() == {TODAY: 1, TOMORROW: 1, FRIDAY: 2, SATURDAY: 1, SUNDAY: 1}
    assert audited("visits.accept_week")[0].detail["days"] == 1
    assert "Visits nobody comes to 15 10" in page(scheduler, found)


def test_days_are_taken_on_only_as_they_were_looked_at(scheduler, week):
    """Other ticks than on the screen, or none: nothing is taken on before what they come to was shown."""
    found = planned(scheduler)
    path = f"{WEEK}plan/{found.pk}/accept/"
    response = scheduler.post(path, {"on": [str(FRIDAY)], "shown": [str(FRIDAY), str(SATURDAY)]})
    assert response["Location"] == f"{WEEK}plan/{found.pk}/?on={FRIDAY}"
    response = scheduler.post(path, {"on": [str(SUNDAY)], "shown": [str(SUNDAY)], "look": "yes"})
    assert response["Location"].endswith(f"?on={SUNDAY}")
    assert "No day of the plan was chosen" in words_of(scheduler.post(path, {}, follow=True))
    for wrong in ("soon", "2026-13-41"):
        assert scheduler.post(path, {"on": [wrong], "shown": [wrong]}).status_code == 302
        assert scheduler.get(f"{WEEK}plan/{found.pk}/?on={wrong}").status_code == 200
    elsewhere = str(SUNDAY + timedelta(days=1))
    assert "No day of the plan" in words_of(
        scheduler.post(path, {"on": [elsewhere], "shown": [elsewhere]}, follow=True)
    )
    assert standing() == {TODAY: 1, TOMORROW: 1, FRIDAY: 1, SATURDAY: 1, SUNDAY: 1}


def with_ann_out_late(browser, found: WeekPlan, on=FRIDAY) -> None:
    """The plan has Ann home after midnight, and as the next day stands she is out at half past eight."""
    moved(browser, on=on + timedelta(days=1), visit="c1-breakfast", carer_1="ann", start="08:30")
    late = next(day for day in queries.whole_planned_days(found) if day.on == on)
    problem = problem_of(late.base.file.document, late.base.held)
    others = [call for call in late.calls if call[1] != "c2-night"]
    late.calls = [*others, ["ann", "c2-night", 0, 1440.0]]
    late.figures = weighed(problem, attendances_of(late.calls)).figures
    late.save()


def test_what_days_break_beside_the_others_is_named_before_they_are_taken_on(scheduler, week):
    found = planned(scheduler)
    with_ann_out_late(scheduler, found)
    text = page(scheduler, found, f"?on={FRIDAY}")
    assert "Rules on hours that would be broken: Ann rests 7." in text
    assert "before Saturday 04 April, not 11." in text
    assert "Rules on hours broken 0 1" in text
    assert "Taken on: 1 day changed" in words_of(take_on(scheduler, found, FRIDAY))  # seen, and meant


def test_what_a_sunday_breaks_in_the_week_after_is_named_too(scheduler, week, now):
    from joinedup.web.visits.intake.actions import enter_usual_days

    enter_usual_days(a_provider(), SUNDAY + timedelta(days=1), 1, by=None, at=now(7))
    found = planned(scheduler)
    with_ann_out_late(scheduler, found, SUNDAY)
    text = page(scheduler, found, f"?on={SUNDAY}")
    assert "before Monday 06 April, not 11." in text
    assert "before Monday" not in page(scheduler, found, f"?on={FRIDAY}")


def test_what_days_break_and_nobody_saw_keeps_them_from_being_taken_on(scheduler, week):
    found = planned(scheduler)
    with_ann_out_late(scheduler, found)
    days = {"on": [str(FRIDAY)], "shown": [str(FRIDAY)]}  # a screen from before Saturday was changed
    response = scheduler.post(f"{WEEK}plan/{found.pk}/accept/", days, follow=True)
    assert "Rules on hours would be broken that were not on the screen: 1" in words_of(response)
    assert standing()[FRIDAY] == 1


def test_hours_farther_from_those_agreed_and_further_faces_are_named(scheduler, week):
    """Ben has the hours agreed with Wednesday and Thursday alone; Friday would add to them, and to c1's faces."""
    known = [queries.figures_of(one) for one in queries.states(PROVIDER, MONDAY, SUNDAY).values()]
    now = sum(one["carers"]["ben"]["paid_minutes"] for one in known if one["carers"]["ben"])
    Carer.objects.filter(organisation=PROVIDER, code="ben").update(contracted_minutes_per_week=round(now))
    found = planned(scheduler)
    friday = next(day for day in queries.whole_planned_days(found) if day.on == FRIDAY)
    friday.figures["carers"]["ben"] = next(one for one in friday.figures["carers"].values() if one)
    friday.figures["faces"]["c1"] = {"ann": 1, "ben": 1, "cal": 1}
    friday.save()
    text = page(scheduler, found, f"?on={FRIDAY}")
    agreed, then = length_words(now), length_words(now + friday.figures["carers"]["ben"]["paid_minutes"])
    assert f"Ben: {agreed} agreed in the week of 30 March, {agreed} now, {then} then" in text
    assert "1 client would see more different carers than now." in text


def test_taken_on_twice_is_once_and_thrown_away_is_not_taken_on(scheduler, week, audited):
    found = planned(scheduler)
    scheduler.post(f"{WEEK}plan/{found.pk}/drop/")
    all_ticked(scheduler, found)
    assert standing()[FRIDAY] == 1
    assert audited("visits.drop_week")[0].detail["plan"] == found.pk
    assert f"/plan/{found.pk}/{FRIDAY}/" not in page(scheduler, found)
    assert scheduler.get(f"{WEEK}plan/{found.pk}/{FRIDAY}/").status_code == 404
    other = planned(scheduler)
    for _ in range(2):
        all_ticked(scheduler, other)
    assert standing()[FRIDAY] == 2


def test_thrown_away_while_it_is_planned_it_stops_and_keeps_nothing(scheduler, week, monkeypatch):
    found = asked(scheduler)
    WeekPlan.objects.filter(pk=found.pk).update(seconds=600)
    real = actions.plan_period

    def dropped_meanwhile(period, stop, **others):
        scheduler.post(f"{WEEK}plan/{found.pk}/drop/")
        return real(period, actions.Stop(3.0, is_asked=stop.is_asked), **others)

    monkeypatch.setattr(actions, "plan_period", dropped_meanwhile)
    jobs.plan_weeks.call(found.pk)
    found.refresh_from_db()
    assert (found.state, found.days_done) == ("dropped", 0)
    assert not any(day.calls for day in queries.whole_planned_days(found))


def test_a_job_run_twice_plans_once_and_a_fault_names_nobody(scheduler, week, monkeypatch):
    found = asked(scheduler)
    monkeypatch.setattr(actions, "planned", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        jobs.plan_weeks.call(found.pk)
    jobs.plan_weeks.call(found.pk)  # taken up once
    assert "Something went wrong" in page(scheduler, found)
    assert scheduler.post(f"{WEEK}plan/{found.pk}/again/").status_code == 302


def test_nothing_to_plan_is_a_sentence(scheduler):
    response = scheduler.post(f"{WEEK}plan/", {"weeks": "1"}, follow=True)
    assert "There is no day to plan" in words_of(response)
    assert not WeekPlan.objects.exists()


def test_what_a_day_comes_to_is_worked_out_where_it_was_not_kept(scheduler, state):
    now_is = state()
    old = Revision(
        file=now_is.file,
        held=now_is.held,
        calls=now_is.calls,
        figures={name: value for name, value in now_is.figures.items() if name not in {"carers", "faces"}},
    )
    assert queries.figures_of(old) == now_is.figures


def test_rules_on_hours_that_are_broken_are_named_above_the_table(scheduler, week):
    """Ann comes home after midnight on Friday, and is sent out early on Saturday."""
    assert "Rules on hours broken" not in words_of(scheduler.get(WEEK))
    moved(scheduler, on=FRIDAY, visit="c2-night", carer_1="ann", start="24:00")
    moved(scheduler, on=SATURDAY, visit="c1-breakfast", carer_1="ann", start="08:30")
    text = words_of(scheduler.get(WEEK))
    assert "Ann rests 7." in text
    assert "before Saturday 04 April, not 11." in text
    assert "Ann rules broken: 1" in text


def test_weeks_before_a_carer_was_first_there_are_in_no_average():
    """The provider had rounds for twelve weeks; Ann came four weeks ago, and had no round in one of them."""
    figures = {}
    for number in range(12, 0, -1):
        said = {} if number > 4 else {"ann": None if number == 2 else {"paid_minutes": 2400.0}}
        figures[MONDAY - timedelta(days=7 * number)] = {"carers": {"ben": {"paid_minutes": 600.0}} | said, "faces": {}}
    assert worked_before(figures, MONDAY, "ann") == (2400.0, 2400.0, 0.0, 2400.0)
    assert len(worked_before(figures, MONDAY, "ben")) == 12
    assert worked_before(figures, MONDAY, "cal") == ()


def test_days_that_are_planned_are_published_together_all_or_none(scheduler, week, audited):
    assert "to carers" not in words_of(scheduler.get(WEEK))  # published, or nobody comes to anything
    found = planned(scheduler)
    take_on(scheduler, found)
    assert "Publish 3 days to carers" in words_of(scheduler.get(WEEK))
    seen = [f"{FRIDAY}:2", f"{SATURDAY}:2", f"{SUNDAY}:1"]  # Sunday was changed since that screen
    response = scheduler.post(f"{WEEK}publish/", {"seen": seen}, follow=True)
    assert "Somebody changed this day" in words_of(response)
    assert not Publication.objects.filter(organisation=PROVIDER, on__gte=FRIDAY).exists()
    response = scheduler.post(f"{WEEK}publish/", {"seen": [*seen[:2], f"{SUNDAY}:2"]}, follow=True)
    assert "Published: carers see 3 days from now on" in words_of(response)
    assert "There is nothing to plan" in words_of(response)
    assert {one.detail["on"] for one in audited("visits.publish_day")} >= {str(FRIDAY), str(SATURDAY), str(SUNDAY)}


@pytest.mark.parametrize("seen", [[], ["soon"], ["2026-13-41:1"], ["2026-06-01:1"]])
def test_what_is_no_day_of_the_week_is_not_published(scheduler, seen):
    before = Publication.objects.count()
    assert scheduler.post(f"{WEEK}publish/", {"seen": seen}).status_code == 302
    assert Publication.objects.count() == before
