"""Who visits, when, and with which break?"""

from dataclasses import dataclass

from joinedup.core.visits.visit import FOREVER, Minutes


@dataclass(frozen=True)
class Rest:
    """A break that is due in the day.

    Parameters
    ----------
    minutes : how long, in one piece.
    earliest, latest : it does not begin before, and is over by (minutes from midnight).
    after_minutes : it is due if more than this lies between the first visit's start and the last one's end.
    is_at_next : it is where the next visit is, right before it, and may be before the first; else it is between two
        visits, before the way or after it.
    """

    minutes: Minutes
    earliest: Minutes = 0.0
    latest: Minutes = FOREVER
    after_minutes: Minutes = 0.0
    is_at_next: bool = False


@dataclass(frozen=True)
class Carer:
    """Somebody who visits.

    Parameters
    ----------
    id, skills : of the carer.
    begins, ends : places where the round begins and ends.
    shift_starts, shift_ends : leaves no earlier, and is back no later (minutes from midnight).
    travels_by : the kind of travel.
    is_away : takes nothing but what is pinned to them: ill, or on leave.
    rest : the break that is due; none is ever cut to make room.
    full_shift : the shift, where a rest between days or a day off leaves less of it, or nothing.
    most_minutes, target_minutes : paid minutes there may be, and those aimed at, so that work is shared fairly.
    """

    id: str
    skills: frozenset[str]
    begins: str
    ends: str
    shift_starts: Minutes = 0.0
    shift_ends: Minutes = FOREVER
    travels_by: str = "car"
    is_away: bool = False
    rest: Rest | None = None
    most_minutes: Minutes = FOREVER
    target_minutes: Minutes | None = None
    full_shift: tuple[Minutes, Minutes] | None = None
