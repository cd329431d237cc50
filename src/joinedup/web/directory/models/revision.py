"""How often has the directory changed? So that a reader who has the newest need not be sent it again."""

from django.db import models


class Revision(models.Model):
    """One row: the number of changes so far, and the moment of the last."""

    number = models.PositiveBigIntegerField(default=0)
    changed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"revision {self.number}"
