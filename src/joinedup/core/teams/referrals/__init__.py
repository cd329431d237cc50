"""A referral from being sent to being finished: where it lies, what may be done with it, and until when."""

from joinedup.core.teams.referrals.choices import ReferralChoices
from joinedup.core.teams.referrals.clocks import Clock, clock
from joinedup.core.teams.referrals.inboxes import Inbox, InboxKind
from joinedup.core.teams.referrals.kinds import Kind, kind_of, kinds
from joinedup.core.teams.referrals.referral import Event, NotAllowed, Referral, Step
from joinedup.core.teams.referrals.states import TRANSITIONS, Deed, Side, State

__all__ = [
    "TRANSITIONS",
    "Clock",
    "Deed",
    "Event",
    "Inbox",
    "InboxKind",
    "Kind",
    "NotAllowed",
    "Referral",
    "ReferralChoices",
    "Side",
    "State",
    "Step",
    "clock",
    "kind_of",
    "kinds",
]
