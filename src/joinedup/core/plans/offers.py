"""What can a package be made of, for whom, on what evidence, and at whose cost?"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, model_validator

from joinedup import definitions
from joinedup.core.plans.conditions import columns_of
from joinedup.core.plans.evidence import Effect, EvidenceWrong, Outcome, Row, Words, effects, mechanisms, validated
from joinedup.core.plans.unit_costs import UnitCost, unit_costs

OfferKind = Literal["care", "support", "advice"]
FunderKind = Literal["council", "commissioner", "charity", "fire"]


def only_a_condition(condition: str) -> str:
    """The condition, if it is one."""
    columns_of(condition)
    return condition


Condition = Annotated[str, Field(min_length=1), AfterValidator(only_a_condition)]


class Need(Row):
    """Something about a person that an offer answers; `words` go on "This person …"."""

    when: Condition
    words: Words


class Credit(Row):
    """A published effect, the people it may be credited to, and the share of futures in which it works.

    Parameters
    ----------
    evidence : id of a usable effect.
    when : the population studied, as a condition; outside it nothing is credited.
    at_risk_of : the offer works only if this outcome threatens, so the effect counts only in that share of futures.
        Events of both kinds are taken as independent; they tend to come together, so this is on the cautious side.
    """

    evidence: str
    when: Condition
    at_risk_of: Outcome | None = None


class NoEffect(Row):
    """People for whom an offer looks fitting although this row of the evidence shows that it does not help them."""

    evidence: str
    when: Condition


class OfferCost(Row):
    """What an offer costs for one person; exactly one of the four grounds.

    Parameters
    ----------
    unit_cost, contacts, assumption : so many contacts of a unit cost, and what is assumed by that.
    evidence : the cost a study reports (id of an effect).
    none : why no budget is charged.
    local : only the place knows; without its [[costs]] entry the offer is not proposed.
    """

    unit_cost: str | None = None
    contacts: Annotated[float, Field(gt=0)] = 1
    assumption: str = ""
    evidence: str | None = None
    none: str | None = None
    local: bool = False

    @model_validator(mode="after")
    def _has_one_ground(self) -> "OfferCost":
        if sum([self.unit_cost is not None, self.evidence is not None, self.none is not None, self.local]) != 1:
            raise ValueError("needs exactly one of unit_cost, evidence, none and local")
        if self.unit_cost is not None and not self.assumption:
            raise ValueError("is a number of contacts without saying what is assumed")
        return self


class Offer(Row):
    """One kind of help. A new field needs a line in docs/reference/evidence.md's table and in offers.yaml's heading.

    Parameters
    ----------
    code, name, words : our word for it, what it is called, and what it is in plain words.
    for_whom, eligible : who it is for, in words and as a condition.
    needs : what it answers; the offer fits who is eligible and has at least one, the most telling first.
    is_statutory : a right: proposed before anything else to everybody it fits.
    effects : what it is credited with; the first whose population the person is in counts.
    offered_because : why it is offered although no effect on our outcomes is claimed; {effect_id} is its figure.
    evidence, cautions : rows that bear on it; cautions are shown with every proposal.
    capacity_unit : what one place is.
    """

    code: Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]
    name: Words
    kind: OfferKind
    words: Words
    for_whom: Words
    eligible: Condition
    needs: Annotated[tuple[Need, ...], Field(min_length=1)]
    mechanism: str
    cost: OfferCost
    funder: FunderKind
    capacity_unit: Words
    is_statutory: bool = False
    already: Need | None = None
    no_effect_in: tuple[NoEffect, ...] = ()
    effects: tuple[Credit, ...] = ()
    offered_because: str = ""
    evidence: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()
    caution_words: str = ""

    @model_validator(mode="after")
    def _says_why(self) -> "Offer":
        if bool(self.effects) == bool(self.offered_because):
            raise ValueError("needs either effects or offered_because")
        return self

    def conditions(self) -> Iterator[str]:
        """Every condition the offer has."""
        yield self.eligible
        yield from (need.when for need in self.needs)
        yield from (refused.when for refused in self.no_effect_in)
        yield from (credit.when for credit in self.effects)
        if self.already:
            yield self.already.when

    @property
    def columns(self) -> frozenset[str]:
        """The columns of a person its conditions speak of."""
        return frozenset[str]().union(*(columns_of(condition) for condition in self.conditions()))


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
        if len({offer.code for offer in offers}) != len(offers):
            raise EvidenceWrong("An offer's code comes twice", expected="each code once")
        for offer in offers:
            self.check(offer)

    def check(self, offer: Offer) -> None:
        """Refuse an offer that its evidence or costs do not carry."""
        here = f"Offer '{offer.code}'"
        if offer.mechanism not in self.mechanisms:
            raise EvidenceWrong(f"{here} works by '{offer.mechanism}'", expected="a word of mechanisms.yaml")
        for credit in offer.effects:
            self.check_credit(here, offer, self.effect(here, credit.evidence))
        for refused in offer.no_effect_in:
            if (effect := self.effect(here, refused.evidence)).finding not in ("no_effect", "worse"):
                raise EvidenceWrong(f"{here} is refused on the ground of {effect.id}", expected="a row that shows none")
        for row in (*offer.evidence, *offer.cautions):
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


@cache
def library() -> Library:
    """The offers that come with joinedup.

    Examples
    --------
    >>> [offer.code for offer in library().offers if offer.is_statutory]
    ['carer_assessment']
    """
    return library_of(definitions.read("evidence/offers.yaml"))
