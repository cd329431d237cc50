"""Who may see whose record, on what ground, and until when?"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from joinedup.web.governance.models.kept import Kept


class CareRelationship(models.Model):
    """One row per period in which a member of staff may see a person's record, with ground, source and reason.

    `source` is what brought it about, such as `referrals.referral:12`; it is empty where staff declared it
    themselves, and then it reaches no further than their neighbourhood. A row is never removed: it ends.
    """

    RAN_OUT = "Ran out"  # why one ended that nobody ended

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


class BreakGlass(Kept):
    """One row per time somebody opened a record on a ground of its own: with no relationship, or what was sealed in it.

    How long it holds is its relationship's to say: `source` there is `governance.break_glass:` and this row's id.
    """

    class Ground(models.TextChoices):
        EMERGENCY = "emergency", "Somebody's life or safety is at risk now"
        CONSENT = "consent", "The person agreed that I look, or asked me to"
        LEGAL_DUTY = "legal_duty", "A law or a court requires it"
        PUBLIC_INTEREST = "public_interest", "It is needed to protect somebody else from serious harm"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    person_id = models.CharField(max_length=40)
    ground = models.CharField(max_length=20, choices=Ground.choices)
    reason = models.CharField(max_length=500)
    opens_sealed = models.BooleanField()  # asked for, whether or not anything is sealed
    overrides_objection = models.BooleanField()  # an objection stood against the user
    at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=("user", "person_id", "until"), name="break_glass_user_person"),)

    def __str__(self) -> str:
        return f"{self.ground} at {self.at:%Y-%m-%d %H:%M}"


class StaffLink(models.Model):
    """One row per member of staff who is a person of the place too: only to notice reads of their own circle."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="person_link")
    person_id = models.CharField(max_length=40, db_index=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Link of {self.user_id}"
