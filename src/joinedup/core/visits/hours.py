"""What hours does a round make: at visits, on the way, waiting, resting; what is paid, and is it within the rules?"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from joinedup.core.visits.carer import Carer
from joinedup.core.visits.problem import Problem
from joinedup.core.visits.visit import Attendance, Minutes

SAME = 1e-9
"""Minutes that make no difference between a round and one for which a rest is due; as in `search.hours`."""


@dataclass(frozen=True)
class Hours:
    """The hours of one round; moments in minutes from midnight.

    Parameters
    ----------
    leaves, back : when the carer sets out, as late as can be, and is back.
    first, last : when the first visit starts, and the last ends.
    contact_minutes, travel_minutes, waiting_minutes : at visits; on the way, out and home too; waiting between visits,
        a rest left out.
    paid_minutes : contact, ways between visits, and waits no longer than the problem pays; the way out and home is not.
    rest : from when to when the carer rests, between visits if there is time; None if they do not, or need not.
    idle_minutes : of the shift, neither at visits nor on the way nor resting.
    """

    leaves: Minutes
    back: Minutes
    first: Minutes
    last: Minutes
    contact_minutes: Minutes
    travel_minutes: Minutes
    waiting_minutes: Minutes
    paid_minutes: Minutes
    rest: tuple[Minutes, Minutes] | None
    idle_minutes: Minutes


def hours_of(problem: Problem, carer: Carer, calls: Sequence[Attendance]) -> Hours | None:
    """The hours of a carer's round; None if it is empty.

    Parameters
    ----------
    calls : of this carer.

    References
    ----------
    National Minimum Wage Regulations 2015, regulations 30 and 34: travel between assignments is time worked, from home
    to the first and from the last is not.

    Examples
    --------
    >>> import numpy as np
    >>> from joinedup.core.visits.visit import Task, Visit
    >>> visits = tuple(Visit(name, name, (Task(30.0),)) for name in ("a", "b"))
    >>> ways = np.array([[0.0, 20.0, 20.0], [20.0, 0.0, 10.0], [20.0, 10.0, 0.0]])
    >>> ann = Carer("ann", frozenset(), "office", "office", 480.0, 720.0)
    >>> day = Problem(visits, (ann,), ("office", "a", "b"), {"car": ways})
    >>> found = hours_of(day, ann, [Attendance("ann", "a", 0, 500.0), Attendance("ann", "b", 0, 600.0)])
    >>> found.contact_minutes, found.travel_minutes, found.waiting_minutes, found.paid_minutes, found.back
    (60.0, 50.0, 60.0, 70.0, 650.0)
    """
    if not calls:
        return None
    place = problem.place_number
    ways, inside = problem.travel_minutes[carer.travels_by], 0.0
    in_order = sorted(calls, key=lambda call: call.start)
    spots = [place[problem.visit_of[one.visit].place] for one in in_order]
    ends = [one.start + problem.visit_of[one.visit].tasks[one.side].minutes for one in in_order]
    out, home = float(ways[place[carer.begins], spots[0]]), float(ways[spots[-1], place[carer.ends]])
    rest, waiting, paid = None, 0.0, 0.0
    is_due = is_rest_due(carer, in_order[0].start, ends[-1])
    for before, (call, here, there) in zip(ends, zip(in_order[1:], spots, spots[1:], strict=False), strict=False):
        way = float(ways[here, there])
        wait = max(0.0, call.start - before - way)
        if is_due and rest is None and (found := rest_in(carer, before, call.start, way)):
            rest, wait = found, wait - (found[1] - found[0])
        waiting, inside = waiting + wait, inside + way
        paid += way + (wait if wait <= problem.paid_wait_minutes else 0.0)
    if is_due and rest is None and carer.rest and carer.rest.is_at_next:
        rest = rest_in(carer, carer.shift_starts, in_order[0].start, out)
    contact = sum(end - call.start for end, call in zip(ends, in_order, strict=True))
    back, shift = ends[-1] + home, carer.shift_ends - carer.shift_starts
    idle = shift + max(0.0, back - carer.shift_ends) - contact - inside - out - home if isfinite(shift) else 0.0
    return Hours(
        *(in_order[0].start - out, back, in_order[0].start, ends[-1], contact, out + inside + home, waiting),
        *(paid + contact, rest, max(0.0, idle - (rest[1] - rest[0] if rest else 0.0))),
    )


def is_rest_due(carer: Carer, first: Minutes, last: Minutes) -> bool:
    """Whether a round from one moment to another is so long that its carer rests: else all waits are waits.

    Examples
    --------
    >>> from joinedup.core.visits.carer import Rest
    >>> ann = Carer("ann", frozenset(), "office", "office", rest=Rest(20.0, after_minutes=360.0))
    >>> is_rest_due(ann, 480.0, 840.0), is_rest_due(ann, 480.0, 841.0)
    (False, True)
    """
    return carer.rest is not None and last - first > carer.rest.after_minutes + SAME


def rest_in(carer: Carer, free: Minutes, until: Minutes, way: Minutes = 0.0) -> tuple[Minutes, Minutes] | None:
    """When a carer rests who is free from one moment and elsewhere, a way off, by another: before that way or after it.

    After it alone where the rest is where they go next; None if there is no time for it, or no rest is due.

    Examples
    --------
    >>> from joinedup.core.visits.carer import Rest
    >>> ann = Carer("ann", frozenset(), "office", "office", rest=Rest(20.0, earliest=720.0, latest=840.0))
    >>> rest_in(ann, 700.0, 760.0, way=15.0), rest_in(ann, 700.0, 745.0, way=15.0), rest_in(ann, 700.0, 739.0, way=15.0)
    ((720.0, 740.0), (720.0, 740.0), None)
    """
    if carer.rest is None:
        return None
    here, there = (free, until - way), (free + way, until)
    for ready, over in (there,) if carer.rest.is_at_next else (here, there):
        start = max(ready, carer.rest.earliest)
        end = start + carer.rest.minutes
        if end <= min(over, carer.rest.latest) + 1e-6:
            return start, end
    return None
