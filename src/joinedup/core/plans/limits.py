"""How much of each offer is there in each neighbourhood, how much money has each funder, and who pays for whom?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from numbers import Integral
from typing import Any

from joinedup.core.errors import CannotProceed
from joinedup.core.plans.evidence import OUTCOMES

MOST_PLACES, MOST_PENCE = 10**9, 10**14
"""More than any country has in a year; sums of such numbers can still be reckoned."""


class LimitsWrong(CannotProceed):
    """Capacities, budgets, costs or parameters that cannot be worked with."""


def check_whole(what: str, number: Any, most: int) -> None:
    """Raise if something is no whole number from nothing to the most that is believed."""
    is_whole = isinstance(number, Integral) or (isinstance(number, float) and number.is_integer())
    if not is_whole or not 0 <= number <= most:
        raise LimitsWrong(f"{what} is {number}", expected=f"a whole number from 0 to {most:,}")


@dataclass(frozen=True)
class LocalCost:
    """What an offer costs here for one person, and who says so."""

    pence: int
    source: str


@dataclass(frozen=True)
class LocalValue:
    """What one event that is avoided leaves here, and who says so.

    Parameters
    ----------
    capacity_pence : capacity freed, valued; it is not cash.
    cash_pence : money that leaves a budget.
    source : who says so.
    """

    capacity_pence: int
    cash_pence: int
    source: str

    @classmethod
    def in_pounds(cls, capacity: float, cash: float, source: str) -> "LocalValue":
        """The same from pounds, as files have them.

        Examples
        --------
        >>> LocalValue.in_pounds(0, 38.5, "finance team").cash_pence
        3850
        """
        return cls(round(capacity * 100), round(cash * 100), source)


@dataclass(frozen=True)
class Limits:
    """What a place has to give in a year.

    Parameters
    ----------
    capacities : units of a capacity there are in a year, by (capacity, neighbourhood); an offer that names no capacity
        draws on the one of its own code, a unit being one person. A pair left out has none.
    budgets_pence : money for packages in a year, by funder. A funder left out has no money.
    payers : the funder by (kind of funder, local authority); the local authority is "" for kinds that pay everywhere.
    deliverers : the charity that gives an offer in a neighbourhood, by (offer, neighbourhood); it is the funder of an
        offer that charities fund. The neighbourhood is "" for a charity that gives it everywhere.
    neighbourhood_names, funder_names : how to call them when speaking to people, by code.
    costs : the place's own costs by offer; they go before the costs that come with joinedup.
    event_values : what an avoided event leaves here, by outcome; they go before the figures that come with joinedup.
    """

    capacities: Mapping[tuple[str, str], int]
    budgets_pence: Mapping[str, int]
    payers: Mapping[tuple[str, str], str] = field(default_factory=dict)
    deliverers: Mapping[tuple[str, str], str] = field(default_factory=dict)
    neighbourhood_names: Mapping[str, str] = field(default_factory=dict)
    funder_names: Mapping[str, str] = field(default_factory=dict)
    costs: Mapping[str, LocalCost] = field(default_factory=dict)
    event_values: Mapping[str, LocalValue] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for (offer, hood), places in self.capacities.items():
            check_whole(f"The capacity of {offer} in {hood}", places, MOST_PLACES)
        for funder, pence in self.budgets_pence.items():
            check_whole(f"The budget of {funder}", pence, MOST_PENCE)
        for offer, cost in self.costs.items():
            check_whole(f"The cost of {offer}", cost.pence, MOST_PENCE)
            if not cost.source:
                raise LimitsWrong(f"The cost of {offer} has no source", expected="pence and a source")
        for outcome, value in self.event_values.items():
            if outcome not in OUTCOMES:
                raise LimitsWrong(f"'{outcome}' is not an outcome", expected="an outcome", available=OUTCOMES)
            if min(value.capacity_pence, value.cash_pence) < 0 or not value.source:
                raise LimitsWrong(
                    f"What is left by {outcome} avoided is below zero or has no source", expected="pence and a source"
                )

    def payer(self, kind: str, local_authority: str) -> str:
        """Code of the organisation that pays for people of a local authority, or "" where nobody does.

        Examples
        --------
        >>> limits = Limits({}, {}, payers={("council", "Dorset"): "dorset_council", ("commissioner", ""): "icb"})
        >>> [limits.payer("council", "Dorset"), limits.payer("commissioner", "Dorset"), limits.payer("council", "Bath")]
        ['dorset_council', 'icb', '']
        """
        return self.payers.get((kind, local_authority)) or self.payers.get((kind, ""), "")

    def deliverer(self, offer: str, neighbourhood: str) -> str:
        """Code of the charity that gives an offer in a neighbourhood, or "" where none does."""
        return self.deliverers.get((offer, neighbourhood)) or self.deliverers.get((offer, ""), "")
