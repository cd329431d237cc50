"""Which limits are scarce, what one more unit would do, and what rights do not fit within them?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from joinedup.core.governance import shown_count
from joinedup.core.units import pounds
from joinedup.web.governance.counts import sees_exactly
from joinedup.web.people.words import agency

DEAREST = 10


@dataclass(frozen=True)
class Names:
    """What people call offers, neighbourhoods and organisations, by code."""

    offers: Mapping[str, str]
    neighbourhoods: Mapping[str, str]
    organisations: Mapping[str, str]


@dataclass(frozen=True)
class LimitLine:
    """One scarce limit and what one more unit of it would do."""

    name: str
    where: str
    available: str
    used: str
    one_more: str
    words: str


def dearest(limits: Iterable[Mapping[str, Any]], names: Names, user: Any) -> list[LimitLine]:
    """The limits that cost most: by what a tenth more of each would be worth."""
    scarce = [row for row in limits if row["price"] > 0]
    scarce.sort(key=lambda row: -row["price"] * max(row["available"], 1))
    return [limit_line(row, names, user) for row in scarce[:DEAREST]]


def limit_line(row: Mapping[str, Any], names: Names, user: Any) -> LimitLine:
    if row["funder"]:
        shown = (pounds(int(row["available"])), pounds(int(row["used"])))
        more = f"{row['price'] * 100_000:.3f} for £1,000"
        return LimitLine(
            f"Budget of {agency(row['funder'], names.organisations)}", "", *shown, more, row["price_words"]
        )
    is_exact = sees_exactly(user, row["neighbourhood"])
    used = shown_count(int(row["used"]), is_exact=is_exact).words
    name = names.offers.get(row["offer"], row["offer"].replace("_", " ").capitalize())
    where = names.neighbourhoods.get(row["neighbourhood"], row["neighbourhood"])
    return LimitLine(name, where, f"{row['available']:,.0f}", used, f"{row['price']:.3f}", row["price_words"])


def collision_words(collisions: Iterable[Mapping[str, Any]], names: Names, user: Any) -> list[str]:
    """Limits that rights and what is received would pass; and rights not met for another reason."""
    rows = list(collisions)
    limits = [row for row in rows if row["limit"] != "right"]
    rights = [row for row in rows if row["limit"] == "right"]
    return [*(limit_words(row, names, user) for row in limits), *right_words(rights, names.offers)]


def limit_words(row: Mapping[str, Any], names: Names, user: Any) -> str:
    """A limit that is passed.

    How much is needed, less what is there, is how many go without: whoever sees that rounded is not told it.
    """
    is_exact = sees_exactly(user, row["neighbourhood"] or "")
    what, needed, there = amounts(row, names)
    amount = f"{needed} needed, {there} there" if is_exact else f"more needed than the {there} there"
    who = shown_count(row["people"], is_exact=is_exact).words
    return f"{what}: {amount}. People whose right is not met: {who}."


def right_words(rights: Iterable[Mapping[str, Any]], offers: Mapping[str, str]) -> list[str]:
    """Rights that are not met for another reason than a limit.

    >>> right_words([{"offer": "review", "people": 0, "reason": "Nobody pays."}], {"review": "Review of care"})
    ['Review of care: Nobody pays. People whose right is not met: 0.']
    """
    return [
        f"{offers.get(row['offer'], row['offer'])}: {row['reason']} "
        f"People whose right is not met: {shown_count(row['people'], is_exact=False).words}."
        for row in rights
    ]


def amounts(row: Mapping[str, Any], names: Names) -> tuple[str, str, str]:
    """A limit that is passed: which, how much is needed and how much there is."""
    if row["funder"]:
        needed, there = pounds(int(row["needed"])), pounds(int(row["available"]))
        return f"The budget of {agency(row['funder'], names.organisations)}", needed, there
    where = names.neighbourhoods.get(row["neighbourhood"], row["neighbourhood"])
    what = f"{names.offers.get(row['offer'], row['offer'])} in {where}"
    return what, f"{row['needed']:,.0f} places", f"{row['available']:,.0f}"
