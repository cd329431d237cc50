"""How are rounds of the UHHC benchmark written, and what do they come to as their file says them, lunch included?"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from joinedup.core.visits.benchmark_calls import Said, attendances_of, end_faults
from joinedup.core.visits.carer import Carer, Rest
from joinedup.core.visits.checking import Checked, check
from joinedup.core.visits.entries import minutes_in, name_in
from joinedup.core.visits.hours import hours_of, rest_in
from joinedup.core.visits.problem import Problem
from joinedup.core.visits.rounds import Rounds, given_rounds
from joinedup.core.visits.visit import CLOSE, FOREVER, Attendance, Minutes

LUNCH = "lunch_break"
STARTS = ("start_service_time", "arrival_time", "start_time")
ENDS = ("end_service_time", "departure_time", "end_time")
"""What the fields are called, older names after the one now used."""
NEVER = Rest(0.0, FOREVER, FOREVER, -1.0, is_at_next=True)
"""A rest there is no time for: of whom the file gives none."""


def write(rounds: Rounds) -> dict[str, Any]:
    """The rounds in the benchmark's own form of a solution."""
    problem, routes = rounds.problem, []
    for carer in problem.carers:
        calls = rounds.round_of(carer.id)
        stops = [
            {
                "patient": call.visit.person,
                "service": next(iter(call.task.skills)),
                "start_service_time": whole(call.start),
                "end_service_time": whole(call.start + call.task.minutes),
            }
            for call in calls
        ]
        if rest := rest_of(rounds, carer):
            where, start, end = rest
            lunch = {"patient": where, "service": LUNCH}
            stops.append(lunch | {"start_service_time": whole(start), "end_service_time": whole(end)})
        stops.sort(key=lambda stop: float(str(stop["start_service_time"])))
        routes.append({"caregiver_id": carer.id, "locations": stops} if stops else {"caregiver_id": carer.id})
    return {"routes": routes, "cost_components": {}}


def rest_of(rounds: Rounds, carer: Carer) -> tuple[str, float, float] | None:
    """Where a carer has lunch, from when to when: with whom they visit next, or where they begin if with nobody."""
    hours = hours_of(rounds.problem, carer, rounds.by_carer.get(carer.id, []))
    if hours is None:
        rest = rest_in(carer, carer.shift_starts, carer.shift_ends)
        return rest and (carer.begins, *rest)
    if hours.rest is None:
        return None
    start, end = hours.rest
    return next(call.visit.person for call in rounds.round_of(carer.id) if call.start >= end - 1e-6), start, end


def whole(minutes: float) -> float:
    """Minutes without a fraction where there is none to speak of."""
    return round(minutes) if abs(minutes - round(minutes)) < 1e-6 else round(minutes, 6)


def stops_of(said: Mapping[str, Any]) -> list[Said]:
    """All stops of a solution, lunch among them."""
    return [
        Said(name_in(route, "caregiver_id"), name_in(stop, "patient"), name_in(stop, "service"), *times_of(stop))
        for route in said["routes"]
        for stop in route.get("locations") or []
    ]


def times_of(stop: Mapping[str, Any]) -> tuple[Minutes, Minutes | None]:
    """When a stop begins and ends; the end need not be said."""
    end = next((name for name in ENDS if name in stop), None)
    start = next((name for name in STARTS if name in stop), STARTS[0])
    return minutes_in(stop, start), None if end is None else minutes_in(stop, end)


def calls_of(said: Mapping[str, Any]) -> list[Said]:
    """The stops that are visits."""
    return [stop for stop in stops_of(said) if stop.service != LUNCH]


def attendances(said: Mapping[str, Any], problem: Problem) -> list[Attendance]:
    """Who is where when, of a solution in the benchmark's form, older names of its fields included."""
    return attendances_of(calls_of(said), problem)


def checked(said: Mapping[str, Any], problem: Problem) -> Checked:
    """What a solution comes to with lunch where it says, and what is wrong about it.

    Lunch is right before a visit or right after one, where that is; none, or one after the last visit, is missed.
    """
    calls, lunches = calls_of(said), [stop for stop in stops_of(said) if stop.service == LUNCH]
    there = attendances_of(calls, problem)
    broken = [f"{one.carer} has lunch: no such carer." for one in lunches if one.carer not in problem.carer_of]
    carers, without = [], []
    for carer in problem.carers:
        own = [one for one in lunches if one.carer == carer.id]
        round_ = sorted((one for one in calls if one.carer == carer.id), key=lambda one: one.start)
        carers.append(carer if carer.rest is None else replace(carer, rest=rest_as_said(carer.rest, own, round_)))
        broken += lunch_faults(carer, own, round_)
        if carer.rest is not None and not round_ and not own:
            without.append(carer.id)
    as_said = replace(problem, carers=tuple(carers))
    found = check(as_said, there)
    if problem.weights.missed_rest is None:
        broken += [f"{one} has no lunch." for one in without]
    broken += [*no_time_faults(as_said, there), *end_faults(calls, there, problem)]
    cost = found.cost + len(without) * (problem.weights.missed_rest or 0.0)
    return replace(found, cost=cost, broken=(*found.broken, *broken))


def rest_as_said(rest: Rest, own: Sequence[Said], calls: Sequence[Said]) -> Rest:
    """The rest that is exactly the lunch a file gives to a carer."""
    if len(own) != 1 or own[0].end is None or own[0].end < own[0].start:
        return NEVER
    lunch, before = own[0], [one for one in calls if one.start < own[0].start]
    is_before_way = bool(before) and before[-1].person == lunch.person
    return Rest(own[0].end - lunch.start, lunch.start, own[0].end, rest.after_minutes, is_at_next=not is_before_way)


def lunch_faults(carer: Carer, own: Sequence[Said], calls: Sequence[Said]) -> list[str]:
    """What is wrong about the lunch of a carer, by itself and by where it is, in words."""
    rest = carer.rest
    if not own:
        return []
    if rest is None or len(own) > 1:
        return [f"{carer.id} has {len(own)} lunches, and is to have {'none' if rest is None else 'one'}."]
    lunch, end = own[0], own[0].start if own[0].end is None else own[0].end
    words, faults = f"{carer.id} has lunch from {lunch.start:g} to {end:g}", []
    if (
        lunch.start < rest.earliest - CLOSE
        or end > rest.latest + CLOSE
        or abs(end - lunch.start - rest.minutes) > CLOSE
    ):
        faults.append(f"{words}, not {rest.minutes:g} minutes between {rest.earliest:g} and {rest.latest:g}.")
    before = [one.person for one in calls if one.start < lunch.start][-1:]
    after = [one.person for one in calls if one.start >= lunch.start][:1]
    if calls and lunch.person not in (*before, *after):
        faults.append(f"{words} at {lunch.person}, and neither comes from there nor goes there.")
    return faults


def no_time_faults(as_said: Problem, there: Sequence[Attendance]) -> list[str]:
    """Lunches in the middle of a visit or of a way, in words."""
    rounds, faults = given_rounds(as_said, there), []
    for carer in as_said.carers:
        if carer.rest is None or carer.rest is NEVER:
            continue
        hours = hours_of(as_said, carer, rounds.by_carer.get(carer.id, []))
        if hours is not None and hours.rest is None and carer.rest.earliest < hours.last - CLOSE:
            faults.append(f"{carer.id} has no time for lunch from {carer.rest.earliest:g} to {carer.rest.latest:g}.")
    return faults
