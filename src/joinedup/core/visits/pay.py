"""What is a carer paid for an hour they work, ways between visits counted, and is it the minimum wage?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from joinedup import definitions
from joinedup.core.errors import CannotProceed
from joinedup.core.visits.hours import Hours
from joinedup.core.visits.visit import Minutes, Visit


class NoRateKnown(CannotProceed):
    """No minimum wage is written down for a day or an age."""


@dataclass(frozen=True)
class PayScheme:
    """How a provider pays, in pence an hour.

    Parameters
    ----------
    contact, travel : for time at visits, and for ways and short waits between them.
    holiday_times : so many times as much on the days of `bank_holidays`.
    """

    contact: int
    travel: int
    holiday_times: float = 1.0
    bank_holidays: frozenset[date] = frozenset()


@dataclass(frozen=True)
class Pay:
    """What some days come to.

    Parameters
    ----------
    minutes : of time worked as the minimum wage counts it.
    pence : for all of it.
    pence_an_hour : of time worked, what is paid more on bank holidays left out: the minimum wage does not count it.
    minimum_pence_an_hour : there may be no less.
    """

    minutes: Minutes
    pence: float
    pence_an_hour: float
    minimum_pence_an_hour: int

    @property
    def is_enough(self) -> bool:
        """Whether it is the minimum wage or more."""
        return self.minutes == 0 or self.pence_an_hour >= self.minimum_pence_an_hour - 1e-6


def minimum_wage(on: date, age: int) -> int:
    """The national minimum wage of a day and an age, in pence an hour.

    Raises
    ------
    NoRateKnown : the day is before the first rate written down, or the age below all.

    Examples
    --------
    >>> minimum_wage(date(2026, 4, 1), 35), minimum_wage(date(2026, 3, 31), 35)
    (1271, 1221)
    """
    since = rates_since(on)
    rates: dict[int, int] = next((one["ages"] for one in rates_known() if one["from"] == since), {})
    ages = [least for least in rates if age >= least]
    if not ages:
        raise NoRateKnown(
            f"No minimum wage is known for age {age} on {on:%d %B %Y}",
            expected="a day and an age of definitions/visits/pay.yaml",
        )
    return rates[max(ages)]


def rates_known() -> list[dict[str, Any]]:
    """Every change of the minimum wage written down: from which day, and pence an hour by least age."""
    found: list[dict[str, Any]] = definitions.read("visits/pay.yaml")["rates"]
    return found


def rates_since(on: date) -> date | None:
    """From which day the rates of a day hold; None where they are not known.

    Examples
    --------
    >>> rates_since(date(2026, 11, 29)), rates_since(date(2020, 1, 1))
    (datetime.date(2026, 4, 1), None)
    """
    return max((rate["from"] for rate in rates_known() if rate["from"] <= on), default=None)


def pay_of(worked: Mapping[date, Hours], scheme: PayScheme, age: int) -> Pay:
    """What a carer is paid for some days, over all the time they worked.

    References
    ----------
    National Minimum Wage Regulations 2015, regulations 30 and 34: ways between visits are time worked; regulation 10:
    what is paid for some hours above their lowest rate does not count.

    Examples
    --------
    >>> day = Hours(480.0, 720.0, 490.0, 700.0, 150.0, 70.0, 10.0, 210.0, None, 0.0)
    >>> found = pay_of({date(2026, 5, 4): day}, PayScheme(contact=1450, travel=0), 40)
    >>> round(found.pence_an_hour), found.is_enough
    (1036, False)
    """
    minutes = pence = basic = 0.0
    for day, hours in worked.items():
        times = scheme.holiday_times if day in scheme.bank_holidays else 1.0
        between = hours.paid_minutes - hours.contact_minutes
        minutes += hours.paid_minutes
        for_day = (hours.contact_minutes * scheme.contact + between * scheme.travel) / 60
        basic, pence = basic + for_day, pence + times * for_day
    rate = basic / minutes * 60 if minutes else 0.0
    return Pay(minutes, pence, rate, max((minimum_wage(day, age) for day in worked), default=0))


def too_short(visits: tuple[Visit, ...]) -> tuple[str, ...]:
    """Ids of visits shorter than half an hour without a reason written down.

    References
    ----------
    NICE guideline NG21 (2015) and quality standard QS123, statement 4: shorter only by a worker the person knows, as
    part of a wider package, for a specific short task or to see that somebody is safe.
    """
    shortest = shortest_visit()
    return tuple(
        visit.id for visit in visits if not visit.short_because and min(task.minutes for task in visit.tasks) < shortest
    )


def shortest_visit() -> Minutes:
    """Minutes of a visit for which no reason is needed.

    Examples
    --------
    >>> shortest_visit()
    30.0
    """
    return float(definitions.read("visits/pay.yaml")["shortest_visit_minutes"])
