"""What of carers would let somebody come to a visit: a skill they learn, a longer shift, or more of them?"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from joinedup.core.visits.changes import named
from joinedup.core.visits.fitting import Fit, fit_of, fits, put_in_place
from joinedup.core.visits.modelling import pinned_sides
from joinedup.core.visits.problem import Problem
from joinedup.core.visits.search.day import NONE, Day
from joinedup.core.visits.start import tasks_of
from joinedup.core.visits.times import clock
from joinedup.core.visits.trying import SAME, Trial, some_fits, trials, tried
from joinedup.core.visits.worked_shift import minutes_early, minutes_over

Offer = tuple[str, float]
"""What would help, in words, and what it takes."""


def skills(problem: Problem, state: Day, unit: int, price: float) -> Iterator[Offer]:
    """Carers who could come if they had one skill, or a few, more: all who need one are named."""
    taught = replace(state.copy(), may=state.may.copy(), dislike=state.dislike.copy())
    lacks = lacking(problem, state, unit)
    for (task, who), missing in lacks.items():
        taught.may[task, who] = True
        taught.dislike[task, who] += price * len(missing)
    for trial in trials(problem, taught, unit):
        pairs = zip(tasks_of(state, unit), trial.fit.carers, strict=True)
        learn = {who: lacks[task, who] for task, who in pairs if (task, who) in lacks}
        if learn and trial.more - price * sum(map(len, learn.values())) < trial.left_out - SAME:
            words = [f"{problem.carers[who].id} learns {', '.join(sorted(what))}" for who, what in learn.items()]
            yield f"{named(words)}.", trial.more


def lacking(problem: Problem, state: Day, unit: int) -> dict[tuple[int, int], frozenset[str]]:
    """By task and carer who may have it but for their skills, what they lack."""
    visit, found = problem.visits[unit], {}
    pinned = pinned_sides(visit, problem)
    for side, task in enumerate(tasks_of(state, unit)):
        for who, carer in enumerate(problem.carers):
            missing = visit.tasks[side].skills - carer.skills
            is_free = not carer.is_away and carer.id not in visit.refused
            if missing and is_free and carer.id in pinned.get(side, {carer.id}):
                found[task, who] = missing
    return found


def shifts(problem: Problem, state: Day, unit: int, minute_price: float, most: float) -> Iterator[Offer]:
    """Carers who could come if their shift began sooner or ended later: all who have to work longer are named."""
    for field, sign in (("shift_starts", -1.0), ("shift_ends", 1.0)):
        longer = state.copy()
        longer.carers[field] += sign * most
        for fit in some_fits(longer, unit):
            then = longer.copy()
            put_in_place(then, fit)
            then.carers[field] -= sign * most
            need = {who: (minutes_over if sign > 0 else minutes_early)(then, who) for who in fit.carers}
            need = {who: more for who, more in need.items() if more > SAME}
            is_little = need and max(need.values()) <= most + SAME
            trial = on_longer_shifts(problem, state, unit, fit, field, need, sign) if is_little else None
            if trial is not None and trial.more < trial.left_out - SAME:
                words = [shift_words(problem, who, sign * more) for who, more in need.items()]
                yield f"{', and '.join(words)}.", trial.more + minute_price * sum(need.values())


def on_longer_shifts(
    problem: Problem, state: Day, unit: int, fit: Fit, field: str, need: dict[int, float], sign: float
) -> Trial | None:
    """The rounds if those who need it, and they alone, work so much longer."""
    longer = state.copy()
    for who, more in need.items():
        longer.carers[field][who] += sign * more
    again = fit_of(longer, int(state.units["one"][unit]), fit.carer, fit.rival)
    return tried(problem, longer, unit, again) if np.isfinite(again.cost) else None


def shift_words(problem: Problem, who: int, more: float) -> str:
    """How long a carer works then; below 0 if they begin sooner."""
    carer = problem.carers[who]
    until = f"until {clock(carer.shift_ends + more)}" if more > 0 else f"from {clock(carer.shift_starts + more)}"
    return f"{carer.id} works {until}, {abs(more):.0f} minutes longer"


def more_carers(problem: Problem, state: Day, unit: int, price: float) -> Iterator[Offer]:
    """One more carer, or two where nobody could be the second: who would be on shift no longer than for this visit."""
    first = len(state.carers)
    for many in range(1, len(tasks_of(state, unit)) + 1):
        given = joined(problem, state, unit, many)
        if many == 1:
            found = fits(given, unit, only=first).get(first)
        else:
            found = fit_of(given, int(state.units["one"][unit]), first, first + 1)
        trial = tried(problem, given, unit, found) if found is not None and np.isfinite(found.cost) else None
        if trial is not None and trial.more < trial.left_out - SAME:
            yield carer_words(problem, unit, trial, first), trial.more + price * many
            return


def joined(problem: Problem, state: Day, unit: int, many: int) -> Day:
    """So many more carers, for this unit alone, who set out where somebody does who has the shortest way there."""
    who, place, first = state.carers, state.units["place"][unit], len(state.carers)
    ways = state.travel[who["kind"], who["begins"], place] + state.travel[who["kind"], place, who["ends"]]
    new = np.repeat(who[[int(ways.argmin())]], many)
    new["shift_starts"], new["shift_ends"], new["most_minutes"] = -np.inf, np.inf, np.inf
    new["rest_minutes"], new["target_minutes"], new["first"], new["last"] = 0.0, -1.0, NONE, NONE
    new["cost"], new["idle"], new["is_changed"] = 0.0, 0.0, True
    more, pinned = np.zeros((len(state.tasks), many), bool), pinned_sides(problem.visits[unit], problem)
    more[[task for side, task in enumerate(tasks_of(state, unit)) if side not in pinned]] = True
    may, dislike = np.hstack([state.may, more]), np.hstack([state.dislike, np.zeros(more.shape)])
    given = replace(state.copy(), carers=np.concatenate([who, new]), may=may, dislike=dislike)
    given.tasks["carer"][state.tasks["carer"] == first] += many
    return given


def carer_words(problem: Problem, unit: int, trial: Trial, first: int) -> str:
    """Who more would come, and how long they would be on shift."""
    day, tasks = trial.then, tasks_of(trial.then, unit)
    new = [(side, task) for side, task in enumerate(tasks) if day.tasks["carer"][task] >= first]
    wanted = frozenset().union(*(problem.visits[unit].tasks[side].skills for side, _ in new))
    who, place = day.carers[first], day.units["place"][unit]
    leaves = trial.start - day.travel[who["kind"], who["begins"], place]
    minutes = max(float(day.tasks["minutes"][task]) for _, task in new)
    back = trial.start + minutes + day.travel[who["kind"], place, who["ends"]]
    what = f" with {', '.join(sorted(wanted))}" if wanted else ""
    many = "One more carer" if len(new) == 1 else "Two more carers"
    return f"{many}{what} on shift from {clock(leaves)} to {clock(back)}."
