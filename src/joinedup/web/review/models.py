"""Which records make up a person, which pairs of records are in doubt, and what did people decide about them?"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from joinedup.web.governance.models import Kept

KEY = ("left_source", "left_record_id", "right_source", "right_record_id")


class Record(models.Model):
    """One row per record of an agency's register, with the person it is joined to. Replaced with each run.

    Address, postcode and practice are not held at all where the person is marked sensitive.
    """

    source = models.TextField()
    record_id = models.TextField()
    person_id = models.CharField(max_length=40, db_index=True)
    how = models.CharField(max_length=40, default="")
    weight = models.FloatField(null=True)  # bits; empty unless the model joined it
    organisation = models.TextField(default="")
    nhs_number = models.CharField(max_length=10, default="")
    given_name = models.TextField(default="")
    family_name = models.TextField(default="")
    birth_date = models.DateField(null=True)
    death_date = models.DateField(null=True)
    sex = models.CharField(max_length=20, default="")
    address = models.TextField(default="")
    postcode = models.TextField(default="")
    gp_practice = models.TextField(default="")
    is_sensitive = models.BooleanField(default=False)  # the person is, by any of their records
    updated_on = models.DateField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["source", "record_id"], name="a_record_once"),)

    def __str__(self) -> str:
        return f"record of {self.source}"

    @property
    def key(self) -> tuple[str, str]:
        return self.source, self.record_id


class ReviewPair(models.Model):
    """One row per pair of records somebody should look at. Replaced with each run, except for its state."""

    class State(models.TextChoices):
        FIRST = "first", "Awaits a first decision"
        SECOND = "second", "Awaits a second person"
        DISAGREED = "disagreed", "Two people disagree"
        SETTLED = "settled", "Settled"

    pair_id = models.CharField(primary_key=True, max_length=64)
    left_source = models.TextField()
    left_record_id = models.TextField()
    right_source = models.TextField()
    right_record_id = models.TextField()
    left_person_id = models.CharField(max_length=40)
    right_person_id = models.CharField(max_length=40)
    weight = models.FloatField(null=True)  # bits
    probability = models.FloatField(null=True)  # 0-1 that the two are one person, by the model
    why = models.CharField(max_length=40)
    is_linked = models.BooleanField(default=False)
    stratum = models.CharField(max_length=60, default="")  # empty unless drawn for the clerical sample
    stratum_pairs = models.BigIntegerField(null=True)
    neighbourhood = models.CharField(max_length=60, default="")  # empty: only for those who work in the whole place
    organisations = models.TextField(default="")  # codes between commas, with one at either end: ",dch,dorset_council,"
    priority = models.FloatField()  # higher first; what hangs on it, times how doubtful it is
    needs_two = models.BooleanField()
    evidence = models.JSONField(default=list)  # comparison, label, weight (bits); most telling first
    state = models.CharField(max_length=10, choices=State.choices, default=State.FIRST)

    class Meta:
        indexes = (
            models.Index(fields=["state", "-priority", "pair_id"], name="pairs_by_priority"),
            models.Index(fields=["neighbourhood", "state", "-priority", "pair_id"], name="pairs_of_a_patch"),
            models.Index(fields=["left_source", "left_record_id"], name="pairs_of_a_record"),
            models.Index(fields=["left_person_id"], name="pairs_of_a_person"),
        )

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        return reference(self.pair_id)

    @property
    def is_sample(self) -> bool:
        return bool(self.stratum)

    @property
    def person_ids(self) -> list[str]:
        """Whom a look at the pair is a look at: one id where the index joins the two."""
        return list(dict.fromkeys((self.left_person_id, self.right_person_id)))


def reference(pair_id: str) -> str:
    """Short name for a pair that names nobody, in two groups that can be read aloud.

    >>> reference("v3f9a21bc00112233")
    'J-3F9A-21BC'
    """
    return f"J-{pair_id[1:5]}-{pair_id[5:9]}".upper()


class Decision(Kept):
    """One row per thing one person decided about a pair of records, or undid. Rows are added, never changed.

    It names the records and not the people: ids of people follow from what is decided.
    """

    class Verdict(models.TextChoices):
        SAME = "same", "Same person"
        DIFFERENT = "different", "Different people"
        CANNOT_TELL = "cannot_tell", "Cannot tell"

    class Purpose(models.TextChoices):
        REVIEW = "review"
        UNLINK = "unlink"
        SAMPLE = "sample"

    decision_id = models.CharField(primary_key=True, max_length=36)
    pair_id = models.CharField(max_length=64)
    version = models.PositiveIntegerField()  # 1, 2, ... within the pair; each can be written once
    left_source = models.TextField()
    left_record_id = models.TextField()
    right_source = models.TextField()
    right_record_id = models.TextField()
    verdict = models.CharField(max_length=12, choices=Verdict.choices, blank=True, default="")  # empty: only undoes
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    needs_two = models.BooleanField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    undoes = models.CharField(max_length=36, blank=True, default="")  # a decision_id
    reason = models.CharField(max_length=200, blank=True, default="")
    neighbourhood = models.CharField(max_length=60, blank=True, default="")  # the pair's, at the time
    settles = models.BooleanField(default=False)  # by somebody who saw what two others said

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["pair_id", "version"], name="one_review_decision_per_version"),
            models.UniqueConstraint(fields=["undoes"], condition=~Q(undoes=""), name="a_decision_is_undone_once"),
            models.CheckConstraint(condition=~Q(verdict="", undoes=""), name="a_decision_says_or_undoes_something"),
        )
        indexes = (
            models.Index(fields=["-decided_at", "-decision_id"], name="review_decisions_by_time"),
            models.Index(fields=["decided_by", "-decided_at"], name="review_decisions_of_somebody"),
        )

    def __str__(self) -> str:
        return f"{self.verdict or 'undone'} version {self.version}"

    @property
    def reference(self) -> str:
        return reference(self.pair_id)


class QualityReport(models.Model):
    """How good the joins of the run are, as the run says. At most one row; replaced with each run."""

    report = models.JSONField(default=dict)

    def __str__(self) -> str:
        return "quality of the joins"
