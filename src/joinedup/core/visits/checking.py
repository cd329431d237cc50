"""Are rounds what they say they are? Everything worked out again in plain Python, with nothing of the search."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from joinedup.core.visits.carer import Carer
from joinedup.core.visits.hours import Hours, hours_of, rest_in
from joinedup.core.visits.problem import Problem
from joinedup.core.visits.visit import Attendance, Visit

CLOSE = 1e-3
"""Minutes that make no difference: benchmark files give times and distances with three decimals."""

SAME_START_MINUTES = 0.5
"""A start that moves by less is the same to everybody."""


@dataclass(frozen=True)
class Checked:
    """What rounds come to, and which rules they break, in words.

    Parameters
    ----------
    travel_minutes, late_minutes, worst_late_minutes, broken_minutes : as `Weights` names them.
    moved_carers, moved_starts, moved_minutes : as `Weights` names them, counted.
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
    moved_starts: int = 0
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
    strange = [one for one in attendances if unknown(one, visits, carers)]
    broken = [unknown_words(one) for one in strange]
    known = [one for one in attendances if not unknown(one, visits, carers)]
    at: dict[str, list[Attendance]] = {visit.id: [] for visit in problem.visits}
    for one in known:
        at[one.visit].append(one)
    unplanned = tuple(visit for visit, there in at.items() if not there)
    for visit in problem.visits:
        broken += visit_faults(visit, at, carers)
        if at[visit.id] and not visit.has_started and at[visit.id][0].start < problem.now - CLOSE:
            broken.append(f"Visit {visit.id} begins at {at[visit.id][0].start:g}, and it is {problem.now:g} now.")
    travel = past_end = by_hours = 0.0
    hours: dict[str, Hours | None] = {}
    for carer in problem.carers:
        calls = [one for one in known if one.carer == carer.id]
        minutes, over, faults = round_of(problem, carer, calls, visits)
        travel, past_end, broken = travel + minutes, past_end + over, broken + faults
        hours[carer.id] = hours_of(problem, carer, calls, visits)
        cost, faults = hours_cost(problem, carer, hours[carer.id])
        by_hours, broken = by_hours + cost, broken + faults
    by_hours += problem.weights.idle * max(idle_of(carer, hours[carer.id]) for carer in problem.carers)
    late = [lateness(problem, visits[one.visit], one) for one in known]
    broken += late_faults(problem, known, late)
    torn = [visit.id for visit in problem.visits if visit.only_with and bool(at[visit.id]) != bool(at[visit.only_with])]
    broken += [f"Visit {one} is planned without {visits[one].only_with}, or that without it." for one in torn]
    past = [max(0.0, max(one.start for one in there) - visits[visit].latest) for visit, there in at.items() if there]
    others, starts, minutes = moved(problem, at)
    cost = weighed(problem, known, visits, unplanned, travel, late, sum(past) + past_end)
    weights = problem.weights
    cost += by_hours + weights.torn * len(torn) / 2
    cost += weights.moved_carer * others + weights.moved_start * starts + weights.moved_minute * minutes
    return Checked(
        travel,
        sum(late),
        max(late, default=0.0),
        sum(past) + past_end,
        unplanned,
        cost,
        tuple(broken),
        others,
        starts,
        minutes,
    )


def late_faults(problem: Problem, known: Sequence[Attendance], late: Sequence[float]) -> list[str]:
    """Who is late, where nobody may be."""
    if problem.weights.late is not None:
        return []
    found = zip(known, late, strict=True)
    return [f"{one.carer} is {by:g} minutes late at visit {one.visit}." for one, by in found if by > CLOSE]


def lateness(problem: Problem, visit: Visit, one: Attendance) -> float:
    """Minutes a carer is late at a visit: after the last of its windows that began by then."""
    at = one.start + (visit.tasks[one.side].minutes if problem.is_late_by_end else 0.0)
    due = visit.next_window[1] if visit.next_window and one.start >= visit.next_window[0] - CLOSE else visit.due
    return max(0.0, at - due)


def hours_cost(problem: Problem, carer: Carer, hours: Hours | None) -> tuple[float, list[str]]:
    """What a round costs by its hours, and which rules on hours it breaks."""
    weights, paid = problem.weights, 0.0 if hours is None else hours.paid_minutes
    cost, faults = 0.0, []
    if paid > carer.most_minutes + CLOSE:
        faults.append(f"{carer.id} has {paid:.0f} paid minutes, and may have {carer.most_minutes:.0f}.")
    if carer.target_minutes is not None:
        cost += weights.off_target * abs(paid - carer.target_minutes)
    if hours is None:
        return cost, faults
    cost += weights.waiting * hours.waiting_minutes
    if weights.overtime is not None:
        cost += weights.overtime * max(0.0, hours.back - carer.shift_ends)
    if carer.rest and hours.rest is None and hours.last - hours.first > carer.rest.after_minutes + CLOSE:
        if weights.missed_rest is None:
            faults.append(f"{carer.id} has no rest of {carer.rest.minutes:g} minutes.")
        cost += weights.missed_rest or 0.0
    return cost, faults


def idle_of(carer: Carer, hours: Hours | None) -> float:
    """Minutes of a shift that are idle; a carer without visits rests all the same, if the shift has time for it."""
    if hours is not None:
        return hours.idle_minutes
    if not math.isfinite(carer.shift_ends):
        return 0.0
    rest = rest_in(carer, carer.shift_starts, carer.shift_ends)
    return carer.shift_ends - carer.shift_starts - (rest[1] - rest[0] if rest else 0.0)


def moved(problem: Problem, at: Mapping[str, Sequence[Attendance]]) -> tuple[int, int, float]:
    """Tasks with another carer than now, visits at another time, and by how many minutes."""
    others, starts, minutes = 0, 0, 0.0
    for visit, there in at.items():
        now = [one for one in problem.present if one.visit == visit]
        if now and there:
            others += sum(one.carer not in {other.carer for other in now} for one in there)
            by = abs(min(one.start for one in there) - min(one.start for one in now))
            starts, minutes = starts + (by > SAME_START_MINUTES), minutes + by
    return others, starts, minutes


def unknown(one: Attendance, visits: Mapping[str, Visit], carers: Mapping[str, Carer]) -> bool:
    """Whether an attendance speaks of what is not there, or of no time."""
    if not math.isfinite(one.start):
        return True
    return one.carer not in carers or one.visit not in visits or not 0 <= one.side < len(visits[one.visit].tasks)


def those_known(problem: Problem, attendances: Sequence[Attendance]) -> list[Attendance]:
    """Those that speak of what the problem has."""
    visits = {visit.id: visit for visit in problem.visits}
    carers = {carer.id: carer for carer in problem.carers}
    return [one for one in attendances if not unknown(one, visits, carers)]


def unknown_words(one: Attendance) -> str:
    """What is wrong with an attendance that speaks of what is not there, or of no time."""
    if not math.isfinite(one.start):
        return f"{one.carer} at {one.visit} begins at no time: {one.start}."
    return f"{one.carer} at {one.visit}: no such carer, visit or task."


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
    unknown_faces = sum(
        1.0 - problem.familiar[visits[one.visit].person].get(one.carer, 0.0)
        for one in known
        if visits[one.visit].person in problem.familiar
    )
    strangers = sum(1 for one in known if visits[one.visit].preferred and one.carer not in visits[one.visit].preferred)
    left_out = 0.0 if weights.unplanned is None else sum(visits[one].priority for one in unplanned) * weights.unplanned
    return (
        weights.travel * travel
        + (weights.broken if weights.late is None else weights.late) * sum(late)
        + weights.worst_late * max(late, default=0.0)
        + weights.broken * past
        + weights.not_preferred * strangers
        + weights.unfamiliar * unknown_faces
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
    place = problem.place_number
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
    is_over_time_allowed = problem.weights.overtime is not None
    over = 0.0 if visit.has_started or is_over_time_allowed else max(0.0, free_at + home - carer.shift_ends)
    if over > CLOSE:
        faults.append(f"{carer.id} is back {over:g} minutes after the end of the shift.")
    return travel + home, over, faults
