"""What is an offer: what it is, for whom, on what evidence, and at whose cost?"""

import re
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from joinedup.core.plans.conditions import columns_of
from joinedup.core.plans.evidence import Outcome, Row, Words

OfferKind = Literal["care", "support", "advice"]
MOST_CONTACTS = 100_000
FIGURE = re.compile(r"\{(\w+)\}")
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
    contacts: Annotated[float, Field(gt=0, le=MOST_CONTACTS)] = 1
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
    effects : what it is credited with; on each outcome the first whose population the person is in.
    offered_because : why it is offered although no effect on our outcomes is claimed; {effect_id} is its figure.
    evidence, cautions : rows that bear on it; cautions are shown with every proposal.
    capacity, uses : the named capacity it draws on (its own code where none is named, so offers may share one), and how
        many units of it one person uses.
    capacity_unit : what one unit of the capacity is.
    requires, excludes : offers that must be in the package or received already, and offers that may not be.
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
    capacity: str = ""
    uses: Annotated[int, Field(ge=1)] = 1
    requires: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
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

    @property
    def draws_on(self) -> str:
        """The name of the capacity it uses."""
        return self.capacity or self.code

    @property
    def figures_named(self) -> list[str]:
        """Ids of the effects whose figures stand in `offered_because`."""
        return FIGURE.findall(self.offered_because)

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
