"""How do the offers, the evidence and the unit costs read as a document?"""

from collections.abc import Iterable, Sequence

from joinedup.core.plans import words
from joinedup.core.plans.catalogue import Library
from joinedup.core.plans.event_values import EventValue, event_values
from joinedup.core.plans.evidence import OUTCOMES, Effect
from joinedup.core.plans.measures import CONVERSIONS
from joinedup.core.plans.offers import Offer
from joinedup.core.plans.unit_costs import UnitCost
from joinedup.core.units import Pence, pounds

ORIGIN = "<!-- Made by `joinedup reference` from src/joinedup/definitions; change it there. -->"
EFFECT_HEADINGS = ("id", "what, for whom, where", "what was counted", "finding", "certainty", "source")
OFFER_HEADINGS = ("code", "what it is", "for whom", "credited with", "cost for one person", "paid by", "one place is")
VALUE_HEADINGS = ("event", "would have been borne by", "capacity freed by one", "cash", "what is held")
COST_HEADINGS = ("id", "what", "cost", "prices of", "source", "licence")


def evidence_page(library: Library) -> str:
    """docs/reference/evidence.md: every offer, effect and unit cost, with what each is used for.

    Figures of rows that are not verified are left out: such a row is named with its citation and nothing more.

    Examples
    --------
    >>> from joinedup.core.plans.catalogue import library
    >>> evidence_page(library()).splitlines()[0]
    '# Offers, evidence and unit costs'
    """
    rows = list(library.effects.values())
    verified = [row for row in rows if row.verified]
    credited = {credit.evidence for offer in library.offers for credit in offer.effects}
    none = [row for row in verified if row.finding in ("no_effect", "worse")]
    rest = [row for row in verified if row.id not in credited and row not in none]
    sections = [
        ("Offers", table(OFFER_HEADINGS, (offer_row(offer, library) for offer in library.offers))),
        ("Effects that are credited", effects_table(row for row in verified if row.id in credited)),
        ("No effect, or worse", "Kept, shown, and never a ground for an offer.\n\n" + effects_table(none)),
        ("Known, and not credited", NOT_CREDITED + "\n\n" + effects_table(rest)),
        ("Not yet verified", NOT_VERIFIED + "\n\n" + names_table(row for row in rows if not row.verified)),
        (
            "Unit costs",
            ATTRIBUTION + "\n\n" + table(COST_HEADINGS, (cost_row(cost) for cost in library.unit_costs.values())),
        ),
        (
            "What an event avoided leaves",
            EVENT_VALUES + "\n\n" + table(VALUE_HEADINGS, map(value_row, event_values().values())),
        ),
        (
            "Mechanisms",
            table(("mechanism", "works by"), ((f"`{key}`", text) for key, text in library.mechanisms.items())),
        ),
    ]
    parts = [
        "# Offers, evidence and unit costs",
        ORIGIN,
        INTRODUCTION,
        *(f"## {title}\n\n{text}" for title, text in sections),
    ]
    return "\n\n".join(parts) + "\n"


INTRODUCTION = (
    "How they are used: [packages](../explanation/packages.md). An interval is the published 95% interval. A grade of "
    "certainty followed by a question mark has not been checked against the review itself."
)
NOT_CREDITED = (
    "On an outcome that is not one of ours, in people or places no offer matches, in a measure that cannot change one "
    "person's chance, without an interval, or too uncertain."
)
ATTRIBUTION = (
    "Contains public sector information licensed under the Open Government Licence v3.0, and Parliamentary information "
    "licensed under the Open Parliament Licence v3.0."
)
EVENT_VALUES = (
    "Capacity freed is valued at a unit cost and is not cash: a free bed is used by somebody else. Cash is what "
    "leaves a budget; nothing held shows any."
)
NOT_VERIFIED = (
    "Written down from memory. No figure of theirs is used or shown until somebody has read it in the source."
)


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |" for line in lines)


def effects_table(rows: Iterable[Effect]) -> str:
    """Effects, one a line."""
    return table(EFFECT_HEADINGS, (effect_row(row) for row in rows))


def effect_row(row: Effect) -> tuple[str, ...]:
    """One effect."""
    grade = row.certainty + ("" if row.certainty_checked else " ?")
    where = f"{row.intervention}; {row.population}; {row.setting}"
    finding = f"**worse**: {published(row)}" if row.finding == "worse" else published(row)
    return f"`{row.id}`", where, row.outcome, finding, grade, f"[{row.citation}]({row.link})"


def published(row: Effect) -> str:
    """The figure as published, then in words."""
    if row.effect is None:
        return row.effect_words
    interval = "" if row.low is None else f" ({row.low:g} to {row.high:g})"
    measure = row.measure.replace("_", " ")
    return f"{measure} {row.effect:g}{interval}" + (f": {words.figure(row)}" if row.measure in CONVERSIONS else "")


def names_table(rows: Iterable[Effect]) -> str:
    """Effects without their figures."""
    named = ((f"`{row.id}`", row.intervention, f"[{row.citation}]({row.link})") for row in rows)
    return table(("id", "what", "source to read"), named)


def offer_row(offer: Offer, library: Library) -> tuple[str, ...]:
    """One offer."""
    name = f"**{offer.name}** ({offer.kind}). {offer.words}" + (" A right: met first." if offer.is_statutory else "")
    name += f" Requires {', '.join(offer.requires)}." if offer.requires else ""
    name += f" Not with {', '.join(offer.excludes)}." if offer.excludes else ""
    return (
        f"`{offer.code}`",
        name,
        offer.for_whom,
        credited_with(offer, library),
        cost_words(offer, library),
        offer.funder,
        offer.capacity_unit,
    )


def credited_with(offer: Offer, library: Library) -> str:
    """What an offer is credited with, and in whom it is refused."""
    said = [
        f"{OUTCOMES[effect.our_outcome]}: {words.figure(effect)} (`{effect.id}`)"
        for effect in (library.effects[credit.evidence] for credit in offer.effects)
        if effect.our_outcome
    ]
    refused = [f"not where `{row.evidence}` shows no help" for row in offer.no_effect_in]
    return "; ".join([*(said or ["nothing"]), *refused])


def cost_words(offer: Offer, library: Library) -> str:
    """What an offer costs, and how that is known."""
    cost, pence = offer.cost, library.cost_pence(offer)
    if pence is None:
        return "**the place must say** (`[[costs]]`); without that it is not proposed"
    if cost.none is not None:
        return cost.none
    source = f"`{cost.unit_cost}`. {cost.assumption}" if cost.unit_cost else f"as reported by `{cost.evidence}`"
    return f"{pounds(Pence(pence))}: {source}"


def value_row(value: EventValue) -> tuple[str, ...]:
    """What one event avoided leaves."""
    freed = f"{pounds(Pence(value.freed_pence))} (`{value.capacity}`)" if value.freed_pence else "no figure held"
    cash = pounds(Pence(value.cash_pence)) if value.cash_pence else "none claimed"
    return OUTCOMES[value.outcome], value.saved_by, freed, cash, value.words


def cost_row(cost: UnitCost) -> tuple[str, ...]:
    """One unit cost."""
    price = f"{pounds(cost.pence)} per {cost.unit}"
    return f"`{cost.id}`", cost.item, price, cost.price_year, f"[{cost.source}]({cost.link})", cost.licence
