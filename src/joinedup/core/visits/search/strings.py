"""Which visits are taken out together? Strings of visits from rounds near each other.

Christiaens and Vanden Berghe, Slack induction by string removals for vehicle routing problems, Transportation Science
54 (2020), doi:10.1287/trsc.2019.0914: a string of visits one after another makes room in time as well as in place.
"""

import numpy as np

from joinedup.core.visits.search.compiled import compiled
from joinedup.core.visits.search.day import NONE
from joinedup.core.visits.search.moves import HELD
from joinedup.core.visits.search.routes import mark, take_out
from joinedup.core.visits.search.timing import count, is_planned

LONGEST_STRING = 10
SPLIT = 0.5
"""How often a string is taken out around visits that stay."""


@compiled
def drawn_unit(units, tasks, carers):  # type: ignore[no-untyped-def]
    """A unit to begin with: every other time one that nobody comes to, if there is any."""
    first = np.random.randint(len(units))
    if np.random.randint(2):
        for step in range(len(units)):
            unit = (first + step) % len(units)
            if not is_planned(units, tasks, carers, unit):
                return unit
    return first


@compiled
def out_with(units, tasks, carers, travel, dislike, book, unit, out, found):  # type: ignore[no-untyped-def]
    """Take a unit out, and what it follows or what follows it; how many are out then."""
    for one in (unit, units[unit].before, units[unit].after):
        if one == NONE or found == len(out) or units[one].has_started or not is_planned(units, tasks, carers, one):
            continue
        count(units, tasks, carers, book, one, -1.0)
        take_out(units, tasks, carers, travel, dislike, book, units[one].one)
        if units[one].two != NONE:
            take_out(units, tasks, carers, travel, dislike, book, units[one].two)
        count(units, tasks, carers, book, one, 1.0)
        mark(units, book, one)
        units[one].release = units[one].earliest
        units[one].is_held = units[one].told > -np.inf and np.random.random() < HELD
        if units[one].after != NONE:
            mark(units, book, units[one].after)
        book[0].lowest = min(book[0].lowest, units[one].position)
        out[found] = one
        found += 1
    return found


@compiled
def length_of(tasks, carers, carer):  # type: ignore[no-untyped-def]
    """Tasks in a round."""
    task, length = carers[carer].first, 0
    while task != NONE:
        task, length = tasks[task].following, length + 1
    return length


@compiled
def string_out(units, tasks, carers, travel, dislike, book, task, size, out, found):  # type: ignore[no-untyped-def]
    """Take a string out of a round that has this task among it; how many are out then."""
    carer = tasks[task].carer
    length = length_of(tasks, carers, carer)
    size = min(size, length)
    stay = 0
    if size > 1 and size < length and np.random.random() < SPLIT:
        stay = 1
        while size + stay < length and np.random.random() > 0.01 and np.random.randint(2):
            stay += 1
    first, back = task, np.random.randint(size + stay)
    while back > 0 and tasks[first].previous != NONE:
        first, back = tasks[first].previous, back - 1
    begins_stay = np.random.randint(1, size) if stay > 0 else size + stay
    at = 0
    while first != NONE and at < size + stay:
        following = tasks[first].following
        if at < begins_stay or at >= begins_stay + stay or first == task:
            unit = tasks[first].unit
            while following != NONE and (
                tasks[following].unit == unit
                or tasks[following].unit == units[unit].before
                or tasks[following].unit == units[unit].after
            ):
                following = tasks[following].following
            found = out_with(units, tasks, carers, travel, dislike, book, unit, out, found)
        first, at = following, at + 1
    return found


@compiled
def strings_out(  # type: ignore[no-untyped-def]
    units, tasks, carers, travel, dislike, near, order, book, first, mean, out, is_cut
):
    """Take strings out of some rounds near a unit; how many units that are, the unit first where nobody comes to it."""
    book[0].lowest, found = len(order), 0
    is_cut[:] = False
    for unit in (first, units[first].partner):
        if unit != NONE and not is_planned(units, tasks, carers, unit):
            out[found] = unit
            found += 1
    busy = 0
    for carer in range(len(carers)):
        busy += carers[carer].first != NONE
    mean_length = max(1.0, len(tasks) / max(1, busy))
    longest = min(float(LONGEST_STRING), mean_length)
    rounds = int(1.0 + np.random.random() * (4.0 * mean / (1.0 + longest) - 1.0))
    for step in range(-1, near.shape[1]):
        unit = first if step < 0 else near[first, step]
        if rounds == 0 or found == len(out):
            break
        if units[unit].has_started or not is_planned(units, tasks, carers, unit):
            continue
        task = units[unit].one
        if is_cut[tasks[task].carer] and units[unit].two != NONE:
            task = units[unit].two
        carer = tasks[task].carer
        if is_cut[carer]:
            continue
        is_cut[carer] = True
        rounds -= 1
        size = int(1.0 + np.random.random() * min(longest, float(length_of(tasks, carers, carer))))
        found = string_out(units, tasks, carers, travel, dislike, book, task, size, out, found)
    return found
