"""How are published scores and the rules' flags, which no model of this place makes, put on a page?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from joinedup.core.risk.features.reference_scores import reference_scores
from joinedup.web.risk import words


@dataclass(frozen=True)
class ReferenceLine:
    """One published score of one person: for whom it was built, how it did there, and who says so."""

    name: str
    value: str
    category: str
    population: str
    performance: str
    source: str


def reference_line(score: Any) -> ReferenceLine:
    known = next((one for one in reference_scores() if one.name == score.score), None)
    value = f"{score.value:.2f}" if 0 < score.value < 1 else f"{score.value:.1f}".removesuffix(".0")
    category = words.frailty(score.category) if score.score == "efi" else score.category.replace("_", " ").capitalize()
    return ReferenceLine(
        name=known.title if known else score.score.upper(),
        value=value,
        category=category,
        population=known.population if known else "",
        performance=getattr(known, "published_performance", "") if known else "",
        source=known.source if known else "",
    )


@dataclass(frozen=True)
class FlagShown:
    """A rule's flag: points, what gives them, and what it is not."""

    name: str
    points: str
    label: str
    reasons: tuple[Any, ...]


def flags_shown(flags: Iterable[Any], reasons: Mapping[str, Sequence[Any]], line: Any) -> list[FlagShown]:
    """Flags with what raises them; `line` puts one reason into words of what it rests on."""
    return [
        FlagShown(
            name=words.flag(one.flag),
            points=f"{one.points} of {one.highest} points",
            label=one.label or words.UNVALIDATED,
            reasons=tuple((reason.words, reason.points, line(reason)) for reason in reasons.get(one.flag, ())),
        )
        for one in flags
    ]
