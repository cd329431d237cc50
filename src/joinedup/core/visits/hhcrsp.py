"""How is the benchmark of Mankowska, Meisel and Bierwirth (2014), as JSON of iolab-uniud/hhcrsp, read and written?

One service after another at one patient becomes two visits, the second some time after the first. Cost is a third each
of travel, of all lateness and of the longest lateness; every carer of a visit that is late counts.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from joinedup.core.visits.benchmark_calls import Said, attendances_of, end_faults
from joinedup.core.visits.carer import Carer
from joinedup.core.visits.checking import Checked, check
from joinedup.core.visits.entries import minutes_in, name_in, names_in
from joinedup.core.visits.problem import Problem, Weights
from joinedup.core.visits.rounds import Rounds
from joinedup.core.visits.visit import Attendance, Follows, Task, Visit
from joinedup.core.visits.wrong_days import RoundsWrong, check_said

WEIGHTS = Weights(travel=1 / 3, late=1 / 3, worst_late=1 / 3, not_preferred=0.0, unplanned=None)
TOGETHER, AFTER = "simultaneous", "sequential"


def is_hhcrsp(said: Mapping[str, Any]) -> bool:
    """Whether a JSON document is of this benchmark."""
    return {"patients", "caregivers", "central_offices", "distances"} <= set(said)


def read(said: Mapping[str, Any]) -> Problem:
    """The problem of a document.

    Raises
    ------
    RoundsWrong : something is missing or of the wrong kind.
    """
    try:
        office = name_in(said["central_offices"][0], "id")
        places = (office, *(name_in(patient, "id") for patient in said["patients"]))
        default = {one["id"]: one.get("default_duration") for one in said["services"]}
        visits = [visit for patient in said["patients"] for visit in visits_of(patient, default)]
        carers = [Carer(name_in(one, "id"), names_in(one, "abilities"), office, office) for one in said["caregivers"]]
        travel = np.asarray(said["distances"], float)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as problem:
        raise RoundsWrong(
            f"The benchmark file is not whole ({type(problem).__name__}: {problem})",
            expected="patients, services, caregivers, central_offices and distances",
        ) from problem
    check_said(visits, carers)
    return Problem(tuple(visits), tuple(carers), places, {"car": travel}, WEIGHTS)


def visits_of(patient: Mapping[str, Any], default: Mapping[str, float]) -> list[Visit]:
    """The visits of one patient: one, or two where one service is to come some time after the other."""
    earliest, due = (minutes_in(patient["time_window"], at) for at in range(2))
    wanted = [
        Task(
            minutes_in(one if "duration" in one else {"duration": default[one["service"]]}, "duration"),
            frozenset({name_in(one, "service")}),
        )
        for one in patient["required_caregivers"]
    ]
    how = patient["synchronization"]["type"] if len(wanted) == 2 else TOGETHER
    if how not in (TOGETHER, AFTER):
        raise RoundsWrong(
            f"The services of '{patient['id']}' are '{how}'",
            expected="how they belong together",
            available=(TOGETHER, AFTER),
        )

    def visit(name: str, tasks: tuple[Task, ...], follows: Follows | None = None) -> Visit:
        return Visit(name, patient["id"], tasks, earliest, due, follows=follows, person=patient["id"])

    if how == AFTER:
        least, most = (minutes_in(patient["synchronization"]["distance"], at) for at in range(2))
        first, second = (f"{patient['id']} {place + 1}" for place in range(2))
        return [
            visit(first, (wanted[0],)),
            visit(second, (wanted[1],), Follows(first, least, most, by_another=True)),
        ]
    return [visit(patient["id"], tuple(wanted))]


def write(rounds: Rounds) -> dict[str, Any]:
    """The rounds in the benchmark's own form of a solution."""
    routes: dict[str, list[dict[str, Any]]] = {carer.id: [] for carer in rounds.problem.carers}
    for call in rounds.calls:
        (service,) = call.task.skills
        routes[call.carer].append(
            {
                "patient_id": call.visit.person,
                "service_id": service,
                "arrival_time": round(call.start, 6),
                "departure_time": round(call.start + call.task.minutes, 6),
            }
        )
    people = list(dict.fromkeys(call.visit.person for call in rounds.calls))
    return {
        "routes": [{"caregiver_id": carer, "locations": stops} for carer, stops in routes.items()],
        "global_ordering": people,
    }


def calls_of(said: Mapping[str, Any]) -> list[Said]:
    """The calls of a solution in the benchmark's form."""
    return [
        Said(
            *(name_in(route, "caregiver_id"), name_in(stop, "patient_id"), name_in(stop, "service_id")),
            minutes_in(stop, "arrival_time"),
            minutes_in(stop, "departure_time") if "departure_time" in stop else None,
        )
        for route in said["routes"]
        for stop in route.get("locations") or []
    ]


def attendances(said: Mapping[str, Any], problem: Problem) -> list[Attendance]:
    """Who is where when, of a solution in the benchmark's form."""
    return attendances_of(calls_of(said), problem)


def checked(said: Mapping[str, Any], problem: Problem) -> Checked:
    """What a solution comes to, and what is wrong about it, when its calls end included."""
    calls = calls_of(said)
    there = attendances_of(calls, problem)
    found = check(problem, there)
    return replace(found, broken=(*found.broken, *end_faults(calls, there, problem)))
