"""Accept, decline or add an offer for a person; undo it. Decisions are added, never changed."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction

from joinedup.core.errors import CannotProceed
from joinedup.web.governance.actions import record
from joinedup.web.people.models import Person
from joinedup.web.plans import export, queries
from joinedup.web.plans.models import Decision, Offer


class DecidedMeanwhile(CannotProceed):
    """Somebody else decided between looking and deciding."""

    def __init__(self, latest: Decision | None) -> None:
        super().__init__(
            "Somebody decided about this while you were looking at it", expected="a look at what was decided"
        )
        self.latest = latest


class CannotWrite(CannotProceed):
    """The file the decisions should go into cannot be written."""


@dataclass(frozen=True)
class Choice:
    """What somebody decides about one offer.

    Parameters
    ----------
    choice : accepted, declined or undone.
    seen_version : version of the decision that was on their screen; 0 if there was none.
    """

    choice: str
    reason: str
    note: str
    seen_version: int


def decide(person: Person, offer: Offer, choice: Choice, *, by: Any, at: datetime) -> Decision:
    """Write a decision in the place of the one its maker saw. Sending the same form twice writes it once.

    Raises
    ------
    DecidedMeanwhile : the decision in force is no longer the one they saw.
    """
    # Read before the latest: a decision made in between is then either seen, or takes the version we would write.
    highest = queries.highest_version(person, offer.code)
    latest = queries.latest_decision(person, offer.code)
    if latest is not None and is_same(latest, choice, by=by):
        return latest
    if (latest.version if latest else 0) != choice.seen_version:
        raise DecidedMeanwhile(latest)
    try:
        return write(person, offer, choice, version=highest + 1, by=by, at=at)
    except IntegrityError as problem:  # the other of two who decided at the same moment
        latest = queries.latest_decision(person, offer.code)
        if latest is not None and is_same(latest, choice, by=by):
            return latest
        raise DecidedMeanwhile(latest) from problem


def is_same(latest: Decision, choice: Choice, *, by: Any) -> bool:
    """Whether a decision is this very form, sent once already."""
    sent_before = latest.version == choice.seen_version + 1 and latest.decided_by_id == by.pk
    return sent_before and (latest.choice, latest.reason, latest.note) == (choice.choice, choice.reason, choice.note)


@transaction.atomic
def write(person: Person, offer: Offer, choice: Choice, *, version: int, by: Any, at: datetime) -> Decision:
    was_proposed = queries.is_proposed(person, offer.code)
    decision = Decision.objects.create(
        person_id=person.person_id,
        offer_code=offer.code,
        version=version,
        choice=choice.choice,
        reason=choice.reason,
        note=choice.note,
        was_proposed=was_proposed,
        offer_name=offer.name[:120],
        decided_by=by,
        decided_at=at,
    )
    detail = {"offer": offer.code, "choice": choice.choice, "reason": choice.reason, "was_proposed": was_proposed}
    record(by=by, at=at, action="plans.decide_item", person_id=person.person_id, detail=detail)
    return decision


@transaction.atomic
def export_decisions(out: Path, *, at: datetime) -> int:
    """Write what was proposed and every decision about packages for the next choice; returns how many lines.

    Raises
    ------
    CannotWrite : there is no such folder, or nothing may be written there.
    """
    proposals, day = queries.proposals_of_the_month(at)
    decisions = list(queries.all_decisions())
    today = queries.ids_today({person for person, _ in proposals} | {made.person_id for made in decisions})
    try:
        written = export.write(export.rows(decisions, proposals, day, today), out)
    except OSError as problem:
        raise CannotWrite(f"Cannot write {out}", expected="a file in a folder that may be written to") from problem
    record(by=None, at=at, action="plans.export_decisions", detail={"lines": written})
    return written
