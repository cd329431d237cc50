"""Rounds in which less is asked of one visit: no gap to another, no pin, no place without a way."""

from dataclasses import replace

import numpy as np

from joinedup.core.visits.modelling import UNREACHABLE_MINUTES, allowed
from joinedup.core.visits.problem import Problem
from joinedup.core.visits.search.day import NONE, Day
from joinedup.core.visits.start import tasks_of


def without_gap(state: Day, unit: int) -> Day | None:
    """The unit follows no other; None if it follows none as it is."""
    before = int(state.units["before"][unit])
    if before == NONE:
        return None
    free = state.copy()
    free.units["before"][unit] = free.units["after"][before] = NONE
    return free


def without_pin(problem: Problem, state: Day, unit: int) -> Day | None:
    """Nobody fixed who comes to the unit, or when; None if nobody did."""
    visit = problem.visits[unit]
    if visit.pinned_start is None and not visit.pinned_carers:
        return None
    bare = replace(visit, pinned_carers=frozenset(), pinned_start=None, follows=None, only_with="")
    free = replace(state.copy(), may=state.may.copy())
    free.may[tasks_of(state, unit)] = allowed(replace(problem, visits=(bare,), present=()))
    free.units["latest"][unit] = visit.latest
    for field in ("earliest", "start", "release"):
        free.units[field][unit] = max(visit.earliest, problem.now)
    return free


def with_ways(state: Day, unit: int) -> Day | None:
    """Ways to and from the unit's place that there are not take no time; None if there are all."""
    place = int(state.units["place"][unit])
    lacks = np.zeros(state.travel.shape, bool)
    lacks[:, place, :] = state.travel[:, place, :] >= UNREACHABLE_MINUTES
    lacks[:, :, place] = state.travel[:, :, place] >= UNREACHABLE_MINUTES
    return replace(state.copy(), travel=np.where(lacks, 0.0, state.travel)) if lacks.any() else None
