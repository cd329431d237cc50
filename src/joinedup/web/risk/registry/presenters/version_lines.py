"""How are versions of models and what was signed about them put into words?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from joinedup.web.components.words import day, moment
from joinedup.web.risk import words
from joinedup.web.risk.registry.queries import holds
from joinedup.web.risk.standing import role_words, signed_words


@dataclass(frozen=True)
class VersionLine:
    """One row per version ever loaded."""

    outcome: str
    version: str
    short: str
    name: str
    first_loaded: str
    is_in_use: bool
    is_on: bool
    words: str


def version_line(one: Any, *, in_use: Mapping[str, str], latest: Any | None, on: date) -> VersionLine:
    is_on = latest is not None and holds(latest, on)
    if latest is None:
        said = "Never signed"
    elif is_on:
        said = f"Signed on by {signed_words(latest)}"
    elif latest.is_on:
        said = f"Signature ran out on {day(latest.valid_until)}"
    else:
        said = f"Switched off by {signed_words(latest)}"
    return VersionLine(
        outcome=one.outcome,
        version=one.version,
        short=one.version[:8],
        name=words.outcome(one.outcome).name,
        first_loaded=moment(one.first_loaded_at),
        is_in_use=in_use.get(one.outcome) == one.version,
        is_on=is_on,
        words=said,
    )


@dataclass(frozen=True)
class Signed:
    """One signature of the history."""

    is_on: bool
    words: str
    statement: str


def signed(one: Any) -> Signed:
    who = f"{one.name}, {role_words(one.role).lower()} ({one.organisation.replace('_', ' ')})"
    return Signed(
        is_on=one.is_on,
        words=f"{'Switched on' if one.is_on else 'Switched off'} by {who} on {moment(one.at)}"
        + (f", until {day(one.valid_until)}" if one.valid_until else ""),
        statement=one.statement,
    )


def statement(version: Any, place: str, *, is_on: bool) -> str:
    """What is signed, word for word."""
    name, short = words.outcome(version.outcome).name, version.version
    if not is_on:
        return f"I switch off version {short} of the model “{name}” for clinical use at {place}."
    return (
        f"I have compared version {short} of the model “{name}” with this place's own records and have read its card,"
        f" its figures by group and its limits. The clinical risks of using it here have been assessed and accepted. I"
        f" sign it on for clinical use at {place}, to help decide whom to look at first, and for nothing else."
    )
