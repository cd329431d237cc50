"""Look at a pair of records, decide about it, undo a decision, say that two joined records are two people."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.db import IntegrityError, transaction

from joinedup.core.errors import CannotProceed
from joinedup.web.governance.actions import record as record_one
from joinedup.web.governance.permissions import Refused, may
from joinedup.web.review import export, pairing, queries, standing
from joinedup.web.review.models import KEY, Decision, ReviewPair

PURPOSE_WORDS = "to say whether two records are about one person"


class NoLongerAwaited(CannotProceed):
    """The pair was settled between looking and deciding."""

    def __init__(self) -> None:
        super().__init__("This pair no longer awaits a decision of yours", expected="another pair of the queue")


class DecidedAlready(CannotProceed):
    """Nobody decides the same pair twice."""

    def __init__(self, earlier: Decision) -> None:
        super().__init__(
            "You have decided about this pair already", expected="your decision to be undone before you decide again"
        )
        self.earlier = earlier


class CannotWrite(CannotProceed):
    """The file the decisions should go into cannot be written."""


class NotTheirs(CannotProceed):
    """Two records that are not both this person's cannot be taken apart."""


@dataclass(frozen=True)
class Answer:
    """What somebody says about a pair.

    Parameters
    ----------
    verdict : same, different or cannot_tell.
    reason : a few words, or none.
    """

    verdict: str
    reason: str = ""


def record(pair: ReviewPair, action: str, *, by: Any, at: datetime, **detail: Any) -> None:
    """One entry for each person the pair is about: whoever looks at a pair looks at both."""
    for person_id in pair.person_ids:
        record_one(
            by=by,
            at=at,
            action=action,
            person_id=person_id,
            reason=PURPOSE_WORDS,
            detail={"pair": pair.reference, **detail},
        )


@transaction.atomic
def open_pair(pair_id: str, *, by: Any, at: datetime, action: str = "review.view_pair") -> ReviewPair | None:
    """The pair if it waits for a decision of the user's; None if where they work there is no such pair.

    Raises
    ------
    DecidedAlready, NoLongerAwaited : the reason for looking at these two people is over, so they are not shown.
    """
    pair = queries.pair_in_patch(pair_id, by=by)
    if pair is None:
        record_one(by=by, at=at, action=action, outcome="refused", detail={"why": "no such pair where the user works"})
        return None
    made = queries.decisions_of(pair_id)
    check_awaited(pair, made, by=by, is_settling=action == "review.view_disagreement")
    record(pair, action, by=by, at=at, purpose=purpose_of(pair))
    return pair


def check_awaited(pair: ReviewPair, made: Iterable[Decision], *, by: Any, is_settling: bool) -> None:
    """Raise unless a pair waits for a decision of the user's."""
    own = standing.of_user(made, by)
    if own:
        raise DecidedAlready(own)
    if pair.state not in ((ReviewPair.State.DISAGREED,) if is_settling else queries.OPEN):
        raise NoLongerAwaited


def purpose_of(pair: ReviewPair) -> str:
    """What a decision of a reviewer is for. Only the report that two joined records are two people is an unlinking."""
    return Decision.Purpose.SAMPLE if pair.is_sample else Decision.Purpose.REVIEW


@transaction.atomic
def decide(pair_id: str, answer: Answer, *, by: Any, at: datetime, is_settling: bool = False) -> Decision | None:
    """Write down what somebody says about a pair. Sending the same form twice writes it once.

    Of two people who decide at once both are kept where the pair needs two; otherwise the later is told.

    Parameters
    ----------
    is_settling : by somebody who saw that two others disagree.

    Raises
    ------
    DecidedAlready : the user has said something else about it.
    NoLongerAwaited : it waits for nobody, or not for this user.
    """
    pair = queries.pair_for_update(pair_id, by=by)
    if pair is None:
        return None
    made = queries.decisions_of(pair_id)
    own = standing.of_user(made, by)
    if own and (own.verdict, own.reason) == (answer.verdict, answer.reason):
        return own
    check_awaited(pair, made, by=by, is_settling=is_settling)
    said = {"verdict": answer.verdict, "reason": answer.reason, "settles": is_settling}
    return write(pair, made, purpose=purpose_of(pair), by=by, at=at, **said)


def write(pair: ReviewPair, made: list[Decision], *, by: Any, at: datetime, **said: Any) -> Decision:
    """Add one decision to those made about a pair, and move the pair to what it waits for now."""
    written = Decision(
        decision_id=str(uuid4()),
        pair_id=pair.pair_id,
        version=len(made) + 1,
        **{name: getattr(pair, name) for name in KEY},
        needs_two=pair.needs_two,
        decided_by=by,
        decided_at=at,
        neighbourhood=pair.neighbourhood,
        **said,
    )
    try:
        with transaction.atomic():
            written.save(force_insert=True)
    except IntegrityError as problem:  # another process wrote this version: a database that holds no rows for update
        raise NoLongerAwaited from problem
    now = standing.state([*made, written], needs_two=pair.needs_two)
    ReviewPair.objects.filter(pair_id=pair.pair_id).update(state=now)
    action = "review.undo_decision" if written.undoes else "review.decide_pair"
    record(pair, action, by=by, at=at, verdict=written.verdict, purpose=written.purpose)
    return written


@transaction.atomic
def undo(decision_id: str, *, by: Any, at: datetime) -> Decision | None:
    """Withdraw a decision by a further one; undoing it twice undoes it once. None if there is no such decision.

    Raises
    ------
    Refused : it is not the user's own, and the user may not undo those of others. Whether it exists is not said.
    """
    wanted = queries.decision(decision_id, by=by)
    is_own = wanted is not None and wanted.decided_by_id == by.pk
    if not is_own and not may(by, "review.settle_pair"):
        raise Refused("review.undo_decision", words="Only the person who decided, or a lead, can undo a decision.")
    if wanted is None or not wanted.verdict:
        return None
    pair = queries.pair_of_decision(wanted)
    made = queries.decisions_of(wanted.pair_id)
    done = next((one for one in made if one.undoes == decision_id), None)
    return done or write(pair, made, undoes=decision_id, purpose=wanted.purpose, by=by, at=at)


@transaction.atomic
def report_two_people(person: Any, keys: tuple[int, int], *, reason: str, by: Any, at: datetime) -> Decision:
    """Say that two records the index joined are about two people: a first decision, for somebody else to confirm.

    Parameters
    ----------
    person : whose page it is said on; the user has them in their care.
    keys : ids of the two records.

    Raises
    ------
    NotTheirs : the two are not two records of this person.
    DecidedAlready : the user has decided about these two before.
    """
    found = {one.pk: one for one in queries.records_of(person.ids) if one.pk in keys}
    if len(found) != 2:
        raise NotTheirs("These are not two records of this person", expected="two different records of the list")
    left, right = found[keys[0]], found[keys[1]]
    pair = queries.pair_of_records(left.key, right.key) or pairing.reported(left, right, person)
    made = queries.decisions_of(pair.pair_id)
    own = standing.of_user(made, by)
    if own and own.verdict == Decision.Verdict.DIFFERENT:
        return own
    if own:
        raise DecidedAlready(own)
    pair.needs_two, pair.priority = True, pairing.REPORTED_PRIORITY
    pair.save()
    record(pair, "review.report_two_people", by=by, at=at)
    return write(pair, made, verdict="different", reason=reason, purpose=Decision.Purpose.UNLINK, by=by, at=at)


@transaction.atomic
def export_decisions(out: Path, *, at: datetime) -> int:
    """Write every decision into a file for the next joining of records; returns how many.

    Raises
    ------
    CannotWrite : there is no such folder, or nothing may be written there.
    """
    try:
        written = export.write(queries.all_decisions().iterator(), out)
    except OSError as problem:
        raise CannotWrite(f"Cannot write {out}", expected="a file in a folder that may be written to") from problem
    record_one(by=None, at=at, action="review.export_decisions", detail={"decisions": written})
    return written


def record_look_at_quality(*, by: Any, at: datetime) -> None:
    """Write into the audit that somebody read how good the joins are."""
    record_one(by=by, at=at, action="review.view_quality")
