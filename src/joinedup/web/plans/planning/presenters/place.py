"""What does a plan say of the place: figures, limits, need, neighbourhoods, who pays?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from joinedup.core.governance import shown_count
from joinedup.core.units import pounds
from joinedup.web.components.choropleth import Legend, Map, choropleth
from joinedup.web.governance.counts import sees_exactly
from joinedup.web.people.words import agency
from joinedup.web.risk import words as risk_words

DEAREST = 10
SHADES = (
    (0.6, 1, "less than 60% of its part of all need"),
    (0.8, 2, "60% to 79%"),
    (1.0, 3, "80% to 99%"),
    (1.2, 4, "100% to 119%"),
)
TOP = (5, "120% or more")


@dataclass(frozen=True)
class Tile:
    """A figure with its words."""

    figure: str
    words: str


@dataclass(frozen=True)
class LimitLine:
    """One scarce limit and what one more unit of it would do."""

    name: str
    where: str
    available: str
    used: str
    one_more: str
    words: str


@dataclass(frozen=True)
class UnmetLine:
    """An offer that people would have if nothing were scarce."""

    offer: str
    people: str
    rights: str
    where: str


@dataclass(frozen=True)
class HoodLine:
    """One neighbourhood: its part of all need, and of what the plan does."""

    number: int
    code: str
    name: str
    need: str
    gets: str
    ratio: float | None
    ratio_words: str
    promise: str
    unmet: str
    shade: int
    is_own: bool

    @property
    def map_words(self) -> str:
        """What the shape on the map says."""
        return self.ratio_words


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


def dearest(
    limits: Iterable[Mapping[str, Any]],
    offers: Mapping[str, str],
    neighbourhoods: Mapping[str, str],
    organisations: Mapping[str, str],
    user: Any,
) -> list[LimitLine]:
    """The limits that cost most: by what a tenth more of each would be worth."""
    scarce = [row for row in limits if row["price"] > 0]
    scarce.sort(key=lambda row: -row["price"] * max(row["available"], 1))
    return [limit_line(row, offers, neighbourhoods, organisations, user) for row in scarce[:DEAREST]]


def limit_line(
    row: Mapping[str, Any],
    offers: Mapping[str, str],
    neighbourhoods: Mapping[str, str],
    organisations: Mapping[str, str],
    user: Any,
) -> LimitLine:
    if row["funder"]:
        shown = (pounds(int(row["available"])), pounds(int(row["used"])))
        more = f"{row['price'] * 100_000:.3f} for £1,000"
        return LimitLine(f"Budget of {agency(row['funder'], organisations)}", "", *shown, more, row["price_words"])
    is_exact = sees_exactly(user, row["neighbourhood"])
    used = shown_count(int(row["used"]), is_exact=is_exact).words
    name = offers.get(row["offer"], row["offer"].replace("_", " ").capitalize())
    where = neighbourhoods.get(row["neighbourhood"], row["neighbourhood"])
    return LimitLine(name, where, f"{row['available']:,.0f}", used, f"{row['price']:.3f}", row["price_words"])


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


def hood_lines(
    hoods: Sequence[Any], promises: Iterable[Mapping[str, Any]], unmet: Iterable[Mapping[str, Any]], user: Any
) -> list[HoodLine]:
    """One line a neighbourhood, numbered as on the map."""
    promised = {row["neighbourhood"]: row for row in promises if row["group"] == "neighbourhood"}
    total = sum(row["worth"] for row in promised.values())
    people: dict[str, int] = {}
    for row in unmet:
        people[row["neighbourhood"]] = people.get(row["neighbourhood"], 0) + row["people"]
    return [
        hood_line(number, hood, promised.get(hood.code), total, people.get(hood.code, 0), user)
        for number, hood in enumerate(hoods, start=1)
    ]


def hood_line(number: int, hood: Any, row: Mapping[str, Any] | None, total: float, unmet: int, user: Any) -> HoodLine:
    need, gets = (row["need_share"], row["worth"] / total if total else 0.0) if row else (0.0, 0.0)
    ratio = gets / need if need else None
    shade = next((shade for edge, shade, _ in SHADES if ratio is not None and ratio < edge), TOP[0] if ratio else 0)
    return HoodLine(
        number=number,
        code=hood.code,
        name=hood.name,
        need=f"{need:.1%}",
        gets=f"{gets:.1%}",
        ratio=ratio,
        ratio_words="Nobody most at risk" if ratio is None else f"{ratio:.0%} of its part of all need",
        promise=promise_words(row),
        unmet=shown_count(unmet, is_exact=sees_exactly(user, hood.code)).words,
        shade=shade,
        is_own=bool(user.neighbourhood) and hood.code == user.neighbourhood,
    )


def promise_words(row: Mapping[str, Any] | None) -> str:
    """Whether a promise is kept, and what it costs elsewhere.

    >>> promise_words({"is_kept": True, "price": 0.0}), promise_words({"is_kept": True, "price": 0.25})
    ('Kept', 'Kept; one more event avoided here costs 0.25 elsewhere')
    >>> promise_words({"is_kept": False, "price": 2.0, "promised": 1.5, "worth": 1.2})
    'Not kept: 1.20 of 1.50'
    """
    if row is None:
        return "–"
    if not row["is_kept"]:
        return f"Not kept: {row['worth']:.2f} of {row['promised']:.2f}"
    return f"Kept; one more event avoided here costs {row['price']:.2f} elsewhere" if row["price"] >= 0.005 else "Kept"


def plan_map(hoods: Sequence[Any], lines: Sequence[HoodLine]) -> Map:
    used = {line.shade for line in lines}
    classes = [*((shade, words) for _, shade, words in SHADES), TOP, (0, "nobody most at risk")]
    known = [line for line in lines if line.ratio is not None]
    least = min(known, key=lambda line: line.ratio or 0, default=None)
    said = f"{least.name} gets least of its part, {least.ratio:.0%}." if least and least.ratio is not None else ""
    return choropleth(
        hoods,
        lines,
        [Legend(shade, words.capitalize()) for shade, words in classes if shade in used],
        title="What the plan does in each neighbourhood, against its part of all need",
        description=f"{said} The table has every figure.".strip(),
    )


def deprived_words(promises: Iterable[Mapping[str, Any]]) -> str:
    """What the most deprived fifth is promised and gets; "" where deprivation is not known."""
    row = next((row for row in promises if row["group"] == "most_deprived_fifth"), None)
    if row is None:
        return ""
    return (
        f"People in the most deprived fifth of areas have {row['need_share']:.0%} of all need. "
        f"Promised {row['promised']:.2f}, they get {row['worth']:.2f}. {promise_words(row)}."
    )


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


def collision_words(
    collisions: Iterable[Mapping[str, Any]],
    offers: Mapping[str, str],
    neighbourhoods: Mapping[str, str],
    organisations: Mapping[str, str],
    user: Any,
) -> list[str]:
    """Limits that rights and what is received would pass; and rights not met for another reason."""
    rows = list(collisions)
    limits = [row for row in rows if row["limit"] != "right"]
    rights = [row for row in rows if row["limit"] == "right"]
    named = offers, neighbourhoods, organisations
    return [*(limit_words(row, *named, user) for row in limits), *right_words(rights, offers)]


def limit_words(
    row: Mapping[str, Any],
    offers: Mapping[str, str],
    neighbourhoods: Mapping[str, str],
    organisations: Mapping[str, str],
    user: Any,
) -> str:
    """A limit that is passed.

    How much is needed, less what is there, is how many go without: whoever sees that rounded is not told it.
    """
    is_exact = sees_exactly(user, row["neighbourhood"] or "")
    what, needed, there = amounts(row, offers, neighbourhoods, organisations)
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


def amounts(
    row: Mapping[str, Any],
    offers: Mapping[str, str],
    neighbourhoods: Mapping[str, str],
    organisations: Mapping[str, str],
) -> tuple[str, str, str]:
    """A limit that is passed: which, how much is needed and how much there is."""
    if row["funder"]:
        needed, there = pounds(int(row["needed"])), pounds(int(row["available"]))
        return f"The budget of {agency(row['funder'], organisations)}", needed, there
    where = neighbourhoods.get(row["neighbourhood"], row["neighbourhood"])
    what = f"{offers.get(row['offer'], row['offer'])} in {where}"
    return what, f"{row['needed']:,.0f} places", f"{row['available']:,.0f}"
