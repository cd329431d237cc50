"""What a week's rounds are paid, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from joinedup.core.visits import Hours, Pay, PayScheme, pay_of
from joinedup.core.visits.bank_holidays import holidays
from joinedup.core.visits.pay import NoRateKnown
from joinedup.web.visits.planning.presenters.carer_weeks import fault_words
from joinedup.web.visits.queries import People
from joinedup.web.visits.weeks.facts import CarerWeek
from joinedup.web.visits.words import carer_name, length_words


@dataclass(frozen=True)
class PayLine:
    """What a carer's week comes to."""

    name: str
    contact: str
    ways: str
    waits: str
    paid: str
    unpaid: str
    breaks: str
    pay: str
    an_hour: str
    least: str
    wrong: tuple[str, ...]


@dataclass(frozen=True)
class Minutes:
    """A week's minutes by what they were.

    Parameters
    ----------
    contact, ways, waits : at visits, on the way between them, and waiting no longer than is paid.
    out_and_home, long_waits, breaks : not paid.
    """

    contact: float
    ways: float
    waits: float
    out_and_home: float
    long_waits: float
    breaks: float

    @property
    def paid(self) -> float:
        return self.contact + self.ways + self.waits


def minutes_of(worked: Iterable[Hours]) -> Minutes:
    """A week's minutes by what they were, of its days.

    Examples
    --------
    >>> day = Hours(480.0, 720.0, 490.0, 700.0, 150.0, 70.0, 10.0, 210.0, (600.0, 620.0), 0.0)
    >>> minutes_of([day])
    Minutes(contact=150.0, ways=40.0, waits=20.0, out_and_home=30.0, long_waits=0.0, breaks=20.0)
    """
    contact = ways = waits = aside = longer = breaks = 0.0
    for day in worked:
        out_and_home = (day.first - day.leaves) + (day.back - day.last)
        way = day.travel_minutes - out_and_home
        wait = max(0.0, day.paid_minutes - day.contact_minutes - way)
        contact, ways, waits, aside = contact + day.contact_minutes, ways + way, waits + wait, aside + out_and_home
        longer += max(0.0, day.waiting_minutes - wait)
        breaks += day.rest[1] - day.rest[0] if day.rest else 0.0
    return Minutes(contact, ways, waits, aside, longer, breaks)


def pay_lines(found: Iterable[CarerWeek], people: People) -> list[PayLine]:
    """What each carer who has a round is paid, those below the minimum wage first."""
    lines = [pay_line(one, people) for one in found if one.worked]
    return sorted(lines, key=lambda line: not line.wrong)


def pay_line(one: CarerWeek, people: People) -> PayLine:
    """What a carer's week comes to."""
    carer, minutes = people.carers.get(one.carer), minutes_of(one.worked.values())
    pay, why = paid(one.worked, carer)
    name = carer_name(one.carer, people.carers)
    return PayLine(
        name=name,
        contact=length_words(minutes.contact),
        ways=length_words(minutes.ways),
        waits=length_words(minutes.waits),
        paid=length_words(minutes.paid),
        unpaid=length_words(minutes.out_and_home + minutes.long_waits),
        breaks=length_words(minutes.breaks),
        pay=pounds(pay.pence) if pay else "–",
        an_hour=pounds(pay.pence_an_hour) if pay else "–",
        least=pounds(pay.minimum_pence_an_hour) if pay else "–",
        wrong=tuple([why] if why else [] if pay is None else wrong_words(name, pay)) + fault_words(one, people),
    )


def paid(worked: Mapping[date, Hours], carer: Any | None) -> tuple[Pay | None, str]:
    """What some days are paid; or why that cannot be said."""
    if carer is None or carer.contact_pence_an_hour is None or carer.travel_pence_an_hour is None:
        return None, "Nobody wrote down what they are paid an hour."
    scheme = PayScheme(
        carer.contact_pence_an_hour, carer.travel_pence_an_hour, carer.holiday_times, frozenset(holidays())
    )
    try:
        return pay_of(worked, scheme, carer.wage_age), ""
    except NoRateKnown as problem:
        return None, str(problem)


def wrong_words(name: str, pay: Pay) -> list[str]:
    """What is wrong with what a carer is paid.

    Examples
    --------
    >>> wrong_words("Ann", Pay(600.0, 12000.0, 1200.0, 1271))
    ['Ann comes to £12.00 for an hour worked, ways and short waits counted: 71p under the minimum wage, £7.10 in all.']
    """
    if pay.is_enough:
        return []
    under = pay.minimum_pence_an_hour - pay.pence_an_hour
    return [
        f"{name} comes to {pounds(pay.pence_an_hour)} for an hour worked, ways and short waits counted: "
        f"{pounds(under)} under the minimum wage, {pounds(under * pay.minutes / 60)} in all."
    ]


def pounds(pence: float) -> str:
    """An amount of money.

    Examples
    --------
    >>> pounds(123456), pounds(71)
    ('£1,234.56', '71p')
    """
    return f"£{pence / 100:,.2f}" if round(pence) >= 100 or not round(pence) else f"{pence:.0f}p"
