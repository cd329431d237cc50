"""How is a change made and taken back?

It lifts tasks out of their rounds, lets units stand elsewhere in the order, and puts the tasks into rounds again.
"""

from joinedup.core.visits.search.compiled import compiled
from joinedup.core.visits.search.day import MOST_TASKS, NONE
from joinedup.core.visits.search.routes import put_in, shift, take_out, touch, unmark
from joinedup.core.visits.search.timing import note_late


@compiled
def begin(order, book):  # type: ignore[no-untyped-def]
    """Begin a move."""
    book[0].lifted = book[0].shifted = book[0].undone = 0
    book[0].lowest = len(order)
    book[0].rested = book[0].unrested = NONE
    book[0].move += 1


@compiled
def lift(units, tasks, carers, travel, dislike, lifted, book, task):  # type: ignore[no-untyped-def]
    """Take a task out of its round, remembering whose it was; False if a move lifts too many."""
    at = book[0].lifted
    if at >= MOST_TASKS:
        return False
    lifted[at].task, lifted[at].carer = task, tasks[task].carer
    lifted[at].is_held = units[tasks[task].unit].is_held
    book[0].lifted = at + 1
    book[0].lowest = min(book[0].lowest, units[tasks[task].unit].position)
    take_out(units, tasks, carers, travel, dislike, book, task)
    return True


@compiled
def let_stand(units, order, shifted, book, unit, position):  # type: ignore[no-untyped-def]
    """Let a unit whose tasks are lifted stand elsewhere in the order."""
    at = book[0].shifted
    shifted[at].unit, shifted[at].position = unit, units[unit].position
    book[0].shifted = at + 1
    book[0].lowest = min(book[0].lowest, units[unit].position, position)
    shift(units, order, unit, position)


@compiled
def undo_times(units, tasks, carers, undo, lifted, book):  # type: ignore[no-untyped-def]
    """All times as they were before the move."""
    for at in range(book[0].undone - 1, -1, -1):
        unit = undo[at].unit
        units[unit].start, units[unit].release = undo[at].start, undo[at].release
        note_late(units, tasks, carers, unit)
        if book[0].has_hours:
            touch(units, tasks, carers, unit)
    for at in range(book[0].lifted):
        note_late(units, tasks, carers, tasks[lifted[at].task].unit)


@compiled
def take_back(units, tasks, carers, travel, dislike, order, undo, lifted, shifted, book):  # type: ignore[no-untyped-def]
    """Rounds, order and times as they were before the move; what they come to is for the caller to restore."""
    if book[0].rested != NONE:
        tasks[book[0].rested].rests_before = False
    if book[0].unrested != NONE:
        tasks[book[0].unrested].rests_before = True
    for at in range(book[0].lifted):
        take_out(units, tasks, carers, travel, dislike, book, lifted[at].task)
        units[tasks[lifted[at].task].unit].is_held = lifted[at].is_held
    for at in range(book[0].shifted - 1, -1, -1):
        shift(units, order, shifted[at].unit, shifted[at].position)
    for at in range(book[0].lifted):
        put_in(units, tasks, carers, travel, dislike, book, lifted[at].task, lifted[at].carer)
    undo_times(units, tasks, carers, undo, lifted, book)
    if book[0].pending > 0:
        for unit in range(len(units)):
            unmark(units, book, unit)
