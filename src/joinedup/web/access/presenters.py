"""How are reads, alerts and objections put into words that the person concerned could be shown?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from joinedup.web.access.queries import GROUNDS, reference
from joinedup.web.components.words import day, moment
from joinedup.web.governance.presenters import action_words
from joinedup.web.governance.roles import Role
from joinedup.web.people.words import agency, kind_words
from joinedup.web.referrals.queries import holders_of


@dataclass(frozen=True)
class Read:
    """One line of what the audit says of a person."""

    when: str
    who: str
    job: str
    what: str
    why: str
    is_refused: bool
    is_by_glass: bool


def reads(entries: Iterable[Any], organisations: Mapping[str, str]) -> list[Read]:
    """What was done, by whom and why, latest first as given; codes in words."""
    entries = list(entries)
    outside = holders_of({entry.detail["link"] for entry in entries if is_by_link(entry)})
    return [
        Read(
            when=moment(entry.at),
            who=entry.user.name if entry.user else outside.get(entry.detail.get("link"), "The service itself"),
            job=job(entry.role, entry.organisation, organisations),
            what=action_words(entry.action),
            why=entry.reason or GROUNDS.get(str(entry.detail.get("ground", "")), ""),
            is_refused=entry.outcome == "refused",
            is_by_glass="break_glass" in entry.detail or entry.action == "access.break_glass",
        )
        for entry in entries
    ]


def is_by_link(entry: Any) -> bool:
    """Whether somebody outside did it, by a link to a referral."""
    return entry.user is None and entry.action.startswith("referrals.") and "link" in entry.detail


def job(role: str, organisation: str, organisations: Mapping[str, str]) -> str:
    """A role and where it is done."""
    words = [Role(role).words] if role in set(Role) else []
    return ", ".join([*words, *([agency(organisation, organisations)] if organisation else [])])


@dataclass(frozen=True)
class CareLine:
    """One member of staff who has a person in their care, why, and until when."""

    who: str
    job: str
    ground: str
    reason: str
    until: str
    is_own: bool


def care_lines(held: Iterable[Any], organisations: Mapping[str, str], *, by: Any) -> list[CareLine]:
    """Relationships that hold, as given."""
    return [
        CareLine(
            who=one.user.name,
            job=job(one.user.role, one.user.organisation, organisations),
            ground=one.get_ground_display(),
            reason="" if one.reason == one.get_ground_display() else one.reason,
            until=day(timezone.localdate(one.ends_at)),
            is_own=one.user_id == by.pk,
        )
        for one in held
    ]


@dataclass(frozen=True)
class SealLine:
    """One seal of the reader's organisation.

    Parameters
    ----------
    sees : who sees what is sealed.
    """

    number: int
    part: str
    reason: str
    by: str
    sees: str


def seal_lines(seals: Iterable[Any], parts: Mapping[str, str], staff: Mapping[str, Any]) -> list[SealLine]:
    """Seals, as given.

    Parameters
    ----------
    parts : what may be sealed, in words; something the plan no longer has is none of it.
    staff : those whom seals name, by username.
    """
    return [
        SealLine(
            number=one.pk,
            part=parts.get(one.part) or ("No longer in the plan" if one.is_of_the_plan else kind_words(one.part)),
            reason=one.reason,
            by=f"{one.sealed_by.name}, {moment(one.sealed_at)}",
            sees=sees(one, staff),
        )
        for one in seals
    ]


def sees(seal: Any, staff: Mapping[str, Any]) -> str:
    """Who sees what a seal keeps from others; beside those whom an action under it names."""
    roles = ", ".join(Role(one).words.lower() if one != Role.GP else "GP" for one in seal.roles)
    ours = f"Those of your organisation who are: {roles}" if roles else "Your organisation"
    return "; ".join([ours, *(staff[one].name for one in seal.staff if one in staff)])


@dataclass(frozen=True)
class AlertLine:
    """One read that was, or must be, looked into."""

    number: int
    reference: str
    kind: str
    who: str
    job: str
    when: str
    ground: str
    reason: str
    asked_for: str
    due: str
    is_overdue: bool
    outcome: str
    note: str
    reviewed: str


def alert_line(alert: Any, organisations: Mapping[str, str], *, at: datetime) -> AlertLine:
    glass, review = alert.break_glass, getattr(alert, "review", None)
    return AlertLine(
        number=alert.pk,
        reference=reference(alert.person_id),
        kind=alert.get_kind_display(),
        who=alert.user.name,
        job=job(alert.user.role, alert.user.organisation, organisations),
        when=moment(alert.at),
        ground=glass.get_ground_display() if glass else "",
        reason=glass.reason if glass else "",
        asked_for=extent(glass) if glass else "",
        due=moment(alert.due_at),
        is_overdue=review is None and alert.due_at <= at,
        outcome=review.get_outcome_display() if review else "",
        note=review.note if review else "",
        reviewed=f"{review.by.name}, {moment(review.at)}" if review else "",
    )


def extent(glass: Any) -> str:
    """How much a break-glass opens."""
    parts = ["the record"]
    if glass.opens_sealed:
        parts.append("anything sealed in it")
    if glass.overrides_objection:
        parts.append("in spite of an objection to sharing")
    return ", ".join(parts)


@dataclass(frozen=True)
class ObjectionLine:
    """One objection, and how it stands."""

    number: int
    reference: str
    scope: str
    words: str
    recorded: str
    status: str
    is_in_force: bool
    decided: str
    decision_words: str


def objection_line(one: Any, organisations: Mapping[str, str]) -> ObjectionLine:
    against = f": {agency(one.organisation, organisations)}" if one.organisation else ""
    return ObjectionLine(
        number=one.pk,
        reference=reference(one.person_id),
        scope=f"{one.get_scope_display()}{against}",
        words=one.words,
        recorded=f"{one.recorded_by.name}, {moment(one.recorded_at)}",
        status=one.get_status_display(),
        is_in_force=one.status in ("waiting", "upheld"),
        decided=f"{one.decided_by.name}, {moment(one.decided_at)}" if one.decided_by else "",
        decision_words=one.decision_words,
    )
