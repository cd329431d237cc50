"""What hours do carers work over some days, the break that is due counted?"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from joinedup.core.visits.breaks import legal_break
from joinedup.core.visits.carer import Carer
from joinedup.core.visits.clock_jumps import as_clock_shows
from joinedup.core.visits.hours import Hours, hours_of
from joinedup.core.visits.rounds import Rounds


def hours_by_day(found: Mapping[date, Rounds], carer: str) -> dict[date, Hours]:
    """A carer's hours, by day with a round."""
    hours = {}
    for day, rounds in found.items():
        if carer in rounds.by_carer:
            who = next(one for one in rounds.problem.carers if one.id == carer)
            worked = hours_with_break(rounds, who)
            if worked is not None:
                hours[day] = as_clock_shows(day, worked, rounds, carer)
    return hours


def hours_with_break(rounds: Rounds, who: Carer) -> Hours | None:
    """A carer's hours on a day, the break that is due in them; None without a round."""
    rested = replace(who, rest=who.rest or legal_break(who.shift_starts, who.shift_ends))
    return hours_of(rounds.problem, rested, rounds.by_carer.get(who.id, ()))


def rounds_hours(rounds: Rounds) -> dict[str, Hours]:
    """The hours of everybody who has a round on a day; by carer."""
    hours = {who.id: hours_with_break(rounds, who) for who in rounds.problem.carers}
    return {carer: one for carer, one in hours.items() if one is not None}
