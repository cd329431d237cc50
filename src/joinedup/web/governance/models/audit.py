"""Who did what, and what makes a later change of it evident?"""

from django.conf import settings
from django.db import models

from joinedup.web.governance.models.kept import Kept


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


class AuditLink(Kept):
    """One row per entry of the audit, in the order they were chained; its digest covers the entry and the link before.

    A link is written a moment after its entry (`governance.chain`), so that no reader waits for another.
    """

    position = models.BigIntegerField(primary_key=True)  # 1, 2, 3 … without a gap
    entry = models.OneToOneField(AuditEntry, on_delete=models.PROTECT, related_name="link")
    digest = models.CharField(max_length=64)  # SHA-256, hexadecimal

    class Meta:
        ordering = ("position",)

    def __str__(self) -> str:
        return f"{self.position}: {self.digest[:8]}"
