"""What stands on the page of carers' time off?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from joinedup.web.components.words import day
from joinedup.web.visits.models import Carer, TimeOff
from joinedup.web.visits.weeks import queries
from joinedup.web.visits.weeks.facts import hours_on
from joinedup.web.visits.words import carer_name

REASONS: list[tuple[str, str]] = list(TimeOff.Reason.choices)


@dataclass(frozen=True)
class OffLine:
    """A carer's time off.

    Parameters
    ----------
    sent_out : days of it on which rounds still send the carer out.
    """

    number: int
    name: str
    days: str
    reason: str
    sent_out: tuple[date, ...]


def off_lines(found: list[Any], carers: Mapping[str, Carer]) -> list[OffLine]:
    """Time off from a day on, as it begins."""
    if not found:
        return []
    first, last = min(one.first_on for one in found), max(one.last_on for one in found)
    known = queries.states(found[0].organisation, first, last)
    figures = {on: queries.figures_of(one) for on, one in known.items()}
    return [
        OffLine(
            one.pk,
            carer_name(one.carer, carers),
            days_words(one.first_on, one.last_on),
            one.get_reason_display(),
            tuple(on for on in figures if one.first_on <= on <= one.last_on and hours_on(figures, on, one.carer)),
        )
        for one in found
    ]


def days_words(first: date, last: date) -> str:
    """Days from the first to the last.

    Examples
    --------
    >>> days_words(date(2026, 4, 1), date(2026, 4, 1)), days_words(date(2026, 4, 1), date(2026, 4, 3))
    ('1 April 2026', '1 April 2026 to 3 April 2026')
    """
    return day(first) if first == last else f"{day(first)} to {day(last)}"


def carer_choices(carers: Mapping[str, Carer]) -> list[tuple[str, str]]:
    """Carers who work there, by name."""
    return sorted(((code, one.name) for code, one in carers.items() if one.is_active), key=lambda pair: pair[1])


def still_out(off: Iterable[str], calls: Iterable[Any], carers: Mapping[str, Any]) -> list[str]:
    """Carers with time off whom a day's rounds still send out, by name."""
    out = {one.carer for one in calls}
    return sorted(carer_name(code, carers) for code in off if code in out)
