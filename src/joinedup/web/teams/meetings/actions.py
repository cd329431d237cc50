"""Prepare a meeting and run it, each step audited. What was recorded is added, never changed."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from joinedup.core.care.choices import DONE, PLANNED, STOPPED
from joinedup.core.errors import CannotProceed
from joinedup.web.care.plan import agreed_elsewhere
from joinedup.web.components.words import day
from joinedup.web.governance.actions import end_relationships, open_relationship, record
from joinedup.web.governance.permissions import may
from joinedup.web.members.queries import members_of
from joinedup.web.notices.actions import notify
from joinedup.web.teams.meetings import queries
from joinedup.web.teams.meetings.preparing import as_rows, prepare
from joinedup.web.teams.models import (
    ActionNews,
    AgendaItem,
    AgendaRequest,
    Attendance,
    Meeting,
    Outcome,
)


class MeetingIsClosed(CannotProceed):
    """A meeting is over, or was begun by somebody else."""

    def __init__(self) -> None:
        super().__init__("This meeting is closed", expected="a correction to its minutes, or the next meeting")


class RecordedOtherwise(CannotProceed):
    """A form was sent a second time, and says something else than it did then."""

    def __init__(self) -> None:
        super().__init__(
            "This form was sent already, and said something else, which stands. What you see now was not recorded",
            expected="recording it as well, or withdrawing the first",
        )


class NotAMember(CannotProceed):
    """An action was given to somebody who does not belong to the team."""

    def __init__(self) -> None:
        super().__init__("This member of staff does not belong to the team", expected="a member of the team")


@dataclass(frozen=True)
class Recorded:
    """A decision, or an action with who and by when.

    Parameters
    ----------
    token : made when the form was opened, so that sending it twice records it once.
    """

    token: UUID
    words: str
    who: int = 0
    due_on: date | None = None


@transaction.atomic
def begin(neighbourhood: str, run: Any, *, by: Any, at: datetime) -> Meeting:
    """Prepare a team's meeting; if one is open already, that one. Whoever begins it leads it."""
    already = queries.open_meeting(neighbourhood)
    if already is not None:
        return already
    ready = prepare(neighbourhood, run, at=at)
    try:
        with transaction.atomic():
            made = Meeting.objects.create(
                neighbourhood=neighbourhood,
                prepared_at=at,
                data_from=ready.since.data_from,
                data_as_at=ready.since.as_at,
                chair=by,
                left_out={"objecting": ready.objecting, "further": len(ready.further)},
            )
    except IntegrityError:  # the other of two at the same moment
        return queries.open_meeting(neighbourhood) or begin(neighbourhood, run, by=by, at=at)
    AgendaItem.objects.bulk_create(
        AgendaItem(
            meeting=made,
            position=place,
            person_id=item.person_id,
            findings=as_rows(item),
            state=AgendaItem.State.WAITING if place <= len(ready.items) else AgendaItem.State.FURTHER,
        )
        for place, item in enumerate([*ready.items, *ready.further], start=1)
    )
    Attendance.objects.create(meeting=made, user=by)
    detail = {"meeting": made.pk, "team": neighbourhood, "people": len(ready.items)}
    record(by=by, at=at, action="teams.prepare_meeting", detail=detail)
    return made


def check_open(meeting: Meeting) -> None:
    """Raise unless a meeting is still open."""
    if Meeting.objects.select_for_update().get(pk=meeting.pk).closed_at is not None:
        raise MeetingIsClosed


@transaction.atomic
def set_attendance(meeting: Meeting, said: dict[int, str], *, by: Any, at: datetime) -> None:
    """Write down who came and who sent apologies; of members of whom nothing is said, it stays as it was.

    Parameters
    ----------
    said : by user, `came`, `apologies` or `absent`.
    """
    check_open(meeting)
    members = set(members_of(meeting.neighbourhood, at=at).values_list("pk", flat=True))
    said = {user: how for user, how in said.items() if user in members and how in ("came", "apologies", "absent")}
    Attendance.objects.filter(meeting=meeting, user__in=said).delete()
    Attendance.objects.bulk_create(
        Attendance(meeting=meeting, user_id=user, is_apology=how == "apologies")
        for user, how in said.items()
        if how != "absent"
    )
    record(by=by, at=at, action="teams.record_attendance", detail={"meeting": meeting.pk, "people": len(said)})


@transaction.atomic
def add_outcome(item: AgendaItem, kind: str, said: Recorded, *, by: Any, at: datetime) -> Outcome:
    """Record a decision or an action about a person. The same form sent twice records it once.

    Raises
    ------
    MeetingIsClosed, NotAMember, RecordedOtherwise : it cannot be recorded.
    """
    check_open(item.meeting)
    earlier = Outcome.objects.filter(token=said.token).first()
    if earlier is not None:
        check_same(earlier, item, kind, said)
        return earlier
    who = None
    if kind == Outcome.Kind.ACTION:
        who = members_of(item.meeting.neighbourhood, at=at).filter(pk=said.who).first()
        if who is None:
            raise NotAMember
    made = Outcome.objects.create(
        item=item, token=said.token, kind=kind, words=said.words, who=who, due_on=said.due_on, by=by, at=at
    )
    detail = {"meeting": item.meeting_id, "kind": kind, **({"for": who.username} if who else {})}
    record(by=by, at=at, action="teams.record_outcome", person_id=item.person_id, detail=detail)
    if who is not None and who != by:
        notify([who], "task", at=at, key=f"outcome:{made.pk}")
    if who is not None and said.due_on is not None:
        words = f"At the team's meeting of {day(timezone.localdate(at))}"
        agreed_elsewhere.agree(
            source_of(made), item.person_id, what=said.words, words=words, who=who, due_on=said.due_on
        )
    if who is not None and may(who, "people.view_person"):
        reason = f"An action agreed at the team's meeting of {day(timezone.localdate(at))}"
        open_relationship(
            by=by, at=at, person_id=item.person_id, ground="named", reason=reason, user=who, source=source_of(made)
        )
    return made


def check_same(earlier: Outcome, item: AgendaItem, kind: str, said: Recorded) -> None:
    """Raise unless what was recorded by a form is what the form says now."""
    was = Recorded(earlier.token, earlier.words, earlier.who_id or 0, earlier.due_on)
    if (earlier.item_id, earlier.kind, was) != (item.pk, kind, said):
        raise RecordedOtherwise


@transaction.atomic
def withdraw(item: AgendaItem, number: int, token: UUID, *, by: Any, at: datetime) -> bool:
    """Withdraw what was recorded by mistake; False if there is no such thing. Both stay in the tables."""
    check_open(item.meeting)
    meant = queries.standing_outcomes().filter(item=item, pk=number).first()
    if meant is None:
        return False
    Outcome.objects.create(item=item, token=token, kind=Outcome.Kind.WITHDRAWAL, withdraws=meant, by=by, at=at)
    agreed_elsewhere.withdraw(source_of(meant))
    end_relationships(by=by, at=at, source=source_of(meant), reason="The action was withdrawn")
    detail = {"meeting": item.meeting_id, "outcome": number}
    record(by=by, at=at, action="teams.withdraw_outcome", person_id=item.person_id, detail=detail)
    return True


@transaction.atomic
def mark(item: AgendaItem, state: str, *, by: Any, at: datetime) -> None:
    """Write down that a person was talked about, or is deferred to the next meeting."""
    check_open(item.meeting)
    AgendaItem.objects.filter(pk=item.pk).update(state=state)
    detail = {"meeting": item.meeting_id, "state": state}
    record(by=by, at=at, action="teams.mark_discussed", person_id=item.person_id, detail=detail)


@transaction.atomic
def ask_for(person_id: str, neighbourhood: str, words: str, *, by: Any, at: datetime) -> AgendaRequest:
    """Ask that the team talks about a person at its next meeting.

    Asked twice in the same words before a meeting is prepared, it is asked once.
    """
    last = queries.open_meeting(neighbourhood) or queries.last_closed(neighbourhood)
    since = {"at__gte": last.prepared_at} if last else {}
    same = {"neighbourhood": neighbourhood, "person_id": person_id, "words": words, "by": by}
    earlier = AgendaRequest.objects.filter(**same, **since).first()
    if earlier is not None:
        return earlier
    made = AgendaRequest.objects.create(**same, at=at)
    record(by=by, at=at, action="teams.ask_for_meeting", person_id=person_id, detail={"team": neighbourhood})
    return made


@transaction.atomic
def say_of_action(action: Outcome, state: str, note: str, *, by: Any, at: datetime) -> ActionNews:
    """Write down what became of an action, in the plan too if that took it up.

    What ends it ends the care relationship that came from it.

    Raises
    ------
    ChangedMeanwhile : somebody changed it in the plan at the same moment.
    """
    made = ActionNews.objects.create(action=action, state=state, note=note, by=by, at=at)
    record(
        by=by,
        at=at,
        action="teams.say_of_action",
        person_id=action.item.person_id,
        detail={"action": action.pk, "state": state},
    )
    agreed_elsewhere.say(source_of(action), IN_PLAN[state], by=by, at=at)
    if state != ActionNews.State.OPEN:
        end_relationships(by=by, at=at, source=source_of(action), reason=f"The action is {state}")
    return made


IN_PLAN = {ActionNews.State.DONE: DONE, ActionNews.State.DROPPED: STOPPED, ActionNews.State.OPEN: PLANNED}


def source_of(action: Outcome) -> str:
    """What a care relationship from an action names as its source, and an action of a plan as where it was agreed."""
    return f"{queries.AGREED_IN}{action.pk}"
