"""What can a package be made of, and does the evidence carry what each offer claims?"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from joinedup import definitions
from joinedup.core.plans.evidence import Effect, EvidenceWrong, effects, mechanisms, read_effects, validated
from joinedup.core.plans.offers import Offer, OfferCost
from joinedup.core.plans.unit_costs import UnitCost, unit_costs


class Library:
    """Offers with the evidence and costs they rest on, checked against each other.

    Parameters
    ----------
    offers : in the order in which they are shown.
    effects, unit_costs : by id.
    mechanisms : in words, by our word.

    Raises
    ------
    EvidenceWrong : an offer claims what its evidence does not show, rests on figures not verified, or names an effect,
        cost or mechanism that is not there.
    """

    def __init__(
        self,
        offers: tuple[Offer, ...],
        effects: Mapping[str, Effect],
        unit_costs: Mapping[str, UnitCost],
        mechanisms: Mapping[str, str],
    ) -> None:
        self.offers, self.effects, self.unit_costs, self.mechanisms = offers, effects, unit_costs, mechanisms
        codes = [offer.code for offer in offers]
        if twice := sorted({code for code in codes if codes.count(code) > 1}):
            raise EvidenceWrong(f"The offer '{twice[0]}' comes twice", expected="each code once")
        self.position = {offer.code: place for place, offer in enumerate(offers)}
        for offer in offers:
            self.check(offer)

    def check(self, offer: Offer) -> None:
        """Refuse an offer that its evidence or costs do not carry."""
        here = f"Offer '{offer.code}'"
        if offer.mechanism not in self.mechanisms:
            raise EvidenceWrong(f"{here} works by '{offer.mechanism}'", expected="a word of mechanisms.yaml")
        for other in (*offer.requires, *offer.excludes):
            if other not in self.position or other == offer.code:
                raise EvidenceWrong(
                    f"{here} speaks of the offer '{other}'", expected="another offer", available=self.position
                )
        if set(offer.requires) & set(offer.excludes):
            raise EvidenceWrong(f"{here} requires what it excludes", expected="one or the other")
        for credit in offer.effects:
            self.check_credit(here, offer, self.effect(here, credit.evidence))
        for refused in offer.no_effect_in:
            if (effect := self.effect(here, refused.evidence)).finding not in ("no_effect", "worse"):
                raise EvidenceWrong(f"{here} is refused on the ground of {effect.id}", expected="a row that shows none")
        for row in (*offer.evidence, *offer.cautions, *offer.figures_named):
            if not self.effect(here, row).verified:
                raise EvidenceWrong(f"{here} cites {row}, which is not verified", expected="a verified row")
        self.check_cost(here, offer.cost)

    def effect(self, here: str, row: str) -> Effect:
        """The effect an offer names."""
        if row not in self.effects:
            raise EvidenceWrong(f"{here} names the effect '{row}'", expected="an id of effects.csv")
        return self.effects[row]

    def check_credit(self, here: str, offer: Offer, effect: Effect) -> None:
        """Only usable effects are credited, through the offer's own mechanism."""
        if not effect.is_usable:
            raise EvidenceWrong(
                f"{here} claims {effect.id}, which cannot be used",
                expected="a verified effect on one of our outcomes, with an interval that excludes no effect",
                available=[row.id for row in self.effects.values() if row.is_usable],
            )
        if effect.mechanism != offer.mechanism:
            raise EvidenceWrong(
                f"{here} works by {offer.mechanism}, its evidence by {effect.mechanism}", expected="one mechanism"
            )

    def check_cost(self, here: str, cost: OfferCost) -> None:
        """A cost has a verified source and is not below zero."""
        if cost.unit_cost is not None and not self.has_unit_cost(cost.unit_cost):
            raise EvidenceWrong(f"{here} costs '{cost.unit_cost}'", expected="a verified id of unit_costs.csv")
        if cost.evidence is not None:
            effect = self.effect(here, cost.evidence)
            if not effect.verified or effect.cost_pounds is None or effect.cost_pounds < 0:
                raise EvidenceWrong(
                    f"{here} takes its cost from {effect.id}",
                    expected="a verified row with a cost that is not a saving",
                )

    def has_unit_cost(self, row: str) -> bool:
        """A verified unit cost of that id is held."""
        return row in self.unit_costs and self.unit_costs[row].verified

    def cost_pence(self, offer: Offer) -> int | None:
        """What an offer costs for one person by the sources held; None where only the place can say."""
        cost = offer.cost
        if cost.unit_cost is not None:
            return round(self.unit_costs[cost.unit_cost].pence * cost.contacts)
        if cost.evidence is not None:
            return round((self.effects[cost.evidence].cost_pounds or 0) * 100)
        return None if cost.local else 0


def library_of(written: list[dict[str, Any]]) -> Library:
    """The offers as written, checked against the evidence that comes with joinedup."""
    offers = tuple(validated(Offer, entry, "offers.yaml") for entry in written)
    return Library(offers, effects(), unit_costs(), mechanisms())


def library_with(written: list[dict[str, Any]], effects_path: Path | None, *, beside: Library | None = None) -> Library:
    """Offers as written, on the effects of a file beside those that come with joinedup.

    Parameters
    ----------
    effects_path : CSV as effects.csv; an id that is there already, and says something else, is refused.
    beside : offers to which these are added at the end; those that are among them already count once.

    Raises
    ------
    EvidenceWrong : an entry cannot be used as written.
    """
    known, before = (beside.effects, beside.offers) if beside else (effects(), ())
    own = read_effects(effects_path, mechanisms()) if effects_path else {}
    if twice := sorted(row for row in own if row in known and known[row] != own[row]):
        raise EvidenceWrong(f"The effect '{twice[0]}' is there already", expected="an id of its own")
    offers = tuple(validated(Offer, entry, "the offers") for entry in written)
    new = tuple(offer for offer in offers if offer not in before)
    return Library((*before, *new), {**known, **own}, unit_costs(), mechanisms())


@cache
def library() -> Library:
    """The offers that come with joinedup.

    Examples
    --------
    >>> [offer.code for offer in library().offers if offer.is_statutory]
    ['carer_assessment']
    """
    return library_of(definitions.read("evidence/offers.yaml"))
