"""Why does nobody come to a visit? The first reason that holds, in words."""

from collections.abc import Sequence

from joinedup.core.visits.coming import Hindrance, hindrance, window
from joinedup.core.visits.problem import Problem
from joinedup.core.visits.room import room_for, within_gaps
from joinedup.core.visits.times import clock
from joinedup.core.visits.visit import Attendance, Follows, Visit

PASSED = "Its latest start has passed."
NOBODY = {
    Hindrance.REFUSED: "Everybody who could come is refused.",
    Hindrance.AWAY: "Everybody who could come is away.",
    Hindrance.NO_WAY: "There is no way there and back for anybody who could come.",
    Hindrance.SHIFT: "Nobody's shift leaves time for it in its window.",
    Hindrance.REST: "Whoever could come must rest then, between days or for a day off.",
    Hindrance.PAID: "Whoever could come would have more paid minutes than may be.",
    Hindrance.BREAK: "Whoever could come would have no time for a break.",
}


def why_unplanned(problem: Problem, visit: Visit, attendances: Sequence[Attendance] = ()) -> str:
    """Why a visit is left out.

    First what is of the visit by itself, then what is of others it depends on, then what is of the rounds: somebody
    has time, or could come and is worth more elsewhere.

    Parameters
    ----------
    attendances : the rounds that leave it out.
    """
    if words := why_alone(problem, visit) or why_of_others(problem, visit, attendances):
        return words
    if words := room_for(problem, visit, attendances):
        return words
    if len(visit.tasks) > 1 or visit.follows or visit.only_with or visit.pinned_carers:
        return "Whoever could come does more elsewhere."
    return "Whoever could come does more elsewhere: another carer in its window would make room."


def why_alone(problem: Problem, visit: Visit) -> str:
    """Why a visit could not be planned if there were no other; nothing if it could."""
    if visit.latest < problem.now:
        return PASSED
    if words := why_not_pinned(problem, visit):
        return words
    for task in visit.tasks:
        skilled = [carer for carer in problem.carers if task.skills <= carer.skills]
        if not skilled:
            return f"Nobody can do all of {', '.join(sorted(task.skills))}."
        found = [hindrance(problem, carer, visit) for carer in skilled]
        if None not in found:
            return NOBODY[max((one for one in found if one), key=list(Hindrance).index)]
    could = sum(hindrance(problem, carer, visit) is None for carer in problem.carers)
    if could < len(visit.tasks):
        return f"It takes {len(visit.tasks)} carers, and {could} could come in its window."
    return ""


def why_not_pinned(problem: Problem, visit: Visit) -> str:
    """Why those a visit is pinned to cannot come; nothing if they could, or nobody is."""
    for carer in (one for one in problem.carers if one.id in visit.pinned_carers):
        against = hindrance(problem, carer, visit)
        if against is Hindrance.UNSKILLED:
            lacks = min((task.skills - carer.skills for task in visit.tasks), key=len)
            return f"It is pinned to {carer.id}, who cannot do {', '.join(sorted(lacks))}."
        if against is Hindrance.SHIFT:
            return f"It is pinned to {carer.id}, whose shift leaves no time for it."
        if against:
            return f"It is pinned to {carer.id}, who {against}."
    return ""


def why_of_others(problem: Problem, visit: Visit, attendances: Sequence[Attendance]) -> str:
    """Why a visit cannot be planned beside one it follows, that follows it, or without which it is of no use."""
    starts = {one.visit: one.start for one in attendances}
    for one in problem.visits:
        if one.id == visit.only_with and one.id not in starts and (words := why_alone(problem, one)):
            return f"It is of no use without {one.id}. Of {one.id}: {words}"
        first, then = (one, visit) if visit.follows and visit.follows.visit == one.id else (visit, one)
        if one.id in starts and then.follows and then.follows.visit == first.id and not meet(problem, first, then):
            return f"{gap_words(visit, one)}, and their windows do not allow that."
        if one.id in starts and then.follows and then.follows.visit == first.id:
            earliest, latest = within_gaps(problem, visit, attendances)
            if earliest > latest:
                return f"{gap_words(visit, one)}, at {clock(starts[one.id])}, and its window does not allow that."
    return ""


def meet(problem: Problem, first: Visit, then: Visit) -> bool:
    """Whether the windows of two visits allow the gap there must be from one to the other."""
    follows = then.follows or Follows(first.id)
    (soonest, latest), (earliest, last) = window(problem, first), window(problem, then)
    return soonest + follows.least_minutes <= last and latest + follows.most_minutes >= earliest


def gap_words(visit: Visit, other: Visit) -> str:
    """How long after another a visit must come, or that other after it."""
    is_after = visit.follows is not None and visit.follows.visit == other.id
    follows = (visit if is_after else other).follows or Follows("")
    least, most = follows.least_minutes, follows.most_minutes
    span = f"{least:.0f} to {most:.0f} minutes" if most < float("inf") else f"at least {least:.0f} minutes"
    return f"It must come {span} after {other.id}" if is_after else f"{other.id} must come {span} after it"
