"""What may be done with a referral? The one table of states and what leads from each to the next."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class State(StrEnum):
    """How a referral stands."""

    SENT = "sent"
    SEEN = "seen"
    ACCEPTED = "accepted"
    DECLINED = "declined"  # back with whoever sent it, who sends it on or closes it
    WITHDRAWN = "withdrawn"
    DONE = "done"

    @property
    def is_open(self) -> bool:
        """Whether somebody still has something to do."""
        return self not in (State.WITHDRAWN, State.DONE)


class Side(StrEnum):
    """Whose move it is: of the inbox that was asked, or of the one that asked."""

    HOLDER = "holder"
    SENDER = "sender"


class Deed(StrEnum):
    """What somebody does with a referral."""

    SEND = "send"
    SEE = "see"
    ACCEPT = "accept"
    DECLINE = "decline"
    HAND_BACK = "hand back"
    TRANSFER = "transfer"
    SEND_ON = "send on"
    WITHDRAW = "withdraw"
    FINISH = "finish"
    UNDO = "undo"


@dataclass(frozen=True)
class Transition:
    """One deed: from which states, to which, by whom.

    Parameters
    ----------
    reasons : the list in the definitions a reason has to come from; empty where none is asked for.
    has_destination : whether it goes to another inbox.
    can_be_undone : by the same side, for a while, as long as nobody has done anything since.
    """

    deed: Deed
    sources: tuple[State, ...]
    target: State
    side: Side
    reasons: str = ""
    has_destination: bool = False
    can_be_undone: bool = False


WAITING = (State.SENT, State.SEEN)
HELD = (*WAITING, State.ACCEPTED)
TRANSITIONS: dict[Deed, Transition] = {
    one.deed: one
    for one in (
        Transition(Deed.SEE, (State.SENT,), State.SEEN, Side.HOLDER),
        Transition(Deed.ACCEPT, WAITING, State.ACCEPTED, Side.HOLDER, can_be_undone=True),
        Transition(Deed.DECLINE, WAITING, State.DECLINED, Side.HOLDER, reasons="declined", can_be_undone=True),
        Transition(Deed.HAND_BACK, (State.ACCEPTED,), State.DECLINED, Side.HOLDER, "declined", can_be_undone=True),
        Transition(Deed.TRANSFER, HELD, State.SENT, Side.HOLDER, has_destination=True, can_be_undone=True),
        Transition(Deed.SEND_ON, (State.DECLINED,), State.SENT, Side.SENDER, has_destination=True, can_be_undone=True),
        Transition(
            Deed.WITHDRAW, (*HELD, State.DECLINED), State.WITHDRAWN, Side.SENDER, "withdrawn", can_be_undone=True
        ),
        Transition(Deed.FINISH, (State.ACCEPTED,), State.DONE, Side.HOLDER, "outcomes", can_be_undone=True),
    )
}
UNDO_FOR = timedelta(hours=24)
