"""Where does a referral lie, what may be done with it there, and what is it afterwards?"""

from dataclasses import dataclass, replace
from datetime import datetime

from joinedup.core.errors import CannotProceed
from joinedup.core.teams.referrals.clocks import Clock, clock
from joinedup.core.teams.referrals.inboxes import Inbox
from joinedup.core.teams.referrals.kinds import Kind, kind_of, reasons
from joinedup.core.teams.referrals.states import TRANSITIONS, UNDO_FOR, Deed, Side, State


class NotAllowed(CannotProceed):
    """A referral is not where, or not as, this would need it to be."""


@dataclass(frozen=True)
class Step:
    """What somebody wants to do.

    Parameters
    ----------
    acting : the inbox they work from.
    reason : a code of the list the deed asks for.
    to : where it goes, if the deed has a destination.
    """

    deed: Deed
    acting: Inbox
    reason: str = ""
    to: Inbox | None = None


@dataclass(frozen=True)
class Event:
    """What was done last, and how everything stood before."""

    deed: Deed
    acting: Inbox
    at: datetime
    before: "Standing"


@dataclass(frozen=True)
class Standing:
    """State and holder, and since when.

    Parameters
    ----------
    asked_at : when the holder was asked; both clocks of an answer count from it.
    since : when it came into the state.
    """

    state: State
    holder: Inbox
    asked_at: datetime
    since: datetime


@dataclass(frozen=True)
class Referral:
    """A referral as it stands.

    Parameters
    ----------
    kind : a code of the definitions.
    last : what was done last; None of one just sent.
    targets : its kind with the targets a place agreed for itself; as the definitions have them if None.
    """

    kind: str
    sender: Inbox
    now: Standing
    is_urgent: bool = False
    last: Event | None = None
    targets: Kind | None = None

    @classmethod
    def sent(
        cls,
        kind: str,
        *,
        sender: Inbox,
        to: Inbox,
        at: datetime,
        is_urgent: bool = False,
        targets: Kind | None = None,
    ) -> "Referral":
        """A new referral.

        Raises
        ------
        NotAllowed : this kind does not go to such an inbox, or it would go to whoever sends it.
        """
        check_destination(kind, sender, to)
        return cls(kind, sender, Standing(State.SENT, to, at, at), is_urgent, targets=targets)

    @property
    def inbox(self) -> Inbox | None:
        """The one inbox it lies in; None of one that is finished."""
        if not self.now.state.is_open:
            return None
        return self.sender if self.now.state is State.DECLINED else self.now.holder

    @property
    def clock(self) -> Clock | None:
        """What it waits for; None of one that is finished."""
        now, kind = self.now, self.targets or kind_of(self.kind)
        return clock(kind, now.state, asked_at=now.asked_at, since=now.since, is_urgent=self.is_urgent)

    def party(self, side: Side) -> Inbox:
        """The inbox of a side."""
        return self.sender if side is Side.SENDER else self.now.holder

    def may(self, acting: Inbox, at: datetime) -> tuple[Deed, ...]:
        """What may be done with it from an inbox now."""
        found = [
            one.deed for one in TRANSITIONS.values() if self.now.state in one.sources and self.party(one.side) == acting
        ]
        return (*found, Deed.UNDO) if self.can_undo(acting, at) else tuple(found)

    def can_undo(self, acting: Inbox, at: datetime) -> bool:
        """Whether the last deed may be taken back: by the same inbox, within a day, nothing done since."""
        last = self.last
        if last is None or last.deed not in TRANSITIONS or not TRANSITIONS[last.deed].can_be_undone:
            return False
        return last.acting == acting and at - last.at <= UNDO_FOR

    def after(self, step: Step, at: datetime) -> "Referral":
        """The referral after something is done with it.

        Raises
        ------
        NotAllowed : it may not be done from this inbox, or not now, or lacks a reason or a destination.
        """
        if step.deed not in self.may(step.acting, at):
            raise NotAllowed(
                f"This referral cannot be changed in this way now: it is {self.now.state}",
                expected="a look at how it stands",
            )
        if step.deed is Deed.UNDO:
            return self.before_last(step, at)
        transition = TRANSITIONS[step.deed]
        if transition.reasons and step.reason not in reasons(transition.reasons):
            raise NotAllowed("No reason was given", available=reasons(transition.reasons))
        event = Event(step.deed, step.acting, at, self.now)
        if transition.has_destination:
            return replace(self, now=Standing(transition.target, self.destination(step), at, at), last=event)
        return replace(self, now=replace(self.now, state=transition.target, since=at), last=event)

    def destination(self, step: Step) -> Inbox:
        """Where a step leads."""
        if step.to is None:
            raise NotAllowed("No destination was given", expected="a team, an agency or an organisation")
        check_destination(self.kind, step.acting, step.to)
        if step.to == self.sender:
            raise NotAllowed("It would go to whoever sent it", expected="handing it back, with a reason")
        return step.to

    def before_last(self, step: Step, at: datetime) -> "Referral":
        """The referral as it was; its clocks go on as if nothing had been done."""
        assert self.last is not None, "may() has looked"
        return replace(self, now=self.last.before, last=Event(Deed.UNDO, step.acting, at, self.now))


def check_destination(kind: str, acting: Inbox, to: Inbox) -> None:
    """Raise unless a kind of referral may go from one inbox to another."""
    if to.kind not in kind_of(kind).to:
        raise NotAllowed(f"{kind_of(kind).name} does not go there", available=kind_of(kind).to)
    if to == acting:
        raise NotAllowed("It would stay where it is", expected="another team or organisation")
