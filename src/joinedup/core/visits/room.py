"""Is there room for a visit in the rounds as they are, nothing else moved? If only hours are against it, which?"""

from collections.abc import Iterator, Sequence

import numpy as np

from joinedup.core.visits.carer import Carer
from joinedup.core.visits.coming import can_come, window
from joinedup.core.visits.hours import Hours, hours_of, is_rest_due
from joinedup.core.visits.problem import Problem
from joinedup.core.visits.times import clock
from joinedup.core.visits.visit import Attendance, Minutes, Visit

SAME = 1e-6
NOTHING_AGAINST = "that costs more than leaving it out, or nobody has put it there yet"


def room_for(problem: Problem, visit: Visit, attendances: Sequence[Attendance]) -> str:
    """Who has time for a visit by one carer, and what of their hours is against it, in words; nothing if nobody has.

    Somebody who has time, and nothing against it, is named first.

    Examples
    --------
    >>> from joinedup.core.visits.visit import Task
    >>> tea = Visit("tea", "home", (Task(30.0),), earliest=960.0, latest=990.0)
    >>> ann = Carer("ann", frozenset(), "home", "home", most_minutes=50.0)
    >>> lunch = Visit("lunch", "home", (Task(30.0),), earliest=720.0)
    >>> day = Problem((lunch, tea), (ann,), ("home",), {"car": np.zeros((1, 1))})
    >>> room_for(day, tea, [Attendance("ann", "lunch", 0, 720.0)])
    'ann has time for it at 16:00, but would have 60 paid minutes, and may have 50.'
    """
    if len(visit.tasks) > 1 or visit.only_with:
        return ""
    but = ""
    for carer in problem.carers:
        if not can_come(problem, carer, visit) or visit.pinned_carers - {carer.id} or shares(visit, carer, attendances):
            continue
        calls = sorted((one for one in attendances if one.carer == carer.id), key=lambda one: one.start)
        now = hours_of(problem, carer, calls)
        for start in gaps(problem, carer, visit, calls, attendances):
            then = hours_of(problem, carer, [*calls, Attendance(carer.id, visit.id, 0, start)])
            words = hours_words(problem, carer, now, then)
            if not words:
                return f"{carer.id} has time for it at {clock(start)}: {NOTHING_AGAINST}."
            but = but or f"{carer.id} has time for it at {clock(start)}, but would have {words}."
    return but


def shares(visit: Visit, carer: Carer, attendances: Sequence[Attendance]) -> bool:
    """Whether a carer is at the visit this one follows, though another is to come."""
    follows = visit.follows
    is_apart = follows is not None and follows.by_another
    return is_apart and any(one.carer == carer.id and follows and one.visit == follows.visit for one in attendances)


def gaps(
    problem: Problem, carer: Carer, visit: Visit, calls: Sequence[Attendance], attendances: Sequence[Attendance]
) -> Iterator[Minutes]:
    """When a visit could begin in the gaps of a round, in order, nothing else moved."""
    minutes, place = problem.travel_minutes[carer.travels_by], problem.place_number
    visits = problem.visit_of
    until = carer.shift_ends if problem.weights.overtime is None else np.inf
    ends = [visits[one.visit].tasks[one.side].minutes + one.start for one in calls]
    free = [(carer.shift_starts, place[carer.begins])]
    free += [(end, place[visits[one.visit].place]) for end, one in zip(ends, calls, strict=True)]
    due = [(one.start, place[visits[one.visit].place]) for one in calls] + [(until, place[carer.ends])]
    earliest, latest = within_gaps(problem, visit, attendances)
    for (since, here), (before, there) in zip(free, due, strict=True):
        start = max(earliest, since + float(minutes[here, place[visit.place]]))
        over = start + visit.tasks[0].minutes + float(minutes[place[visit.place], there])
        if start <= latest + SAME and over <= before + SAME:
            yield start


def within_gaps(problem: Problem, visit: Visit, attendances: Sequence[Attendance]) -> tuple[Minutes, Minutes]:
    """From when until when a visit may begin, by its window and by those it follows and that follow it, as they are."""
    earliest, latest = window(problem, visit)
    starts = {one.visit: one.start for one in attendances}
    linked = [(visit, 1.0)] + [(one, -1.0) for one in problem.visits if one.follows and one.follows.visit == visit.id]
    for one, sign in linked:
        follows = one.follows
        start = None if follows is None else starts.get(follows.visit if sign > 0 else one.id)
        if follows is not None and start is not None:
            soonest, last = sorted((start + sign * follows.least_minutes, start + sign * follows.most_minutes))
            earliest, latest = max(earliest, soonest), min(latest, last)
    return earliest, latest


def hours_words(problem: Problem, carer: Carer, before: Hours | None, then: Hours | None) -> str:
    """What rules on a carer's hours would be broken that were not before, as what they would have."""
    words = []
    paid, was = (0.0 if hours is None else hours.paid_minutes for hours in (then, before))
    if paid > carer.most_minutes + SAME and paid > was + SAME:
        words.append(f"{paid:.0f} paid minutes, and may have {carer.most_minutes:.0f}")
    if has_no_break(problem, carer, then) and not has_no_break(problem, carer, before) and carer.rest:
        words.append(f"no break of {carer.rest.minutes:g} minutes")
    return " and ".join(words)


def has_no_break(problem: Problem, carer: Carer, hours: Hours | None) -> bool:
    """Whether a break is due that there is no time for, and that may not be."""
    is_rule = hours is not None and problem.weights.missed_rest is None
    return is_rule and hours is not None and hours.rest is None and is_rest_due(carer, hours.first, hours.last)
