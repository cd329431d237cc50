"""What does a week come to for each carer and each client, by the rounds that are kept?"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from joinedup.core.visits import Contract, Hours
from joinedup.core.visits.breaks import break_faults
from joinedup.core.visits.visit import FOREVER
from joinedup.core.visits.week_hours import week_faults
from joinedup.core.visits.working_time import regulations, rest_faults
from joinedup.web.visits.days import hours_of_kept
from joinedup.web.visits.models import Carer
from joinedup.web.visits.weeks.queries import WEEK, days_of

FiguresByDay = Mapping[date, Mapping[str, Any]]


def weeks_averaged() -> int:
    """Over so many weeks the 48 hours are an average."""
    return int(regulations()["averaged_over_weeks"])


@dataclass(frozen=True)
class CarerWeek:
    """A carer's week as it is planned.

    Parameters
    ----------
    days : by day they are on shift, their hours; None without a round.
    contract : what was agreed, with the paid minutes of the weeks before that are known.
    faults : rules on hours that are broken, in words with the carer's code.
    """

    carer: str
    days: Mapping[date, Hours | None]
    contract: Contract
    faults: tuple[str, ...]

    @property
    def worked(self) -> dict[date, Hours]:
        """By day with a round, its hours."""
        return {on: hours for on, hours in self.days.items() if hours is not None}

    @property
    def paid_minutes(self) -> float:
        return sum(hours.paid_minutes for hours in self.worked.values())

    @property
    def weeks_known(self) -> int:
        """Weeks the average is of, this one among them."""
        return len(self.contract.worked_before) + 1

    @property
    def average_minutes(self) -> float:
        """Paid minutes a week, over the weeks that are known."""
        return (sum(self.contract.worked_before) + self.paid_minutes) / self.weeks_known

    @property
    def broken(self) -> tuple[str, ...]:
        """Rules on hours that are broken, and an average that is too high, in words with the carer's code."""
        limit = float(regulations()["weekly_minutes"])
        is_over = self.average_minutes > limit and not self.contract.is_opted_out
        too_many = f"{self.carer} has more than {limit / 60:.0f} hours a week on average."
        return (*self.faults, too_many) if is_over else self.faults


def carer_weeks(figures: FiguresByDay, monday: date, carers: Mapping[str, Carer]) -> list[CarerWeek]:
    """The week of each carer who works there or is on a shift, by name.

    Parameters
    ----------
    figures : of the week's days, and of the weeks before as far as they are known.
    """
    week = [on for on in days_of(monday) if on in figures]
    there = {code for on in week for code in figures[on]["carers"]}
    codes = there | {code for code, one in carers.items() if one.is_active}
    found = [carer_week(figures, monday, code, carers.get(code)) for code in codes]
    return sorted(found, key=lambda one: (carers[one.carer].name if one.carer in carers else one.carer, one.carer))


def carer_week(figures: FiguresByDay, monday: date, code: str, carer: Carer | None) -> CarerWeek:
    """One carer's week, and the rules on hours it breaks."""
    days = {on: hours_on(figures, on, code) for on in days_of(monday) if code in figures.get(on, NOBODY)["carers"]}
    contract = contract_of(carer, worked_before(figures, monday, code))
    worked = {on: hours for on, hours in days.items() if hours is not None}
    sunday = hours_on(figures, monday - timedelta(days=1), code)
    rested = ({monday - timedelta(days=1): sunday} if sunday else {}) | worked
    faults = [
        *break_faults(code, worked),
        *rest_faults(code, rested),
        *week_faults(code, contract, worked, [monday]),
    ]
    return CarerWeek(code, days, contract, tuple(faults))


NOBODY: Mapping[str, Any] = {"carers": {}, "faces": {}}


def hours_on(figures: FiguresByDay, on: date, code: str) -> Hours | None:
    """A carer's hours on a day; None without a round."""
    said = figures.get(on, NOBODY)["carers"].get(code)
    return hours_of_kept(said) if said else None


def contract_of(carer: Carer | None, before: tuple[float, ...]) -> Contract:
    """What was agreed with a carer, as the core takes it."""
    if carer is None:
        return Contract(worked_before=before)
    agreed, most = carer.contracted_minutes_per_week, carer.most_minutes_per_week
    return Contract(
        contracted_minutes=None if agreed is None else float(agreed),
        most_minutes=FOREVER if most is None else float(most),
        worked_before=before,
        is_opted_out=carer.is_opted_out,
    )


def worked_before(figures: FiguresByDay, monday: date, code: str) -> tuple[float, ...]:
    """Paid minutes of each week before that has rounds, the latest last; none from before the carer was first there.

    References
    ----------
    Working Time Regulations 1998, regulation 4(4): who has worked for less than 17 weeks is averaged over those.
    """
    found: list[float] = []
    for number in range(weeks_averaged() - 1, 0, -1):
        days = [on for on in days_of(monday - number * WEEK) if on in figures]
        if found or any(code in figures[on]["carers"] for on in days):
            found.append(sum(float((figures[on]["carers"].get(code) or NO_PAY)["paid_minutes"]) for on in days))
    return tuple(found)


NO_PAY = {"paid_minutes": 0.0}


def faces(figures: FiguresByDay, days: Iterable[date]) -> dict[str, Counter[str]]:
    """By client, how often each carer comes on some days."""
    found: dict[str, Counter[str]] = {}
    for on in days:
        for client, carers in figures.get(on, NOBODY)["faces"].items():
            found.setdefault(client, Counter()).update(carers)
    return found


def mean_faces(counts: Mapping[str, Counter[str]]) -> float:
    """Different carers a client sees, in the mean; 0 where nobody is visited."""
    return sum(len(carers) for carers in counts.values()) / len(counts) if counts else 0.0
