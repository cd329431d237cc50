"""A week and a month: the same faces, rests between days, a day off, hours as agreed; and what hours are paid."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from joinedup.core.visits import (
    Attendance,
    Carer,
    Contract,
    Hours,
    PayScheme,
    Period,
    PeriodRounds,
    Problem,
    RoundsWrong,
    Stop,
    Task,
    Visit,
    check,
    given_rounds,
    minimum_wage,
    pay_of,
    plan_period,
    too_short,
)
from joinedup.core.visits.breaks import break_faults
from joinedup.core.visits.day_beside import carer_beside
from joinedup.core.visits.pay import NoRateKnown
from joinedup.core.visits.period import faults_of
from joinedup.core.visits.time_off import time_off
from joinedup.core.visits.wall_clock import minutes_between
from joinedup.core.visits.week_hours import weekly_limit
from joinedup.core.visits.worked import rounds_hours
from joinedup.core.visits.working_time import days_off, rest_faults, rests_in

MONDAY = date(2026, 12, 7)
MOVES = Stop(None, 1_500)
PLACES = ("office", "near", "far")
MINUTES = np.array([[0.0, 10.0, 30.0], [10.0, 0.0, 25.0], [30.0, 25.0, 0.0]])


def a_visit(name, person, earliest=480.0, due=660.0, place="near", minutes=45.0):
    return Visit(name, place, (Task(minutes),), earliest=earliest, due=due, person=person)


def a_day(visits, carers=("ann", "ben"), starts=420.0, ends=1260.0):
    staff = tuple(Carer(name, frozenset(), "office", "office", starts, ends) for name in carers)
    return Problem(tuple(visits), staff, PLACES, {"car": MINUTES})


def days(problem, count=7):
    return {MONDAY + timedelta(days=n): problem for n in range(count)}


def hours(leaves, back, paid=0.0):
    return Hours(leaves, back, leaves, back, paid, 0.0, 0.0, paid, None, 0.0)


def test_the_same_face_comes_all_week_and_all_rules_are_kept():
    """Each of two carers could visit everybody; on five days one is enough, on seven each has a day off."""
    visits = [a_visit(f"v{n}", f"p{n}", place=("near", "far")[n % 2]) for n in range(4)]
    assert set(plan_period(Period(days(a_day(visits), 5)), MOVES).faces.values()) == {1}
    found = plan_period(Period(days(a_day(visits))), MOVES)
    assert found.faults == ()
    assert not any(rounds.unplanned for rounds in found.days.values())
    assert all(check(rounds.problem, rounds.attendances).broken == () for rounds in found.days.values())
    assert set(found.faces.values()) <= {1, 2}
    assert max(len(found.hours(name)) for name in ("ann", "ben")) <= 6


def test_a_face_known_from_before_comes_again():
    visits = [a_visit("v", "p")]
    for known in ("ann", "ben"):
        period = Period(days(a_day(visits), 3), visits_before={"p": {known: 10}})
        assert {call.carer for rounds in plan_period(period, MOVES).days.values() for call in rounds.calls} == {known}


def test_who_was_out_late_sets_out_late_the_next_day():
    evening = a_visit("evening", "p", earliest=1290.0, due=1300.0)
    early = a_visit("early", "q", earliest=420.0, due=700.0)
    staff = ("ann",)
    period = Period(
        {
            MONDAY: a_day([evening], staff, 420.0, 1440.0),
            MONDAY + timedelta(days=1): a_day([early], staff, 360.0, 1200.0),
        }
    )
    found = plan_period(period, MOVES)
    assert found.faults == ()
    back = found.hours("ann")[MONDAY].back
    assert found.hours("ann")[MONDAY + timedelta(days=1)].leaves >= back - 1440.0 + 660.0 - 1e-6


def test_hours_of_the_week_stay_within_what_was_agreed():
    visits = [a_visit(f"v{n}", f"p{n}", minutes=60.0) for n in range(2)]
    contracts = {"ann": Contract(most_minutes=180.0), "ben": Contract(contracted_minutes=300.0)}
    found = plan_period(Period(days(a_day(visits), 5), contracts), MOVES)
    assert found.faults == ()
    assert sum(one.paid_minutes for one in found.hours("ann").values()) <= 180.0


def test_a_month_is_planned_week_after_week_with_the_same_rounds():
    visits = [a_visit(f"v{n}", f"p{n}") for n in range(3)]
    found = plan_period(Period(days(a_day(visits), 28)), Stop(None, 300))
    assert found.faults == ()
    assert len(found.days) == 28
    assert max(found.faces.values()) <= 2


def test_a_long_day_has_its_break():
    """A shift of nine hours full of visits: twenty minutes of it are a rest, or there is less work in it."""
    visits = [a_visit(f"v{n}", f"p{n}", earliest=480.0, due=1000.0, minutes=55.0) for n in range(9)]
    found = plan_period(Period({MONDAY: a_day(visits, ("ann",), 470.0, 1010.0)}), Stop(None, 4_000))
    worked = found.hours("ann")[MONDAY]
    assert worked.rest is not None or worked.last - worked.first <= 360.0


def test_rests_are_measured_as_they_really_pass():
    """Clocks go forward in the night to Sunday 29 March 2026, back in the night to 25 October."""
    spring, autumn = date(2026, 3, 28), date(2026, 10, 24)
    for day, real in ((MONDAY, 660.0), (spring, 600.0), (autumn, 720.0)):
        assert minutes_between((day, 1200.0), (day + timedelta(days=1), 420.0)) == real
    night = {spring: hours(720.0, 1200.0), spring + timedelta(days=1): hours(420.0, 900.0)}
    assert rest_faults("ann", night) == ["ann rests 10.0 hours before Sunday 29 March, not 11."]


def test_a_shift_past_midnight_leaves_the_rest_it_must():
    night = {MONDAY: hours(1320.0, 1800.0), MONDAY + timedelta(days=1): hours(960.0, 1200.0)}
    assert rest_faults("ann", night) == ["ann rests 10.0 hours before Tuesday 08 December, not 11."]


def test_a_day_longer_than_six_hours_without_time_for_a_break_is_a_fault():
    full = {MONDAY: hours(480.0, 900.0)}
    assert break_faults("ann", full) == ["ann has no break of 20 minutes on Monday 07 December."]
    assert break_faults("ann", {MONDAY: replace(full[MONDAY], rest=(600.0, 620.0))}) == []
    assert break_faults("ann", {MONDAY: replace(full[MONDAY], rest=(600.0, 610.0))}) == break_faults("ann", full)
    assert break_faults("ann", {MONDAY: hours(480.0, 840.0)}) == []


def test_days_that_are_given_stay_and_the_others_keep_rests_faces_and_days_off_beside_them():
    """Ann worked Monday to Saturday, late on Saturday: Sunday is Ben's, though people know Ann better."""
    tea = a_visit("tea", "p", earliest=1200.0, due=1230.0)
    week = days(a_day([tea], ends=1320.0))
    sunday = MONDAY + timedelta(days=6)
    given = {on: given_rounds(one, [Attendance("ann", "tea", 0, 1200.0)]) for on, one in week.items() if on != sunday}
    early = replace(week[sunday], visits=(a_visit("tea", "p", earliest=420.0, due=430.0),))
    found = plan_period(Period({sunday: early}, given=given), MOVES)
    assert [call.carer for call in found.days[sunday].calls] == ["ben"]
    assert (found.faults, set(found.days), found.faces) == ((), {sunday}, {"p": 2})
    assert time_off({sunday: early}, {on: rounds_hours(one) for on, one in given.items()})["ann"] == {sunday}
    with pytest.raises(RoundsWrong, match="both to be planned and given"):
        Period(week, given=given)


def test_days_of_leave_are_not_worked_off_on_the_other_days_of_the_week():
    """Forty hours over five days are eight a day; with two days of leave the other three still aim at eight."""
    week = days(a_day([a_visit("v", "p")]), 5)
    contracts = {"ann": Contract(contracted_minutes=2400.0)}
    whole = Period(week, contracts)
    ann = week[MONDAY].carers[0]
    assert carer_beside(whole, MONDAY, ann, {}, set()).target_minutes == 480.0
    away = {
        on: replace(one, carers=(replace(ann, is_away=on.weekday() > 2), *one.carers[1:])) for on, one in week.items()
    }
    assert carer_beside(Period(away, contracts), MONDAY, ann, {}, set()).target_minutes == 480.0


def test_who_is_on_leave_needs_no_further_day_off():
    """Ben is away on Monday, so Ann works it; each of the other six days Ben may work."""
    week = days(a_day([a_visit("v", "p")]))
    away = replace(week[MONDAY], carers=tuple(replace(one, is_away=one.id == "ben") for one in week[MONDAY].carers))
    off = time_off({**week, MONDAY: away})
    assert (len(off["ann"]), off["ben"]) == (1, set())
    found = plan_period(Period({**week, MONDAY: away}), MOVES)
    assert {call.carer for call in found.days[MONDAY].calls} == {"ann"}
    assert found.faults == ()


def test_seven_days_without_one_off_are_a_fault_and_six_are_not():
    week = {MONDAY + timedelta(days=n): hours(480.0, 960.0) for n in range(7)}
    assert rest_faults("ann", week) == ["ann has no 24 hours off together in the 7 days from Monday 07 December."]
    del week[MONDAY + timedelta(days=3)]
    assert rest_faults("ann", week) == []
    assert rest_faults("ann", week, is_fortnightly=True) == []  # the second week of the fortnight is free
    assert max(rests_in(week, MONDAY, 7)) == 2 * 1440.0 - 480.0


def test_a_night_shift_of_the_week_before_leaves_no_day_off_on_the_monday_it_ends():
    """Sunday 22:00 to Monday 7:00, then Tuesday to Sunday from 6:00: 23 hours, and not the 30 from midnight."""
    night = {MONDAY - timedelta(days=1): hours(1320.0, 1860.0)}
    week = {MONDAY + timedelta(days=n): hours(360.0, 900.0) for n in range(1, 7)}
    assert max(rests_in(night | week, MONDAY, 7)) == 23 * 60.0
    assert rest_faults("ann", night | week) == [
        "ann has no 24 hours off together in the 7 days from Monday 07 December."
    ]
    shifts = {day: (one.leaves, one.back) for day, one in (night | week).items()}
    assert days_off(shifts, dict.fromkeys(week, 1.0)) == {MONDAY + timedelta(days=1)}


def test_the_day_off_is_the_day_on_which_a_carer_is_least_missed():
    shifts = {MONDAY + timedelta(days=n): (480.0, 960.0) for n in range(7)}
    missed = {day: abs(day.day - 9.0) for day in shifts}
    assert days_off(shifts, missed) == {date(2026, 12, 9)}
    assert days_off(dict(list(shifts.items())[:5]), missed) == set()


def test_days_off_are_spread_over_the_week_for_each_kind_of_shift_and_skill():
    """Seven early carers and seven late ones, two of each who alone can lift: one of each is off on each day."""
    staff = tuple(
        Carer(f"{kind} {n}", frozenset({"hoist"} if n < 2 else ()), "office", "office", starts, starts + 480.0)
        for kind, starts in (("early", 420.0), ("late", 840.0))
        for n in range(7)
    )
    visits = [a_visit(f"v{n}", f"p{n}", at, at + 120.0) for n in range(6) for at in (480.0,)]
    visits += [a_visit(f"w{n}", f"p{n}", 960.0, 1080.0) for n in range(6)]
    lifted = tuple(replace(one, tasks=(Task(45.0, frozenset({"hoist"})),)) for one in visits[:1] + visits[6:7])
    off = time_off(days(Problem((*lifted, *visits[1:6], *visits[7:]), staff, PLACES, {"car": MINUTES})))
    for kind in ("early", "late"):
        assert sorted(day for n in range(7) for day in off[f"{kind} {n}"]) == sorted(days(None))
        assert off[f"{kind} 0"] != off[f"{kind} 1"]


def test_the_average_of_48_hours_is_kept_over_17_weeks():
    assert weekly_limit(Contract(worked_before=(2400.0,) * 16)) == 17 * 2880.0 - 16 * 2400.0
    assert weekly_limit(Contract(worked_before=(9999.0, *(2880.0,) * 16))) == 2880.0


def test_weeks_planned_together_count_in_the_average_of_those_after_them():
    """After 16 weeks of 47 hours one of 63 is within the average, and leaves 48 for the next, then 32 and 16."""
    long = a_day([a_visit("long", "p", minutes=630.0)], ("ann",))
    weeks = {MONDAY + timedelta(weeks=week, days=n): long for week in range(4) for n in range(6)}
    period = Period(weeks, {"ann": Contract(worked_before=(47 * 60.0,) * 16)})
    found = {on: given_rounds(long, [Attendance("ann", "long", 0, 480.0)]) for on in weeks}
    assert [words for words in faults_of(period, found) if "paid hours" in words] == [
        "ann has 63.0 paid hours in the week from 14 December, not 48.0.",
        "ann has 63.0 paid hours in the week from 21 December, not 32.0.",
        "ann has 63.0 paid hours in the week from 28 December, not 16.0.",
    ]
    second = MONDAY + timedelta(weeks=1)
    before = {on: rounds for on, rounds in found.items() if on < second}
    assert carer_beside(period, second, long.carers[0], before, set()).most_minutes == 480.0  # six days share the 48
    others = {on: rounds for on, rounds in found.items() if MONDAY < on < second + timedelta(days=5)}
    assert carer_beside(period, MONDAY, long.carers[0], others, set()).most_minutes == 360.0  # for the second


def test_a_period_without_days_is_refused():
    with pytest.raises(RoundsWrong, match="There is no day to plan"):
        Period({})


def test_ways_between_visits_count_in_the_minimum_wage():
    """Three hours at visits for £13.00, an hour between them unpaid: £9.75 an hour, and £12.71 is the least."""
    day = replace(hours(480.0, 720.0, 240.0), contact_minutes=180.0)
    found = pay_of({date(2026, 6, 1): day}, PayScheme(contact=1300, travel=0), 30)
    assert (found.pence, found.pence_an_hour, found.minimum_pence_an_hour) == (3900.0, 975.0, 1271)
    assert not found.is_enough
    assert pay_of({date(2026, 6, 1): day}, PayScheme(1300, 1200), 30).is_enough
    holiday = PayScheme(1300, 0, 2.0, frozenset({date(2026, 6, 1)}))
    on_holiday = pay_of({date(2026, 6, 1): day}, holiday, 30)
    assert (on_holiday.pence, on_holiday.pence_an_hour) == (7800.0, 975.0)
    assert not on_holiday.is_enough  # what is paid more that day does not count


def test_a_wage_nobody_wrote_down_is_refused():
    with pytest.raises(NoRateKnown, match="age 40 on 01 January 2020"):
        minimum_wage(date(2020, 1, 1), 40)
    with pytest.raises(NoRateKnown, match="age 12"):
        minimum_wage(date(2026, 6, 1), 12)


def test_a_short_visit_needs_a_reason():
    short = a_visit("short", "p", minutes=15.0)
    assert too_short((short, replace(short, id="agreed", short_because="medicine only"), a_visit("long", "p"))) == (
        "short",
    )


def test_a_fortnight_has_two_days_off_wherever_they_are():
    tea = a_visit("tea", "p", earliest=960.0, due=1020.0)
    found = plan_period(Period(days(a_day([tea], ("ann",)), 14), is_fortnightly=True), Stop(None, 200))
    assert found.faults == ()
    assert sum(bool(rounds.unplanned) for rounds in found.days.values()) == 2


def test_in_a_fortnight_48_hours_at_once_or_24_twice_are_enough():
    """A fortnight begins on Monday 7 December."""
    work = {MONDAY + timedelta(days=n): hours(480.0, 1020.0) for n in range(14)}

    def without(*off):
        return {day: one for day, one in work.items() if (day - MONDAY).days not in off}

    assert rest_faults("ann", without(0, 13), is_fortnightly=True) == []
    assert rest_faults("ann", without(5, 6), is_fortnightly=True) == []
    assert rest_faults("ann", without(5), is_fortnightly=True) == [
        "ann has no 48 hours off together, nor 24 twice, in the 14 days from Monday 07 December."
    ]


def test_who_works_through_a_night_that_is_an_hour_shorter_is_back_an_hour_later_by_the_clock():
    night = a_visit("night", "p", earliest=1320.0, due=1320.0, place="office", minutes=540.0)
    saturday = date(2026, 3, 28)
    there = given_rounds(a_day([night], ends=2000.0), [Attendance("ann", "night", 0, 1320.0)])
    assert PeriodRounds(Period({saturday: there.problem}), {saturday: there}, ()).hours("ann")[saturday].back == 1920.0
