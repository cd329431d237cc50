"""How late can everybody set out without being late, so that less is waited between visits?"""

import numpy as np

from joinedup.core.visits.search.day import NONE, Day
from joinedup.core.visits.search.hours import SAME, rest_due, rests_by, round_cost, spare_of_rest


def set_out_late(day: Day) -> None:
    """Let visits before a wait start later, as far as none is late by that, misses a rest, or is bound to another.

    What is saved of waiting is what `search.hours.round_cost` counts as saved, which is not counted again. A round
    stays as it is where waits that become short, and are paid then, would cost more, or be more than may be paid.
    """
    day.carers["is_changed"], day.book["may_set_out_later"] = True, False
    for carer in range(len(day.carers)):
        starts, before = day.units["start"].copy(), round_cost_of(day, carer)
        while set_out_later(day, carer):  # a rest may find another place then, and make more room
            pass
        if round_cost_of(day, carer) > before + SAME:
            day.units["start"] = starts


def round_cost_of(day: Day, carer: int) -> float:
    """Cost of a round by its hours."""
    cost, _ = round_cost(day.units, day.tasks, day.carers, day.travel, day.book, carer)
    return float(cost)


def set_out_later(day: Day, carer: int) -> bool:
    """Let the visits of one round start later; whether any did."""
    later, most = 0.0, 0.0
    for task, spare, gap_after in reversed(spares(day, carer)):
        later = min(spare, later + gap_after) if gap_after is not None else 0.0
        day.units["start"][day.tasks["unit"][task]] += later
        most = max(most, later)
    return most > 1e-6


def spares(day: Day, carer: int) -> list[tuple[int, float, float | None]]:
    """By task of a round: how much later it could start by itself, and what is waited after it; None after the last."""
    units, tasks, who = day.units, day.tasks, day.carers[carer]
    found: list[tuple[int, float, float | None]] = []
    task = int(who["first"])
    rested = task == NONE or not rest_due(units, tasks, day.carers, carer)
    while task != NONE:
        unit, following, gap, most = units[tasks["unit"][task]], int(tasks["following"][task]), None, np.inf
        if following != NONE:
            after, free = units[tasks["unit"][following]], unit["start"] + tasks["minutes"][task]
            way = day.travel[who["kind"], unit["place"], after["place"]]
            gap = max(0.0, float(after["start"] - free - way))
            if not rested and rests_by(day.carers, carer, free, after["start"], way):
                rested, gap = True, gap - float(who["rest_minutes"])
                most = float(spare_of_rest(day.carers, carer, free, after["start"], way))
        found.append((task, min(spare(unit, float(tasks["lag"][task])), most), gap))
        task = following
    return found


def spare(unit: np.void, lag: float) -> float:
    """How much later a unit could start, as far as it alone is concerned."""
    if unit["two"] != NONE or unit["before"] != NONE or unit["after"] != NONE or np.isfinite(unit["told"]):
        return 0.0
    due = unit["next_due"] if unit["start"] >= unit["next_earliest"] else unit["due"]
    return max(0.0, float(min(due - lag, unit["latest"]) - unit["start"]))
