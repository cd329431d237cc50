"""What stands on the page of a week's pay? Nothing about a client."""

from datetime import datetime
from typing import Any

from joinedup.core.visits import Problem
from joinedup.core.visits.pay import rates_since
from joinedup.web.components.words import day, plural
from joinedup.web.governance.actions import record
from joinedup.web.visits.planning.presenters.carer_weeks import young_words
from joinedup.web.visits.planning.presenters.pay import pay_lines
from joinedup.web.visits.planning.week_page import Week
from joinedup.web.visits.weeks.facts import carer_weeks
from joinedup.web.visits.words import length_words


def page(week: Week, *, by: Any, at: datetime) -> dict[str, Any]:
    """The words of the template; that carers' pay was looked at is written into the audit."""
    record(by=by, at=at, action="visits.view_pay", detail={"monday": week.monday.isoformat()})
    found = carer_weeks(week.figures, week.monday, week.people.carers)
    lines = pay_lines(found, week.people)
    wrong = sum(bool(line.wrong) for line in lines)
    return {
        "monday": week.monday,
        "lines": lines,
        "young": young_words(found, week.people),
        "wrong": plural(wrong, "carer") if wrong else "",
        "paid": length_words(sum(one.paid_minutes for one in found)),
        "paid_wait": length_words(Problem.paid_wait_minutes),
        "rates_since": day(rates_since(week.days[-1]), empty=""),
    }
