"""What must the information-governance lead look at, and what came of it?"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from joinedup.web.governance.models.kept import Kept
from joinedup.web.governance.models.relationships import BreakGlass


class Alert(models.Model):
    """One row per read of a record that somebody must look at: each break-glass, and once a day a read of one's own."""

    class Kind(models.TextChoices):
        BREAK_GLASS = "break_glass", "Break-glass"
        OWN = "own", "Looked at their own record"
        HOUSEHOLD = "household", "Looked at the record of somebody they live with"
        COLLEAGUE = "colleague", "Looked at a colleague's record"

    kind = models.CharField(max_length=20, choices=Kind.choices)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    person_id = models.CharField(max_length=40)
    at = models.DateTimeField()
    on = models.DateField()
    due_at = models.DateTimeField()  # unreviewed by then, it goes to the Caldicott Guardian as well
    escalated_at = models.DateTimeField(null=True)
    break_glass = models.OneToOneField(BreakGlass, on_delete=models.PROTECT, null=True, related_name="alert")

    class Meta:
        ordering = ("due_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "user", "person_id", "on"), condition=Q(break_glass=None), name="alert_once_a_day"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} on {self.on}"


class AlertReview(Kept):
    """One row per alert somebody looked into, with what they found."""

    class Outcome(models.TextChoices):
        JUSTIFIED = "justified", "Justified"
        MISTAKE = "mistake", "A mistake without harm: spoken about"
        BREACH = "breach", "Not justified: passed to the employer"

    alert = models.OneToOneField(Alert, on_delete=models.PROTECT, related_name="review")
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    note = models.CharField(max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.outcome
