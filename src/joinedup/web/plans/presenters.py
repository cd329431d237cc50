"""How are a proposed package and what was decided put on a page?"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from joinedup.core.plans import library
from joinedup.core.plans.sealed import needs_told, tells_sealed
from joinedup.core.units import pounds
from joinedup.web.components.words import moment
from joinedup.web.people.words import agency
from joinedup.web.plans.reasons import CHOICES, reason_words
from joinedup.web.risk import words as risk_words

KINDS = {"care": "Care", "support": "Support", "advice": "Lifestyle advice"}


@dataclass(frozen=True)
class Decided:
    """The decision in force about one offer."""

    is_accepted: bool
    choice: str
    reason: str
    note: str
    by: str
    at: str
    version: int


@dataclass(frozen=True)
class Item:
    """One offer of a package: proposed, or added by the team."""

    code: str
    name: str
    kind: str
    description: str
    why: str
    because: str
    effect: str
    source: str
    pays: str
    cost: str
    decided: Decided | None
    version: int
    was_proposed: bool
    is_kept: bool = False
    stays: str = ""
    would_change: str = ""
    weakness: str = ""


def items(
    proposed: Iterable[Any],
    history: Iterable[Any],
    in_force: Mapping[str, Any],
    offers: Mapping[str, Any],
    organisations: Mapping[str, str],
    person: Any,
    *,
    hidden: Collection[str],
) -> list[Item]:
    """The proposed offers, then those the team added; what rests on kinds of record that are hidden goes unsaid."""
    versions: dict[str, int] = {}
    for decision in history:
        versions.setdefault(decision.offer_code, decision.version)
    shown = [
        proposed_item(one, in_force.get(one.offer_id), versions.get(one.offer_id, 0), organisations, hidden=hidden)
        for one in proposed
    ]
    codes = {item.code for item in shown}
    added = [one for code, one in in_force.items() if code not in codes]
    return [*shown, *(added_item(one, offers.get(one.offer_code), person, organisations) for one in added)]


def proposed_item(
    item: Any, decision: Any, version: int, organisations: Mapping[str, str], *, hidden: Collection[str] = ()
) -> Item:
    """An offer that is proposed; what rests on kinds of record sealed from the reader goes unsaid."""
    needs, _, rest = item.why.partition(". ")
    told = needs_told(needs.rstrip("."), item.offer_id, hidden, library()) or ("it fits" if hidden else "")
    why, because = sentences(f"{told}. {rest}" if rest else told)
    return Item(
        code=item.offer_id,
        name=item.offer.name,
        kind=KINDS.get(item.offer.kind, item.offer.kind),
        description=item.offer.description,
        why=why,
        because=because,
        effect=" ".join(effect_words(one) for one in item.effects),
        source=item.offer.source,
        pays=agency(item.funder, organisations) if item.funder else "Nobody: no charge to a budget",
        cost=pounds(item.cost_pence) if item.cost_pence else "No cost counted",
        decided=decided(decision) if decision else None,
        version=version,
        was_proposed=True,
        is_kept=item.is_kept,
        stays=stays_words(item.stays_share),
        would_change=item.would_change,
        weakness=item.weakness,
    )


def stays_words(share: float | None) -> str:
    """How sure an item's place in the package is.

    >>> stays_words(0.95), stays_words(0.4), stays_words(None)  # doctest: +ELLIPSIS
    ('Stays in 95 of 100 draws of what the effects may be.', 'Stays in only 40 of 100 draws ... may be.', '')
    """
    if share is None:
        return ""
    only = "only " if share < 0.5 else ""
    return f"Stays in {only}{round(share * 100)} of 100 draws of what the effects may be."


def sentences(why: str) -> tuple[str, str]:
    """The needs that make an offer fit, and what else is said about it.

    >>> sentences("lives alone and has fallen. No effect on a fall is claimed; offered because it is kind.")
    ('Lives alone and has fallen', 'No effect on a fall is claimed; offered because it is kind')
    """
    needs, _, rest = why.partition(". ")
    return needs[:1].upper() + needs[1:].rstrip("."), rest.rstrip(".")


def cost_and_payer(offer: Any, person: Any, organisations: Mapping[str, str]) -> tuple[str, str]:
    """What an offer that was not proposed would cost for a person here, and who would pay."""
    payer = offer.payer_for(person)
    if offer.cost_pence == 0:
        return "No cost counted", agency(payer, organisations) if payer else "Nobody: no charge to a budget"
    cost = "Cost not known here" if offer.cost_pence is None else pounds(offer.cost_pence)
    return cost, agency(payer, organisations) if payer else "not known here"


def added_item(decision: Any, offer: Any | None, person: Any, organisations: Mapping[str, str]) -> Item:
    no_longer_offered = ("Cost not known: no longer in the catalogue", "not known")
    cost, pays = cost_and_payer(offer, person, organisations) if offer else no_longer_offered
    return Item(
        code=decision.offer_code,
        name=offer.name if offer else decision.offer_name,
        kind=KINDS.get(offer.kind, offer.kind) if offer else "",
        description=offer.description if offer else "",
        why="Added by the team",
        because="",
        effect="",
        source=offer.source if offer else "",
        pays=pays,
        cost=cost,
        decided=decided(decision),
        version=decision.version,
        was_proposed=False,
    )


def decided(decision: Any) -> Decided:
    return Decided(
        is_accepted=decision.choice == "accepted",
        choice=decision.choice.capitalize(),
        reason=reason_words(decision.choice, decision.reason),
        note=decision.note,
        by=f"{decision.decided_by.name}, {decision.decided_by.role_words}",
        at=moment(decision.decided_at),
        version=decision.version,
    )


def effect_words(effect: Any) -> str:
    """An expected effect in people, with its range.

    Parameters
    ----------
    effect : outcome, and events avoided for one person in 12 months: avoided_low, avoided_mid, avoided_high.

    >>> from types import SimpleNamespace as Effect
    >>> effect_words(Effect(outcome="fall", avoided_low=0.02, avoided_mid=0.03, avoided_high=0.04))
    'About 3 fewer falls among 100 people like this in a year (between 2 and 4).'
    >>> effect_words(Effect(outcome="fall", avoided_low=-0.001, avoided_mid=0.002, avoided_high=0.005))
    'About 2 fewer falls among 1,000 people like this in a year (between 1 more and 5 fewer).'
    """
    outcome, mid = effect.outcome, effect.avoided_mid
    low, high = sorted((effect.avoided_low, effect.avoided_high))
    among = next((size for size in (100, 1000) if round(abs(mid) * size) >= 2 or size == 1000), 1000)
    fewer = risk_words.outcome(outcome).fewer
    if round(mid * among) == 0:
        return f"Fewer than 1 in {among:,} people like this would be spared one of the {fewer} in a year."
    span = between(low * among, high * among)
    return f"About {round(mid * among)} fewer {fewer} among {among:,} people like this in a year (between {span})."


def between(low: float, high: float) -> str:
    """
    >>> between(2.2, 3.9), between(-1.4, 5)
    ('2 and 4', '1 more and 5 fewer')
    """
    if low < -0.5:
        return f"{round(-low)} more and {round(high)} fewer"
    return f"{max(round(low), 0)} and {round(high)}"


@dataclass(frozen=True)
class PackageSummary:
    """What a package comes to."""

    cost: str
    proposed: int
    accepted: int
    declined: int
    awaiting: int
    added: int
    next_best: str = ""


def package_summary(package: Any | None, shown: list[Item]) -> PackageSummary:
    accepted = sum(1 for item in shown if item.decided and item.decided.is_accepted)
    declined = sum(1 for item in shown if item.decided and not item.decided.is_accepted)
    return PackageSummary(
        cost=pounds(package.cost_pence) if package and package.cost_pence else "",
        proposed=sum(1 for item in shown if item.was_proposed),
        accepted=accepted,
        declined=declined,
        awaiting=len(shown) - accepted - declined,
        added=sum(1 for item in shown if not item.was_proposed),
        next_best=package.next_best if package else "",
    )


@dataclass(frozen=True)
class OfferLine:
    """One offer that could be added."""

    code: str
    name: str
    kind: str
    description: str
    for_whom: str
    reason: str
    would_change: str = ""


def left_out_line(one: Any, hidden: Collection[str] = ()) -> OfferLine:
    """An offer that fits and is not in the package; why, unless only a sealed record tells."""
    is_told = not tells_sealed(one.reason, one.offer_id, hidden, library())
    return OfferLine(
        code=one.offer_id,
        name=one.offer.name,
        kind=KINDS.get(one.offer.kind, one.offer.kind),
        description=one.offer.description,
        for_whom=one.offer.for_whom,
        reason=one.reason[:1].upper() + one.reason[1:] if is_told else "",
        would_change=one.would_change if is_told else "",
    )


def offer_line(offer: Any) -> OfferLine:
    kind = KINDS.get(offer.kind, offer.kind)
    return OfferLine(offer.code, offer.name, kind, offer.description, offer.for_whom, "")


@dataclass(frozen=True)
class HistoryLine:
    """One decision of a person's history."""

    offer: str
    choice: str
    reason: str
    note: str
    by: str
    at: str


def history_line(decision: Any) -> HistoryLine:
    what = decided(decision)
    return HistoryLine(decision.offer_name, what.choice, what.reason, what.note, what.by, what.at)


def choices() -> list[dict[str, str]]:
    """The decisions to choose from, as a select wants them."""
    return [{"value": value, "text": text} for value, text in CHOICES]
