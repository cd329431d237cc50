"""Who from the whole place belongs to which team, and who showed which skill?"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from joinedup.core.teams.skills import LEVELS


class Membership(models.Model):
    """One row per period in which somebody who works in the whole place belongs to a neighbourhood's team.

    Staff of one neighbourhood belong to its team by that.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    neighbourhood = models.CharField(max_length=60)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, help_text="The membership holds before this moment.")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = (models.Index(fields=("neighbourhood", "ends_at"), name="members_of_a_team"),)
        constraints = (
            models.UniqueConstraint(
                fields=["user", "neighbourhood"], condition=Q(ends_at=None), name="a_member_once_in_a_team"
            ),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at")), name="membership_ends_after_start"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user_id} in {self.neighbourhood}"


class SkillRecord(models.Model):
    """One row per skill somebody has, or had. It counts only once somebody else has verified it.

    A new level or a new check is a new row; the row before it ends.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="skills")
    skill = models.CharField(max_length=40)
    level = models.PositiveSmallIntegerField(choices=list(LEVELS.items()))
    said_at = models.DateTimeField()
    verified_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    verified_at = models.DateTimeField(null=True)
    expires_on = models.DateField(null=True)  # the first day on which it counts no more
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["user", "skill"], condition=Q(ended_at=None), name="a_skill_once"),
            models.CheckConstraint(
                condition=Q(verified_by=None) | ~Q(verified_by=F("user")), name="skill_verified_by_somebody_else"
            ),
            models.CheckConstraint(
                condition=Q(verified_by=None, verified_at=None, expires_on=None)
                | Q(verified_by__isnull=False, verified_at__isnull=False, expires_on__isnull=False),
                name="skill_verified_whole",
            ),
        )

    def __str__(self) -> str:
        return f"{self.skill} {self.level}"
