"""Who may change an entry without an account, what did they propose, and which pairs are one service twice?"""

from django.conf import settings
from django.db import models

from joinedup.web.directory.models.entries import Service
from joinedup.web.directory.models.sources import Source
from joinedup.web.governance.one_time import OneTimeLink


class EditLink(OneTimeLink):
    """One row per link to whoever answers for a service. It opens that entry's form, and takes it once."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="links")
    is_reminder = models.BooleanField(default=False)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"link to {self.service_id}"


class Proposal(models.Model):
    """One row per change somebody outside proposed. It changes nothing until staff accept it."""

    class Origin(models.TextChoices):
        ORGANISATION = "organisation", "The organisation, by its link"
        PUBLIC = "public", "Somebody reading the directory"

    class State(models.TextChoices):
        WAITING = "waiting"
        ACCEPTED = "accepted"
        DECLINED = "declined"

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="proposals")
    origin = models.CharField(max_length=20, choices=Origin.choices)
    before = models.JSONField(null=True)  # content of the entry when the form was opened
    content = models.JSONField(null=True)  # as it should be; null where only words were sent
    # The same for the service's organisation and places, where they would change: kind, id, before, content.
    surroundings = models.JSONField(default=list)
    note = models.CharField(max_length=1000, blank=True)
    proposed_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING, db_index=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return f"{self.origin} {self.state}"


class UrlCheck(models.Model):
    """One row per service with a web address: how it answered last."""

    service = models.OneToOneField(Service, on_delete=models.CASCADE, primary_key=True, related_name="url_check")
    url = models.CharField(max_length=2000)
    checked_at = models.DateTimeField()
    is_broken = models.BooleanField()
    words = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.words


class NotDuplicates(models.Model):
    """One row per pair of services that staff say are two; the first id is the smaller."""

    first_id = models.CharField(max_length=36)
    second_id = models.CharField(max_length=36)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("first_id", "second_id"), name="directory_pair_once"),)

    def __str__(self) -> str:
        return f"{self.first_id} is not {self.second_id}"


class DoubledPair(models.Model):
    """One row per pair of services that may be one, as found when somebody last looked; replaced as a whole."""

    first = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="+")
    probability = models.FloatField()
    reasons = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.first_id} {self.second_id}"


class Import(models.Model):
    """One row per time somebody brought another directory here. Nothing changes until staff accept it."""

    class State(models.TextChoices):
        WAITING = "waiting"
        ACCEPTED = "accepted"
        DISCARDED = "discarded"

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="imports")
    read_at = models.DateTimeField()
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING, db_index=True)
    revision = models.PositiveBigIntegerField()  # of the directory it was compared with
    stops = models.CharField(max_length=300, blank=True)  # why it needs somebody to say it is meant
    unreadable = models.JSONField(default=list)  # [kind, key, reason]
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.source_id} {self.state}"


class ImportChange(models.Model):
    """One row per entry that an import would add, change or take out."""

    class What(models.TextChoices):
        NEW = "new"
        CHANGED = "changed"
        GONE = "gone"

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=30)
    entry_id = models.CharField(max_length=36)
    name = models.CharField(max_length=500, blank=True)
    what = models.CharField(max_length=10, choices=What.choices)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    feed = models.JSONField(null=True)  # as the feed has it, before what was changed here is kept
    kept = models.JSONField(default=list)  # fields that were changed here too, and stay as they are here

    class Meta:
        constraints = (models.UniqueConstraint(fields=("of", "kind", "entry_id"), name="directory_change_once"),)

    def __str__(self) -> str:
        return f"{self.what} {self.name}"
