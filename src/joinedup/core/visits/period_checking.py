"""Are rounds of days planned together what they say: each day by itself, and rests, breaks and hours over the days?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from joinedup.core.visits import day_rounds
from joinedup.core.visits.checking import Checked, check, those_known
from joinedup.core.visits.period import Period, faults_of
from joinedup.core.visits.rounds import Rounds, given_rounds
from joinedup.core.visits.wrong_days import RoundsWrong

FORM = "rounds of some days"


@dataclass(frozen=True)
class CheckedPeriod:
    """What rounds of some days come to.

    Parameters
    ----------
    days : by day, each by itself.
    faults : rules over the days that are broken, in words.
    said_otherwise : what the file says that is not so, in words.
    """

    days: Mapping[date, Checked]
    faults: tuple[str, ...]
    said_otherwise: tuple[str, ...]

    @property
    def broken(self) -> tuple[str, ...]:
        """Every rule that is broken, of a day and over days."""
        return (*(f"{on:%Y-%m-%d}: {words}" for on, one in self.days.items() for words in one.broken), *self.faults)


def is_period_rounds(said: Any) -> bool:
    """Whether a JSON document is of this form."""
    return isinstance(said, Mapping) and said.get("joinedup") == FORM


def check_period(period: Period, said: Any) -> CheckedPeriod:
    """Work out again what the rounds of days come to, and which rules they break.

    Parameters
    ----------
    said : the document of the rounds, as `joinedup rounds plan-days` writes it.

    Raises
    ------
    RoundsWrong : it is in another form or not whole, or a day of it is no day of the period.

    Examples
    --------
    >>> from joinedup.core.visits import period_file
    >>> day = {"visits": [{"id": "tea", "place": "home", "minutes": 30, "earliest": "16:00"}],
    ...        "carers": [{"id": "ann", "begins": "home", "shift_starts": "08:00", "shift_ends": "20:00"}]}
    >>> period = period_file.read({"joinedup": period_file.FORM, "places": ["home"], "travel_minutes": {"car": [[0]]},
    ...                            "days": {"2026-12-07": day}})
    >>> calls = [{"visit": "tea", "side": 0, "start_minutes": 900}]
    >>> rounds = {"joinedup": FORM, "days": {"2026-12-07": {"rounds": [{"carer": "ann", "calls": calls}]}}}
    >>> check_period(period, rounds).broken
    ('2026-12-07: Visit tea begins at 900, before 960.',)
    """
    days = days_of(period, said)
    checked: dict[date, Checked] = {}
    rounds: dict[date, Rounds] = {}
    otherwise: list[str] = []
    for on, problem in sorted(period.days.items()):
        there = day_rounds.attendances(days[on])
        checked[on], rounds[on] = check(problem, there), given_rounds(problem, those_known(problem, there))
        words = day_rounds.differences(days[on], problem, checked[on], has_cost=False)
        otherwise += [f"{on:%Y-%m-%d}: {word}" for word in words]
    return CheckedPeriod(checked, faults_of(period, dict(period.given) | rounds), tuple(otherwise))


def days_of(period: Period, said: Any) -> dict[date, day_rounds.RoundsFile]:
    """The rounds of each day of a period."""
    if not is_period_rounds(said) or not isinstance(said.get("days"), Mapping):
        raise RoundsWrong("The file of rounds is not of days planned together", expected=f'"joinedup": "{FORM}"')
    named = {f"{on:%Y-%m-%d}": on for on in sorted(period.days)}
    if strange := sorted(str(on) for on in said["days"] if on not in named):
        raise RoundsWrong(f"The rounds are of {strange[0][:20]}", expected="the days planned", available=named)
    if missing := [on for on in named if on not in said["days"]]:
        raise RoundsWrong(f"There are no rounds of {missing[0]}", expected="rounds of every day planned")
    return {named[on]: read_day(on, day) for on, day in said["days"].items()}


def read_day(on: str, said: Any) -> day_rounds.RoundsFile:
    """The rounds of one day, which is named if they are wrong."""
    try:
        return day_rounds.read(said)
    except RoundsWrong as problem:
        raise RoundsWrong(f"{on}: {problem}") from problem
