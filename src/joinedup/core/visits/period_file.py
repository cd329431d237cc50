"""How are days that are planned together written in a file, and how are their rounds?

A day is as in `day_file`; what days share (places, ways, weights) is said once beside them.
"""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import Field, StrictBool, ValidationError

from joinedup.core.visits import day_file, day_rounds
from joinedup.core.visits.period import Period, PeriodRounds
from joinedup.core.visits.travel import TravelTimes
from joinedup.core.visits.visit import FOREVER
from joinedup.core.visits.week_hours import Contract
from joinedup.core.visits.wrong_days import RoundsWrong

FORM = "visits of some days"
SHARED = ("places", "travel_minutes", "weights")
WeekHours = Annotated[float, Field(strict=True, ge=0, le=7 * 24)]


class ContractEntry(day_file.Entry):
    """What was agreed with a carer, in hours a week."""

    contracted_hours: WeekHours | None = None
    most_hours: WeekHours = FOREVER
    worked_hours_before: tuple[WeekHours, ...] = ()
    opted_out: StrictBool = False


class Beside(day_file.Entry):
    """What is said beside the days: contracts by carer, how often each carer came to each person, which rest."""

    contracts: dict[str, ContractEntry] = Field(default_factory=dict)
    visits_before: dict[str, dict[str, Annotated[int, Field(strict=True, ge=1)]]] = Field(default_factory=dict)
    fortnightly_rest: StrictBool = False


def is_period(said: Any) -> bool:
    """Whether a JSON document is of this form."""
    return isinstance(said, Mapping) and said.get("joinedup") == FORM


def read(said: Mapping[str, Any], travel: TravelTimes | None = None) -> Period:
    """The days of a document.

    Raises
    ------
    RoundsWrong : a day is no date, an entry of it is wrong, or a contract is not one.

    Examples
    --------
    >>> day = {"visits": [{"id": "tea", "place": "home", "minutes": 30, "earliest": "16:00"}],
    ...        "carers": [{"id": "ann", "begins": "home", "shift_starts": "08:00", "shift_ends": "20:00"}]}
    >>> found = read({"joinedup": FORM, "places": ["home"], "travel_minutes": {"car": [[0]]},
    ...               "days": {"2026-12-07": day}, "contracts": {"ann": {"most_hours": 30}}})
    >>> [f"{on:%A}" for on in found.days], found.contract("ann").most_minutes
    (['Monday'], 1800.0)
    """
    unknown = set(said) - {"joinedup", "days", "contracts", "visits_before", "fortnightly_rest", *SHARED}
    if unknown or not isinstance(said.get("days"), Mapping):
        raise RoundsWrong(
            f"The file has {', '.join(sorted(unknown)) or 'no days'}", expected="docs/reference/visits-of-a-day.md"
        )
    shared = {name: said[name] for name in SHARED if name in said}
    days = {}
    for on, day in said["days"].items():
        try:
            when, whole = date_of(on), {"joinedup": day_file.FORM, **shared, **day}
            days[when] = day_file.read(whole, travel)
        except (ValueError, TypeError) as problem:
            raise RoundsWrong(f"'{str(on)[:20]}' is no day", expected="a date such as 2026-12-07") from problem
        except RoundsWrong as problem:
            raise RoundsWrong(f"{on}: {problem}", expected="a day as it should be") from problem
    try:
        beside = Beside.model_validate({name: said[name] for name in Beside.model_fields if name in said})
    except ValidationError as problem:
        raise day_file.wrong_entry(problem) from problem
    staff = sorted({carer.id for problem in days.values() for carer in problem.carers})
    if strangers := sorted(beside.contracts.keys() - set(staff)):
        raise RoundsWrong(f"The contract of '{strangers[0]}' is of no carer", expected="a carer", available=staff)
    contracts = {carer: contract_of(one) for carer, one in beside.contracts.items()}
    return Period(dict(sorted(days.items())), contracts, beside.visits_before, beside.fortnightly_rest)


def date_of(said: str) -> date:
    """A day as it is written, in one way only, so that no day stands twice.

    Raises
    ------
    ValueError : it is no day, or written otherwise.

    Examples
    --------
    >>> date_of("2026-12-07")
    datetime.date(2026, 12, 7)
    """
    found = date.fromisoformat(said)
    if found.isoformat() != said:
        raise ValueError(f"{said} is {found}")
    return found


def contract_of(entry: ContractEntry) -> Contract:
    """What was agreed with a carer; the file says hours."""
    return Contract(
        contracted_minutes=None if entry.contracted_hours is None else 60.0 * entry.contracted_hours,
        most_minutes=60.0 * entry.most_hours,
        worked_before=tuple(60.0 * hours for hours in entry.worked_hours_before),
        is_opted_out=entry.opted_out,
    )


def write(found: PeriodRounds) -> dict[str, Any]:
    """The rounds of all days as a document, with each carer's hours, each person's faces, and what is wrong."""
    carers = sorted({carer.id for problem in found.period.days.values() for carer in problem.carers})
    hours = {carer: found.hours(carer) for carer in carers}
    return {
        "joinedup": "rounds of some days",
        "days": {f"{on:%Y-%m-%d}": day_rounds.write(rounds) for on, rounds in found.days.items()},
        "paid_hours": {
            carer: round(sum(one.paid_minutes for one in worked.values()) / 60, 2) for carer, worked in hours.items()
        },
        "faces": found.faces,
        "faults": list(found.faults),
    }
