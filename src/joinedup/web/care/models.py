"""What is kept of plans, who agreed to them, who cares for whom, and who is eligible?"""

from django.conf import settings
from django.db import models

from joinedup.web.governance.models import Kept


class Version(Kept):
    """One row per version of somebody's plan or assessment, whole. Rows are added, never changed.

    A number can be written once for a person and document: of two who save at the same moment one succeeds, and the
    other's change is merged into what they find then.
    """

    class Document(models.TextChoices):
        PLAN = "plan"
        ADULT = "adult"  # the adult's test of the Care Act
        CARER = "carer"  # the carer's

    person_id = models.CharField(max_length=40)  # no foreign key: plans outlive the run
    document = models.CharField(max_length=10, choices=Document.choices)
    number = models.PositiveIntegerField()
    content = models.JSONField()  # as core/care keeps it
    # reference of the version its maker saw; person id:0 of none
    base = models.CharField(max_length=60, default="", blank=True)
    brought_in = models.JSONField(default=list)  # [person id, number] of versions of other ids that are in it
    submission = models.CharField(max_length=40)  # of the form it came from: sent twice, it is saved once
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("person_id", "document", "number"), name="one_version_per_number"),
            models.UniqueConstraint(fields=("person_id", "document", "submission"), name="one_version_per_submission"),
        )

    def __str__(self) -> str:
        return f"{self.document} version {self.number}"

    @property
    def reference(self) -> str:
        """What a form carries to say which version its maker saw; no number, which would tell of sealed ones."""
        return self.submission


class Agreement(Kept):
    """One row per signature under a version of a plan: who signed, and with whom it was agreed."""

    class With(models.TextChoices):
        PERSON = "person", "The person"
        REPRESENTATIVE = "representative", "Somebody who may speak for them"
        BEST_INTERESTS = "best_interests", "Nobody could agree: decided in their best interests"

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="agreements")
    agreed_with = models.CharField(max_length=20, choices=With.choices)
    full_name = models.CharField(max_length=200)
    role = models.CharField(max_length=200, blank=True)  # what a representative is to the person
    note = models.CharField(max_length=1000, blank=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("version", "signed_by", "agreed_with", "full_name"), name="one_signature_each"
            ),
        )

    def __str__(self) -> str:
        return f"{self.agreed_with}, version {self.version_id}"


class PlannedAction(models.Model):
    """One row per action of the latest version of each plan: made anew with every version, so that it can be asked."""

    person_id = models.CharField(max_length=40, db_index=True)
    item_id = models.CharField(max_length=80)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    who = models.CharField(max_length=620)  # whoever does it, in words
    what = models.TextField()
    due_on = models.DateField(null=True)
    status = models.CharField(max_length=20)
    offer_code = models.CharField(max_length=60, default="", blank=True)
    agreed_in = models.CharField(max_length=60, default="", blank=True, db_index=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person_id", "item_id"), name="an_action_once_in_a_plan"),)
        indexes = (models.Index(fields=("user", "status", "due_on"), name="actions_of_a_user"),)

    def __str__(self) -> str:
        return f"{self.status} action {self.item_id}"


class AgreedAction(models.Model):
    """One row per action agreed elsewhere about a person, such as at a team's meeting, for their plan to take up.

    Parameters
    ----------
    agreed_in : where, such as `teams.outcome:12`; an action of the plan that came from it carries the same.
    is_open : whether there is still something to do, as far as the other place knows.
    stands_under : ids of the plan's action that came from it and of what that stands under, as last saved with it.
    """

    agreed_in = models.CharField(max_length=60, unique=True)
    person_id = models.CharField(max_length=40, db_index=True)
    what = models.TextField()
    words = models.CharField(max_length=200)  # where it was agreed, in words
    who = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    is_open = models.BooleanField(default=True)
    stands_under = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"action of {self.agreed_in}"


class CarerLink(Kept):
    """One row per thing staff said about who cares for whom: that it began, or that it ended. The latest counts.

    It stands over what agencies' records say of the same pair, which every run replaces.
    """

    carer_id = models.CharField(max_length=40, db_index=True)
    cared_for_id = models.CharField(max_length=40, db_index=True)
    is_caring = models.BooleanField()  # False: it has ended
    on = models.DateField()  # since when, or until when
    hours_per_week = models.CharField(max_length=20, default="", blank=True)
    is_co_resident = models.BooleanField(null=True)
    note = models.CharField(max_length=500, default="", blank=True)
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{'caring since' if self.is_caring else 'ended'} {self.on}"


class EligibilityDecision(Kept):
    """One row per decision of a professional about eligibility, with the version of the assessment it rests on."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="decisions")
    is_eligible = models.BooleanField()
    reason = models.CharField(max_length=2000)
    test_said = models.CharField(max_length=20)  # met, not_met or unsettled: a copy of what the test said then
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    def __str__(self) -> str:
        return "eligible" if self.is_eligible else "not eligible"
