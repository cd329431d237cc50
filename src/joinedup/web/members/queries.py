"""Who belongs to a team now, and which teams does somebody belong to?"""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from joinedup.web.accounts.models import User
from joinedup.web.governance.roles import IN_TEAMS
from joinedup.web.members.models import Membership, SkillRecord


def holding(at: datetime) -> Q:
    """The condition a membership meets that holds at a moment."""
    return Q(starts_at__lte=at) & (Q(ends_at=None) | Q(ends_at__gt=at))


def teams_of(user: Any, *, at: datetime) -> list[str]:
    """The neighbourhoods whose team somebody belongs to: that of their work, or those they were added to."""
    if user.role not in IN_TEAMS:
        return []
    if user.neighbourhood:
        return [user.neighbourhood]
    added = Membership.objects.filter(holding(at), user=user).order_by("neighbourhood")
    return list(added.values_list("neighbourhood", flat=True))


def members_of(neighbourhood: str, *, at: datetime) -> QuerySet[User]:
    """The active members of a team, by role and name."""
    added = Membership.objects.filter(holding(at), neighbourhood=neighbourhood).values("user")
    here = Q(neighbourhood=neighbourhood) | Q(pk__in=added, neighbourhood="")
    return User.objects.filter(here, is_active=True, role__in=IN_TEAMS).order_by("role", "name")


def could_join(neighbourhood: str, *, at: datetime) -> QuerySet[User]:
    """Active staff of the whole place who may be added to a team."""
    added = Membership.objects.filter(holding(at), neighbourhood=neighbourhood).values("user")
    everywhere = User.objects.filter(neighbourhood="", is_active=True, role__in=IN_TEAMS)
    return everywhere.exclude(pk__in=added).order_by("role", "name")


def membership(user: Any, neighbourhood: str, *, at: datetime) -> Membership | None:
    return Membership.objects.filter(holding(at), user=user, neighbourhood=neighbourhood).first()


def memberships_of_team(neighbourhood: str, *, at: datetime) -> dict[int, Membership]:
    """The memberships of a team that hold, by user."""
    return {one.user_id: one for one in Membership.objects.filter(holding(at), neighbourhood=neighbourhood)}


def skills_of(users: Any) -> QuerySet[SkillRecord]:
    """What some members of staff can do now, verified or not."""
    found = SkillRecord.objects.filter(user__in=users, ended_at=None).select_related("user", "verified_by")
    return found.order_by("skill", "user__name")


def who_can(skill: str) -> QuerySet[SkillRecord]:
    """Everybody active with a skill, verified or not; `core.teams.skills` says in which order to ask them."""
    found = SkillRecord.objects.filter(skill=skill, ended_at=None, user__is_active=True)
    return found.select_related("user", "verified_by")


def skill_record(number: int) -> SkillRecord | None:
    return SkillRecord.objects.filter(pk=number, ended_at=None).select_related("user").first()
