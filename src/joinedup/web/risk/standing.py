"""May the scores of an outcome be used for care now, and what does the page say about it?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from joinedup.web.components.words import day, moment
from joinedup.web.governance.roles import Role
from joinedup.web.risk import words

VALID_DAYS = 35  # scores are made monthly; a few days more for the run to arrive


@dataclass(frozen=True)
class Standing:
    """The standing of one outcome's model.

    Parameters
    ----------
    version : its whole name; empty where the run did not say which model made the scores.
    signed : by whom, when and until when it was signed on; empty while it is for evaluation only.
    """

    outcome: str
    name: str
    version: str
    is_on: bool
    signed: str

    @property
    def short(self) -> str:
        """The version as people say it: its first eight characters."""
        return self.version[:8]


def of(scoring: Any | None, outcome: str, signed_on: Mapping[str, Any]) -> Standing:
    """The standing of one outcome's model."""
    signature = signed_on.get(outcome)
    version = scoring.versions.get(outcome, "") if scoring else ""
    return Standing(
        outcome=outcome,
        name=words.outcome(outcome).name,
        version=version,
        is_on=signature is not None,
        signed=signed_words(signature) if signature else "",
    )


def of_all(scoring: Any | None, outcomes: Iterable[str], signed_on: Mapping[str, Any]) -> list[Standing]:
    return [of(scoring, outcome, signed_on) for outcome in outcomes]


def role_words(role: str) -> str:
    return Role(role).words if role in set(Role) else role.replace("_", " ").capitalize()


def signed_words(signature: Any) -> str:
    """Who signed, as what, when, and until when it holds."""
    until = f", until {day(signature.valid_until)}" if signature.valid_until else ""
    return f"{signature.name}, {role_words(signature.role).lower()}, on {moment(signature.at)}{until}"


@dataclass(frozen=True)
class ScoreDate:
    """When the scores were made, and whether that is too long ago."""

    made_on: str
    is_old: bool
    days_old: int


def score_date(as_at: date, today: date, valid_until: Iterable[str] = ()) -> ScoreDate:
    """
    Parameters
    ----------
    valid_until : ISO dates of the scores shown; the first of them counts. Without any, scores hold for 35 days.

    >>> score_date(date(2026, 4, 1), date(2026, 5, 20)).is_old
    True
    >>> score_date(date(2026, 4, 1), date(2026, 5, 2), ["2026-05-01"]).is_old
    True
    """
    ends = [date.fromisoformat(day) for day in valid_until] or [as_at + timedelta(days=VALID_DAYS)]
    return ScoreDate(made_on=day(as_at), is_old=today > min(ends), days_old=(today - as_at).days)
