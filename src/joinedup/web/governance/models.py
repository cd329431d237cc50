"""What is kept about who may see whom, and about who saw whom?"""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from joinedup.core.errors import CannotProceed


class IsAppendOnly(CannotProceed):
    """An audit entry, or another record of what somebody did, cannot be changed or removed."""

    def __init__(self) -> None:
        super().__init__("The audit can only be added to", expected="a further entry")


class AppendOnly(models.QuerySet[Any]):
    """Entries that refuse to be changed; the database refuses too, by triggers."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise IsAppendOnly

    def delete(self) -> NoReturn:
        raise IsAppendOnly

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise IsAppendOnly


class Kept(models.Model):
    """What somebody did, kept as it was: rows are added, never changed. A migration adds the triggers."""

    objects = AppendOnly.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise IsAppendOnly
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise IsAppendOnly


class AuditEntry(Kept):
    """One row per thing somebody did or was refused.

    Role, organisation and username are copies of what they were at that moment. `detail` holds
    codes and counts, never personal data.
    """

    class Outcome(models.TextChoices):
        ALLOWED = "allowed"
        REFUSED = "refused"

    at = models.DateTimeField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    username = models.CharField(max_length=150, blank=True)
    role = models.CharField(max_length=40, blank=True)
    organisation = models.CharField(max_length=80, blank=True)
    action = models.CharField(max_length=80)
    person_id = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    detail = models.JSONField(default=dict)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.ALLOWED)

    class Meta:
        ordering = ("-id",)
        indexes = (
            models.Index(fields=("person_id", "-id"), name="audit_person"),
            models.Index(fields=("username", "-id"), name="audit_username"),
            models.Index(fields=("action", "-id"), name="audit_action"),
            models.Index(fields=("at",), name="audit_at"),
        )

    def __str__(self) -> str:
        return f"{self.action} {self.outcome}"


class CareRelationship(models.Model):
    """One row per period in which a member of staff may see a person's record, with ground, source and reason.

    `source` is what brought it about, such as `referrals.referral:12`; it is empty where staff declared it
    themselves, and then it reaches no further than their neighbourhood. A row is never removed: it ends.
    """

    class Ground(models.TextChoices):
        REGISTRATION = "registration", "The person is registered with my practice or team"
        REFERRAL = "referral", "The person was referred to me"
        CONTACT = "contact", "I am in contact with the person about their care"
        TEAM = "team", "The person is on my team's caseload"
        NAMED = "named", "The person's plan names me"
        BREAK_GLASS = "break_glass", "Opened by break-glass"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="care_relationships")
    person_id = models.CharField(max_length=40)
    ground = models.CharField(max_length=20, choices=Ground.choices)
    source = models.CharField(max_length=80, blank=True)
    reason = models.CharField(max_length=500)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(help_text="The relationship holds before this moment, and not from it on.")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True, help_text="When it was ended, or found to have run out; then ends_at.")
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    end_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("-starts_at", "-id")
        indexes = (
            models.Index(fields=("user", "person_id", "ends_at"), name="relationship_user_person"),
            models.Index(fields=("person_id", "ends_at"), name="relationship_person"),
            models.Index(fields=("source",), name="relationship_source"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(ends_at__gte=F("starts_at")), name="relationship_ends_after_start"),
            models.CheckConstraint(condition=~Q(reason=""), name="relationship_has_a_reason"),
            models.UniqueConstraint(
                fields=("user", "person_id", "ground", "source"),
                condition=Q(ended_at=None),
                name="relationship_open_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.ground} from {self.starts_at:%Y-%m-%d}"


# What staff may declare of themselves; the others come from a register, a referral, a team or a plan.
DECLARED = (
    CareRelationship.Ground.REGISTRATION,
    CareRelationship.Ground.REFERRAL,
    CareRelationship.Ground.CONTACT,
)
