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


def spread(card: Mapping[str, Any]) -> dict[str, str]:
    """What every point of a person is multiplied by, by the age band they are in.

    >>> spread({"spread_by_group": {"age": {"not known": 1.0, "under 65": 1.1, "65 or more": 0.9}}})
    {'under 65': '1.10', '65 or more': '0.90'}
    """
    slopes = card.get("spread_by_group", {}).get("age", {})
    return {band: f"{slope:.2f}" for band, slope in slopes.items() if band != "not known"}


def made_by(about: Mapping[str, Any]) -> str:
    known = (("joinedup", about.get("joinedup_version")), ("interpret", about.get("interpret_version")))
    versions = ", ".join(f"{name} {said}" for name, said in known if said)
    return f"{versions}; seed {about['seed']}" if versions and "seed" in about else versions


def left_out(found: Mapping[str, str]) -> str:
    said = "; ".join(f"{term_words(name).lower()}: {why.rstrip('.')}" for name, why in found.items())
    return f"{said}. Ethnicity is never used." if said else "Ethnicity is never used."
