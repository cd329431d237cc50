"""What is the least that would let somebody come to a visit nobody comes to? Each thing is tried before it is said."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

from joinedup.core.visits.building import as_they_are
from joinedup.core.visits.changes import named
from joinedup.core.visits.easing import with_ways, without_gap, without_pin
from joinedup.core.visits.problem import Problem
from joinedup.core.visits.replanning import from_present
from joinedup.core.visits.rounds import Rounds
from joinedup.core.visits.search.day import Day
from joinedup.core.visits.staffing import more_carers, shifts, skills
from joinedup.core.visits.times import clock
from joinedup.core.visits.trying import Trial, trials
from joinedup.core.visits.visit import Follows, Visit

SAME = 1e-6
WINDOW_STEP_MINUTES = 5


@dataclass(frozen=True)
class RemedyPrices:
    """What it takes to change what is given, in units of cost: a minute of travel is `Weights.travel`.

    Parameters
    ----------
    skill : one carer learns one skill.
    shift_minute, window_minute : a minute longer on shift; a minute before or after the window.
    carer : one more carer for the visit.
    gap, pin : it need not come so long after another; it is fixed no more.
    way : there is a way where there is none.
    most_shift_minutes, most_window_minutes : nobody is asked for more.
    """

    skill: float = 200.0
    shift_minute: float = 2.0
    window_minute: float = 1.0
    carer: float = 400.0
    gap: float = 100.0
    pin: float = 100.0
    way: float = 400.0
    most_shift_minutes: float = 120.0
    most_window_minutes: float = 180.0


@dataclass(frozen=True)
class Remedy:
    """One thing that would let a visit be planned, all others staying with whom they are.

    Parameters
    ----------
    kind : "skill", "shift", "window", "carer", "gap", "pin" or "way"; "priority" if only its cost is against it, "none"
        if nothing is, and "partner" if it waits for the visit it is of no use without.
    words : what it is, in a sentence.
    cost : its price, and what the rounds would cost more.
    """

    kind: str
    words: str
    cost: float


def what_would_help(rounds: Rounds, prices: RemedyPrices | None = None, most: int = 5) -> dict[str, tuple[Remedy, ...]]:
    """For each visit nobody comes to, what would let somebody come, the cheapest first.

    Each remedy alone is enough: with it the visit is planned, no further rule is broken, and that costs less than
    leaving it out.

    Parameters
    ----------
    prices : what each thing takes.
    most : so many for each visit; none where no one thing would do.

    Examples
    --------
    >>> import numpy as np
    >>> from joinedup.core.visits import Carer, Problem, Stop, Task, Visit, solve
    >>> visit = Visit("dressing", "home", (Task(30.0, frozenset({"wounds"})),), earliest=720.0, due=780.0)
    >>> staff = (Carer("ann", frozenset(), "home", "home", 480.0, 960.0),)
    >>> rounds = solve(Problem((visit,), staff, ("home",), {"car": np.zeros((1, 1))}), Stop(None, 100))
    >>> [remedy.words for remedy in what_would_help(rounds)["dressing"]]
    ['ann learns wounds.', 'One more carer with wounds on shift from 12:00 to 12:30.']
    """
    prices = prices or RemedyPrices()
    problem = from_present(rounds.problem, rounds.attendances)
    state, found = as_they_are(problem), {}
    for unit, visit in enumerate(problem.visits):
        if visit.id in rounds.unplanned:
            ways = sorted(remedies(problem, state, unit, prices), key=lambda way: way.cost)
            found[visit.id] = tuple(ways[:most])
    for visit in problem.visits:
        if visit.id in found and not found[visit.id] and found.get(visit.only_with):
            found[visit.id] = (Remedy("partner", f"What would help {visit.only_with}: it is of no use without.", 0.0),)
    return found


def remedies(problem: Problem, state: Day, unit: int, prices: RemedyPrices) -> Iterator[Remedy]:
    """All that would let somebody come to a unit; no more than that where nothing has to change."""
    as_it_is = list(nothing(problem, state, unit))
    yield from as_it_is
    if any(one.kind == "none" for one in as_it_is):
        return
    for kind, offers in (
        ("skill", skills(problem, state, unit, prices.skill)),
        ("shift", shifts(problem, state, unit, prices.shift_minute, prices.most_shift_minutes)),
        ("carer", more_carers(problem, state, unit, prices.carer)),
    ):
        yield from (Remedy(kind, words, cost) for words, cost in offers)
    yield from windows(problem, state, unit, prices)
    yield from eased(problem, state, unit, prices)


def nothing(problem: Problem, state: Day, unit: int) -> Iterator[Remedy]:
    """Somebody could come as things are: nothing is against it, or only that it costs more than leaving it out."""
    best, names = min(trials(problem, state, unit), key=lambda one: one.more, default=None), problem.carers
    if best is None:
        return
    who = f"{named([names[one].id for one in best.fit.carers])} at {clock(best.start)}"
    if best.more < best.left_out - SAME:
        yield Remedy("none", f"Nothing has to change: it would be {who}.", best.more)
    elif problem.weights.unplanned:
        needed = ceil(100 * problem.visits[unit].priority * best.more / best.left_out + 1) / 100
        costs = f"leaving it out costs {best.left_out:,.0f}, and {who} would cost {best.more:,.0f}"
        yield Remedy("priority", f"A priority of {needed:g}: {costs}.", best.more)


def windows(problem: Problem, state: Day, unit: int, prices: RemedyPrices) -> list[Remedy]:
    """The visit could be planned outside its window, by as little as would do, in steps of some minutes."""
    if problem.visits[unit].pinned_start is not None:
        return []
    steps = int(prices.most_window_minutes / WINDOW_STEP_MINUTES)
    too_few, enough, best = 0, steps + 1, None
    while enough - too_few > 1:
        middle = (too_few + enough) // 2
        found = outside(problem, state, unit, middle * WINDOW_STEP_MINUTES, prices)
        too_few, enough, best = (too_few, middle, found) if found else (middle, enough, best)
    return [best] if best else []


def outside(problem: Problem, state: Day, unit: int, minutes: float, prices: RemedyPrices) -> Remedy | None:
    """The cheapest way to plan a visit so far outside its window; None if there is none."""
    visit, found = problem.visits[unit], []
    wider, last = state.copy(), visit.latest
    wider.units["latest"][unit] = visit.latest + minutes
    if problem.weights.late is None:
        wider.units["due"][unit], last = visit.due + minutes, min(visit.due, visit.latest)
    for field in ("earliest", "start", "release"):
        wider.units[field][unit] = max(0.0, visit.earliest - minutes, problem.now)
    for trial in trials(problem, wider, unit):
        by = max(visit.earliest - trial.start, trial.start - last)
        if by > SAME and trial.more < trial.left_out - SAME:
            who = named([problem.carers[one].id for one in trial.fit.carers])
            words = f"It begins at {clock(trial.start)}, {by:.0f} minutes outside its window, with {who}."
            found.append(Remedy("window", words, trial.more + prices.window_minute * by))
    return min(found, key=lambda way: way.cost, default=None)


def eased(problem: Problem, state: Day, unit: int, prices: RemedyPrices) -> Iterator[Remedy]:
    """What is asked of the visit beside its window: a gap, who and when as it is fixed, a way where there is none."""
    visit = problem.visits[unit]
    for kind, price, words, given in (
        ("gap", prices.gap, gap_words(visit), without_gap(state, unit)),
        ("pin", prices.pin, "It is not pinned", without_pin(problem, state, unit)),
        ("way", prices.way, "There is a short way to it, where there is none now", with_ways(state, unit)),
    ):
        best = None if given is None else cheapest(problem, given, unit)
        if best is not None:
            who = named([problem.carers[one].id for one in best.fit.carers])
            yield Remedy(kind, f"{words}: {who} at {clock(best.start)}.", best.more + price)


def cheapest(problem: Problem, given: Day, unit: int) -> Trial | None:
    """The cheapest rounds with a unit, if they cost less than leaving it out."""
    worth = (one for one in trials(problem, given, unit) if one.more < one.left_out - SAME)
    return min(worth, key=lambda one: one.more, default=None)


def gap_words(visit: Visit) -> str:
    """That a visit need not come after another as it is asked."""
    follows = visit.follows or Follows("")
    return f"It need not come after {follows.visit} as asked"
