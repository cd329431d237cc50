"""What does the search know of a day, and what does it change? Records side by side, as compiled code is quickest on.

Compiled functions take these arrays one by one: handed over together they would cost more than most functions do.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Whole = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Records = npt.NDArray[np.void]

NONE = -1
UNDO_LENGTH = 4096
"""Most changes of times one move may lead to; a move that needs more is not made."""
MOST_TASKS = 1024
"""Most tasks one move may lift; a move that needs more is not made."""

UNIT = np.dtype(
    [
        ("start", np.float64),
        ("place", np.int64),
        ("earliest", np.float64),  # no start before
        ("due", np.float64),  # late after
        ("latest", np.float64),  # broken after
        ("lag", np.float64),  # minutes from its start to when it is late or not; the longer of its tasks'
        ("next_earliest", np.float64),  # of its second window; infinite if it has none
        ("position", np.int64),  # in the one order that all rounds keep to
        ("late", np.float64),  # minutes the later of its carers is late; 0 if nobody comes
        ("release", np.float64),  # it does not start before, so that what follows it is not too late
        ("one", np.int64),  # its task
        ("two", np.int64),  # the task that starts together with it; NONE
        ("before", np.int64),  # the unit it must follow; NONE
        ("after", np.int64),  # the unit that must follow it; NONE
        ("partner", np.int64),  # the unit without which it is of no use; NONE
        ("told", np.float64),  # its present start, which people know; −inf if it has none
        ("is_changed", np.bool_),  # its start must be worked out anew
        ("is_held", np.bool_),  # it does not start before `told`
        ("has_started", np.bool_),  # it began at `earliest`: a fact
        ("is_apart", np.bool_),  # its carer is another than that of `before`
        ("gap_least", np.float64),  # from the start of `before` to its own
        ("gap_most", np.float64),
        ("next_due", np.float64),
        ("unplanned_cost", np.float64),
        ("reset_at", np.int64),  # the move in which its `before` was last released
    ],
    align=True,
)
"""What is placed as one: a task, or two that start together; times in minutes. What is read most stands first."""

TASK = np.dtype(
    [
        ("unit", np.int64),
        ("minutes", np.float64),
        ("lag", np.float64),  # minutes from its start to the moment at which it is late or not
        ("rests_before", np.bool_),  # its carer rests right before, if they are to rest at all
        ("carer", np.int64),  # as many as there are carers: nobody
        ("previous", np.int64),  # in its carer's round; NONE
        ("following", np.int64),
    ],
    align=True,
)

CARER = np.dtype(
    [
        ("begins", np.int64),
        ("ends", np.int64),
        ("shift_starts", np.float64),
        ("shift_ends", np.float64),
        ("kind", np.int64),  # of travel
        ("rest_minutes", np.float64),  # 0: no rest is due
        ("rest_from", np.float64),
        ("rest_to", np.float64),
        ("rest_after", np.float64),  # minutes from the first start to the last end up to which none is due
        ("rests_at_next", np.bool_),  # it is where the next visit is, and may be before the first
        ("most_minutes", np.float64),  # paid
        ("target_minutes", np.float64),  # paid; below 0: none
        ("cost", np.float64),  # of the round by its hours, as it was last walked
        ("idle", np.float64),
        ("is_changed", np.bool_),  # it must be walked again
        ("first", np.int64),  # task of the round; NONE
        ("last", np.int64),
    ],
    align=True,
)

BOOK = np.dtype(
    [
        ("travel", np.float64),  # minutes
        ("late", np.float64),  # minutes, for every carer who is late
        ("broken", np.float64),  # minutes past a latest start
        ("other", np.float64),  # cost of who is not preferred, of who is another than now, and of what is left out
        ("moved", np.float64),  # minutes between starts and present ones
        ("moved_starts", np.float64),  # units whose start is another than the present one
        ("weight_travel", np.float64),
        ("weight_late", np.float64),
        ("weight_worst", np.float64),
        ("weight_broken", np.float64),
        ("weight_moved", np.float64),
        ("weight_moved_start", np.float64),
        ("started", np.int64),  # so many units began; they stand first in the order
        ("weight_overtime", np.float64),  # below 0: not allowed, and counts as broken
        ("weight_wait", np.float64),
        ("may_set_out_later", np.bool_),  # what need not be waited is not counted
        ("weight_idle", np.float64),  # a minute idle of the carer who is longest
        ("weight_rest", np.float64),  # a rest that is due and not taken
        ("weight_target", np.float64),
        ("short_wait", np.float64),  # minutes of waiting that are paid
        ("torn", np.float64),  # cost of a unit planned without its partner
        ("has_hours", np.bool_),  # rounds cost by their hours
        ("has_rests", np.bool_),
        ("has_ends_alone", np.bool_),  # but only by when their carers are back
        ("worst", np.float64),  # minutes of the longest lateness, when gaps were last looked at
        ("idle_aim", np.float64),  # nobody is to be idle longer, where gaps are looked at
        ("hours", np.float64),  # what all rounds cost by their hours, as they were last walked
        ("rested", np.int64),  # the task before which the move under way let a carer rest; NONE
        ("unrested", np.int64),  # and before which no more; NONE
        ("move", np.int64),  # number of the move
        ("pending", np.int64),  # units whose start must be worked out anew
        ("undone", np.int64),  # entries of undo
        ("lifted", np.int64),  # tasks the move has lifted
        ("shifted", np.int64),  # units the move has let stand elsewhere
        ("lowest", np.int64),  # the lowest position the move has touched
    ],
    align=True,
)
"""One record: what the rounds come to, and what the move under way has done."""

TOTALS = ("travel", "late", "broken", "moved", "moved_starts")
"""What the book sums up, beside `other`."""
UNDO = np.dtype([("unit", np.int64), ("start", np.float64), ("release", np.float64)], align=True)
LIFTED = np.dtype([("task", np.int64), ("carer", np.int64), ("is_held", np.bool_)], align=True)
SHIFTED = np.dtype([("unit", np.int64), ("position", np.int64)], align=True)


@dataclass(frozen=True)
class Day:
    """All that the search works on.

    Parameters
    ----------
    units, tasks, carers : records of `UNIT`, `TASK`, `CARER`.
    may : tasks × carers; the carer can do it and is not refused.
    dislike : tasks × carers; cost of that carer for it.
    travel : kinds × places × places, minutes.
    near : units × so many; the units nearest in place and time.
    order : units in the one order all rounds keep to.
    book : one record of `BOOK`.
    undo, lifted, shifted : what the move under way has changed.
    """

    units: Any
    tasks: Any
    carers: Any
    may: Flags
    dislike: Floats
    travel: Floats
    near: Whole
    order: Whole
    book: Any
    undo: Any
    lifted: Any
    shifted: Any

    def copy(self) -> "Day":
        """The same rounds, to be changed apart."""
        changing = (each.copy() for each in (self.units, self.tasks, self.carers, self.order, self.book))
        units, tasks, carers, order, book = changing
        return Day(units, tasks, carers, self.may, self.dislike, self.travel, self.near, order, book, *new_notes())

    def empty(self, order: Whole) -> "Day":
        """A copy with nothing in any round, units in this order."""
        units, tasks, carers, book = (each.copy() for each in (self.units, self.tasks, self.carers, self.book))
        units["position"][order] = np.arange(len(units))
        units["start"], units["release"] = units["earliest"], units["earliest"]
        units["is_changed"], units["reset_at"], units["late"] = False, NONE, 0.0
        units["is_held"] = np.isfinite(units["told"])
        tasks["rests_before"], carers["cost"], carers["is_changed"] = False, 0.0, True
        tasks["carer"], tasks["previous"], tasks["following"] = len(carers), NONE, NONE
        carers["first"], carers["last"] = NONE, NONE
        for name in (*TOTALS, "hours", "move", "pending", "undone", "lifted", "shifted", "lowest"):
            book[name] = 0
        book["other"] = units["unplanned_cost"].sum()
        return Day(
            units,
            tasks,
            carers,
            self.may,
            self.dislike,
            self.travel,
            self.near,
            order.astype(np.int64).copy(),
            book,
            *new_notes(),
        )


def new_notes() -> tuple[Any, Any, Any]:
    """Room to note what a move changes: undo, lifted, shifted."""
    return np.zeros(UNDO_LENGTH, UNDO), np.zeros(MOST_TASKS, LIFTED), np.zeros(4, SHIFTED)
