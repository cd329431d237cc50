"""What does one contact, stay or attendance cost, at which year's prices, and who says so?"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from joinedup import definitions
from joinedup.core.plans.evidence import EvidenceWrong, Link, Row, Words, read_rows, validated
from joinedup.core.units import Pence


class UnitCost(Row):
    """The cost of one unit of something, with source, price year and licence.

    Parameters
    ----------
    pounds : cost of one unit, never below zero.
    price_year : the financial year of the prices, such as 2024/25.
    licence : on which terms the figure may be passed on.
    """

    id: Words
    item: Words
    unit: Words
    pounds: Annotated[float, Field(ge=0)]
    price_year: Annotated[str, Field(pattern=r"^\d{4}/\d{2}$")]
    source: Words
    link: Link
    licence: Words
    verified: bool
    notes: str

    @property
    def pence(self) -> Pence:
        """The cost in pence."""
        return Pence(round(self.pounds * 100))


def read_unit_costs(path: Path) -> dict[str, UnitCost]:
    """The unit costs of a table, by id; a place may load its own with this.

    Parameters
    ----------
    path : CSV, one row per unit cost, with the columns of `UnitCost`.

    Raises
    ------
    EvidenceWrong : a cost below zero, or without source, price year or licence, or an id that comes twice.
    """
    costs: dict[str, UnitCost] = {}
    for given in read_rows(path):
        cost = validated(UnitCost, given, path.name)
        if cost.id in costs:
            raise EvidenceWrong(f"{path.name}, {cost.id}: comes twice", expected="each id once")
        costs[cost.id] = cost
    return costs


@cache
def unit_costs() -> Mapping[str, UnitCost]:
    """The unit costs that come with joinedup, by id.

    Examples
    --------
    >>> unit_costs()["physiotherapist_contact"].pence
    7906
    """
    return read_unit_costs(definitions.HOME / "unit_costs" / "unit_costs.csv")
