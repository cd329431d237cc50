"""How much of each offer is there in each neighbourhood, how much money has each funder, and who pays for whom?"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from joinedup.core.errors import CannotProceed
from joinedup.core.plans.evidence import OUTCOMES, Outcome


class LimitsWrong(CannotProceed):
    """Capacities, budgets, costs or parameters that cannot be worked with."""


@dataclass(frozen=True)
class LocalCost:
    """What an offer costs here for one person, and who says so."""

    pence: int
    source: str


@dataclass(frozen=True)
class Limits:
    """What a place has to give in a year.

    Parameters
    ----------
    capacities : people an offer can take in a year, by (offer, neighbourhood). A pair left out has no places.
    budgets_pence : money for packages in a year, by funder. A funder left out has no money.
    payers : the funder by (kind of funder, local authority); the local authority is "" for kinds that pay everywhere.
    deliverers : the charity that gives an offer in a neighbourhood, by (offer, neighbourhood); it is the funder of an
        offer that charities fund. The neighbourhood is "" for a charity that gives it everywhere.
    neighbourhood_names, funder_names : how to call them when speaking to people, by code.
    costs : the place's own costs by offer; they go before the costs that come with joinedup.
    """

    capacities: Mapping[tuple[str, str], int]
    budgets_pence: Mapping[str, int]
    payers: Mapping[tuple[str, str], str] = field(default_factory=dict)
    deliverers: Mapping[tuple[str, str], str] = field(default_factory=dict)
    neighbourhood_names: Mapping[str, str] = field(default_factory=dict)
    funder_names: Mapping[str, str] = field(default_factory=dict)
    costs: Mapping[str, LocalCost] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for what, numbers in (("capacity", self.capacities), ("budget", self.budgets_pence)):
            below = [key for key, number in dict(numbers).items() if number < 0]
            if below:
                raise LimitsWrong(f"The {what} of {below[0]} is below zero", expected="zero or more")
        if any(cost.pence < 0 or not cost.source for cost in self.costs.values()):
            raise LimitsWrong("A place's own cost is below zero or has no source", expected="pence and a source")

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


@dataclass(frozen=True)
class PlanParameters:
    """How packages are weighed.

    Parameters
    ----------
    thresholds : by outcome, the probability from which a person counts as most at risk; without any, nobody does.
    weights : worth of one event avoided, by outcome. No published weighing is held, so each counts 1 until the place
        decides otherwise.
    most_items : most offers in one package.
    need_weight : worth of meeting one need by an offer without a credited effect, in the same unit. 0.001 is a tenth
        of what the least of the usual effects is worth, so such offers come after the credited ones.
    most_avoided_share : effects on one outcome through different mechanisms work on what the others leave, and
        together never avoid more than this share of a person's chance of it (unless a single one does).
    seed : seed of the solver's own random numbers.
    most_iterations : where the solver stops at the latest; the gap is true wherever it stops.
    """

    thresholds: Mapping[str, float]
    weights: Mapping[Outcome, float] = field(default_factory=lambda: dict.fromkeys(OUTCOMES, 1.0))
    most_items: int = 5
    need_weight: float = 0.001
    most_avoided_share: float = 0.5
    seed: int = 0
    most_iterations: int = 1_000_000

    def __post_init__(self) -> None:
        unknown = [name for name in (*self.thresholds, *self.weights) if name not in OUTCOMES]
        if unknown:
            raise LimitsWrong(f"'{unknown[0]}' is not an outcome", expected="an outcome", available=OUTCOMES)
        if min(self.weights.values(), default=0) < 0 or self.need_weight < 0 or self.most_items < 1:
            raise LimitsWrong(
                "A weight is below zero or a package may hold nothing", expected="weights of zero or more"
            )
        if not 0 < self.most_avoided_share <= 1:
            raise LimitsWrong("The most avoided share is not a share", expected="more than 0, at most 1")
