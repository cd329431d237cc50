"""Which visit is a call of a benchmark's solution, which names only a person and a service?"""

from collections.abc import Iterable

from joinedup.core.visits.problem import Problem
from joinedup.core.visits.visit import Attendance

Named = tuple[str, str, str, float]
"""A carer, a person, a service, and when it begins in minutes."""


def attendances_of(calls: Iterable[Named], problem: Problem) -> list[Attendance]:
    """Calls as attendances: of several visits of one person for one service, each call is the next.

    A call that no visit is left for keeps its words as the visit's name, so that the checker says it is not known.
    """
    waiting: dict[tuple[str, str], list[tuple[str, int]]] = {}
    for visit in problem.visits:
        for side, task in enumerate(visit.tasks):
            (service,) = task.skills
            waiting.setdefault((visit.person, service), []).append((visit.id, side))
    found = []
    for carer, person, service, start in calls:
        left = waiting.get((person, service))
        visit_id, side = left.pop(0) if left else (f"{person} {service}", 0)
        found.append(Attendance(carer, visit_id, side, start))
    return found
