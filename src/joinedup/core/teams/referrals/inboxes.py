"""Who can be asked? Each team, agency and organisation outside has one inbox, shared by those who work there."""

from dataclasses import dataclass
from enum import StrEnum

from joinedup.core.errors import CannotProceed


class InboxKind(StrEnum):
    """What sort of party an inbox belongs to."""

    TEAM = "team"  # a neighbourhood team, by the neighbourhood's code
    AGENCY = "agency"  # an organisation whose staff sign in, by its code in the place file
    OUTSIDE = "outside"  # a charity or provider without sign-in, by its id in the directory


class NoSuchInbox(CannotProceed):
    """What was given as an inbox is none."""


@dataclass(frozen=True)
class Inbox:
    """Where a referral can lie.

    Parameters
    ----------
    code : of the neighbourhood, the organisation or the directory's entry.

    Examples
    --------
    >>> Inbox.of("team:purbeck").key
    'team:purbeck'
    """

    kind: InboxKind
    code: str

    @property
    def key(self) -> str:
        """The inbox in one word, as tables hold it."""
        return f"{self.kind}:{self.code}"

    @classmethod
    def of(cls, key: str) -> "Inbox":
        """The inbox of a key.

        Raises
        ------
        NoSuchInbox : the key is not a kind and a code with a colon between.
        """
        kind, colon, code = key.partition(":")
        if kind not in set(InboxKind) or not colon or not code:
            raise NoSuchInbox(
                "No such inbox", expected="a kind and a code", available=[f"{one}:…" for one in InboxKind]
            )
        return cls(InboxKind(kind), code)
