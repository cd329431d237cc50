"""Which rules of one visit do the rounds break? In sentences."""

from collections.abc import Mapping, Sequence

from joinedup.core.visits.carer import Carer
from joinedup.core.visits.problem import Problem
from joinedup.core.visits.visit import CLOSE, Attendance, Visit


def visit_faults(problem: Problem, visit: Visit, at: Mapping[str, Sequence[Attendance]]) -> list[str]:
    """The rules of one visit that are broken.

    Parameters
    ----------
    at : by visit, who comes to it.
    """
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
    if first < problem.now - CLOSE:
        faults.append(f"Visit {visit.id} begins at {first:g}, and it is {problem.now:g} now.")
    for one in there:
        faults += carer_faults(visit, one, problem.carer_of[one.carer])
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
