"""How is the unified home-healthcare benchmark (UHHC: Ceschia, Da Ros and others, 2026) read?

Costs are as its toolbox counts them: weights by name, or "HARD". Two services at one person become two visits, of use
only together, unless they are to start together. Waiting is between visits; before the first nobody waits, also after
lunch. Who is idle longest counts.
"""

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np

from joinedup.core.visits.carer import Carer, Rest
from joinedup.core.visits.entries import minutes_in, name_in, names_in
from joinedup.core.visits.problem import Problem, Weights
from joinedup.core.visits.visit import FOREVER, Follows, Task, Visit
from joinedup.core.visits.wrong_days import RoundsWrong, check_said

HARD = "HARD"
MUST = 1e6
"""Priority of a person who is not optional: leaving them out is no way to save."""
TORN = 20_000.0
"""One service without the other is a rule broken: it must cost more than any idle time it could save."""
TOGETHER, AFTER, APART = "simultaneous", "sequential", "independent"
MAY_BE_HARD = {
    *("total_tardiness", "highest_tardiness", "total_extra_time"),
    *("caregiver_preferences", "optional_patients", "missed_lunch_break"),
}
"""Costs that can be forbidden: no round is without travel, and none can be told to be without waiting."""


def is_uhhc(said: Mapping[str, Any]) -> bool:
    """Whether a JSON document is of this benchmark."""
    return {"metadata", "patients", "caregivers", "terminal_points", "distances"} <= set(said)


def read(said: Mapping[str, Any]) -> Problem:
    """The problem of a document.

    Raises
    ------
    RoundsWrong : something is missing or of the wrong kind, or a person has more than two windows or services.
    """
    try:
        costs = said["metadata"]["cost_components"]
        by_end = said["metadata"].get("time_window_met") == "at_service_end"
        default = {one["id"]: one.get("default_duration") for one in said["services"]}
        staff = frozenset(name_in(one, "id") for one in said["caregivers"])
        visits = [visit for one in said["patients"] for visit in visits_of(one, default, costs, by_end, staff)]
        carers = [carer_of(one, said.get("lunch_breaks"), by_end) for one in said["caregivers"]]
        places = places_of(said)
        travel = np.asarray(said["distances"], float)
        weights = weights_of(costs)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as problem:
        raise RoundsWrong(
            f"The benchmark file is not whole ({type(problem).__name__}: {problem})",
            expected="metadata, patients, services, caregivers, terminal_points and distances",
        ) from problem
    check_said(visits, carers)
    return Problem(tuple(visits), tuple(carers), places, {"car": travel}, weights, is_late_by_end=by_end)


def places_of(said: Mapping[str, Any]) -> tuple[str, ...]:
    """Ids of places in the order of the matrix."""
    row = {one["distance_matrix_index"]: one["id"] for one in (*said["terminal_points"], *said["patients"])}
    return tuple(row.get(at, f"row {at}") for at in range(len(said["distances"])))


def weights_of(costs: Mapping[str, Any]) -> Weights:
    """What counts how much; a cost the benchmark calls hard is a rule: `visits_of` has those about people.

    Raises
    ------
    RoundsWrong : a cost is no number of 0 or more, or one is hard that cannot be.
    """
    for name, cost in costs.items():
        if cost == HARD and name not in MAY_BE_HARD:
            raise RoundsWrong(f"The cost '{name}' is HARD", expected="a number", available=sorted(MAY_BE_HARD))

    def weight(name: str) -> float:
        cost = 0.0 if costs.get(name) in (None, HARD) else minutes_in(costs, name)
        if cost < 0:
            raise RoundsWrong(f"The cost '{name}' is {cost:g}", expected="0 or more, or HARD")
        return cost

    return Weights(
        travel=weight("travel_time"),
        late=None if is_late_hard(costs) else weight("total_tardiness"),
        worst_late=weight("highest_tardiness"),
        not_preferred=weight("caregiver_preferences"),
        unplanned=weight("optional_patients") or 1.0,
        waiting=weight("total_waiting_time"),
        idle=weight("max_idle_time"),
        overtime=None if costs.get("total_extra_time") == HARD else weight("total_extra_time"),
        missed_rest=None if costs.get("missed_lunch_break") in (None, HARD) else weight("missed_lunch_break"),
        torn=TORN,
    )


def is_late_hard(costs: Mapping[str, Any]) -> bool:
    """Whether nobody may be late."""
    return HARD in (costs.get("total_tardiness"), costs.get("highest_tardiness"))


def visits_of(
    person: Mapping[str, Any],
    default: Mapping[str, float],
    costs: Mapping[str, Any],
    by_end: bool,
    staff: frozenset[str],
) -> list[Visit]:
    """The visits of one person, by some of the staff."""
    who = name_in(person, "id")
    windows = [(minutes_in(one, "start"), minutes_in(one, "end")) for one in person["time_windows"]]
    wanted = tasks_of(person, default)
    for what, count in (("windows", len(windows)), ("services", len(wanted))):
        if not 1 <= count <= 2:
            raise RoundsWrong(f"'{who}' has {count} {what}", expected="one or two")
    how = together(person)
    longest = max(task.minutes for task in wanted) if by_end else 0.0
    is_one = len(wanted) == 1 or how == TOGETHER
    names = [who] if is_one else [f"{who} {place + 1}" for place in range(2)]
    follows = None
    if how == AFTER:
        distance = person["synchronization"]["distance"]
        least, most = ("min", "max") if isinstance(distance, Mapping) else (0, 1)
        follows = Follows(names[0], minutes_in(distance, least), minutes_in(distance, most), by_another=True)
    refused = names_in(person, "incompatible_caregivers")
    preferred = names_in(person, "preferred_caregivers")
    if preferred and costs.get("caregiver_preferences") == HARD:
        refused |= staff - preferred
    return [
        Visit(
            id=name,
            place=who,
            tasks=tuple(wanted) if is_one else (wanted[at],),
            earliest=windows[0][0],
            due=windows[0][1],
            latest=windows[-1][1] - longest if is_late_hard(costs) else FOREVER,
            refused=refused,
            preferred=preferred,
            follows=follows if at else None,
            priority=(MUST if must_be_visited(person, costs) else 1.0) / len(names),
            person=who,
            next_window=windows[1] if len(windows) > 1 else None,
            only_with="" if is_one else names[1 - at],
        )
        for at, name in enumerate(names)
    ]


def tasks_of(person: Mapping[str, Any], default: Mapping[str, Any]) -> list[Task]:
    """What somebody needs."""
    return [
        Task(
            minutes_in(one if one.get("duration") else {"duration": default[one["service"]]}, "duration"),
            frozenset({name_in(one, "service")}),
        )
        for one in person["required_services"]
    ]


def together(person: Mapping[str, Any]) -> str:
    """How the services of a person belong together.

    Raises
    ------
    RoundsWrong : in no way that is known.
    """
    how = (person.get("synchronization") or {}).get("type") or APART
    if how not in (TOGETHER, AFTER, APART):
        raise RoundsWrong(
            f"The services of '{person['id']}' are '{how}'",
            expected="how they belong together",
            available=(TOGETHER, AFTER, APART),
        )
    return str(how)


def must_be_visited(person: Mapping[str, Any], costs: Mapping[str, Any]) -> bool:
    """Whether leaving somebody out is a rule broken."""
    return not person.get("optional") or costs.get("optional_patients") == HARD


def left_out(said: Mapping[str, Any], unplanned: Collection[str]) -> list[str]:
    """Who must be visited, and is not, in words.

    Parameters
    ----------
    unplanned : ids of visits nobody comes to.
    """
    costs = said["metadata"]["cost_components"]
    must = [one["id"] for one in said["patients"] if must_be_visited(one, costs)]
    return [
        f"{one} must be visited, and is not." for one in must if not {one, f"{one} 1", f"{one} 2"}.isdisjoint(unplanned)
    ]


def carer_of(said: Mapping[str, Any], lunch: Mapping[str, Any] | None, by_end: bool) -> Carer:
    """A carer; lunch is at somebody's whom they visit, right before that, as in all the plans the benchmark gives."""
    shift = said.get("working_shift") or {}
    rest = None
    if said.get("lunch_break") and lunch:
        minutes = minutes_in(lunch, "min_duration")
        over_by = minutes_in(lunch, "end") + (0.0 if by_end else minutes)
        rest = Rest(minutes, minutes_in(lunch, "start"), over_by, -1.0, is_at_next=True)
    return Carer(
        name_in(said, "id"),
        names_in(said, "abilities"),
        said["departing_point"],
        said.get("arrival_point") or said["departing_point"],
        minutes_in(shift, "start") if shift else 0.0,
        minutes_in(shift, "end") if shift else FOREVER,
        rest=rest,
    )
