"""Which referrals are there, what was done with each, and by which links do organisations outside answer?"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from joinedup.core.teams.referrals import State
from joinedup.web.governance.models import Kept
from joinedup.web.governance.one_time import OneTimeLink


class Consent(models.TextChoices):
    """How a person agreed that somebody outside health and social care is told about them."""

    SAID = "said", "They said so"
    WRITTEN = "written", "They agreed in writing"
    REPRESENTATIVE = "representative", "Somebody who may speak for them agreed"
    BEST_INTERESTS = "best_interests", "They cannot decide; it is in their best interests"


class Referral(models.Model):
    """One row per referral, as it stands; how it came to stand so is in its events.

    Parameters
    ----------
    sender, holder : inboxes, as `core.teams.referrals.Inbox.key` writes them; with their names as they were then.
    inbox : the one it lies in now; empty if and only if it is finished.
    asked_at, since, due_at : its clock; `due_at` is empty if and only if it is finished.
    version : the number of its last event.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person_id = models.CharField(max_length=40, db_index=True)  # no foreign key: it outlives the run it was made in
    neighbourhood = models.CharField(max_length=60, default="")  # the person's, for who may come across it
    kind = models.CharField(max_length=40)
    is_urgent = models.BooleanField(default=False)
    words = models.TextField(max_length=2000)  # what is asked, and why
    offer = models.CharField(max_length=60, default="", blank=True)  # of the person's package that it arranges, if any
    sender = models.CharField(max_length=100)
    sender_name = models.CharField(max_length=200)
    holder = models.CharField(max_length=100)
    holder_name = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in State])
    inbox = models.CharField(max_length=100, default="", blank=True)
    asked_at = models.DateTimeField()
    since = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    consent = models.CharField(max_length=20, choices=Consent.choices, default="", blank=True)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = (
            models.Index(fields=("inbox", "due_at"), name="referrals_of_an_inbox"),
            models.Index(fields=("sender", "-sent_at"), name="referrals_of_a_sender"),
            models.Index(fields=("accepted_by", "due_at"), name="referrals_somebody_accepted"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=("withdrawn", "done"), inbox="", due_at=None)
                | (~Q(state__in=("withdrawn", "done")) & ~Q(inbox="") & Q(due_at__isnull=False)),
                name="referral_in_one_inbox_or_finished",
            ),
            models.CheckConstraint(
                condition=~Q(holder__startswith="outside:") | ~Q(consent=""), name="referral_outside_needs_consent"
            ),
        )

    def __str__(self) -> str:
        return f"{self.reference} {self.state}"

    @property
    def reference(self) -> str:
        """A name that can be said aloud and means nothing: R-3F9A-21BC."""
        letters = self.id.hex[:8].upper()
        return f"R-{letters[:4]}-{letters[4:]}"


class ReferralLink(OneTimeLink):
    """One row per link to an organisation outside; it opens the one referral, and starts one short session."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="links")
    holder = models.CharField(max_length=100)  # a link is good only while the referral is with whom it was sent to
    email = models.CharField(max_length=254)
    ended_at = models.DateTimeField(null=True)  # from then on it opens nothing, and a session begun by it is over
    is_reminder = models.BooleanField(default=False)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"link to {self.referral_id}"


class ReferralEvent(Kept):
    """One row per thing done with a referral. Rows are added, never changed; a number can be written once.

    `*_before` is how it stood until then, so that it can be undone.
    """

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="events")
    number = models.PositiveIntegerField()
    deed = models.CharField(max_length=12)
    acting = models.CharField(max_length=100)  # inbox it was done from
    acting_name = models.CharField(max_length=200)
    state = models.CharField(max_length=10)  # after
    holder_name = models.CharField(max_length=200)
    state_before = models.CharField(max_length=10, default="")
    holder_before = models.CharField(max_length=100, default="")
    holder_name_before = models.CharField(max_length=200, default="")
    asked_at_before = models.DateTimeField(null=True)
    since_before = models.DateTimeField(null=True)
    reason = models.CharField(max_length=40, default="", blank=True)
    note = models.CharField(max_length=500, default="", blank=True)
    consent = models.CharField(max_length=20, default="", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=100, default="", blank=True)  # whoever answered by a link
    link = models.ForeignKey(ReferralLink, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=["referral", "number"], name="one_event_per_number"),)

    def __str__(self) -> str:
        return f"{self.number} {self.deed}"


class SavedFilter(models.Model):
    """One row per filter that those of an inbox share."""

    inbox = models.CharField(max_length=100)
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=300)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("name",)
        constraints = (models.UniqueConstraint(fields=["inbox", "name"], name="a_filters_name_once_in_an_inbox"),)

    def __str__(self) -> str:
        return self.name
