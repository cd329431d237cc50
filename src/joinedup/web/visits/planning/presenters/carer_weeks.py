"""Each carer's week in words: hours by day, beside what was agreed and what the law allows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from math import isfinite

from joinedup.core.visits import Hours
from joinedup.web.visits.planning.presenters.sentences import replaced
from joinedup.web.visits.queries import People
from joinedup.web.visits.weeks.facts import CarerWeek, weeks_averaged
from joinedup.web.visits.words import carer_name, length_words, time_words

ADULT = 18


@dataclass(frozen=True)
class Cell:
    """A carer's day: in a few words, and a line beneath."""

    words: str
    more: str = ""
    is_quiet: bool = False


@dataclass(frozen=True)
class CarerLine:
    """A carer's week."""

    name: str
    cells: tuple[Cell, ...]
    paid: Cell
    agreed: Cell
    average: Cell
    faults: tuple[str, ...]


def carer_lines(
    found: Iterable[CarerWeek], days: list[date], people: People, off: Mapping[tuple[str, date], str]
) -> list[CarerLine]:
    """Every carer's week, those with a rule broken first.

    Parameters
    ----------
    off : by carer and day, why they have time off.
    """
    lines = [
        CarerLine(
            name=carer_name(one.carer, people.carers),
            cells=tuple(cell(one.days, on, off.get((one.carer, on), "")) for on in days),
            paid=paid_words(one),
            agreed=agreed_words(one),
            average=average_words(one),
            faults=fault_words(one, people),
        )
        for one in found
    ]
    return sorted(lines, key=lambda line: not line.faults)


def cell(days: Mapping[date, Hours | None], on: date, why_off: str) -> Cell:
    """A carer's day in words."""
    hours = days.get(on)
    if hours is not None:
        when = f"{time_words(hours.first)} to {time_words(hours.last)}"
        return Cell(f"{why_off}, but {when}" if why_off else when, length_words(hours.paid_minutes))
    if why_off:
        return Cell(why_off)
    return Cell("No visits", is_quiet=True) if on in days else Cell("Off", is_quiet=True)


def paid_words(one: CarerWeek) -> Cell:
    """Paid time of the week, and how far it is from what was agreed.

    Examples
    --------
    >>> from joinedup.core.visits import Contract
    >>> paid_words(CarerWeek("ann", {}, Contract(600.0), ())).more
    '10 h less'
    """
    agreed = one.contract.contracted_minutes
    by = round(one.paid_minutes - agreed) if agreed is not None else 0
    than = f"{length_words(abs(by))} {'more' if by > 0 else 'less'}" if by else ""
    return Cell(length_words(one.paid_minutes), than)


def agreed_words(one: CarerWeek) -> Cell:
    """Hours agreed, and the most there may be.

    Examples
    --------
    >>> from joinedup.core.visits import Contract
    >>> agreed_words(CarerWeek("ann", {}, Contract(600.0, 720.0), ())).more
    'at most 12 h'
    """
    agreed, most = one.contract.contracted_minutes, one.contract.most_minutes
    return Cell(
        "–" if agreed is None else length_words(agreed), f"at most {length_words(most)}" if isfinite(most) else ""
    )


def average_words(one: CarerWeek) -> Cell:
    """The average of the weeks that are known, of the 17 the Regulations mean."""
    over = f"{one.weeks_known} of {weeks_averaged()} weeks"
    return Cell(length_words(one.average_minutes), f"{over}{', opted out' if one.contract.is_opted_out else ''}")


def young_words(found: Iterable[CarerWeek], people: People) -> str:
    """That the stricter rules for workers under 18 are not checked, and for whom; nothing where nobody is.

    References
    ----------
    Working Time Regulations 1998, regulations 5A, 10(2), 11(3) and 12(4).
    """
    young = [one.carer for one in found if (who := people.carers.get(one.carer)) and who.wage_age < ADULT]
    if not young:
        return ""
    names = ", ".join(carer_name(code, people.carers) for code in young)
    return (
        f"Under 18: {names}. Rules for young workers are not checked here: 12 hours of rest between days, 48 hours off "
        "a week, a break of 30 minutes after four and a half hours, at most 8 hours a day and 40 a week."
    )


def fault_words(one: CarerWeek, people: People) -> tuple[str, ...]:
    """Rules on hours that are broken, with the carer's name."""
    return tuple(replaced(words, {one.carer: carer_name(one.carer, people.carers)}) for words in one.broken)
