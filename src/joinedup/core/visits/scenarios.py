"""What has happened since the rounds were made? Each function gives the problem as it is then, to be planned again."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

import numpy as np

from joinedup.core.visits.carer import Carer
from joinedup.core.visits.problem import Matrix, Problem
from joinedup.core.visits.visit import Minutes, Visit
from joinedup.core.visits.wrong_days import RoundsWrong


def with_carer_away(problem: Problem, carer: str) -> Problem:
    """A carer is ill or on leave, and takes nothing but what is pinned to them.

    Examples
    --------
    >>> from joinedup.core.visits import Carer, Problem
    >>> staff = (Carer("ann", frozenset(), "home", "home"),)
    >>> with_carer_away(Problem((), staff, ("home",), {"car": np.zeros((1, 1))}), "ann").carers[0].is_away
    True
    """
    return with_carer(problem, carer, lambda one: replace(one, is_away=True))


def with_visit_longer(problem: Problem, visit: str, minutes: Minutes) -> Problem:
    """A visit takes so many minutes more than was thought (less, if negative)."""

    def longer(one: Visit) -> Visit:
        return replace(one, tasks=tuple(replace(task, minutes=task.minutes + minutes) for task in one.tasks))

    return with_visit(problem, visit, longer)


def with_pin(problem: Problem, visit: str, carers: Iterable[str] = (), start: Minutes | None = None) -> Problem:
    """Somebody fixed who comes to a visit, or when, or both."""
    return with_visit(problem, visit, lambda one: replace(one, pinned_carers=frozenset(carers), pinned_start=start))


def with_visits(
    problem: Problem,
    visits: Iterable[Visit],
    places: Iterable[str] = (),
    travel_minutes: Mapping[str, Matrix] | None = None,
) -> Problem:
    """Further visits, such as those of somebody home from hospital.

    Parameters
    ----------
    places : further places; `travel_minutes` is then between all places there are, the further ones last.
    """
    return replace(
        problem,
        visits=(*problem.visits, *visits),
        places=(*problem.places, *places),
        travel_minutes=problem.travel_minutes if travel_minutes is None else travel_minutes,
    )


def without_visits(problem: Problem, visits: Iterable[str]) -> Problem:
    """Some visits are not wanted any more; what followed one of them, or was only with it, is planned without it."""
    gone = set(visits)
    if strangers := sorted(gone - {visit.id for visit in problem.visits}):
        raise RoundsWrong(f"There is no visit '{strangers[0]}'", expected="a visit of the problem")
    kept = [visit for visit in problem.visits if visit.id not in gone]
    kept = [replace(one, follows=None) if one.follows and one.follows.visit in gone else one for one in kept]
    kept = [replace(one, only_with="") if one.only_with in gone else one for one in kept]
    return replace(problem, visits=tuple(kept), present=tuple(one for one in problem.present if one.visit not in gone))


def with_slower_ways(problem: Problem, factor: float, kind: str | None = None) -> Problem:
    """All ways take so many times as long, as in snow; by one kind of travel, or by every kind."""
    if not (np.isfinite(factor) and factor > 0):
        raise RoundsWrong(f"Ways take {factor:g} times as long", expected="a number above 0")
    if kind is not None and kind not in problem.travel_minutes:
        raise RoundsWrong(f"Nobody travels by {kind}", available=sorted(problem.travel_minutes))
    return replace(
        problem,
        travel_minutes={
            one: minutes * factor if kind in (None, one) else minutes for one, minutes in problem.travel_minutes.items()
        },
    )


def with_way_closed(problem: Problem, here: str, there: str, more_minutes: Minutes = np.inf) -> Problem:
    """There is no way between two places, or only one that takes so much longer; in both directions."""
    for place in (here, there):
        if place not in problem.places:
            raise RoundsWrong(f"There is no place '{place}'", expected="a place of the problem")
    one, two = problem.places.index(here), problem.places.index(there)
    found = {}
    for kind, minutes in problem.travel_minutes.items():
        found[kind] = np.array(minutes, float)
        found[kind][[one, two], [two, one]] += more_minutes
    return replace(problem, travel_minutes=found)


def with_visit(problem: Problem, visit: str, change: Callable[[Visit], Visit]) -> Problem:
    """One visit is otherwise."""
    if visit not in {one.id for one in problem.visits}:
        raise RoundsWrong(f"There is no visit '{visit}'", expected="a visit of the problem")
    return replace(problem, visits=tuple(change(one) if one.id == visit else one for one in problem.visits))


def with_carer(problem: Problem, carer: str, change: Callable[[Carer], Carer]) -> Problem:
    """One carer is otherwise."""
    if carer not in {one.id for one in problem.carers}:
        raise RoundsWrong(f"There is no carer '{carer}'", expected="a carer of the problem")
    return replace(problem, carers=tuple(change(one) if one.id == carer else one for one in problem.carers))
