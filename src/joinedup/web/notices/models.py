"""Which notices wait, were sent or could not be, and who wants which?"""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Notice(models.Model):
    """One row per notice for one member of staff. It says what kind it is, and nothing else."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=120)  # what it is about, such as `alert:12`: told once
    at = models.DateTimeField()
    due_at = models.DateTimeField()  # not to be tried before
    attempts = models.IntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=120, blank=True)  # the class of the last failure: no server's words

    class Meta:
        constraints = (models.UniqueConstraint(fields=("user", "kind", "key"), name="notice_told_once"),)
        indexes = (
            models.Index(fields=("due_at",), condition=Q(sent_at=None, given_up_at=None), name="notice_waiting"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Choice(models.Model):
    """One row per kind of notice a member of staff chose about; what nobody chose about is sent."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    is_wanted = models.BooleanField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("user", "kind"), name="notice_choice_once"),)

    def __str__(self) -> str:
        return f"{self.kind}: {'yes' if self.is_wanted else 'no'}"
