"""What was every entry at every moment, and who made it so?"""

from django.conf import settings
from django.db import models

from joinedup.web.governance.models import Kept


class Version(Kept):
    """One row per change of an entry. The entry is what its highest number says; rows are added, never changed."""

    class Why(models.TextChoices):
        LOADED = "loaded", "Loaded"
        EDITED = "edited", "Edited by staff"
        PROPOSED = "proposed", "Proposed by its organisation, accepted by staff"
        CHECKED = "checked", "Checked, nothing changed"
        IMPORTED = "imported", "Imported"
        MERGED = "merged", "Joined with its duplicate"
        UNDONE = "undone", "Put back as it was"

    kind = models.CharField(max_length=30)  # a key of KINDS
    entry_id = models.CharField(max_length=36)
    number = models.PositiveIntegerField()
    content = models.JSONField(null=True)  # null: the entry was taken out
    why = models.CharField(max_length=20, choices=Why.choices)
    source_code = models.CharField(max_length=60)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("kind", "entry_id", "number"), name="directory_version_once"),)
        indexes = (models.Index(fields=("at",), name="directory_version_at"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.entry_id} version {self.number}"
