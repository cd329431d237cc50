"""How are referrals, their clocks and their history put into words?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from joinedup.core.teams.referrals import TRANSITIONS, Deed, State, kind_of
from joinedup.core.teams.referrals.clocks import WAITS_FOR, share_of_time
from joinedup.core.teams.referrals.kinds import reason_words, reasons
from joinedup.web.components.words import moment, plural
from joinedup.web.referrals.queries import Wanted

STATES = {
    "sent": "Not looked at yet",
    "seen": "Waits for an answer",
    "accepted": "Accepted",
    "declined": "Back with the sender",
    "withdrawn": "Withdrawn",
    "done": "Done",
}
LEVELS = {
    "sent": "waiting",
    "seen": "waiting",
    "accepted": "low",
    "declined": "high",
    "withdrawn": "low",
    "done": "low",
}
DEEDS = {
    Deed.SEND: "Sent",
    Deed.SEE: "Looked at",
    Deed.ACCEPT: "Accepted",
    Deed.DECLINE: "Declined",
    Deed.HAND_BACK: "Handed back",
    Deed.TRANSFER: "Transferred",
    Deed.SEND_ON: "Sent on",
    Deed.WITHDRAW: "Withdrawn",
    Deed.FINISH: "Done",
    Deed.UNDO: "Undone: as before the last step",
}
BUTTONS = {
    Deed.ACCEPT: "Accept",
    Deed.DECLINE: "Decline",
    Deed.HAND_BACK: "Hand back",
    Deed.TRANSFER: "Transfer",
    Deed.SEND_ON: "Send on",
    Deed.WITHDRAW: "Withdraw",
    Deed.FINISH: "Mark as done",
    Deed.UNDO: "Undo the last step",
}
QUESTIONS = {
    Deed.DECLINE: "Why is it declined?",
    Deed.HAND_BACK: "Why is it handed back?",
    Deed.WITHDRAW: "Why is it withdrawn?",
    Deed.FINISH: "How did it end?",
}
CONSENTS = {
    "": "Not recorded: it stays within health and social care",
    "said": "The person said they agree",
    "written": "The person agreed in writing",
    "representative": "Somebody who may speak for the person agreed",
    "best_interests": "Decided in the person's best interests",
}


def clock_words(due_at: datetime | None, at: datetime) -> str:
    """How much time is left, or since when it is over.

    Examples
    --------
    >>> from datetime import UTC
    >>> noon = datetime(2026, 4, 1, 12, tzinfo=UTC)
    >>> clock_words(noon + timedelta(hours=50), noon), clock_words(noon - timedelta(minutes=90), noon)
    ('2 days left', '1 hour overdue')
    >>> clock_words(noon + timedelta(minutes=20), noon)
    'under an hour left'
    """
    if due_at is None:
        return ""
    hours = int(abs(due_at - at) / timedelta(hours=1))
    long = "under an hour" if hours < 1 else plural(hours, "hour") if hours < 48 else plural(hours // 24, "day")
    return f"{long} overdue" if due_at < at else f"{long} left"


@dataclass(frozen=True)
class Line:
    """One referral in a list."""

    id: str
    reference: str
    named_id: str  # whose name stands in it; empty where there is only a reference
    person: str
    about: str
    kind: str
    is_urgent: bool
    state: str
    level: str
    clock: str
    is_overdue: bool
    waits_for: str
    sender: str
    holder: str
    who: str


def line(row: Any, person: Any, *, is_named: bool, neighbourhoods: Mapping[str, str], at: datetime) -> Line:
    """A referral in a list; the person has a name only for whoever has them in their care."""
    return Line(
        id=str(row.pk),
        reference=row.reference,
        named_id=person.person_id if person is not None and is_named else "",
        person=person_words(person, is_named=is_named),
        about=about(person, neighbourhoods),
        kind=kind_of(row.kind).name,
        is_urgent=row.is_urgent,
        state=STATES[row.state],
        level="high" if row.due_at and row.due_at < at else LEVELS[row.state],
        clock=clock_words(row.due_at, at),
        is_overdue=bool(row.due_at and row.due_at < at),
        waits_for=WAITS_FOR.get(State(row.state), ""),
        sender=row.sender_name,
        holder="The person's neighbourhood team" if is_withheld(row, person, is_named) else row.holder_name,
        who=row.accepted_by.name if row.accepted_by else "",
    )


def target_words(kind: Any, *, is_urgent: bool = False) -> str:
    """How long each step of a kind of referral may take, for a line of text."""
    share = share_of_time(is_urgent)
    seen, answered, done = (span(share * hours) for hours in (kind.seen_hours, kind.answered_hours, kind.done_hours))
    return f"Looked at within {seen}, answered within {answered}, done within {done} of being accepted"


def span(hours: float) -> str:
    """A length of time as people say it.

    Examples
    --------
    >>> span(0.25), span(1), span(48), span(120), span(126)
    ('15 minutes', '1 hour', '48 hours', '5 days', '126 hours')
    """
    if hours < 1:
        return plural(round(60 * hours), "minute")
    return plural(int(hours // 24), "day") if hours > 48 and hours % 24 == 0 else plural(round(hours), "hour")


def is_withheld(row: Any, person: Any, is_named: bool) -> bool:
    """Whether the name of the team would say where somebody lives whose address is withheld."""
    return bool(person and person.is_sensitive and not is_named and row.holder == f"team:{person.neighbourhood}")


def person_words(person: Any, *, is_named: bool) -> str:
    if person is None:
        return "No longer in the place's records"
    return person.full_name if is_named else person.reference


def about(person: Any, neighbourhoods: Mapping[str, str]) -> str:
    """Age and where they live, without a name."""
    if person is None:
        return ""
    age = "age not known" if person.age_years is None else f"{person.age_years} years"
    if person.is_sensitive:
        return f"{age}, where they live is withheld"
    return f"{age}, {neighbourhoods.get(person.neighbourhood, 'outside the place')}"


def event_lines(events: Sequence[Any]) -> list[dict[str, Any]]:
    """The history, latest first."""
    return [
        {
            "at": moment(event.at),
            "what": DEEDS[Deed(event.deed)],
            "to": event.holder_name if event.deed in (Deed.SEND, Deed.TRANSFER, Deed.SEND_ON) else "",
            "reason": reason_words(event.reason),
            "note": event.note,
            "consent": CONSENTS[event.consent] if event.consent else "",
            "by": event.by.name if event.by else f"{event.by_name}, by the link",
            "acting": event.acting_name,
        }
        for event in reversed(events)
    ]


def deed_choices(deed: Deed) -> list[dict[str, str]]:
    """The reasons to choose from for a deed."""
    transition = TRANSITIONS.get(deed)
    if transition is None or not transition.reasons:
        return []
    return [{"value": code, "text": words} for code, words in reasons(transition.reasons).items()]


def deed_buttons(deeds: Sequence[Deed], last: Any) -> list[dict[str, str]]:
    """What may be done now; looking is no button."""
    return [
        {
            "deed": deed.replace(" ", "-"),
            "text": BUTTONS[deed] if deed is not Deed.UNDO else f"Undo: {DEEDS[Deed(last.deed)].lower()}",
        }
        for deed in deeds
        if deed in BUTTONS
    ]


def link_lines(links: Sequence[Any], at: datetime) -> list[dict[str, str]]:
    """The links sent, and what became of each."""
    return [
        {
            "at": moment(one.sent_at),
            "email": one.email,
            "state": f"opened {moment(one.used_at)}"
            if one.used_at
            else "ended"
            if one.ended_at or one.expires_at <= at
            else f"not opened; good until {moment(one.expires_at)}",
            "by": one.sent_by.name if one.sent_by else "a reminder, or asked for again",
        }
        for one in links
    ]


def query_of(inbox: str, wanted: Wanted, **changed: Any) -> str:
    """A filter as it stands in an address."""
    shown = {
        "inbox": inbox,
        "show": wanted.show,
        "kind": wanted.kind,
        "state": wanted.state,
        "overdue": "yes" if wanted.is_overdue else "",
        "mine": "yes" if wanted.is_mine else "",
        **changed,
    }
    return urlencode({name: value for name, value in shown.items() if value})


def facts(
    row: Any, person: Any, neighbourhoods: Mapping[str, str], *, is_asked: bool = True, objects: bool = False
) -> list[tuple[str, str]]:
    """What is told to those who open no records: who it is, and where they live, only once they have accepted.

    Parameters
    ----------
    is_asked : the referral lies with them.
    objects : the person objects, since it was sent, to their being told.
    """
    if objects:
        return [("Person", "Objects to what is known of them being shared here: please ring whoever sent it")]
    if person is None:
        return [("Person", "No longer in the place's records: please ring whoever sent it")]
    if row.state != State.ACCEPTED or not is_asked:
        later = ". Name and address follow once it is accepted" if is_asked and row.state in ("sent", "seen") else ""
        return [("Person", f"{about(person, neighbourhoods)}{later}")]
    address = ", ".join(part for part in (person.address, person.postcode) if part) or "not known"
    if person.is_sensitive:
        address = "Withheld: please ring whoever sent it"
    return [("Person", person.full_name), ("Age and area", about(person, neighbourhoods)), ("Address", address)]
