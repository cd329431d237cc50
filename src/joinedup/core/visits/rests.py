"""Before which visit does each carer rest, in rounds that were made without thought of it?"""

import numpy as np

from joinedup.core.visits.building import built
from joinedup.core.visits.search.day import NONE, Day
from joinedup.core.visits.search.hours import rests_by


def with_rests(day: Day, state: Day) -> Day:
    """The rounds with a rest in each that is to have one and leaves no time for it."""
    rests = state.tasks["rests_before"].copy()
    for carer in np.flatnonzero(state.carers["rest_minutes"] > 0).tolist():
        task = where_to_rest(state, carer)
        if task != NONE:
            rests[task] = True
    if not rests.any():
        return state
    return built(day, state.order, state.tasks["carer"].copy(), state.units["is_held"].copy(), rests)


def where_to_rest(state: Day, carer: int) -> int:
    """The first visit before which a carer may rest; NONE if none is due, or there is time for it anyway."""
    who, units, tasks = state.carers[carer], state.units, state.tasks
    first, last, found = int(who["first"]), int(who["last"]), NONE
    if first == last:
        return NONE
    end = units["start"][tasks["unit"][last]] + tasks["minutes"][last]
    if end - units["start"][tasks["unit"][first]] <= who["rest_after"]:
        return NONE
    task = int(tasks["following"][first])
    while task != NONE:
        before, unit = int(tasks["previous"][task]), units[tasks["unit"][task]]
        here = units[tasks["unit"][before]]
        free = float(here["start"] + tasks["minutes"][before])
        way = float(state.travel[who["kind"], here["place"], unit["place"]])
        if tasks["rests_before"][task] or rests_by(state.carers, carer, free, float(unit["start"]), way):
            return NONE
        ready = free + (way if who["rests_at_next"] else 0.0)
        if found == NONE and ready >= who["rest_from"] and ready + who["rest_minutes"] <= who["rest_to"]:
            found = task
        task = int(tasks["following"][task])
    return found
