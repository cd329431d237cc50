"""To which services did staff point a person, with what consent, and did it help?"""

from django.conf import settings
from django.db import models

from joinedup.web.governance.models import Kept


class Signpost(Kept):
    """One row per service a member of staff pointed a person to. Rows are added, never changed.

    `service_id` is no foreign key: what was said to somebody outlives the entry in the directory.
    """

    class How(models.TextChoices):
        TOLD = "told", "I told them about it"
        GAVE = "gave", "I gave or sent them the details"
        CONTACTED = "contacted", "I contacted the service for them"

    person_id = models.CharField(max_length=40, db_index=True)
    service_id = models.CharField(max_length=36)
    service_name = models.CharField(max_length=500)
    how = models.CharField(max_length=12, choices=How.choices)
    has_consent = models.BooleanField()  # the person agreed that the service is told who they are
    note = models.CharField(max_length=500, blank=True)
    despite = models.CharField(max_length=300, blank=True)  # what spoke against it, where it was chosen all the same
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    follow_up_on = models.DateField(db_index=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(how="contacted") | models.Q(has_consent=True),
                name="signpost_contact_needs_consent",
            ),
        )

    def __str__(self) -> str:
        return f"{self.how} {self.service_name}"


class SignpostOutcome(Kept):
    """One row per answer to "did it help?"; the latest counts."""

    class Helped(models.TextChoices):
        YES = "yes", "Yes, it helped"
        PARTLY = "partly", "It helped a little"
        NO = "no", "No, it did not help"
        NOT_USED = "not used", "They have not used it"
        NOT_AVAILABLE = "not available", "The service could not take them"

    signpost = models.ForeignKey(Signpost, on_delete=models.PROTECT, related_name="outcomes")
    helped = models.CharField(max_length=15, choices=Helped.choices)
    note = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.helped
