"""Add somebody to a team and take them out; say and verify skills. Each is audited; ended rows stay."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from joinedup.core.errors import CannotProceed
from joinedup.web.governance.actions import record
from joinedup.web.members import queries
from joinedup.web.members.models import Membership, SkillRecord


class CannotJoin(CannotProceed):
    """Somebody cannot be added to a team."""


class CannotVerify(CannotProceed):
    """Nobody verifies their own skill."""


@transaction.atomic
def add(user_id: int, neighbourhood: str, *, by: Any, at: datetime) -> Membership:
    """Add somebody who works in the whole place to a team. Asked again, it changes nothing.

    Raises
    ------
    CannotJoin : they are not active staff of the whole place whose role belongs to teams.
    """
    user = queries.could_join(neighbourhood, at=at).filter(pk=user_id).first()
    if user is None:
        held = queries.memberships_of_team(neighbourhood, at=at).get(user_id)
        if held is not None:
            return held
        raise CannotJoin("This member of staff cannot be added", expected="somebody who works in the whole place")
    made = Membership.objects.create(user=user, neighbourhood=neighbourhood, starts_at=at, added_by=by)
    record(by=by, at=at, action="members.add", detail={"for": user.username, "team": neighbourhood})
    return made


@transaction.atomic
def take_out(user_id: int, neighbourhood: str, *, by: Any, at: datetime) -> bool:
    """End somebody's membership of a team; False if there is none."""
    held = queries.memberships_of_team(neighbourhood, at=at).get(user_id)
    if held is None:
        return False
    Membership.objects.filter(pk=held.pk).update(ends_at=at)
    record(by=by, at=at, action="members.take_out", detail={"user": user_id, "team": neighbourhood})
    return True


@transaction.atomic
def say(skill: str, level: int, *, by: Any, at: datetime) -> SkillRecord:
    """Say which skill one has; another level has to be verified anew."""
    held = SkillRecord.objects.select_for_update().filter(user=by, skill=skill, ended_at=None).first()
    if held is not None and held.level == level:
        return held
    if held is not None:
        SkillRecord.objects.filter(pk=held.pk).update(ended_at=at)
    made = SkillRecord.objects.create(user=by, skill=skill, level=level, said_at=at)
    record(by=by, at=at, action="members.say_skill", detail={"skill": skill, "level": level})
    return made


@transaction.atomic
def unsay(number: int, *, by: Any, at: datetime) -> bool:
    """Take back a skill of one's own; False if there is none."""
    found = SkillRecord.objects.filter(pk=number, user=by, ended_at=None).update(ended_at=at)
    if found:
        record(by=by, at=at, action="members.unsay_skill", detail={"record": number})
    return bool(found)


@transaction.atomic
def verify(row: SkillRecord, *, expires_on: date, by: Any, at: datetime) -> None:
    """Write down that somebody else showed a skill, and until when that holds.

    Raises
    ------
    CannotVerify : it is one's own.
    """
    if row.user_id == by.pk:
        raise CannotVerify("Nobody verifies their own skill", expected="another team lead")
    SkillRecord.objects.filter(pk=row.pk).update(verified_by=by, verified_at=at, expires_on=expires_on)
    detail = {"skill": row.skill, "level": row.level, "for": row.user.username, "until": expires_on.isoformat()}
    record(by=by, at=at, action="members.verify_skill", detail=detail)
