"""How is what a place has to give written in a file of its own, without a place file?"""

import tomllib
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from joinedup.core.plans.choices import parameters_from
from joinedup.core.plans.evidence import OUTCOMES, Outcome
from joinedup.core.plans.limits import MOST_PENCE, MOST_PLACES, Limits, LimitsWrong, LocalCost, LocalValue
from joinedup.core.plans.offers import FunderKind
from joinedup.core.plans.parameters import PlanParameters

Key = TypeVar("Key")
Money = Annotated[float, Field(ge=0, le=MOST_PENCE / 100, allow_inf_nan=False)]


class Entry(BaseModel):
    """A section's entry: nothing in it is unknown."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class CapacityEntry(Entry):
    """Units of a capacity in a neighbourhood in a year."""

    offer: str
    neighbourhood: str
    places_per_year: Annotated[int, Field(ge=0, le=MOST_PLACES)]


class BudgetEntry(Entry):
    """Money of a funder in a year."""

    funder: str
    annual_pounds: Money
    name: str = ""


class PayerEntry(Entry):
    """The organisation that pays, by kind, for people of a local authority; without one, for all."""

    kind: FunderKind
    funder: str
    local_authority: str = ""


class DelivererEntry(Entry):
    """The charity that gives, and pays for, an offer in a neighbourhood; without one, everywhere."""

    offer: str
    funder: str
    neighbourhood: str = ""


class CostEntry(Entry):
    """What an offer costs here for one person, and who says so."""

    offer: str
    pounds: Money
    source: Annotated[str, Field(min_length=1)]


class EventValueEntry(Entry):
    """What one event that is avoided leaves here, and who says so."""

    outcome: Outcome
    capacity_pounds: Money = 0
    cash_pounds: Money = 0
    source: Annotated[str, Field(min_length=1)]


class LimitsFile(Entry):
    """The whole file."""

    thresholds: dict[str, Annotated[float, Field(ge=0, le=1)]]
    capacities: tuple[CapacityEntry, ...] = ()
    budgets: tuple[BudgetEntry, ...] = ()
    payers: tuple[PayerEntry, ...] = ()
    deliverers: tuple[DelivererEntry, ...] = ()
    costs: tuple[CostEntry, ...] = ()
    event_values: tuple[EventValueEntry, ...] = ()
    neighbourhoods: dict[str, str] = {}
    parameters: dict[str, Any] = {}


def read_limits(path: Path) -> tuple[Limits, PlanParameters]:
    """Limits and parameters of a TOML file with the sections of `LimitsFile`.

    Raises
    ------
    LimitsWrong : it is not there, not TOML, or an entry is unknown, missing, of the wrong type, below zero or twice.
    """
    given = validated_file(path)
    capacities = unique(
        path, "capacity", [((one.offer, one.neighbourhood), one.places_per_year) for one in given.capacities]
    )
    budgets = unique(path, "budget", [(one.funder, round(one.annual_pounds * 100)) for one in given.budgets])
    limits = Limits(
        capacities=capacities,
        budgets_pence=budgets,
        payers={(one.kind, one.local_authority): one.funder for one in given.payers},
        deliverers={(one.offer, one.neighbourhood): one.funder for one in given.deliverers},
        neighbourhood_names=given.neighbourhoods,
        funder_names={one.funder: one.name for one in given.budgets if one.name},
        costs={one.offer: LocalCost(round(one.pounds * 100), one.source) for one in given.costs},
        event_values={
            one.outcome: LocalValue.in_pounds(one.capacity_pounds, one.cash_pounds, one.source)
            for one in given.event_values
        },
    )
    return limits, parameters_of(path, given)


def validated_file(path: Path) -> LimitsFile:
    """The file as types."""
    try:
        return LimitsFile.model_validate(tomllib.loads(path.read_text(encoding="utf-8-sig")))
    except OSError as problem:
        raise LimitsWrong(f"The file of limits {path} cannot be opened", expected="a TOML file") from problem
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise LimitsWrong(f"{path.name} is not TOML", expected="a TOML file in UTF-8") from problem
    except ValidationError as problem:
        first = problem.errors(include_url=False, include_input=False, include_context=False)[0]
        where = ", ".join(f"entry {part + 1}" if isinstance(part, int) else str(part) for part in first["loc"])
        raise LimitsWrong(f"{path.name}, {where}: {first['msg'][0].lower()}{first['msg'][1:]}") from problem


def unique(path: Path, what: str, entries: list[tuple[Key, int]]) -> dict[Key, int]:
    """The entries by key, each once."""
    found = dict(entries)
    if len(found) < len(entries):
        raise LimitsWrong(f"{path.name} gives a {what} twice", expected="each once")
    return found


def parameters_of(path: Path, given: LimitsFile) -> PlanParameters:
    """The parameters, those left out as `PlanParameters` has them."""
    known = set(PlanParameters.__dataclass_fields__) - {"thresholds", "stop"}
    if unknown := sorted(set(given.parameters) - known):
        raise LimitsWrong(f"{path.name}, parameters: '{unknown[0]}' is unknown", available=sorted(known))
    if strange := sorted(set(given.thresholds) - set(OUTCOMES)):
        raise LimitsWrong(f"{path.name}: '{strange[0]}' is not an outcome", available=OUTCOMES)
    return parameters_from(dict(given.thresholds), given.parameters, f"{path.name}, parameters")
