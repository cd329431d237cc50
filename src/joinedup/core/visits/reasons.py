"""Why does nobody come to a visit? The first reason that holds, in words."""

import numpy as np

from joinedup.core.visits.carer import Carer
from joinedup.core.visits.problem import Problem
from joinedup.core.visits.visit import Visit


def why_unplanned(problem: Problem, visit: Visit) -> str:
    """Why a visit is left out.

    Each reason is of the visit by itself but the last: somebody could come, and is worth more elsewhere.
    """
    if visit.latest < problem.now:
        return "Its latest start has passed."
    if words := why_not_pinned(problem, visit):
        return words
    for task in visit.tasks:
        skilled = [carer for carer in problem.carers if task.skills <= carer.skills]
        if not skilled:
            return f"Nobody can do all of {', '.join(sorted(task.skills))}."
        if all(carer.id in visit.refused for carer in skilled):
            return "Everybody who could come is refused."
        if all(carer.id in visit.refused or carer.is_away for carer in skilled):
            return "Everybody who could come is away."
    in_time = [carer for carer in problem.carers if can_come(problem, carer, visit)]
    if not in_time:
        return "Nobody's shift leaves time for it in its window."
    if len(in_time) < len(visit.tasks):
        return f"It takes {len(visit.tasks)} carers, and {len(in_time)} could come in its window."
    return "Whoever could come does more elsewhere: another carer in its window would make room."


def why_not_pinned(problem: Problem, visit: Visit) -> str:
    """Why those a visit is pinned to cannot come; nothing if they could, or nobody is."""
    for carer in (one for one in problem.carers if one.id in visit.pinned_carers):
        if carer.id in visit.refused:
            return f"It is pinned to {carer.id}, who is refused."
        if not any(task.skills <= carer.skills for task in visit.tasks):
            lacks = min((task.skills - carer.skills for task in visit.tasks), key=len)
            return f"It is pinned to {carer.id}, who cannot do {', '.join(sorted(lacks))}."
        if not can_come(problem, carer, visit):
            return f"It is pinned to {carer.id}, whose shift leaves no time for it."
    return ""


def can_come(problem: Problem, carer: Carer, visit: Visit) -> bool:
    """Whether a carer with no other visit could do any task of this one within window and shift."""
    fitting = [task for task in visit.tasks if task.skills <= carer.skills and carer.id not in visit.refused]
    if not fitting or (carer.is_away and carer.id not in visit.pinned_carers):
        return False
    minutes = problem.travel_minutes[carer.travels_by]
    begins, there, ends = (problem.place_number[one] for one in (carer.begins, visit.place, carer.ends))
    earliest = visit.earliest if visit.pinned_start is None else visit.pinned_start
    latest = visit.latest if visit.pinned_start is None else visit.pinned_start
    start = max(earliest, problem.now, carer.shift_starts + float(minutes[begins, there]))
    back = start + min(task.minutes for task in fitting) + float(minutes[there, ends])
    return bool(np.isfinite(start) and start <= latest and back <= carer.shift_ends)
