"""What can staff be told by e-mail? The whole text of each kind stands here: nothing is ever filled in but a count."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """One kind of notice.

    Parameters
    ----------
    code : what `notify` calls it.
    meaning : when it is sent, as the page of choices says it.
    subject, words : of the message; they name no person, no place and no matter.
    url_name : the page it leads to, behind the sign-in.
    is_always : whether nobody can do without it, since the law or a promise to patients hangs on it.
    """

    code: str
    meaning: str
    subject: str
    words: str
    url_name: str
    is_always: bool = False


KINDS = {
    kind.code: kind
    for kind in (
        Kind(
            "alert",
            "A record was opened by break-glass, or by somebody close to the person",
            "A record was opened that needs your review",
            "A member of staff opened a record in a way that is always reviewed. Sign in to see which, and why.",
            "access:alerts",
            is_always=True,
        ),
        Kind(
            "overdue_alert",
            "A review of such a read is overdue",
            "A review of access is overdue",
            "A read of a record has waited for its review for too long, and is now yours to look at as well.",
            "access:alerts",
            is_always=True,
        ),
        Kind(
            "objection",
            "Somebody objected to sharing, and a decision is needed",
            "An objection to sharing waits for a decision",
            "Somebody objected to the sharing of their record. It is kept to already, and waits for a decision.",
            "access:objections",
        ),
        Kind(
            "task",
            "Something was given to you to do, or is due",
            "You have something to do",
            "A task was given to you, or is due. Sign in to see it.",
            "home",
        ),
        Kind(
            "referral",
            "A referral came in for you or your team, or was answered",
            "There is news of a referral",
            "A referral came in for you or your team, or somebody answered one of yours. Sign in to see it.",
            "home",
        ),
    )
}
