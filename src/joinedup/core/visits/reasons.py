"""Why does nobody come to a visit? The first reason that holds, in words."""

import numpy as np

from joinedup.core.visits.problem import Carer, Problem, Visit


def why_unplanned(problem: Problem, visit: Visit) -> str:
    """Why a visit is left out.

    Each reason is of the visit by itself but the last: somebody could come, and is worth more elsewhere.
    """
    for task in visit.tasks:
        skilled = [carer for carer in problem.carers if task.skills <= carer.skills]
        if not skilled:
            return f"Nobody can do all of {', '.join(sorted(task.skills))}."
        if all(carer.id in visit.refused for carer in skilled):
            return "Everybody who could come is refused."
    in_time = [carer for carer in problem.carers if can_come(problem, carer, visit)]
    if not in_time:
        return "Nobody's shift leaves time for it in its window."
    if len(in_time) < len(visit.tasks):
        return f"It takes {len(visit.tasks)} carers, and {len(in_time)} could come in its window."
    return "Whoever could come does more elsewhere: another carer in its window would make room."


def can_come(problem: Problem, carer: Carer, visit: Visit) -> bool:
    """Whether a carer with no other visit could do any task of this one within window and shift."""
    fitting = [task for task in visit.tasks if task.skills <= carer.skills and carer.id not in visit.refused]
    if not fitting:
        return False
    minutes = problem.travel_minutes[carer.travels_by]
    begins, there, ends = (problem.places.index(one) for one in (carer.begins, visit.place, carer.ends))
    start = max(visit.earliest, carer.shift_starts + float(minutes[begins, there]))
    back = start + min(task.minutes for task in fitting) + float(minutes[there, ends])
    return bool(np.isfinite(start) and start <= visit.latest and back <= carer.shift_ends)
