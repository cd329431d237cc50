"""What is planned over days, what do rounds over them cost, and which rules on hours do they break?"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from joinedup.core.visits.breaks import break_faults
from joinedup.core.visits.clock_jumps import jump_faults
from joinedup.core.visits.hours import Hours
from joinedup.core.visits.problem import Problem
from joinedup.core.visits.rounds import Rounds
from joinedup.core.visits.week_hours import Contract, week_faults
from joinedup.core.visits.worked import hours_by_day
from joinedup.core.visits.working_time import rest_faults
from joinedup.core.visits.wrong_days import RoundsWrong


@dataclass(frozen=True)
class Period:
    """Days to be planned together.

    Parameters
    ----------
    days : by day, its visits and its carers on shift; a visit that comes every day has the same `person`.
    contracts : by carer; who has none may work as the Regulations allow.
    visits_before : by person, how often each carer came in the weeks before.
    is_fortnightly : 48 hours off in a fortnight, or 24 twice, in place of 24 in a week.
    given : by day, rounds that stay as they are, of days between, before and after: rests, hours and faces count them.

    Raises
    ------
    RoundsWrong : there is no day to plan, or one is both to be planned and given.
    """

    days: Mapping[date, Problem]
    contracts: Mapping[str, Contract] = field(default_factory=dict)
    visits_before: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    is_fortnightly: bool = False
    given: Mapping[date, Rounds] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.days:
            raise RoundsWrong("There is no day to plan", expected="one at least")
        if both := sorted(self.days.keys() & self.given.keys()):
            raise RoundsWrong(f"{both[0]} is both to be planned and given", expected="one of the two")

    @cached_property
    def on_shift(self) -> dict[date, frozenset[str]]:
        """By day to be planned, the carers who are there."""
        return {on: frozenset(one.id for one in problem.carers if not one.is_away) for on, problem in self.days.items()}

    def contract(self, carer: str) -> Contract:
        """What was agreed with a carer."""
        return self.contracts.get(carer, Contract())


@dataclass(frozen=True)
class PeriodRounds:
    """Rounds of some days.

    Parameters
    ----------
    days : by day, those given left out.
    faults : rules on hours over days that are broken, in words; none if the rounds are good.
    """

    period: Period
    days: Mapping[date, Rounds]
    faults: tuple[str, ...]

    @property
    def faces(self) -> dict[str, int]:
        """By person, how many different carers come."""
        return {person: len(carers) for person, carers in visits_of(self.all_days.values()).items()}

    @property
    def all_days(self) -> dict[date, Rounds]:
        """By day, those planned and those given."""
        return {**self.period.given, **self.days}

    def hours(self, carer: str) -> dict[date, Hours]:
        """A carer's hours, by day with a round."""
        return hours_by_day(self.all_days, carer)


def visits_of(found: Iterable[Rounds]) -> dict[str, Counter[str]]:
    """By person, how often each carer comes."""
    counts: dict[str, Counter[str]] = {}
    for rounds in found:
        for call in rounds.calls:
            if call.visit.person:
                counts.setdefault(call.visit.person, Counter())[call.carer] += 1
    return counts


def total(period: Period, found: Mapping[date, Rounds]) -> float:
    """What rounds over days cost: each day without what it costs that faces are new, and every new face once."""
    cost = 0.0
    for rounds in found.values():
        cost += rounds.cost - unfamiliar_cost(rounds)
    faces = visits_of(found.values())
    new = sum(len(set(carers) - set(period.visits_before.get(person, {}))) for person, carers in faces.items())
    return cost + max(rounds.problem.weights.unfamiliar for rounds in found.values()) * new


def unfamiliar_cost(rounds: Rounds) -> float:
    """What it cost a day that faces were new."""
    problem = rounds.problem
    return problem.weights.unfamiliar * sum(
        1.0 - problem.familiar[call.visit.person].get(call.carer, 0.0)
        for call in rounds.calls
        if call.visit.person in problem.familiar
    )


def faults_of(period: Period, found: Mapping[date, Rounds]) -> tuple[str, ...]:
    """Rules on hours over days that are broken, in words."""
    faults = []
    for carer in sorted({carer.id for problem in period.days.values() for carer in problem.carers}):
        worked = hours_by_day(found, carer)
        faults += break_faults(carer, worked)
        faults += rest_faults(carer, worked, period.is_fortnightly)
        there = [on for on in sorted(period.days) if on in worked or carer in period.on_shift[on]]
        faults += week_faults(carer, period.contract(carer), worked, there, min(period.days))
    faults += [words for day in sorted(period.days.keys() & found.keys()) for words in jump_faults(day, found[day])]
    return tuple(faults)
