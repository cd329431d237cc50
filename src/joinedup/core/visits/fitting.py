"""Where would a visit fit, with whom and at what cost, all others staying with whom they are and in their order?"""

from dataclasses import dataclass

import numpy as np

from joinedup.core.visits.building import cost_of
from joinedup.core.visits.search.day import NONE, Day
from joinedup.core.visits.search.placing import best_place, put, saved
from joinedup.core.visits.search.rebuilding import room_for_gaps

MOST_RIVALS = 8
"""Of the carers who could be the second at a visit for two, so many are tried: those it seems easiest for."""
MOST_TOGETHER = 32
"""Of the gaps in two rounds so many each are tried together."""


@dataclass(frozen=True)
class Fit:
    """A place for a unit: its task with a carer, the other with a rival (NONE if alone), where in the order."""

    cost: float
    task: int
    carer: int
    rival: int
    position: int
    is_held: bool

    @property
    def carers(self) -> tuple[int, ...]:
        """All who come."""
        return (self.carer,) if self.rival == NONE else (self.carer, self.rival)


def fits(day: Day, unit: int, only: int | None = None, most: int | None = None) -> dict[int, Fit]:
    """For each carer who could come to a unit that nobody comes to, where it costs least.

    One of them only, or so many for whom it seems the least trouble, if that is asked.

    Costs are of all rounds; they are without limit where a rule would have to be broken very far.
    """
    one, two = int(day.units["one"][unit]), int(day.units["two"][unit])
    if two == NONE:
        could = [carer for carer in easiest(day, one)[:most] if only in (None, carer)]
        found = [fit_of(day, one, carer, NONE) for carer in could]
        return {fit.carer: fit for fit in found if np.isfinite(fit.cost)}
    best: dict[int, Fit] = {}
    mine, theirs = easiest(day, one), easiest(day, two)
    pairs = {(carer, rival) for carer in mine[:most] for rival in theirs[:MOST_RIVALS]}
    pairs |= {(carer, rival) for carer in mine[:MOST_RIVALS] for rival in theirs[:most]}
    for carer, rival in sorted(pairs):
        if carer != rival and only in (None, carer, rival):
            fit = fit_of(day, one, carer, rival)
            for who in fit.carers:
                if np.isfinite(fit.cost) and (who not in best or fit.cost < best[who].cost):
                    best[who] = fit
    return best


def fit_of(day: Day, task: int, carer: int, rival: int) -> Fit:
    """The best place of a task in one round, and of its other in a rival's; a visit that has a time may keep it."""
    unit = int(day.tasks["unit"][task])
    was = bool(day.units["is_held"][unit])
    found = [fit_held(day, unit, carer, rival, is_held) for is_held in held_or_not(day, unit)]
    day.units["is_held"][unit] = was
    return min(found, key=lambda fit: fit.cost)


def held_or_not(day: Day, unit: int) -> tuple[bool, ...]:
    """Whether it is tried that a unit keeps the time it has, and that it does not."""
    return (False, True) if np.isfinite(day.units["told"][unit]) else (False,)


def fit_held(day: Day, unit: int, carer: int, rival: int, is_held: bool) -> Fit:
    """The best place of a unit that keeps its time, or need not."""
    day.units["is_held"][unit] = is_held
    who, before, least = room_for_gaps()
    there, day.book["idle_aim"] = np.arange(len(day.carers)), day.carers["idle"].max()
    more, position, found, _ = best_place(
        *(day.units, day.tasks, day.carers, day.may, day.dislike, day.travel, day.order, day.undo, day.book),
        *(unit, np.inf, there == carer, there == rival, MOST_TOGETHER, who, before, least, 0.0),
    )
    less = saved(day.units, day.tasks, day.carers, day.book, unit)
    cost = cost_of(day) - float(less) + float(more) if found != NONE else np.inf
    return Fit(cost, int(day.units["one"][unit]), carer, rival, int(position), is_held)


def put_in_place(day: Day, fit: Fit) -> float:
    """Put a unit where it fits; the cost then."""
    is_settled = put(
        *(day.units, day.tasks, day.carers, day.may, day.dislike, day.travel, day.order),
        *(day.undo, day.lifted, day.shifted, day.book, fit.task, fit.carer, fit.rival, fit.position, fit.is_held),
    )
    return cost_of(day) if is_settled else np.inf


def easiest(day: Day, task: int) -> list[int]:
    """Carers who may have a task, those first for whom it seems the least trouble."""
    could = [int(carer) for carer in np.flatnonzero(day.may[task])]
    return sorted(could, key=lambda carer: (trouble(day, task, carer), carer))


def trouble(day: Day, task: int, carer: int) -> float:
    """Minutes more travel, lateness and delay of the next visit, where that is least in a round: a quick guess.

    That another would rather come counts as well.
    """
    units, tasks, who = day.units, day.tasks, day.carers[carer]
    unit = units[tasks["unit"][task]]
    ways, least = day.travel[who["kind"]], np.inf
    here, free, at = int(who["begins"]), float(who["shift_starts"]), int(who["first"])
    while True:
        there = int(who["ends"]) if at == NONE else int(units["place"][tasks["unit"][at]])
        must = float(who["shift_ends"]) if at == NONE else float(units["start"][tasks["unit"][at]])
        start = max(free + ways[here, unit["place"]], unit["earliest"])
        delay = max(0.0, start + tasks["minutes"][task] + ways[unit["place"], there] - must)
        more = ways[here, unit["place"]] + ways[unit["place"], there] - ways[here, there]
        least = min(least, more + delay + max(0.0, start - min(unit["due"], unit["latest"])))
        if at == NONE:
            return float(least + day.dislike[task, carer])
        here, free = there, must + float(tasks["minutes"][at])
        at = int(tasks["following"][at])
