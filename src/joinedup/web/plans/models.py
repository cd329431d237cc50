"""What is proposed for a person, and what did people decide?"""

from django.conf import settings
from django.db import models

from joinedup.web.governance.models import Kept
from joinedup.web.people.models import Person


class Offer(models.Model):
    """One row per offer of the catalogue that joinedup may propose here."""

    code = models.CharField(primary_key=True, max_length=60)
    name = models.TextField()
    kind = models.CharField(max_length=20)  # care, support or advice
    description = models.TextField(default="")
    for_whom = models.TextField(default="")
    source = models.TextField(default="")  # citations
    cost_pence = models.BigIntegerField(null=True)  # for one person here; null where nobody has said
    # Who pays, by the person's local authority, or by neighbourhood for what charities fund; "" is everywhere else.
    payers = models.JSONField(default=dict)
    is_paid_by_charity = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name

    def payer_for(self, person: Person) -> str:
        """Code of the organisation that would pay for a person, or "" where it is not known or nothing is paid."""
        place = person.neighbourhood if self.is_paid_by_charity else person.local_authority
        return self.payers.get(place) or self.payers.get("", "")


class Package(models.Model):
    """One row per person with a proposed package."""

    person = models.OneToOneField("people.Person", primary_key=True, on_delete=models.CASCADE, related_name="package")
    cost_pence = models.BigIntegerField()
    item_count = models.IntegerField()
    next_best = models.TextField(default="")  # the offer that came nearest to being in it, and why it is not

    def __str__(self) -> str:
        return f"{self.item_count} items"


class PackageItem(models.Model):
    """One row per offer in a person's proposed package."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="package_items")
    offer = models.ForeignKey(Offer, on_delete=models.CASCADE)
    funder = models.CharField(max_length=60, default="")
    cost_pence = models.BigIntegerField()
    why = models.TextField(default="")
    is_kept = models.BooleanField(default=False)  # received already; nobody takes it away without a decision
    stays_share = models.FloatField(null=True)  # share of draws of the effects in which a new choice holds it too
    would_change = models.TextField(default="")  # what would take it out of the package
    weakness = models.TextField(default="")  # empty unless it hangs on one weak study

    class Meta:
        constraints = (models.UniqueConstraint(fields=["person", "offer"], name="an_offer_once_in_a_package"),)

    def __str__(self) -> str:
        return self.offer_id


class PackageEffect(models.Model):
    """One row per offer in a person's proposed package and outcome it is credited on."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="package_effects")
    offer = models.ForeignKey(Offer, on_delete=models.CASCADE)
    outcome = models.CharField(max_length=40)
    avoided_low = models.FloatField()  # events avoided for this person in 12 months, ends of the 95% interval
    avoided_mid = models.FloatField()
    avoided_high = models.FloatField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["person", "offer", "outcome"], name="an_outcome_once_for_an_offer"),
        )

    def __str__(self) -> str:
        return self.outcome


class LeftOut(models.Model):
    """One row per offer that fits a person's needs and is not in the package."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="left_out")
    offer = models.ForeignKey(Offer, on_delete=models.CASCADE)
    reason = models.TextField()
    would_change = models.TextField(default="")

    def __str__(self) -> str:
        return self.reason


class LocalHelp(models.Model):
    """One row per person and voluntary-sector service near them."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="local_help")
    service = models.CharField(max_length=60)
    name = models.TextField()
    organisation = models.TextField(default="")
    telephone = models.TextField(default="")
    offer = models.CharField(max_length=60, default="")

    def __str__(self) -> str:
        return self.name


class Decision(models.Model):
    """One row per decision about one offer for one person. Rows are added, never changed.

    The decision in force is the one with the highest `version`. A version can be written once, so of two
    people who decide at the same moment only one succeeds; the other is shown what was decided.
    """

    class Choice(models.TextChoices):
        ACCEPTED = "accepted"
        DECLINED = "declined"
        UNDONE = "undone"  # the earlier decision no longer counts

    person_id = models.CharField(max_length=40)  # no foreign key: decisions outlive the run they were made in
    offer_code = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    choice = models.CharField(max_length=10, choices=Choice.choices)
    reason = models.CharField(max_length=40, default="")
    note = models.CharField(max_length=500, default="", blank=True)
    was_proposed = models.BooleanField()  # False: a team member added the offer
    offer_name = models.CharField(max_length=120)  # as it was called then; a later run may drop the offer
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["person_id", "offer_code", "version"], name="one_decision_per_version"),
        )
        indexes = (models.Index(fields=["decided_at"], name="decisions_by_time"),)

    def __str__(self) -> str:
        return f"{self.choice} version {self.version}"


class Beginnings(models.Model):
    """What the run's plan was made from, so that leads can choose again. One row; no name, address or NHS number."""

    person = models.BinaryField()  # Parquet, one row per person most at risk: tables.yaml, plans/person
    fit = models.BinaryField()  # Parquet, one row per person and offer that looks fitting: plans/fit
    settings = models.TextField()  # limits and parameters, as core/plans/saved.py writes them

    def __str__(self) -> str:
        return "what the plan was made from"


class Plan(models.Model):
    """One row per choice for the whole place: the run's own, and each what-if somebody asked of it.

    Every table is as the core makes it: docs/reference/tables.md, plans/.
    """

    name = models.CharField(max_length=80)
    is_base = models.BooleanField(default=False)  # the run's own
    changes = models.JSONField(default=list)  # as people write them, such as falls_exercise@purbeck=+10%
    figures = models.JSONField(default=dict)
    limits = models.JSONField(default=list)
    unmet = models.JSONField(default=list)
    promises = models.JSONField(default=list)
    ledger = models.JSONField(default=list)
    collisions = models.JSONField(default=list)  # counts of people, nobody's id
    asked_of = models.CharField(max_length=16, default="")  # mark of what was proposed when the what-if was asked
    gained = models.IntegerField(default=0)  # offers in packages that were not proposed then, and the other way round
    lost = models.IntegerField(default=0)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Acceptance(Kept):
    """One row per plan made a month's proposals; rows are added, never changed."""

    as_at = models.DateField()  # of the run
    number = models.PositiveIntegerField()  # 1 for the run's first; of two who accept at one moment only one succeeds
    run_loaded_at = models.DateTimeField()
    plan_name = models.CharField(max_length=80)
    changes = models.JSONField(default=list)
    figures = models.JSONField(default=dict)
    note = models.CharField(max_length=500, default="", blank=True)
    proposals = models.JSONField(default=list)  # [person id, offer] of every item, for the next run's choice
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["run_loaded_at", "number"], name="one_acceptance_per_number"),)
        indexes = (models.Index(fields=["-accepted_at"], name="acceptances_by_time"),)

    def __str__(self) -> str:
        return self.plan_name
