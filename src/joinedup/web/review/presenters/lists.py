"""How do a pair of the queue and a decision stand in a list?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from joinedup.web.components.words import moment
from joinedup.web.people.words import agency
from joinedup.web.review import words
from joinedup.web.review.pairing import codes


@dataclass(frozen=True)
class QueueRow:
    """One pair of the queue, without a word of who it is about."""

    pair_id: str
    reference: str
    why: str
    stage: str
    neighbourhood: str
    agencies: str
    stakes: str


def queue_row(pair: Any, *, neighbourhoods: Mapping[str, str], organisations: Mapping[str, str]) -> QueueRow:
    return QueueRow(
        pair_id=pair.pair_id,
        reference=pair.reference,
        why=words.why_short("sample" if pair.is_sample else pair.why),
        stage=words.STAGES.get(pair.state, pair.get_state_display()),
        neighbourhood=neighbourhoods.get(pair.neighbourhood, "No one neighbourhood"),
        agencies=", ".join(agency(code, organisations) for code in codes(pair.organisations)) or "not known",
        stakes="Care on both sides: two people decide" if pair.needs_two else "One decision is enough",
    )


@dataclass(frozen=True)
class DecisionLine:
    """One decision, as it stands in a list."""

    decision_id: str
    reference: str
    verdict: str
    purpose: str
    by: str
    at: str
    reason: str
    is_undone: bool
    may_undo: bool


def decision_line(made: Any, *, by: Any, may_undo_all: bool) -> DecisionLine:
    is_undone = getattr(made, "is_undone", False)
    return DecisionLine(
        decision_id=made.decision_id,
        reference=made.reference,
        verdict=words.VERDICTS.get(made.verdict, "Undid an earlier decision"),
        purpose=words.why_short("sample") if made.purpose == "sample" else PURPOSES[made.purpose],
        by=f"{made.decided_by.name}, {made.decided_by.role_words}",
        at=moment(made.decided_at),
        reason=made.reason,
        is_undone=is_undone,
        may_undo=bool(made.verdict) and not is_undone and (may_undo_all or made.decided_by_id == by.pk),
    )


PURPOSES = {"review": "Uncertain join", "unlink": "Reported from care"}
