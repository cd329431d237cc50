"""What has to change in the rounds there are, now that something has happened, and no more than that?"""

from collections.abc import Sequence
from dataclasses import replace

from joinedup.core.visits.changes import by_visit
from joinedup.core.visits.checking import check
from joinedup.core.visits.problem import Problem
from joinedup.core.visits.rounds import Rounds
from joinedup.core.visits.searching import SearchParameters
from joinedup.core.visits.solve import solve
from joinedup.core.visits.stopping import Stop
from joinedup.core.visits.visit import FOREVER, Attendance, Minutes, Visit

SECONDS = 4.0


def replan(
    problem: Problem,
    present: Sequence[Attendance],
    *,
    now: Minutes | None = None,
    stop: Stop | None = None,
    seed: int = 0,
    parameters: SearchParameters | None = None,
) -> Rounds:
    """Plan again from the rounds there are, so that little changes for anybody.

    What another carer has than now, and each minute a visit moves, costs what `Weights` say.

    Parameters
    ----------
    problem : as it is now: see `scenarios` for what may have happened.
    present : the rounds as they are, such as `rounds.attendances`.
    now : minutes from midnight; what began before is a fact, and nothing else begins before. None: nothing began.
    stop : 4 seconds unless said otherwise, so that all is done in about five.

    Examples
    --------
    >>> import numpy as np
    >>> from joinedup.core.visits import Carer, Problem, Stop, Task, Visit, changes, solve, with_carer_away
    >>> one = Visit("one", "home", (Task(30.0),), earliest=480.0, latest=490.0)
    >>> visits = (one, Visit("two", "home", (Task(30.0),), earliest=480.0, due=600.0))
    >>> carers = tuple(Carer(name, frozenset(), "home", "home", 480.0, 800.0) for name in ("ann", "ben"))
    >>> day = Problem(visits, carers, ("home",), {"car": np.zeros((1, 1))})
    >>> present = [Attendance("ann", "one", 0, 480.0), Attendance("ben", "two", 0, 480.0)]
    >>> again = replan(with_carer_away(day, "ben"), present, stop=Stop(None, 500))
    >>> [change.words for change in changes(present, again)]
    ['two: ann instead of ben, at 08:30 instead of 08:00.']
    """
    return solve(from_present(problem, present, now), stop or Stop(SECONDS), seed, parameters)


def from_present(problem: Problem, present: Sequence[Attendance], now: Minutes | None = None) -> Problem:
    """The problem with the rounds there are, and what began before now as a fact."""
    known = {visit.id for visit in problem.visits}
    there = by_visit([one for one in present if one.visit in known])
    visits = [as_fact(visit, there.get(visit.id, []), now) for visit in problem.visits]
    return replace(
        problem,
        visits=tuple(visits),
        present=tuple(one for ones in there.values() for one in ones),
        now=problem.now if now is None else now,
    )


def as_fact(visit: Visit, there: Sequence[Attendance], now: Minutes | None) -> Visit:
    """A visit as a fact if it began before now with all its carers, else as it is."""
    if now is None or len(there) < len(visit.tasks) or there[0].start >= now:
        return visit
    return replace(
        visit, pinned_carers=frozenset(one.carer for one in there), pinned_start=there[0].start, has_started=True
    )


def still_broken(rounds: Rounds) -> tuple[str, ...]:
    """Rules that rounds break, one sentence each: what has begun is asked about too, though nobody can change it.

    Examples
    --------
    >>> import numpy as np
    >>> from joinedup.core.visits import Carer, Problem, Task, Visit, with_visit_longer
    >>> visit = Visit("tea", "home", (Task(30.0),), earliest=960.0, due=1020.0)
    >>> ann = Carer("ann", frozenset(), "home", "home", 480.0, 1000.0)
    >>> day = Problem((visit,), (ann,), ("home",), {"car": np.zeros((1, 1))})
    >>> later = with_visit_longer(day, "tea", 45.0)
    >>> still_broken(replan(later, [Attendance("ann", "tea", 0, 960.0)], now=970.0, stop=Stop(None, 0)))
    ('ann is back 35 minutes after the end of the shift.',)
    """
    open_visits = tuple(replace(visit, has_started=False) for visit in rounds.problem.visits)
    asked = check(replace(rounds.problem, visits=open_visits, now=-FOREVER), rounds.attendances).broken
    return tuple(dict.fromkeys((*check(rounds.problem, rounds.attendances).broken, *asked)))
