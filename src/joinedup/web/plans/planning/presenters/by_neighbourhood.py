"""What does a plan do in each neighbourhood, against its part of all need?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from joinedup.core.governance import shown_count
from joinedup.web.components.choropleth import Legend, Map, choropleth
from joinedup.web.governance.counts import sees_exactly

SHADES = (
    (0.6, 1, "less than 60% of its part of all need"),
    (0.8, 2, "60% to 79%"),
    (1.0, 3, "80% to 99%"),
    (1.2, 4, "100% to 119%"),
)
TOP = (5, "120% or more")


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
