"""What do we hold about a place and the people in it?

Everything here is replaced as a whole when a run is loaded. What people
decided, and who may see whom, lives elsewhere and refers to `person_id`.
"""

from datetime import date, datetime
from functools import cached_property

from django.db import models

from joinedup.web.people.words import reference


class Run(models.Model):
    """The run of the job that the pages show. One row."""

    place_name = models.CharField(max_length=100)
    as_at = models.DateField()
    is_invented = models.BooleanField(default=False)
    loaded_at = models.DateTimeField()
    thresholds = models.JSONField(default=dict)  # outcome: probability from which a person counts as most at risk
    # Pairs, not an object: PostgreSQL keeps no order of an object's keys, and the pages begin with the first outcome.
    outcome_groups = models.JSONField(default=list)  # [outcome, groups its main reasons fall into]; most scored first
    referral_choices = models.JSONField(default=dict)  # section [referrals] of the place file; {}, and it has none
    performance = models.JSONField(default=dict)  # outcome: how the model did when checked on a later year

    def __str__(self) -> str:
        return f"{self.place_name} as at {self.as_at}"

    @property
    def outcomes(self) -> dict[str, list[str]]:
        """The groups that main reasons fall into, by outcome; the outcome with most people scored comes first."""
        return dict(self.outcome_groups)


class Neighbourhood(models.Model):
    """One row per neighbourhood of the place."""

    code = models.CharField(primary_key=True, max_length=60)
    name = models.TextField()
    population = models.IntegerField(default=0)  # people in this run who live here
    boundary = models.JSONField(null=True)  # GeoJSON geometry, longitude and latitude

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """One row per organisation that sends records or pays."""

    code = models.CharField(primary_key=True, max_length=60)
    name = models.TextField()
    kind = models.CharField(max_length=40)

    def __str__(self) -> str:
        return self.name


class Person(models.Model):
    """One row per person, as joined from every agency's register."""

    person_id = models.CharField(primary_key=True, max_length=40)
    nhs_number = models.CharField(max_length=10, default="", db_index=True)
    given_name = models.TextField(default="")
    family_name = models.TextField(default="")
    birth_date = models.DateField(null=True)
    death_date = models.DateField(null=True)
    sex = models.CharField(max_length=20, default="")
    address = models.TextField(default="")
    postcode = models.CharField(max_length=8, default="", db_index=True)
    neighbourhood = models.CharField(max_length=60, default="", db_index=True)  # a code; empty outside the place
    local_authority = models.TextField(default="")
    deprivation_decile = models.IntegerField(null=True)  # 1 is the most deprived tenth of England
    gp_practice = models.TextField(default="")
    household_id = models.CharField(max_length=40, default="", db_index=True)
    is_sensitive = models.BooleanField(default=False)
    is_opted_out = models.BooleanField(default=False)
    age_years = models.IntegerField(null=True)  # on the run's date
    frailty = models.CharField(max_length=20, default="")  # eFI category, empty under 65
    has_unpaid_carer = models.BooleanField(default=False)  # named by an agency, or the council says there is one
    # the council's latest word, in its social care record, that somebody unpaid helps; empty if it does not say so
    carer_said_by = models.CharField(max_length=60, default="")
    carer_said_on = models.DateField(null=True)

    # How the member of staff who opened the record stands to it: set by people.actions, kept nowhere.
    hidden_parts: frozenset[str] = frozenset()  # kinds of entry sealed from them
    hidden_items: frozenset[str] = frozenset()  # ids of items of the plan sealed from them
    sealed_items: frozenset[str] = frozenset()  # and of those sealed from anybody
    glass_until: datetime | None = None  # opened by break-glass until then

    def __str__(self) -> str:
        return self.reference

    @cached_property
    def ids(self) -> list[str]:
        """The person's id and those it has had: decisions may stand under any of them."""
        return [self.person_id, *FormerId.objects.filter(person_id=self.person_id).values_list("former_id", flat=True)]

    @property
    def reference(self) -> str:
        """Short name for a person who may not be named: P-3F9A-21BC."""
        return reference(self.person_id)

    @property
    def full_name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip() or "Name not known"

    @property
    def deprivation_quintile(self) -> int | None:
        return None if self.deprivation_decile is None else (self.deprivation_decile + 1) // 2

    def age_on(self, day: date) -> int | None:
        """Age in whole years on a day, or at death."""
        if self.birth_date is None:
            return None
        until = min(day, self.death_date) if self.death_date else day
        before_birthday = (until.month, until.day) < (self.birth_date.month, self.birth_date.day)
        return until.year - self.birth_date.year - before_birthday


class NameWord(models.Model):
    """One row per person and word of a name of theirs, present or in any agency's register: how they are found."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    word = models.CharField(max_length=60)
    neighbourhood = models.CharField(max_length=60, default="")  # the person's, kept here for the index below

    class Meta:
        indexes = (models.Index(fields=["word", "neighbourhood", "person"], name="name_word_here"),)

    def __str__(self) -> str:
        return self.word


class KnownWord(models.Model):
    """One row per word of a name in the place, with how many people have it."""

    word = models.CharField(primary_key=True, max_length=60)
    people = models.IntegerField()

    def __str__(self) -> str:
        return self.word


class TimelineEntry(models.Model):
    """One row per dated entry about a person, from any agency."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    kind = models.CharField(max_length=40)
    organisation = models.TextField()
    words = models.TextField()
    file = models.TextField()
    line = models.BigIntegerField()

    class Meta:
        indexes = (models.Index(fields=["person", "-starts_on", "-id"], name="timeline_of_a_person"),)

    def __str__(self) -> str:
        return f"{self.kind} on {self.starts_on}"


class UnpaidCarer(models.Model):
    """One row per pair of carer and person cared for."""

    carer = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="cares_for")
    cared_for = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="carers")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    hours_per_week = models.CharField(max_length=20, default="")
    is_co_resident = models.BooleanField(null=True)
    assessed_on = models.DateField(null=True)

    def __str__(self) -> str:
        return f"Carer since {self.starts_on}"


class FormerId(models.Model):
    """One row per person id that a run retired because two records of people became one person.

    Kept from run to run: decisions and relationships recorded under the old id still find the person.
    """

    former_id = models.CharField(primary_key=True, max_length=40)
    person_id = models.CharField(max_length=40, db_index=True)

    def __str__(self) -> str:
        return f"{self.former_id} became {self.person_id}"
