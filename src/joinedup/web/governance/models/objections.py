"""Who asked that their record be kept from whom, and what in it is sealed?"""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

IN_FORCE = ("waiting", "upheld")


class Objection(models.Model):
    """One row per objection of a person to sharing. It holds from the moment it is recorded, before it is decided."""

    class Scope(models.TextChoices):
        ALL = "all", "Nobody is to see the joined record"
        ORGANISATION = "organisation", "One organisation is not to see the joined record"
        LISTS = "lists", "The record may be seen, but not used to put the person on lists"

    class Status(models.TextChoices):
        WAITING = "waiting", "Waiting for a decision, and kept to meanwhile"
        UPHELD = "upheld", "Upheld"
        REFUSED = "refused", "Not upheld"
        WITHDRAWN = "withdrawn", "Withdrawn by the person"

    person_id = models.CharField(max_length=40)
    scope = models.CharField(max_length=20, choices=Scope.choices)
    organisation = models.CharField(max_length=80, blank=True)  # a code, where the scope is one organisation
    words = models.CharField(max_length=1000)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.WAITING)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision_words = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ("id",)
        indexes = (
            models.Index(fields=("person_id", "scope"), condition=Q(status__in=IN_FORCE), name="objection_in_force"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("person_id", "scope", "organisation"),
                condition=Q(status__in=IN_FORCE),
                name="objection_in_force_once",
            ),
            models.CheckConstraint(
                condition=Q(scope="organisation") & ~Q(organisation="") | ~Q(scope="organisation") & Q(organisation=""),
                name="objection_names_an_organisation",
            ),
        )

    def __str__(self) -> str:
        return f"{self.scope}, {self.status}"


class SealedPart(models.Model):
    """One row per part of a record kept from everybody but a few, who alone are told that there is any.

    `part` is a kind of timeline entry, such as `mental_health_contact`, or the id of an item of the plan after `ITEM`.
    """

    ITEM = "care:"

    person_id = models.CharField(max_length=40)
    part = models.CharField(max_length=90)
    organisation = models.CharField(max_length=80)  # whose staff still see it: those who sealed it
    roles = models.JSONField(default=list)  # of that organisation's staff; none named: all of them
    staff = models.JSONField(default=list)  # usernames of others who see it, wherever they work
    reason = models.CharField(max_length=500)
    sealed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sealed_at = models.DateTimeField()
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("person_id", "part", "organisation"), condition=Q(lifted_at=None), name="sealed_once"
            ),
        )

    def __str__(self) -> str:
        return f"Sealed since {self.sealed_at:%Y-%m-%d}"

    @property
    def is_of_the_plan(self) -> bool:
        """Whether it is an item of the plan, and no kind of entry."""
        return self.part.startswith(self.ITEM)

    def is_open_to(self, user: Any) -> bool:
        """Whether a member of staff sees it."""
        is_theirs = user.organisation == self.organisation and (not self.roles or user.role in self.roles)
        return is_theirs or user.pk == self.sealed_by_id or user.username in self.staff
