"""How do days that are kept become days the core plans together?"""

from collections.abc import Mapping
from datetime import date, timedelta

from joinedup.core.visits import Period, Problem, Rounds, given_rounds
from joinedup.web.visits import queries as provider
from joinedup.web.visits.days import attendances_of, problem_of
from joinedup.web.visits.models import Revision
from joinedup.web.visits.weeks import queries
from joinedup.web.visits.weeks.facts import contract_of, faces, weeks_averaged, worked_before
from joinedup.web.visits.weeks.queries import WEEK, monday_of

DAYS_AFTER = 2
"""Days after those planned that count for rests: a shift may go on past midnight."""
KNOWN_DAYS = 28
"""So many days before, whom a client saw counts as known."""


def period_of(organisation: str, days: Mapping[date, Revision]) -> Period:
    """Days to be planned together, beside the week before and the days between that stay as they are.

    Parameters
    ----------
    days : to be planned, by day, whole.
    """
    first, last = min(days), max(days)
    near = [first - WEEK + timedelta(days=number) for number in range((last - first + WEEK).days + 1 + DAYS_AFTER)]
    given = queries.whole_states(organisation, [on for on in near if on not in days])
    monday = monday_of(first)
    since = monday - (weeks_averaged() - 1) * WEEK
    known = queries.states(organisation, since, first - timedelta(days=1))
    figures = {on: queries.figures_of(state) for on, state in known.items()}
    before = [on for on in figures if first - timedelta(days=KNOWN_DAYS) <= on < first - WEEK]
    off = time_off_by_day(organisation, first, last)
    return Period(
        days={on: problem_of(one.file.document, one.held, off=off.get(on, set())) for on, one in days.items()},
        contracts={
            code: contract_of(carer, worked_before(figures, monday, code))
            for code, carer in provider.carers(organisation).items()
        },
        visits_before=faces(figures, before),
        given={on: rounds_of(state) for on, state in given.items()},
    )


def rounds_of(state: Revision) -> Rounds:
    """A day as it stands, as rounds of the core."""
    problem: Problem = problem_of(state.file.document, state.held)
    return given_rounds(problem, attendances_of(state.calls), state.unplanned)


def time_off_by_day(organisation: str, first: date, last: date) -> dict[date, set[str]]:
    """By day, the carers who have time off."""
    found: dict[date, set[str]] = {}
    for one in provider.time_off(organisation, first, last):
        begin, end = max(one.first_on, first), min(one.last_on, last)
        for number in range((end - begin).days + 1):
            found.setdefault(begin + timedelta(days=number), set()).add(one.carer)
    return found
