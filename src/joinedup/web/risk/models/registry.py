"""Which versions of which models were loaded here, and who signed them on for clinical use?"""

from django.conf import settings
from django.db import models

from joinedup.web.governance.models import Kept


class Scoring(models.Model):
    """The scores that the pages show. One row, replaced with each run that is loaded.

    Parameters
    ----------
    valid_until : outcome: the last day on which its scores may be taken for today's.
    versions : outcome: version of the model that made its scores.
    terms : outcome: names of the model's terms, in the order of `Contribution.values`.
    features : names, in the order of `FeatureValues.values`.
    drift : outcome: how the model, as it was fitted, does on the latest complete period; empty where the run is silent.
    capacity : outcome: neighbourhood: people its team can serve, where the place says so.
    """

    as_at = models.DateField()
    valid_until = models.JSONField(default=dict)
    sentence = models.TextField(default="")  # what the figures are worth
    versions = models.JSONField(default=dict)
    terms = models.JSONField(default=dict)
    features = models.JSONField(default=list)
    drift = models.JSONField(default=dict)
    capacity = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"Scores as at {self.as_at}"


class ModelVersion(Kept):
    """One row per version of a model that was ever loaded. Rows are added, never changed.

    Parameters
    ----------
    version : SHA-256 of what the model computes, so that a model changed in one score is another version.
    card : what the run says about it: data, period, population, performance with intervals, limits.
    shapes : its terms as tables of scores, after recalibration, to be drawn.
    """

    outcome = models.CharField(max_length=40)
    version = models.CharField(max_length=64)
    place_name = models.CharField(max_length=100, default="")
    is_invented = models.BooleanField(default=False)
    as_at = models.DateField()  # of the run it came with first
    first_loaded_at = models.DateTimeField()
    card = models.JSONField(default=dict)
    shapes = models.JSONField(default=list)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["outcome", "version"], name="a_version_once"),)

    def __str__(self) -> str:
        return f"{self.outcome} {self.version[:8]}"


class SignOn(Kept):
    """One row per time somebody switched a version on for clinical use, or off. Rows are added, never changed.

    The one with the highest `number` is in force; with none, the version is off.
    """

    outcome = models.CharField(max_length=40)
    version = models.CharField(max_length=64)
    number = models.PositiveIntegerField()
    is_on = models.BooleanField()
    statement = models.TextField()  # what was signed, word for word, or why it was switched off
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # as they were at that moment
    name = models.CharField(max_length=150)
    role = models.CharField(max_length=40)
    organisation = models.CharField(max_length=80)
    at = models.DateTimeField()
    valid_until = models.DateField(null=True)  # the last day it holds; empty where it switches off

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["outcome", "version", "number"], name="one_signature_per_number"),
            models.CheckConstraint(condition=~models.Q(statement=""), name="signature_has_a_statement"),
        )

    def __str__(self) -> str:
        return f"{self.outcome} {self.version[:8]} {'on' if self.is_on else 'off'}"


class TeamCapacity(Kept):
    """One row per time a team lead said how many people the team can serve. Rows are added, never changed.

    The latest of a neighbourhood ("" is the whole place) and outcome is the length of its list.
    """

    neighbourhood = models.CharField(max_length=60, default="")
    outcome = models.CharField(max_length=40)
    people = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["neighbourhood", "outcome", "-id"], name="latest_capacity"),)

    def __str__(self) -> str:
        return f"{self.people} people"
