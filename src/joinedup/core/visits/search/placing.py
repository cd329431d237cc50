"""In which gap does a visit cost least, and where in the order does it then stand?"""

import numpy as np

from joinedup.core.visits.search.allowed import can_have
from joinedup.core.visits.search.compiled import compiled
from joinedup.core.visits.search.day import NONE
from joinedup.core.visits.search.gaps import added, at_least, look
from joinedup.core.visits.search.hours import SAME
from joinedup.core.visits.search.lifting import begin
from joinedup.core.visits.search.moves import place
from joinedup.core.visits.search.timing import is_planned, settle

MOST_GAPS = 8192
PAIR_GAPS = 8
"""Of the gaps for each of two carers so many are tried together: those that seem cheapest."""


@compiled
def gaps_of(  # type: ignore[no-untyped-def]
    units, tasks, carers, may, dislike, travel, book, task, most, is_asked, who, before, least, passed_over
):
    """Write down the gaps a task may have with those asked: whose, after which task, about at what cost; how many.

    Where only ends of shifts count of the hours, none that costs `most` or more is written down.
    """
    found = 0
    if book[0].has_hours and not book[0].has_ends_alone:
        most = np.inf
    for carer in range(len(carers)):
        if not is_asked[carer] or not can_have(units, tasks, may, task, carer):
            continue
        at, following = NONE, carers[carer].first
        while found < MOST_GAPS:
            if following == NONE or not units[tasks[following].unit].has_started:
                cost, own = at_least(units, tasks, carers, dislike, travel, book, task, carer, at, following)
                if cost < most and (passed_over == 0.0 or np.random.random() >= passed_over):
                    who[found], before[found], least[found] = carer, at, cost
                    found += 1
                if own >= most:
                    break
            if following == NONE:
                break
            at, following = following, tasks[following].following
    return found


@compiled
def bounds(units, tasks, carers, carer, before, least, most):  # type: ignore[no-untyped-def]
    """The positions in the order between which a unit in a gap must stand, and between others already."""
    after = carers[carer].first if before == NONE else tasks[before].following
    if before != NONE:
        least = max(least, units[tasks[before].unit].position)
    if after != NONE:
        most = min(most, units[tasks[after].unit].position)
    return least, most


@compiled
def free_bounds(units, order, book, unit):  # type: ignore[no-untyped-def]
    """The positions between which a unit must stand in any case: those of what has started, of what it follows."""
    least, most = book[0].started - 1, len(order)
    if units[unit].before != NONE:
        least = max(least, units[units[unit].before].position)
    if units[unit].after != NONE:
        most = min(most, units[units[unit].after].position)
    return least, most


@compiled
def own_position(units, order, unit, least, most, start):  # type: ignore[no-untyped-def]
    """The position between two others at which a unit stands by its start."""
    at = least + 1
    while at < most and (order[at] == unit or units[order[at]].start < start):
        at += 1
    return at - 1 if units[unit].position < at else at


@compiled
def best_alone(  # type: ignore[no-untyped-def]
    units, tasks, carers, may, dislike, travel, order, undo, book, task, most, is_asked, who, before, least, passed_over
):
    """The gap in which a unit of one task costs least, below `most`: its cost, start and the gap's number."""
    unit = tasks[task].unit
    count = gaps_of(
        units, tasks, carers, may, dislike, travel, book, task, most, is_asked, who, before, least, passed_over
    )
    lower, upper = free_bounds(units, order, book, unit)
    best, best_start, best_gap = most, 0.0, NONE
    while True:
        gap = NONE
        for other in range(count):
            if least[other] < best and (gap == NONE or least[other] < least[gap]):
                gap = other
        if gap == NONE:
            return best, best_start, best_gap
        least[gap] = np.inf
        low, high = bounds(units, tasks, carers, who[gap], before[gap], lower, upper)
        if low >= high:
            continue
        found, start = added(
            units, tasks, carers, dislike, travel, undo, book, task, who[gap], before[gap], NONE, NONE, NONE, best
        )
        if found < best - SAME:
            best, best_start, best_gap = found, start, gap


@compiled
def cheapest_first(least, count, some):  # type: ignore[no-untyped-def]
    """Write down the numbers of the gaps that seem cheapest; how many."""
    found = 0
    while found < len(some):
        at = NONE
        for gap in range(count):
            if least[gap] < np.inf and (at == NONE or least[gap] < least[at]):
                at = gap
        if at == NONE:
            break
        some[found] = at
        least[at] = np.inf
        found += 1
    return found


@compiled
def best_pair(  # type: ignore[no-untyped-def]
    units, tasks, carers, may, dislike, travel, order, undo, book, unit, most, is_asked, is_rival, pairs, who, before,
    least, passed_over
):  # fmt: skip
    """The two gaps in which a unit of two tasks costs least, below `most`: its cost, start, and both gaps' numbers.

    So many gaps of each are tried together: those that seem cheapest.
    """
    one, two = units[unit].one, units[unit].two
    some, also = np.empty(pairs, np.int64), np.empty(pairs, np.int64)
    many = gaps_of(
        units, tasks, carers, may, dislike, travel, book, one, most, is_asked, who[0], before[0], least[0], passed_over
    )
    many = cheapest_first(least[0], many, some)
    others = gaps_of(
        units, tasks, carers, may, dislike, travel, book, two, most, is_rival, who[1], before[1], least[1], passed_over
    )
    others = cheapest_first(least[1], others, also)
    lower, upper = free_bounds(units, order, book, unit)
    best, best_start, mine, theirs = most, 0.0, NONE, NONE
    for gap in some[:many]:
        low, high = bounds(units, tasks, carers, who[0, gap], before[0, gap], lower, upper)
        for other in also[:others]:
            if who[0, gap] == who[1, other]:
                continue
            lowest, highest = bounds(units, tasks, carers, who[1, other], before[1, other], low, high)
            if lowest >= highest:
                continue
            found, start = added(
                units, tasks, carers, dislike, travel, undo, book, one, who[0, gap], before[0, gap],
                two, who[1, other], before[1, other], best
            )  # fmt: skip
            if found < best - SAME:
                best, best_start, mine, theirs = found, start, gap, other
    return best, best_start, mine, theirs


@compiled
def best_place(  # type: ignore[no-untyped-def]
    units, tasks, carers, may, dislike, travel, order, undo, book, unit, most, is_asked, is_rival, pairs, who, before,
    least, passed_over
):  # fmt: skip
    """Where a unit that nobody comes to costs least, below `most`: its cost, position, carer and rival.

    The carer is NONE where it costs less nowhere, the rival where it is for one.
    """
    look(units, tasks, carers, travel, book)
    lower, upper = free_bounds(units, order, book, unit)
    if units[unit].two == NONE:
        found, start, mine = best_alone(
            units, tasks, carers, may, dislike, travel, order, undo, book, units[unit].one, most, is_asked, who[0],
            before[0], least[0], passed_over
        )  # fmt: skip
        theirs = NONE
    else:
        found, start, mine, theirs = best_pair(
            units, tasks, carers, may, dislike, travel, order, undo, book, unit, most, is_asked, is_rival, pairs, who,
            before, least, passed_over
        )  # fmt: skip
    if mine == NONE:
        return found, NONE, NONE, NONE
    carer, rival = who[0, mine], NONE
    lower, upper = bounds(units, tasks, carers, carer, before[0, mine], lower, upper)
    if theirs != NONE:
        rival = who[1, theirs]
        lower, upper = bounds(units, tasks, carers, rival, before[1, theirs], lower, upper)
    return found, own_position(units, order, unit, lower, upper, start), carer, rival


@compiled
def saved(units, tasks, carers, book, unit):  # type: ignore[no-untyped-def]
    """What it saves that a unit nobody comes to is left out no more."""
    partner = units[unit].partner
    if partner == NONE:
        return units[unit].unplanned_cost
    torn = -1.0 if is_planned(units, tasks, carers, partner) else 1.0
    return units[unit].unplanned_cost - torn * book[0].torn


@compiled
def put(  # type: ignore[no-untyped-def]
    units,
    tasks,
    carers,
    may,
    dislike,
    travel,
    order,
    undo,
    lifted,
    shifted,
    book,
    task,
    carer,
    rival,
    position,
    is_held,
):
    """Put a task's unit at a position, with a carer and a rival; False if that has no end."""
    begin(order, book)
    return place(
        units, tasks, carers, may, dislike, travel, order, lifted, shifted, book, position, task, carer, rival, is_held
    ) and settle(units, tasks, carers, travel, order, undo, book, book[0].lowest)


@compiled
def put_back(  # type: ignore[no-untyped-def]
    units, tasks, carers, may, dislike, travel, order, undo, lifted, shifted, book, unit, is_asked, who, before, least,
    passed_over
):  # fmt: skip
    """Put a unit where it costs least with those asked, if that costs less than leaving it out; False if no end."""
    most, partner = saved(units, tasks, carers, book, unit), units[unit].partner
    if partner != NONE and not is_planned(units, tasks, carers, partner):
        most = units[unit].unplanned_cost + units[partner].unplanned_cost  # its turn may come
    _, position, carer, rival = best_place(
        units, tasks, carers, may, dislike, travel, order, undo, book, unit, most, is_asked, is_asked, PAIR_GAPS, who,
        before, least, passed_over
    )  # fmt: skip
    return carer == NONE or put(
        units, tasks, carers, may, dislike, travel, order, undo, lifted, shifted, book, units[unit].one, carer, rival,
        position, units[unit].is_held
    )  # fmt: skip
