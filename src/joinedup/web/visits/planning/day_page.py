"""What stands on a scheduler's page of one day?"""

from datetime import date, datetime, timedelta
from typing import Any

from joinedup.core.visits.bank_holidays import bank_holiday, is_known
from joinedup.core.visits.wall_clock import clock_change
from joinedup.web.visits import queries
from joinedup.web.visits.actions import record_look
from joinedup.web.visits.days import taken_away
from joinedup.web.visits.models import Publication
from joinedup.web.visits.planning.day import Day
from joinedup.web.visits.planning.presenters.round_map import round_map
from joinedup.web.visits.planning.presenters.rounds import round_lines
from joinedup.web.visits.planning.presenters.sentences import in_names, named_in
from joinedup.web.visits.planning.presenters.standing import (
    difference_words,
    figure_tiles,
    history_lines,
    late_words,
    replan_lines,
)
from joinedup.web.visits.planning.presenters.timeline import timeline
from joinedup.web.visits.planning.presenters.unplanned import unplanned_lines
from joinedup.web.visits.planning.time_off_page import still_out
from joinedup.web.visits.weeks.queries import monday_of
from joinedup.web.visits.words import ZONE, carer_name, time_words

CARERS_AT_ONCE = 25
CLOCK_HOURS = "Rest between days counts the real hours; paid time goes by the clock on the wall, so have pay put right."


def page(day: Day, *, by: Any, at: datetime, carer: str = "", number: int = 1) -> dict[str, Any]:
    """The words of the day's template; those clients whose calls are on it are written into the audit.

    Parameters
    ----------
    carer : code of the one carer whose round is wanted; all if empty or unknown.
    number : of the page, where there are many carers.
    """
    problem, people = day.planned, day.people
    every = round_lines(problem, day.attendances, people, day.told, on=day.on)
    chosen = [line for line in every if line.carer == carer] or every
    pages = -(-len(chosen) // CARERS_AT_ONCE)
    number = min(max(number, 1), pages)
    lines = chosen[(number - 1) * CARERS_AT_ONCE : number * CARERS_AT_ONCE]
    unplanned = unplanned_lines(problem, day.state.unplanned, people)
    published = queries.publication(day.organisation, day.on)
    history = queries.history(day.organisation, day.on)
    client_of = {visit.id: visit.person for visit in problem.visits}
    broken = day.state.figures.get("broken", ())
    seen = {call.client for line in lines for call in line.calls} | {one.client for one in unplanned}
    seen |= named_in([*broken, *(one.visit for one in day.told), *(str(one.detail) for one in history)], client_of)
    clients = [people.clients[one] for one in seen if one in people.clients]
    record_look("visits.view_day", clients, by=by, at=at, on=day.on)
    return {
        **about(day, published),
        "lines": lines,
        "timeline": timeline(lines, day.attendances),
        "map": round_map(day.state.file.document, lines, people.clients),
        "unplanned": unplanned,
        "tiles": figure_tiles(day.state.figures, len(problem.visits)),
        "broken": [in_names(words, people, client_of) for words in broken],
        "late": late_words(day.told, people, client_of, on=day.on),
        "carers": [(line.carer, line.name) for line in every],
        "carer": carer if len(chosen) < len(every) else "",
        "page": number,
        "pages": pages,
        "history": history_lines(history, people, client_of),
        "replans": replan_lines(queries.replans(day.organisation, day.on)),
    }


def about(day: Day, published: Publication | None) -> dict[str, Any]:
    """What is true of the day as a whole."""
    return {
        "on": day.on,
        "state": day.state,
        "monday": monday_of(day.on),
        "before": day.on - timedelta(days=1),
        "after": day.on + timedelta(days=1),
        "notices": [*notices(day.on), *off_notices(day), *begun_notices(day)],
        "published": published,
        "difference": difference_words(published, day.state),
        "is_over": day.is_over,
        "can_undo": day.state.number > 1 and int(day.state.detail.get("as", day.state.number)) > 1,
    }


def off_notices(day: Day) -> list[str]:
    """Carers who have time off and whom the rounds still send out."""
    names = still_out(day.off, day.attendances, day.people.carers)
    return [f"{' and '.join(names)} {'has' if len(names) == 1 else 'have'} time off: plan anew."] if names else []


def begun_notices(day: Day) -> list[str]:
    """Carers who are, or were, at a visit that the day gives to somebody else or leaves out; clients are not named."""
    taken = taken_away(day.begun, day.state.calls, day.state.file.document)
    codes = sorted({carer for visit in taken for carer in day.begun[visit].carers})
    names = " and ".join(carer_name(code, day.people.carers) for code in codes)
    words = f"{names} told of arriving at a visit that this day gives to somebody else or leaves out: plan anew."
    return [words] if taken else []


def notices(on: date) -> list[str]:
    """What is special about a day: a bank holiday, or the clock changes."""
    said = []
    if name := bank_holiday(on):
        said.append(f"{name} is a bank holiday: check who is on shift, and what clients agreed for today.")
    elif not is_known(on):
        said.append(f"The bank holidays of {on.year} are not known here yet.")
    change = clock_change(on, ZONE)
    if change:
        said.append(clock_words(*change))
    return said


def clock_words(minute: float, jump: float) -> str:
    """What a change of the clock means for a night's round: rests between days are real hours, paid time is not.

    Examples
    --------
    >>> clock_words(60, 60)
    'The clocks go forward at 01:00: a shift over that time is 60 minutes shorter than it looks, and no call ...
    >>> clock_words(1560, -60)
    'The clocks go back at 02:00 next day: a shift over that time is 60 minutes longer than it looks. Rest ...
    """
    when = time_words(minute)
    if jump > 0:
        return (
            f"The clocks go forward at {when}: a shift over that time is {jump:.0f} minutes shorter than it looks, "
            f"and no call can begin in the hour that is missing. {CLOCK_HOURS}"
        )
    return (
        f"The clocks go back at {when}: a shift over that time is {-jump:.0f} minutes longer than it looks. "
        f"{CLOCK_HOURS}"
    )
