"""What does a plan say of the place: figures, need that is not met, who pays?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from joinedup.core.governance import shown_count
from joinedup.core.units import pounds
from joinedup.web.people.words import agency
from joinedup.web.risk import words as risk_words


@dataclass(frozen=True)
class Tile:
    """A figure with its words."""

    figure: str
    words: str


@dataclass(frozen=True)
class UnmetLine:
    """An offer that people would have if nothing were scarce."""

    offer: str
    people: str
    rights: str
    where: str


@dataclass(frozen=True)
class LedgerLine:
    """What one organisation pays, and what it is freed of."""

    name: str
    pays: str
    frees: str
    cash: str


def tiles(figures: Mapping[str, Any]) -> list[Tile]:
    """What the plan comes to."""
    avoided = [
        Tile(f"{value:,.1f}", f"{risk_words.outcome(code).fewer.capitalize()} expected to be avoided in a year")
        for code, value in sorted(figures["avoided"].items())
    ]
    of = f" of {figures['people_at_risk']:,} most at risk" if "people_at_risk" in figures else ""
    return [
        Tile(f"{figures['people']:,}", f"People with a package{of}"),
        Tile(f"{figures['items']:,}", "Offers in their packages"),
        Tile(pounds(sum(figures["cost_pence"].values()) // 100 * 100), "Cost in a year"),
        *avoided,
    ]


def how_good(figures: Mapping[str, Any]) -> str:
    """How near to the best the plan is, and how sure.

    >>> how_good({"gap": 0.00021, "worth": 20.3})
    'With promises counted, no plan within these limits could do 0.03% better. Worth 20.3.'
    >>> how_good({"gap": 0.0, "worth": 20.3, "worth_low": 15.0, "worth_high": 25.0}).partition("Worth ")[-1]
    '20.3; between 15.0 and 25.0 in nine draws of ten.'
    """
    more = max(figures["gap"], 0.0001)
    said = f"With promises counted, no plan within these limits could do {-(-more * 10_000 // 1) / 100:.2f}% better."
    said += f" Worth {figures['worth']:,.1f}"
    low, high = figures.get("worth_low"), figures.get("worth_high")
    return f"{said}; between {low:,.1f} and {high:,.1f} in nine draws of ten." if low is not None else f"{said}."


def unmet_lines(
    unmet: Iterable[Mapping[str, Any]], offers: Mapping[str, str], neighbourhoods: Mapping[str, str], *, is_exact: bool
) -> list[UnmetLine]:
    """Unmet need by offer, most people first, with the neighbourhood where it is greatest."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for row in unmet:
        found.setdefault(row["offer"], []).append(row)
    lines = []
    for code, rows in sorted(found.items(), key=lambda pair: -sum(row["people"] for row in pair[1])):
        people, rights = sum(row["people"] for row in rows), sum(row["rights"] for row in rows)
        most = max(rows, key=lambda row: row["people"])
        lines.append(
            UnmetLine(
                offer=offers.get(code, code),
                people=shown_count(people, is_exact=is_exact).words,
                rights=shown_count(rights, is_exact=is_exact).words if rights else "",
                where=neighbourhoods.get(most["neighbourhood"], most["neighbourhood"]),
            )
        )
    return lines


def ledger_lines(ledger: Iterable[Mapping[str, Any]], organisations: Mapping[str, str]) -> list[LedgerLine]:
    """Who pays and who is freed of work; capacity and cash apart."""
    return [
        LedgerLine(
            name=agency(row["organisation"], organisations),
            pays=pounds(row["pays_pence"] // 100 * 100),
            frees=frees_words(row),
            cash=pounds(row["saves_cash_pence"] // 100 * 100) if row["saves_cash_pence"] else "None claimed",
        )
        for row in ledger
    ]


def frees_words(row: Mapping[str, Any]) -> str:
    if not row["frees_high_pence"]:
        return "No figure held"
    low, middle, high = (
        pounds(row[name] // 100 * 100) for name in ("frees_low_pence", "frees_pence", "frees_high_pence")
    )
    return f"{middle} ({low} to {high})"
