"""What a move or a new plan would do, in words and figures, before anybody accepts it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from joinedup.core.visits import Attendance, Checked, Problem
from joinedup.core.visits.changes import by_visit
from joinedup.web.visits.days import calls_of, changed_visits
from joinedup.web.visits.planning.presenters.sentences import in_names
from joinedup.web.visits.planning.presenters.standing import called
from joinedup.web.visits.queries import People
from joinedup.web.visits.words import carer_name, length_words, time_words


@dataclass(frozen=True)
class Compared:
    """One figure before and after."""

    words: str
    before: str
    after: str
    change: str


@dataclass(frozen=True)
class ChangedVisit:
    """What would be different about one visit."""

    visit: str
    words: str
    before: str
    after: str


def compared(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Compared]:
    """What rounds come to, before and after.

    Examples
    --------
    >>> figures = {"travel_minutes": 60, "late_minutes": 0, "worst_late_minutes": 0, "unplanned": 1, "cost": 560}
    >>> [(one.words, one.change) for one in compared(figures, {**figures, "travel_minutes": 75, "cost": 575})][:2]
    [('Travel', '15 min more'), ('Late, all calls', 'the same')]
    """

    def minutes(words: str, name: str) -> Compared:
        was, now = before[name], after[name]
        return Compared(words, length_words(was), length_words(now), more_or_less(was, now, length_words))

    def number(words: str, name: str) -> Compared:
        was, now = before[name], after[name]
        return Compared(words, f"{was:,.0f}", f"{now:,.0f}", more_or_less(was, now, lambda by: f"{by:,.0f}"))

    return [
        minutes("Travel", "travel_minutes"),
        minutes("Late, all calls", "late_minutes"),
        minutes("Latest call", "worst_late_minutes"),
        number("Visits nobody comes to", "unplanned"),
        number("Cost, all counted together", "cost"),
    ]


def more_or_less(was: float, now: float, words: Any) -> str:
    """The difference in words."""
    by = round(now) - round(was)
    if not by:
        return "the same"
    return f"{words(abs(by))} {'more' if by > 0 else 'less'}"


def figures_of(checked: Checked) -> dict[str, Any]:
    """The figures of rounds that are not kept."""
    names = ("travel_minutes", "late_minutes", "worst_late_minutes", "cost")
    return {**{name: getattr(checked, name) for name in names}, "unplanned": len(checked.unplanned)}


def changed_lines(
    before: Sequence[Attendance],
    after: Sequence[Attendance],
    problem: Problem,
    people: People,
    unplanned: Mapping[str, str],
) -> list[ChangedVisit]:
    """Every visit with other carers or at another time, by its time."""
    client_of = {visit.id: visit.person for visit in problem.visits}
    was, now = by_visit(before), by_visit(after)
    changed = changed_visits(calls_of(before), calls_of(after))

    def when(visit: str) -> float:
        return min((one.start for one in now.get(visit, was.get(visit, ()))), default=0.0)

    return [
        ChangedVisit(
            visit,
            called(visit, people, client_of),
            there_words(was.get(visit, ()), people),
            there_words(now.get(visit, ()), people)
            if visit in now
            else in_names(f"Nobody. {unplanned.get(visit, 'No longer wanted.')}", people, client_of),
        )
        for visit in sorted(changed, key=lambda one: (when(one), one))
    ]


def there_words(there: Iterable[Attendance], people: People) -> str:
    """Who comes when."""
    known = list(there)
    if not known:
        return "Nobody"
    names = " and ".join(carer_name(one.carer, people.carers) for one in known)
    return f"{names}, {time_words(known[0].start)}"
