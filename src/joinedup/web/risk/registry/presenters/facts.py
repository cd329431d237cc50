"""What does a model's card say in words: purpose, people, data, period?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from joinedup.web.components.words import day, number
from joinedup.web.risk.presenters.terms import term_words


@dataclass(frozen=True)
class Fact:
    name: str
    words: str


def facts(version: Any, outcome: Any | None) -> list[Fact]:
    """The lines of the card that are words: purpose, people, data, period."""
    card = version.card
    about = card.get("about", {})
    found = [
        ("Intended purpose", outcome.intended_purpose if outcome else ""),
        ("Not for", "; ".join(outcome.not_for) if outcome else ""),
        ("What it foretells", card.get("meaning", "")),
        ("For whom", card.get("population", "")),
        ("Place and data", f"{version.place_name}{', an invented county' if version.is_invented else ''}"),
        ("Fitted", fitted(card, about)),
        ("Recalibrated", counts(card.get("recalibrated_on"), card.get("judged_as_at"))),
        ("How far points count by age", spread(card.get("spread_by_group", {}).get("age", {}))),
        ("Made by", made_by(about)),
        ("Left out", left_out(card.get("left_out") or {})),
        ("Built after", card.get("source", "")),
    ]
    return [Fact(name, said) for name, said in found if said]


def fitted(card: Mapping[str, Any], about: Mapping[str, Any]) -> str:
    known = card.get("fitted_to") or {"people": about.get("fitted_people"), "events": about.get("fitted_events")}
    return counts(known, card.get("fitted_as_at") or about.get("fitted_as_at"))


def counts(found: Mapping[str, Any] | None, as_at: str | None) -> str:
    if not found or found.get("people") is None:
        return ""
    when = f", records as at {day(date.fromisoformat(as_at))}" if as_at else ""
    return f"{number(found['people'])} people, {number(found['events'])} with the outcome{when}"


def spread(slopes: Mapping[str, float]) -> str:
    """What every point of a person is multiplied by, by the group they are in.

    >>> spread({"not known": 1.0, "under 65": 1.1, "65 or more": 0.9})
    'every point is multiplied by 1.10 (under 65), 0.90 (65 or more)'
    """
    said = ", ".join(f"{slope:.2f} ({group})" for group, slope in slopes.items() if group != "not known")
    return f"every point is multiplied by {said}" if said else ""


def made_by(about: Mapping[str, Any]) -> str:
    known = (("joinedup", about.get("joinedup_version")), ("interpret", about.get("interpret_version")))
    versions = ", ".join(f"{name} {said}" for name, said in known if said)
    return f"{versions}; seed {about['seed']}" if versions and "seed" in about else versions


def left_out(found: Mapping[str, str]) -> str:
    said = "; ".join(f"{term_words(name).lower()}: {why.rstrip('.')}" for name, why in found.items())
    return f"{said}. Ethnicity is never used." if said else "Ethnicity is never used."
