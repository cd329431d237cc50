"""Until when may a referral wait, and for what? Every open one has exactly one clock."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from joinedup import definitions
from joinedup.core.teams.referrals.kinds import DEFINITION, Kind
from joinedup.core.teams.referrals.states import State

WAITS_FOR = {
    State.SENT: "to be looked at",
    State.SEEN: "an answer",
    State.ACCEPTED: "the help to be given",
    State.DECLINED: "whoever sent it to send it on or close it",
}


@dataclass(frozen=True)
class Clock:
    """What a referral waits for.

    Parameters
    ----------
    since : when this wait began.
    due_at : when it should be over.
    """

    waits_for: str
    since: datetime
    due_at: datetime

    def is_overdue(self, at: datetime) -> bool:
        """Whether the wait has taken too long."""
        return at > self.due_at


def clock(kind: Kind, state: State, *, asked_at: datetime, since: datetime, is_urgent: bool) -> Clock | None:
    """The clock of a referral; None of one that is finished.

    Parameters
    ----------
    asked_at : when the present holder was asked: the time to see and to answer counts from then, so that
        looking at a referral gives nobody more time.
    since : when it came into its state.
    """
    if not state.is_open:
        return None
    begun, hours = {
        State.SENT: (asked_at, kind.seen_hours),
        State.SEEN: (asked_at, kind.answered_hours),
        State.ACCEPTED: (since, kind.done_hours),
        State.DECLINED: (since, definitions.read(DEFINITION)["sender_hours"]),
    }[state]
    return Clock(WAITS_FOR[state], begun, begun + timedelta(hours=hours * share_of_time(is_urgent)))


def share_of_time(is_urgent: bool) -> float:
    """The share of each target that a referral may take."""
    share: float = definitions.read(DEFINITION)["urgent_share"]
    return share if is_urgent else 1
