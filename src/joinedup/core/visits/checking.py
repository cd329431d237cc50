"""Are rounds what they say they are? Everything worked out again in plain Python, with nothing of the search."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from joinedup.core.visits.problem import Attendance, Carer, Problem, Visit

CLOSE = 1e-3
"""Minutes that make no difference: benchmark files give times and distances with three decimals."""


@dataclass(frozen=True)
class Checked:
    """What rounds come to, and which rules they break, in words.

    Parameters
    ----------
    travel_minutes, late_minutes, worst_late_minutes, broken_minutes : as `Weights` names them.
    moved_carers, moved_minutes : tasks that another carer has than now, and minutes between starts and present ones.
    unplanned : ids of visits nobody comes to.
    cost : weighted sum.
    broken : one sentence for each rule that is broken; none if the rounds are good.
    """

    travel_minutes: float
    late_minutes: float
    worst_late_minutes: float
    broken_minutes: float
    unplanned: tuple[str, ...]
    cost: float
    broken: tuple[str, ...]
    moved_carers: int = 0
    moved_minutes: float = 0.0


def check(problem: Problem, attendances: Sequence[Attendance]) -> Checked:
    """Work out what rounds cost, and which rules they break.

    Examples
    --------
    >>> import numpy as np
    >>> from joinedup.core.visits import Carer, Problem, Task, Visit
    >>> visit = Visit("v1", "home", (Task(30.0),), earliest=480.0, due=500.0)
    >>> problem = Problem((visit,), (Carer("c1", frozenset(), "base", "base"),), ("base", "home"),
    ...     {"car": np.array([[0.0, 10.0], [10.0, 0.0]])})
    >>> found = check(problem, [Attendance("c1", "v1", 0, 510.0)])
    >>> found.travel_minutes, found.late_minutes, found.broken
    (20.0, 10.0, ())
    >>> check(problem, [Attendance("c1", "v1", 0, 470.0)]).broken
    ('Visit v1 begins at 470, before 480.',)
    """
    visits = {visit.id: visit for visit in problem.visits}
    carers = {carer.id: carer for carer in problem.carers}
    broken = [
        f"{one.carer} at {one.visit}: no such carer, visit or task."
        for one in attendances
        if one.carer not in carers or one.visit not in visits or one.side not in range(len(visits[one.visit].tasks))
    ]
    known = [one for one in attendances if not unknown(one, visits, carers)]
    at: dict[str, list[Attendance]] = {visit.id: [] for visit in problem.visits}
    for one in known:
        at[one.visit].append(one)
    unplanned = tuple(visit for visit, there in at.items() if not there)
    for visit in problem.visits:
        broken += visit_faults(visit, at, carers)
        if at[visit.id] and not visit.has_started and at[visit.id][0].start < problem.now - CLOSE:
            broken.append(f"Visit {visit.id} begins at {at[visit.id][0].start:g}, and it is {problem.now:g} now.")
    travel = past_end = 0.0
    for carer in problem.carers:
        minutes, over, faults = round_of(problem, carer, [one for one in known if one.carer == carer.id], visits)
        travel, past_end, broken = travel + minutes, past_end + over, broken + faults
    late = [max(0.0, one.start - visits[one.visit].due) for one in known]
    past = [max(0.0, max(one.start for one in there) - visits[visit].latest) for visit, there in at.items() if there]
    others, minutes = moved(problem, at)
    cost = weighed(problem, known, visits, unplanned, travel, late, sum(past) + past_end)
    cost += problem.weights.moved_carer * others + problem.weights.moved_minute * minutes
    return Checked(
        travel, sum(late), max(late, default=0.0), sum(past) + past_end, unplanned, cost, tuple(broken), others, minutes
    )


def moved(problem: Problem, at: Mapping[str, Sequence[Attendance]]) -> tuple[int, float]:
    """Tasks with another carer than now, and minutes between starts and present ones, of visits both then and now."""
    others, minutes = 0, 0.0
    for visit, there in at.items():
        now = [one for one in problem.present if one.visit == visit]
        if now and there:
            others += sum(one.carer not in {other.carer for other in now} for one in there)
            minutes += abs(min(one.start for one in there) - min(one.start for one in now))
    return others, minutes


def unknown(one: Attendance, visits: Mapping[str, Visit], carers: Mapping[str, Carer]) -> bool:
    """Whether an attendance speaks of what is not there."""
    return one.carer not in carers or one.visit not in visits or not 0 <= one.side < len(visits[one.visit].tasks)


def weighed(
    problem: Problem,
    known: Sequence[Attendance],
    visits: Mapping[str, Visit],
    unplanned: Sequence[str],
    travel: float,
    late: Sequence[float],
    past: float,
) -> float:
    """The cost of rounds."""
    weights = problem.weights
    strangers = sum(1 for one in known if visits[one.visit].preferred and one.carer not in visits[one.visit].preferred)
    left_out = 0.0 if weights.unplanned is None else sum(visits[one].priority for one in unplanned) * weights.unplanned
    return (
        weights.travel * travel
        + weights.late * sum(late)
        + weights.worst_late * max(late, default=0.0)
        + weights.broken * past
        + weights.not_preferred * strangers
        + left_out
    )


def visit_faults(visit: Visit, at: Mapping[str, Sequence[Attendance]], carers: Mapping[str, Carer]) -> list[str]:
    """The rules of one visit that are broken."""
    there = at[visit.id]
    if not there:
        return []
    faults = []
    if sorted(one.side for one in there) != list(range(len(visit.tasks))):
        faults.append(f"Visit {visit.id} has {len(there)} carers for {len(visit.tasks)} tasks.")
    if len({one.carer for one in there}) < len(there):
        faults.append(f"Visit {visit.id} has one carer twice.")
    if max(one.start for one in there) - min(one.start for one in there) > CLOSE:
        faults.append(f"The carers of visit {visit.id} do not begin together.")
    faults += pin_faults(visit, there)
    if visit.has_started:
        return faults
    first = min(one.start for one in there)
    if first < visit.earliest - CLOSE:
        faults.append(f"Visit {visit.id} begins at {first:g}, before {visit.earliest:g}.")
    if first > visit.latest + CLOSE:
        faults.append(f"Visit {visit.id} begins at {first:g}, after {visit.latest:g}.")
    for one in there:
        faults += carer_faults(visit, one, carers[one.carer])
    return faults + follow_faults(visit, at)


def carer_faults(visit: Visit, one: Attendance, carer: Carer) -> list[str]:
    """Why a carer may not have a task, who has it."""
    faults = []
    if lacks := visit.tasks[one.side].skills - carer.skills:
        faults.append(f"{one.carer} at visit {visit.id} lacks {', '.join(sorted(lacks))}.")
    if one.carer in visit.refused:
        faults.append(f"{one.carer} is refused at visit {visit.id}.")
    if carer.is_away and one.carer not in visit.pinned_carers:
        faults.append(f"{one.carer} is away, but at visit {visit.id}.")
    return faults


def pin_faults(visit: Visit, there: Sequence[Attendance]) -> list[str]:
    """What is fixed about a visit, and is otherwise."""
    faults = [
        f"Visit {visit.id} is pinned to {carer}, who does not come."
        for carer in sorted(visit.pinned_carers - {one.carer for one in there})
    ]
    if visit.pinned_start is not None and abs(there[0].start - visit.pinned_start) > CLOSE:
        faults.append(f"Visit {visit.id} begins at {there[0].start:g}, not {visit.pinned_start:g} as pinned.")
    return faults


def follow_faults(visit: Visit, at: Mapping[str, Sequence[Attendance]]) -> list[str]:
    """What is wrong about the time, or the carers, since the visit this one follows."""
    follows = visit.follows
    if follows is None or not at[follows.visit] or visit.has_started:
        return []
    gap = min(one.start for one in at[visit.id]) - min(one.start for one in at[follows.visit])
    faults = []
    if not follows.least_minutes - CLOSE <= gap <= follows.most_minutes + CLOSE:
        faults.append(
            f"Visit {visit.id} begins {gap:g} minutes after {follows.visit}, not {follows.least_minutes:g} to "
            f"{follows.most_minutes:g}."
        )
    if follows.by_another and {one.carer for one in at[visit.id]} & {one.carer for one in at[follows.visit]}:
        faults.append(f"Visits {follows.visit} and {visit.id} have the same carer.")
    return faults


def round_of(
    problem: Problem, carer: Carer, calls: list[Attendance], visits: Mapping[str, Visit]
) -> tuple[float, float, list[str]]:
    """Minutes of travel of one round, minutes past the end of the shift, and calls that cannot be reached in time."""
    place = {one: at for at, one in enumerate(problem.places)}
    minutes = problem.travel_minutes[carer.travels_by]
    here, free_at, travel, faults = place[carer.begins], carer.shift_starts, 0.0, []
    for one in sorted(calls, key=lambda call: call.start):
        visit = visits[one.visit]
        way = float(minutes[here, place[visit.place]])
        if free_at + way > one.start + CLOSE and not visit.has_started:
            faults.append(f"{carer.id} cannot be at visit {visit.id} before {free_at + way:g}.")
        if not math.isfinite(way):
            faults.append(f"{carer.id} has no way to visit {visit.id}.")
        travel, here = travel + way, place[visit.place]
        free_at = one.start + visit.tasks[one.side].minutes
    if not calls:
        return 0.0, 0.0, []
    home = float(minutes[here, place[carer.ends]])
    over = 0.0 if visit.has_started else max(0.0, free_at + home - carer.shift_ends)
    if over > CLOSE:
        faults.append(f"{carer.id} is back {over:g} minutes after the end of the shift.")
    return travel + home, over, faults
