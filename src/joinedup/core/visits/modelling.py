"""How does a problem become the arrays the search works on?"""

from collections.abc import Mapping

import numpy as np

from joinedup.core.visits.carer import Carer, Rest
from joinedup.core.visits.problem import Problem
from joinedup.core.visits.search.day import BOOK, CARER, NONE, TASK, UNIT, Day, Flags, Floats, Records, Whole
from joinedup.core.visits.visit import Follows, Visit
from joinedup.core.visits.wrong_days import RoundsWrong

NEAR = 25
WAITING_COUNTS = 0.35
"""How much a minute between two windows counts beside a minute of travel, in which units are near."""
NOBODY_HAS_BOTH = 1e6
"""Two units that no carer may have both of are near only where there is nothing else."""
NEVER_LEFT_OUT = 1e7
REST_BROKEN_MINUTES = 30.0
"""A rest that may not be missed counts as so many minutes broken."""
UNREACHABLE_MINUTES = 1e5
"""Where there is no way the search counts this long a one: no shift has so much time."""


def day_of(problem: Problem) -> Day:
    """The problem in arrays, nothing in any round yet; units are its visits, in their order."""
    visits, carers = problem.visits, problem.carers
    place = problem.place_number
    kinds = sorted(problem.travel_minutes)
    each = [(at, task) for at, visit in enumerate(visits) for task in visit.tasks]
    units, travel = (
        units_of(problem, place),
        np.minimum(np.stack([np.asarray(problem.travel_minutes[kind], float) for kind in kinds]), UNREACHABLE_MINUTES),
    )
    tasks = np.zeros(len(each), TASK)
    tasks["unit"], tasks["minutes"] = [at for at, _ in each], [task.minutes for _, task in each]
    tasks["lag"] = tasks["minutes"] if problem.is_late_by_end else 0.0
    staff = np.zeros(len(carers), CARER)
    staff["begins"], staff["ends"] = [place[one.begins] for one in carers], [place[one.ends] for one in carers]
    staff["shift_starts"], staff["shift_ends"] = (
        [one.shift_starts for one in carers],
        [one.shift_ends for one in carers],
    )
    staff["kind"] = [kinds.index(one.travels_by) for one in carers]
    set_hours(staff, carers)
    may = allowed(problem)
    return Day(
        units=units,
        tasks=tasks,
        carers=staff,
        may=may,
        dislike=disliked(problem),
        travel=travel,
        near=nearest(units, tasks, may, travel),
        order=np.arange(len(units)),
        book=book_of(problem),
        undo=None,
        lifted=None,
        shifted=None,
    ).empty(np.arange(len(units)))


def set_hours(staff: Records, carers: tuple[Carer, ...]) -> None:
    """Rests and paid minutes of carers."""
    for record, carer in zip(staff, carers, strict=True):
        rest = carer.rest or Rest(0.0)
        record["rest_minutes"], record["rest_after"] = rest.minutes, rest.after_minutes
        record["rest_from"], record["rest_to"], record["rests_at_next"] = rest.earliest, rest.latest, rest.is_at_next
        record["most_minutes"] = carer.most_minutes
        record["target_minutes"] = -1.0 if carer.target_minutes is None else carer.target_minutes


def units_of(problem: Problem, place: Mapping[str, int]) -> Records:
    """One record per visit."""
    visits, weights = problem.visits, problem.weights
    number = {visit.id: at for at, visit in enumerate(visits)}
    units = np.zeros(len(visits), UNIT)
    task = 0
    for unit, visit in zip(units, visits, strict=True):
        unit["place"] = place[visit.place]
        unit["earliest"], unit["due"], unit["latest"] = visit.earliest, visit.due, visit.latest
        unit["next_earliest"], unit["next_due"] = visit.next_window or (np.inf, np.inf)
        unit["partner"] = number.get(visit.only_with, NONE)
        if visit.pinned_start is not None:
            unit["earliest"] = unit["latest"] = visit.pinned_start
        if not visit.has_started:
            unit["earliest"] = max(unit["earliest"], problem.now)
        unit["has_started"] = visit.has_started
        unit["lag"] = max(one.minutes for one in visit.tasks) if problem.is_late_by_end else 0.0
        unit["one"], unit["two"] = task, task + 1 if len(visit.tasks) == 2 else NONE
        task += len(visit.tasks)
        follows = Follows("") if visit.follows is None or visit.has_started else visit.follows
        unit["before"] = number.get(follows.visit, NONE)
        unit["gap_least"], unit["gap_most"] = follows.least_minutes, follows.most_minutes
        unit["is_apart"] = follows.by_another
        unit["unplanned_cost"] = NEVER_LEFT_OUT if weights.unplanned is None else weights.unplanned * visit.priority
    counts = weights.moved_start > 0 or weights.moved_minute > 0  # else another time is as good: nothing is held
    told = {one.visit: one.start for one in problem.present} if counts else {}
    units["told"] = [told.get(visit.id, -np.inf) for visit in visits]
    units["after"] = followers(units["before"], visits)
    return units


def book_of(problem: Problem) -> Records:
    """What counts how much."""
    book, weights = np.zeros(1, BOOK), problem.weights
    book["weight_travel"], book["weight_late"] = (
        weights.travel,
        weights.broken if weights.late is None else weights.late,
    )
    book["weight_worst"], book["weight_broken"] = weights.worst_late, weights.broken
    book["weight_moved"], book["weight_moved_start"] = weights.moved_minute, weights.moved_start
    book["started"] = sum(visit.has_started for visit in problem.visits)
    book["weight_overtime"] = -1.0 if weights.overtime is None else weights.overtime
    book["weight_wait"], book["weight_idle"], book["torn"] = weights.waiting, weights.idle, weights.torn
    book["may_set_out_later"] = weights.waiting > 0
    no_rest = weights.broken * REST_BROKEN_MINUTES
    book["weight_rest"] = no_rest if weights.missed_rest is None else weights.missed_rest
    book["weight_target"], book["short_wait"] = weights.off_target, problem.paid_wait_minutes
    book["has_rests"] = any(carer.rest for carer in problem.carers)
    by_more = (
        bool(book["has_rests"][0]) or weights.waiting > 0 or weights.idle > 0 or any(map(is_bound, problem.carers))
    )
    book["has_ends_alone"] = not by_more
    book["has_hours"] = by_more or any(np.isfinite(carer.shift_ends) for carer in problem.carers)
    return book


def is_bound(carer: Carer) -> bool:
    """Whether so many paid minutes are agreed with a carer."""
    return bool(np.isfinite(carer.most_minutes)) or carer.target_minutes is not None


def followers(before: Whole, visits: tuple[Visit, ...]) -> Whole:
    """For each unit the one that must follow it.

    Raises
    ------
    RoundsWrong : two follow one, or they follow each other in a ring.
    """
    after = np.full(len(before), NONE, np.int64)
    for at, other in enumerate(before.tolist()):
        if other != NONE:
            if after[other] != NONE:
                raise RoundsWrong(
                    f"Visits '{visits[after[other]].id}' and '{visits[at].id}' follow the same one",
                    expected="one to follow the other",
                )
            after[other] = at
    for at in range(len(before)):
        here, steps = at, 0
        while here != NONE:
            here, steps = int(before[here]), steps + 1
            if steps > len(before):
                raise RoundsWrong(f"Visit '{visits[at].id}' follows itself in a ring", expected="a first visit")
    return after


def with_open_links(day: Day) -> Day:
    """The day without gaps to visits nobody may come to: those before and after such a one need not be in turn."""
    units = day.units
    can_be = np.logical_and.reduceat(day.may.any(axis=1), units["one"]) if len(units) else np.zeros(0, bool)
    for name in ("before", "after"):
        other = units[name]
        units[name] = np.where(can_be & (other != NONE) & can_be[other], other, NONE)
    return day


def allowed(problem: Problem) -> Flags:
    """Whether each carer may have each task: tasks × carers.

    The carer has the skills, is not refused and not away, and is who it is pinned to; who began a visit had it.
    """
    carers = problem.carers
    number = {carer.id: at for at, carer in enumerate(carers)}
    here = np.array([not carer.is_away for carer in carers], bool)
    skilled: dict[frozenset[str], Flags] = {}
    rows = []
    for visit in problem.visits:
        pinned = pinned_sides(visit, problem)
        for side, task in enumerate(visit.tasks):
            if task.skills not in skilled:
                skilled[task.skills] = np.array([task.skills <= carer.skills for carer in carers], bool)
            row = skilled[task.skills] & here
            if side in pinned:
                only = [number[one] for one in pinned[side]]
                row = np.zeros(len(carers), bool)
                row[only] = visit.has_started | skilled[task.skills][only]
            if not visit.has_started:
                row[[number[one] for one in visit.refused if one in number]] = False
            rows.append(row)
    return np.array(rows, bool).reshape(-1, len(carers))


def pinned_sides(visit: Visit, problem: Problem) -> dict[int, frozenset[str]]:
    """By task of a visit that is pinned, who alone may have it."""
    if not visit.pinned_carers:
        return {}
    if len(visit.pinned_carers) == len(visit.tasks):
        return dict.fromkeys(range(len(visit.tasks)), visit.pinned_carers)
    (one,) = visit.pinned_carers
    skills = next(carer.skills for carer in problem.carers if carer.id == one)
    return {next((side for side, task in enumerate(visit.tasks) if task.skills <= skills), 0): visit.pinned_carers}


def disliked(problem: Problem) -> Floats:
    """What it costs that a carer comes who is not preferred, not known, or another than now: tasks × carers."""
    weights, carers = problem.weights, problem.carers
    number = {carer.id: at for at, carer in enumerate(carers)}
    now: dict[str, set[str]] = {}
    for one in problem.present:
        now.setdefault(one.visit, set()).add(one.carer)
    rows = []
    for visit in problem.visits:
        row = np.zeros(len(carers))
        for cost, known in (
            (weights.not_preferred, dict.fromkeys(visit.preferred, 1.0) or None),
            (weights.unfamiliar, problem.familiar.get(visit.person)),
            (weights.moved_carer, dict.fromkeys(now.get(visit.id, ()), 1.0) or None),
        ):
            if known is not None:
                row += cost
                for who, share in known.items():
                    if who in number:
                        row[number[who]] -= cost * share
        rows += [row] * len(visit.tasks)
    return np.array(rows, float).reshape(-1, len(carers))


def nearest(units: Records, tasks: Records, may: Flags, travel: Floats) -> Whole:
    """For each unit those nearest in place and time that somebody may have beside it; itself not among them."""
    place = units["place"]
    middle = np.where(np.isfinite(units["due"]), (units["earliest"] + units["due"]) / 2, units["earliest"])
    waiting = np.abs(middle[:, None] - middle[None, :])
    apart = travel.min(axis=0)[place[:, None], place[None, :]] + WAITING_COUNTS * waiting
    can = np.zeros((len(units), may.shape[1]), bool)
    np.logical_or.at(can, tasks["unit"], may)
    apart[(can.astype(np.float32) @ can.T.astype(np.float32)) == 0] += NOBODY_HAS_BOTH
    np.fill_diagonal(apart, np.inf)
    count = max(1, min(NEAR, len(units) - 1))
    if len(units) < 2:
        return np.zeros((len(units), 1), np.int64)
    some = np.argpartition(apart, count, axis=1)[:, :count]
    order = np.take_along_axis(apart, some, axis=1).argsort(axis=1, kind="stable")
    found: Whole = np.take_along_axis(some, order, axis=1)
    return found.astype(np.int64)
