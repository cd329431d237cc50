"""How is the unified home-healthcare benchmark (UHHC: Ceschia, Da Ros and others, 2026) read and written?

Costs are as its toolbox counts them: weights by name, or "HARD". Two services at one person become two visits, of use
only together, unless they are to start together. Waiting is between visits; before the first nobody waits, also after
lunch. Who is idle longest counts.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from joinedup.core.visits.benchmark_calls import attendances_of
from joinedup.core.visits.carer import Carer, Rest
from joinedup.core.visits.hours import hours_of, rest_in
from joinedup.core.visits.problem import Problem, Weights
from joinedup.core.visits.rounds import Rounds
from joinedup.core.visits.visit import FOREVER, Attendance, Follows, Task, Visit
from joinedup.core.visits.wrong_days import RoundsWrong

HARD = "HARD"
MUST = 1e6
"""Priority of a person who is not optional: leaving them out is no way to save."""
TORN = 20_000.0
"""One service without the other is a rule broken: it must cost more than any idle time it could save."""
LUNCH = "lunch_break"


def is_uhhc(said: Mapping[str, Any]) -> bool:
    """Whether a JSON document is of this benchmark."""
    return {"metadata", "patients", "caregivers", "terminal_points", "distances"} <= set(said)


def read(said: Mapping[str, Any]) -> Problem:
    """The problem of a document.

    Raises
    ------
    RoundsWrong : something is missing or of the wrong kind, or a person has more than two windows.
    """
    try:
        costs = said["metadata"]["cost_components"]
        by_end = said["metadata"].get("time_window_met") == "at_service_end"
        default = {one["id"]: one.get("default_duration") for one in said["services"]}
        visits = [visit for one in said["patients"] for visit in visits_of(one, default, costs, by_end)]
        carers = [carer_of(one, said.get("lunch_breaks"), by_end) for one in said["caregivers"]]
        places = places_of(said)
        travel = np.asarray(said["distances"], float)
        weights = weights_of(costs)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as problem:
        raise RoundsWrong(
            f"The benchmark file is not whole ({type(problem).__name__}: {problem})",
            expected="metadata, patients, services, caregivers, terminal_points and distances",
        ) from problem
    return Problem(tuple(visits), tuple(carers), places, {"car": travel}, weights, is_late_by_end=by_end)


def places_of(said: Mapping[str, Any]) -> tuple[str, ...]:
    """Ids of places in the order of the matrix."""
    row = {one["distance_matrix_index"]: one["id"] for one in (*said["terminal_points"], *said["patients"])}
    return tuple(row.get(at, f"row {at}") for at in range(len(said["distances"])))


def weights_of(costs: Mapping[str, Any]) -> Weights:
    """What counts how much; a cost the benchmark calls hard is a rule."""

    def weight(name: str) -> float:
        return 0.0 if costs.get(name) in (None, HARD) else float(costs[name])

    missed = costs.get("missed_lunch_break")
    return Weights(
        travel=weight("travel_time"),
        late=None if is_late_hard(costs) else weight("total_tardiness"),
        worst_late=weight("highest_tardiness"),
        not_preferred=weight("caregiver_preferences"),
        unplanned=weight("optional_patients") or 1.0,
        waiting=weight("total_waiting_time"),
        idle=weight("max_idle_time"),
        overtime=weight("total_extra_time"),
        missed_rest=None if missed in (None, HARD) else float(missed),
        torn=TORN,
    )


def is_late_hard(costs: Mapping[str, Any]) -> bool:
    """Whether nobody may be late."""
    return HARD in (costs.get("total_tardiness"), costs.get("highest_tardiness"))


def visits_of(
    person: Mapping[str, Any], default: Mapping[str, float], costs: Mapping[str, Any], by_end: bool
) -> list[Visit]:
    """The visits of one person."""
    windows = [(float(one["start"]), float(one["end"])) for one in person["time_windows"]]
    if len(windows) > 2:
        raise RoundsWrong(f"'{person['id']}' has {len(windows)} windows", expected="one or two")
    wanted = [
        Task(float(one.get("duration") or default[one["service"]]), frozenset({one["service"]}))
        for one in person["required_services"]
    ]
    how = (person.get("synchronization") or {}).get("type")
    longest = max(task.minutes for task in wanted) if by_end else 0.0
    is_one = len(wanted) == 1 or how == "simultaneous"
    names = [person["id"]] if is_one else [f"{person['id']} {place + 1}" for place in range(2)]
    follows = None
    if how == "sequential":
        distance = person["synchronization"]["distance"]
        least, most = (distance["min"], distance["max"]) if isinstance(distance, Mapping) else distance
        follows = Follows(names[0], float(least), float(most), by_another=True)
    return [
        Visit(
            id=name,
            place=person["id"],
            tasks=tuple(wanted) if is_one else (wanted[at],),
            earliest=windows[0][0],
            due=windows[0][1],
            latest=windows[-1][1] - longest if is_late_hard(costs) else FOREVER,
            refused=frozenset(person.get("incompatible_caregivers") or ()),
            preferred=frozenset(person.get("preferred_caregivers") or ()),
            follows=follows if at else None,
            priority=(1.0 if person.get("optional") else MUST) / len(names),
            person=person["id"],
            next_window=windows[1] if len(windows) > 1 else None,
            only_with="" if is_one else names[1 - at],
        )
        for at, name in enumerate(names)
    ]


def carer_of(said: Mapping[str, Any], lunch: Mapping[str, Any] | None, by_end: bool) -> Carer:
    """A carer; lunch is at somebody's whom they visit, right before that, as in all the plans the benchmark gives."""
    shift = said.get("working_shift") or {"start": 0.0, "end": FOREVER}
    rest = None
    if said.get("lunch_break") and lunch:
        minutes = float(lunch["min_duration"])
        rest = Rest(
            minutes, float(lunch["start"]), float(lunch["end"]) + (0.0 if by_end else minutes), -1.0, is_at_next=True
        )
    return Carer(
        said["id"],
        frozenset(said["abilities"]),
        said["departing_point"],
        said.get("arrival_point") or said["departing_point"],
        float(shift["start"]),
        float(shift["end"]),
        rest=rest,
    )


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
    hours = hours_of(rounds.problem, carer, rounds.by_carer.get(carer.id, []), rounds.visits_by_id)
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


def attendances(said: Mapping[str, Any], problem: Problem) -> list[Attendance]:
    """Who is where when, of a solution in the benchmark's form, older names of its fields included."""
    calls = [
        (route["caregiver_id"], stop["patient"], stop["service"], start_of(stop))
        for route in said["routes"]
        for stop in route.get("locations") or []
        if stop.get("service") != LUNCH and "patient" in stop
    ]
    return attendances_of(calls, problem)


def start_of(stop: Mapping[str, Any]) -> float:
    """When service starts."""
    names: Sequence[str] = ("start_service_time", "arrival_time", "start_time")
    return float(stop[next((name for name in names if name in stop), names[0])])
