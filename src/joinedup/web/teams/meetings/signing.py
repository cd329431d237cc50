"""Close a meeting, put its minutes right, sign them; a version is added each time."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from joinedup.core.errors import CannotProceed
from joinedup.web.governance.actions import record
from joinedup.web.teams.meetings import minutes, queries
from joinedup.web.teams.meetings.actions import check_open
from joinedup.web.teams.models import (
    Meeting,
    Minutes,
)


class NotTheChair(CannotProceed):
    """Only who led a meeting signs its minutes."""

    def __init__(self) -> None:
        super().__init__("Minutes are signed by whoever led the meeting", expected="the chair")


class MinutesChanged(CannotProceed):
    """The minutes are no longer as they were read."""

    def __init__(self) -> None:
        super().__init__("The minutes were changed while you were reading them", expected="a look at how they are now")


@transaction.atomic
def close(meeting: Meeting, *, by: Any, at: datetime) -> Minutes:
    """Close a meeting and write the first version of its minutes. Whoever was not reached comes next time."""
    check_open(meeting)
    Meeting.objects.filter(pk=meeting.pk).update(closed_at=at)
    content = minutes.content_of(meeting, at=at)
    made = Minutes.objects.create(meeting=meeting, version=1, content=content, by=by, at=at)
    record(by=by, at=at, action="teams.close_meeting", detail={"meeting": meeting.pk, "people": len(content["people"])})
    return made


def correct(meeting: Meeting, words: str, *, seen_version: int, by: Any, at: datetime) -> Minutes:
    """Add a correction to the minutes; they have to be signed anew.

    Raises
    ------
    MinutesChanged : somebody else wrote a version meanwhile.
    """
    return _next_version(meeting, seen_version, correction=words, is_signed=False, by=by, at=at)


def sign(meeting: Meeting, *, seen_version: int, by: Any, at: datetime) -> Minutes:
    """Sign the minutes as they were read.

    Raises
    ------
    NotTheChair, MinutesChanged : they are not signed.
    """
    if meeting.chair_id != by.pk:
        raise NotTheChair
    return _next_version(meeting, seen_version, correction="", is_signed=True, by=by, at=at)


def _next_version(
    meeting: Meeting, seen_version: int, *, correction: str, is_signed: bool, by: Any, at: datetime
) -> Minutes:
    latest = next(iter(queries.minutes_of(meeting)), None)
    if latest is None:
        raise MinutesChanged
    is_again = latest.version == seen_version + 1 and latest.by_id == by.pk
    if is_again and (latest.correction, latest.is_signed) == (correction, is_signed):
        return latest  # the same form sent twice
    if latest.version != seen_version:
        raise MinutesChanged
    try:
        return _written(meeting, latest, correction=correction, is_signed=is_signed, by=by, at=at)
    except IntegrityError as problem:  # the other of two at the same moment
        raise MinutesChanged from problem


@transaction.atomic
def _written(meeting: Meeting, latest: Minutes, *, correction: str, is_signed: bool, by: Any, at: datetime) -> Minutes:
    made = Minutes.objects.create(
        meeting=meeting,
        version=latest.version + 1,
        content=latest.content,
        correction=correction,
        is_signed=is_signed,
        by=by,
        at=at,
    )
    action = "teams.sign_minutes" if is_signed else "teams.correct_minutes"
    record(by=by, at=at, action=action, detail={"meeting": meeting.pk, "version": made.version})
    return made
