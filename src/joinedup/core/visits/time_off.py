"""On which day does each carer stay at home, so that those who are there can meet every day's visits?"""

from collections.abc import Mapping
from datetime import date

import numpy as np

from joinedup.core.visits.carer import Carer
from joinedup.core.visits.hours import Hours
from joinedup.core.visits.problem import Problem
from joinedup.core.visits.search.day import Floats
from joinedup.core.visits.visit import Minutes
from joinedup.core.visits.wall_clock import DAY_MINUTES
from joinedup.core.visits.working_time import days_off

SLOT_MINUTES = 30
SLOTS = 2 * DAY_MINUTES // SLOT_MINUTES
"""Of a day and the night after it, in which a shift may end."""


class Load:
    """Minutes of visits in each half hour of a day for each carer there, of all visits and of those that take a skill.

    Parameters
    ----------
    needed : skills × half hours, minutes of visits, each spread evenly over its window; the first row is all.
    there : skills × half hours, carers on shift who can do it.
    """

    def __init__(self, problem: Problem) -> None:
        skills = sorted({skill for visit in problem.visits for task in visit.tasks for skill in task.skills})
        self.row = {skill: at for at, skill in enumerate(skills, 1)}
        self.needed, self.there = np.zeros((len(skills) + 1, SLOTS)), np.zeros((len(skills) + 1, SLOTS))
        for visit in problem.visits:
            for task in visit.tasks:
                within = slots(visit.earliest, visit.due + task.minutes)
                self.needed[self.rows(task.skills), within] += task.minutes / (within.stop - within.start)
        for carer in problem.carers:
            self.count(carer, 1.0)

    def rows(self, skills: frozenset[str]) -> Floats:
        """The rows of some skills, and that of all visits, to be used with half hours."""
        return np.array([0, *(self.row[skill] for skill in sorted(skills) if skill in self.row)])

    def count(self, carer: Carer, times: float) -> None:
        """Count a carer among those who are there, or no more."""
        if not carer.is_away:
            self.there[self.rows(carer.skills), slots(carer.shift_starts, carer.shift_ends)] += times

    def missed(self, carer: Carer) -> float:
        """How much a carer would be missed: what is asked of each who is there, squared, over their shift."""
        shift, rows = slots(carer.shift_starts, carer.shift_ends), self.rows(carer.skills)
        return float(((self.needed[rows, shift] / np.maximum(self.there[rows, shift], 1.0)) ** 2).sum())


def slots(starts: Minutes, ends: Minutes) -> slice:
    """The half hours from one moment of a day to another, one at least."""
    first, last = np.clip(np.array([starts, ends]) / SLOT_MINUTES, 0, SLOTS)
    begin = min(int(first), SLOTS - 1)
    return slice(begin, max(begin + 1, int(np.ceil(last))))


def time_off(
    days: Mapping[date, Problem],
    given: Mapping[date, Mapping[str, Hours]] | None = None,
    is_fortnightly: bool = False,
) -> dict[str, set[date]]:
    """By carer, the days they stay at home, one a week or two a fortnight if that must be: when they are least missed.

    Parameters
    ----------
    days : to be planned.
    given : of other days, the hours of everybody who works, by carer.
    is_fortnightly : 48 hours off in a fortnight, or 24 twice, in place of 24 in a week.

    Examples
    --------
    >>> from datetime import timedelta
    >>> from joinedup.core.visits.visit import Task, Visit
    >>> staff = tuple(Carer(name, frozenset(), "home", "home", 480.0, 960.0) for name in ("ann", "ben"))
    >>> visits = tuple(Visit(f"v{n}", "home", (Task(30.0),), earliest=480.0, due=900.0) for n in range(4))
    >>> monday = date(2026, 12, 7)
    >>> week = {monday + timedelta(days=n): visits[: 1 if n in (2, 4) else 4] for n in range(7)}
    >>> ways = {"car": np.zeros((1, 1))}
    >>> found = time_off({day: Problem(some, staff, ("home",), ways) for day, some in week.items()})
    >>> {carer: [f"{day:%A}" for day in off] for carer, off in found.items()}
    {'ann': ['Wednesday'], 'ben': ['Friday']}
    """
    loads = {day: Load(problem) for day, problem in days.items()}
    shifts: dict[str, dict[date, Carer]] = {}
    for day, problem in days.items():
        for carer in problem.carers:
            if not carer.is_away:
                shifts.setdefault(carer.id, {})[day] = carer
    found = {}
    for who, on in sorted(shifts.items()):
        times = {day: (hours[who].leaves, hours[who].back) for day, hours in (given or {}).items() if who in hours}
        times |= {day: (one.shift_starts, min(one.shift_ends, 2.0 * DAY_MINUTES)) for day, one in on.items()}
        found[who] = days_off(times, {day: loads[day].missed(one) for day, one in on.items()}, is_fortnightly)
        for day in found[who]:
            loads[day].count(on[day], -1.0)
    return found
