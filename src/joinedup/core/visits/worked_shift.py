"""How far is a round outside its carer's shift?"""

from joinedup.core.visits.search.day import NONE, Day


def minutes_over(day: Day, carer: int) -> float:
    """Minutes a round ends after the carer's shift."""
    who, last = day.carers[carer], int(day.carers["last"][carer])
    if last == NONE:
        return 0.0
    unit = day.units[day.tasks["unit"][last]]
    home = day.travel[who["kind"], unit["place"], who["ends"]]
    return max(0.0, float(unit["start"] + day.tasks["minutes"][last] + home - who["shift_ends"]))


def minutes_early(day: Day, carer: int) -> float:
    """Minutes a round has to begin before the carer's shift does."""
    who, first = day.carers[carer], int(day.carers["first"][carer])
    if first == NONE:
        return 0.0
    unit = day.units[day.tasks["unit"][first]]
    return max(0.0, float(who["shift_starts"] + day.travel[who["kind"], who["begins"], unit["place"]] - unit["start"]))
