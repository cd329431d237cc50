"""What is kept of a form that was begun and not saved?"""

from django.conf import settings
from django.db import models


class Draft(models.Model):
    """One row per form somebody has begun and not saved; only they see it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    person_id = models.CharField(max_length=40, blank=True)  # nobody's where the form is about nobody known yet
    form = models.CharField(max_length=120)  # the form's address: below the person, or from the root
    sent = models.JSONField()  # what was typed, by field
    saved_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("user", "person_id", "form"), name="one_draft_per_form"),)

    def __str__(self) -> str:
        return f"draft of {self.form}"

    def address(self, person_id: str) -> str:
        """Where the form is, about the person by the id they have today."""
        return self.form if self.form.startswith("/") else f"/people/{person_id}/{self.form}"
