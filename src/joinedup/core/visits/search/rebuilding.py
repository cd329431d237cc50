"""What if some visits near each other were all taken out, and each put back where it costs least?

Ruin and recreate: Schrimpf and others, Record breaking optimization results using the ruin and recreate principle,
Journal of Computational Physics 159 (2000), doi:10.1006/jcph.1999.6413. A gap is passed over now and then, so that the
same visits do not always come back to the same places (Christiaens and Vanden Berghe, doi:10.1287/trsc.2019.0914).
"""

import numpy as np

from joinedup.core.visits.search.compiled import compiled
from joinedup.core.visits.search.day import NONE
from joinedup.core.visits.search.gaps import added, at_least, look
from joinedup.core.visits.search.hours import SAME
from joinedup.core.visits.search.moves import begin, can_have, place
from joinedup.core.visits.search.strings import drawn_unit, strings_out
from joinedup.core.visits.search.timing import cost, is_planned, settle

MOST_OUT = 40
"""Most units taken out at once."""
MOST_GAPS = 8192
PASSED_OVER = 0.01
LESS_IDLE = 0.05
"""Every other time up to this share less is aimed at than the carer is idle who is so longest."""
PAIR_GAPS = 8
"""Of the gaps for each of two carers so many are tried together: those that seem cheapest."""


@compiled
def copied(to, what):  # type: ignore[no-untyped-def]
    """Copy records one by one."""
    for at in range(len(what)):
        to[at] = what[at]


@compiled
def gaps_of(  # type: ignore[no-untyped-def]
    units, tasks, carers, may, dislike, travel, book, task, who, before, least, passed_over
):
    """Write down the gaps a task may have, whose each is, after which task, and about what it costs; how many."""
    found = 0
    for carer in range(len(carers)):
        if not can_have(units, tasks, may, task, carer):
            continue
        at, following = NONE, carers[carer].first
        while found < MOST_GAPS:
            can = following == NONE or not units[tasks[following].unit].has_started
            if can and (passed_over == 0.0 or np.random.random() >= passed_over):
                who[found], before[found] = carer, at
                least[found] = at_least(units, tasks, carers, dislike, travel, book, task, carer, at, following)
                found += 1
            if following == NONE:
                break
            at, following = following, tasks[following].following
    return found


@compiled
def bounds(units, tasks, carers, order, book, unit, carer, before, least, most):  # type: ignore[no-untyped-def]
    """The positions in the order between which a unit in a gap must stand, given those it must stand between already."""
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
    units, tasks, carers, may, dislike, travel, order, undo, book, task, most, who, before, least, passed_over
):
    """The gap in which a unit of one task costs least, below `most`: its cost, start, carer, and the task before."""
    unit = tasks[task].unit
    count = gaps_of(units, tasks, carers, may, dislike, travel, book, task, who, before, least, passed_over)
    lower, upper = free_bounds(units, order, book, unit)
    best, best_start, best_carer, best_before = most, 0.0, NONE, NONE
    while True:
        at = NONE
        for gap in range(count):
            if least[gap] < best and (at == NONE or least[gap] < least[at]):
                at = gap
        if at == NONE:
            return best, best_start, best_carer, best_before
        least[at] = np.inf
        low, high = bounds(units, tasks, carers, order, book, unit, who[at], before[at], lower, upper)
        if low >= high:
            continue
        found, start = added(
            units, tasks, carers, dislike, travel, undo, book, task, who[at], before[at], NONE, NONE, NONE, best
        )
        if found < best - SAME:
            best, best_start, best_carer, best_before = found, start, who[at], before[at]


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
    units, tasks, carers, may, dislike, travel, order, undo, book, unit, most, who, before, least, whom, behind, lesser,
    passed_over
):  # fmt: skip
    """The two gaps in which a unit of two tasks costs least, below `most`: cost, start, and each carer and task before."""
    one, two = units[unit].one, units[unit].two
    some, also = np.empty(PAIR_GAPS, np.int64), np.empty(PAIR_GAPS, np.int64)
    many = gaps_of(units, tasks, carers, may, dislike, travel, book, one, who, before, least, passed_over)
    many = cheapest_first(least, many, some)
    others = gaps_of(units, tasks, carers, may, dislike, travel, book, two, whom, behind, lesser, passed_over)
    others = cheapest_first(lesser, others, also)
    lower, upper = free_bounds(units, order, book, unit)
    best, best_start, mine, theirs = most, 0.0, NONE, NONE
    for at in range(many):
        low, high = bounds(units, tasks, carers, order, book, unit, who[some[at]], before[some[at]], lower, upper)
        for to in range(others):
            if who[some[at]] == whom[also[to]]:
                continue
            least_at, most_at = bounds(
                units, tasks, carers, order, book, unit, whom[also[to]], behind[also[to]], low, high
            )
            if least_at >= most_at:
                continue
            found, start = added(
                units, tasks, carers, dislike, travel, undo, book, one, who[some[at]], before[some[at]],
                two, whom[also[to]], behind[also[to]], best
            )  # fmt: skip
            if found < best - SAME:
                best, best_start, mine, theirs = found, start, some[at], also[to]
    return best, best_start, mine, theirs


@compiled
def put_back(  # type: ignore[no-untyped-def]
    units, tasks, carers, may, dislike, travel, order, undo, lifted, shifted, book, unit, room, least, passed_over
):
    """Put a unit that nobody comes to where it costs least, if that costs less than leaving it out; False if no end."""
    one, two = units[unit].one, units[unit].two
    look(units, tasks, carers, travel, book)
    most = units[unit].unplanned_cost
    partner = units[unit].partner
    if partner != NONE:
        most += -book[0].torn if not is_planned(units, tasks, carers, partner) else book[0].torn
    if two == NONE:
        found, start, carer, before = best_alone(
            units, tasks, carers, may, dislike, travel, order, undo, book, one, most, room[0], room[1], least[0],
            passed_over
        )  # fmt: skip
        if carer == NONE:
            return True
        rival = NONE
        lower, upper = free_bounds(units, order, book, unit)
        lower, upper = bounds(units, tasks, carers, order, book, unit, carer, before, lower, upper)
    else:
        found, start, mine, theirs = best_pair(
            units, tasks, carers, may, dislike, travel, order, undo, book, unit, most, room[0], room[1], least[0],
            room[2], room[3], least[1], passed_over
        )  # fmt: skip
        if mine == NONE:
            return True
        carer, rival = room[0, mine], room[2, theirs]
        lower, upper = free_bounds(units, order, book, unit)
        lower, upper = bounds(units, tasks, carers, order, book, unit, carer, room[1, mine], lower, upper)
        lower, upper = bounds(units, tasks, carers, order, book, unit, rival, room[3, theirs], lower, upper)
    position = own_position(units, order, unit, lower, upper, start)
    begin(order, book)
    return place(
        units, tasks, carers, may, dislike, travel, order, lifted, shifted, book, position, one, carer, rival,
        units[unit].is_held
    ) and settle(units, tasks, carers, travel, order, undo, book, book[0].lowest)  # fmt: skip


@compiled
def sorted_out(units, tasks, may, out, found, key):  # type: ignore[no-untyped-def]
    """Sort what is out: by lot, hardest first, or by when it is due, early or late."""
    how = np.random.randint(8)
    for at in range(found):
        unit = out[at]
        if how < 3:
            key[at] = np.random.random()
        elif how < 6:
            key[at] = -tasks[units[unit].one].minutes - (1000.0 if units[unit].two != NONE else 0.0)
        elif how == 6:
            key[at] = units[unit].earliest
        else:
            key[at] = -units[unit].earliest
    ranked = np.argsort(key[:found])
    out[:found] = out[:found][ranked]
    for at in range(found):
        before = units[out[at]].before
        for other in range(at + 1, found):
            if out[other] == before:
                out[at], out[other] = out[other], out[at]
                break


@compiled
def fill(  # type: ignore[no-untyped-def]
    units, tasks, carers, may, dislike, travel, order, undo, lifted, shifted, book, left_out
):
    """Put units that nobody comes to where they cost least, in this order, with whoever it may be."""
    room, least = np.empty((4, MOST_GAPS), np.int64), np.empty((2, MOST_GAPS))
    for unit in left_out:
        if not is_planned(units, tasks, carers, unit):
            put_back(
                units, tasks, carers, may, dislike, travel, order, undo, lifted, shifted, book, unit, room, least, 0.0
            )


@compiled
def idle_aim(carers, book):  # type: ignore[no-untyped-def]
    """How long carers are idle at most, or a little less: what to aim at."""
    most = 0.0
    if book[0].weight_idle > 0:
        for carer in range(len(carers)):
            most = max(most, carers[carer].idle)
    return most if np.random.randint(2) else most * (1.0 - LESS_IDLE * np.random.random() ** 2)


@compiled
def by_start(units, order):  # type: ignore[no-untyped-def]
    """Let units stand in the order by when they start, what has started first, none before what it follows."""
    key = np.empty(len(order))
    for at in range(len(order)):
        unit = order[at]
        key[at] = -np.inf if units[unit].has_started else units[unit].start
        before = units[unit].before
        if before != NONE and not units[unit].has_started:
            key[at] = max(key[at], -np.inf if units[before].has_started else units[before].start)
    order[:] = order[np.argsort(key, kind="mergesort")]
    for at in range(len(order)):
        units[order[at]].position = at
    for at in range(len(order)):
        unit = order[at]
        if units[unit].before != NONE and units[units[unit].before].position > at:
            return False
    return True


@compiled
def rebuild(  # type: ignore[no-untyped-def]
    units,
    tasks,
    carers,
    may,
    dislike,
    travel,
    near,
    order,
    book,
    undo,
    lifted,
    shifted,
    was_units,
    was_tasks,
    was_carers,
    was_order,
    was_book,
    best_order,
    best_carer,
    best_held,
    best_rests,
    best,
    times,
    mean,
    temperature,
):
    """Take some units out and put them back, so many times; what costs more is kept as `annealing` would keep it.

    Returns the best cost met so far, whose rounds are written down; the rounds are those that were last kept.
    """
    out, is_cut, key = np.zeros(MOST_OUT, np.int64), np.zeros(len(carers), np.bool_), np.empty(MOST_OUT)
    room, least = np.empty((4, MOST_GAPS), np.int64), np.empty((2, MOST_GAPS))
    now = cost(units, tasks, carers, travel, book)
    copied(was_units, units)
    copied(was_tasks, tasks)
    copied(was_carers, carers)
    copied(was_book, book)
    was_order[:] = order
    for _ in range(times):
        first = drawn_unit(units, tasks, carers)
        book[0].idle_aim = idle_aim(carers, book)
        begin(order, book)
        found = strings_out(units, tasks, carers, travel, dislike, near, order, book, first, mean, out, is_cut)
        is_made = settle(units, tasks, carers, travel, order, undo, book, book[0].lowest)
        if is_made and found > 0:
            sorted_out(units, tasks, may, out, found, key)
            for at in range(found):
                is_made = is_made and put_back(
                    units, tasks, carers, may, dislike, travel, order, undo, lifted, shifted, book, out[at], room,
                    least, PASSED_OVER
                )  # fmt: skip
        after = cost(units, tasks, carers, travel, book) if is_made else np.inf
        if after > now - temperature * np.log(np.random.random()):
            copied(units, was_units)
            copied(tasks, was_tasks)
            copied(carers, was_carers)
            copied(book, was_book)
            order[:] = was_order
            continue
        now = after
        copied(was_units, units)
        copied(was_tasks, tasks)
        copied(was_carers, carers)
        copied(was_book, book)
        was_order[:] = order
        if now < best - SAME:
            best = now
            best_order[:] = order
            best_held[:] = units["is_held"]
            best_rests[:] = tasks["rests_before"]
            for task in range(len(tasks)):
                best_carer[task] = tasks[task].carer
    return best
