"""What is kept of a home-care provider's carers, clients, days and rounds?

Everything belongs to one organisation, and only its own staff may read it: `queries` asks for it in every look-up.
"""

from django.conf import settings
from django.db import models

from joinedup.web.governance.models import Kept

CODE = 100  # letters, as in the file of a day


class Carer(models.Model):
    """One row per carer of a provider."""

    organisation = models.CharField(max_length=80)
    code = models.CharField(max_length=CODE)  # as in the file of a day
    name = models.CharField(max_length=150)
    username = models.CharField(max_length=150, default="", blank=True)  # of the account; empty without one
    contracted_minutes_per_week = models.PositiveIntegerField(null=True)
    most_minutes_per_week = models.PositiveIntegerField(null=True)  # null: as many as the law allows
    is_opted_out = models.BooleanField(default=False)  # agreed in writing that 48 hours a week do not hold
    wage_age = models.PositiveSmallIntegerField(default=21)  # the age of the minimum wage's rate; 21: and over
    contact_pence_an_hour = models.PositiveIntegerField(null=True)  # of time at visits; null: not known here
    travel_pence_an_hour = models.PositiveIntegerField(null=True)  # of ways and short waits between visits
    holiday_times = models.FloatField(default=1.0)  # so many times as much on bank holidays
    is_active = models.BooleanField(default=True)  # False: left the provider; sees no round from then on

    class Meta:
        constraints = (models.UniqueConstraint(fields=["organisation", "code"], name="a_carer_once"),)
        indexes = (models.Index(fields=["organisation", "username"], name="carer_by_account"),)
        ordering = ("name", "code")

    def __str__(self) -> str:
        return self.code


class Client(models.Model):
    """One row per person a provider visits, as the provider knows them.

    `calls` says of each of the client's visits what it is called and what there is to do:
    {visit id: {"name": "Breakfast", "tasks": ["Wash and dress", ...], "is_short_agreed": false}}.
    """

    organisation = models.CharField(max_length=80)
    code = models.CharField(max_length=CODE)
    name = models.CharField(max_length=150)
    person_id = models.CharField(max_length=40, default="", blank=True)  # no foreign key: outlives a run; "" if unknown
    nhs_number = models.CharField(max_length=10, default="", blank=True)
    address = models.TextField(default="")
    latitude = models.FloatField()
    longitude = models.FloatField()
    is_rural = models.BooleanField(default=False)
    likes = models.TextField(default="")  # in the person's own words, from About Me
    calls = models.JSONField(default=dict)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["organisation", "code"], name="a_client_once"),)
        ordering = ("name", "code")

    def __str__(self) -> str:
        return self.code


class DayFile(Kept):
    """One row per file of a provider's day, as sent or as changed since: docs/reference/visits-of-a-day.md."""

    organisation = models.CharField(max_length=80)
    on = models.DateField()
    document = models.JSONField()
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"visits of {self.on}"


class Revision(Kept):
    """One row per state a provider's day has been in; the highest number is the day as it stands.

    A number can be written once, so of two schedulers who change a day at the same moment only one succeeds; the
    other is shown the day as it is by then, with their change still to make.

    `held` is what people fixed: {"pinned": {visit id: {"carers": [...], "start": minutes}}, "away": {carer: {...}},
    "slower": [{"places": [...], "minutes": ...}]}. `calls` is who comes when: [[carer, visit, side, start], ...].
    """

    class How(models.TextChoices):
        LOADED = "loaded", "Planned from the file of the day"
        ENTERED = "entered", "Entered from the file of the day, and not planned yet"
        MOVED = "moved", "A visit was moved"
        REPLANNED = "replanned", "Planned anew"
        UNDONE = "undone", "A change was undone"
        LENGTHS = "lengths", "A length of visit was changed"
        WEEK = "week", "Planned with its week"

    organisation = models.CharField(max_length=80)
    on = models.DateField()
    number = models.PositiveIntegerField()
    file = models.ForeignKey(DayFile, on_delete=models.PROTECT, related_name="+")
    held = models.JSONField(default=dict)
    calls = models.JSONField(default=list)
    unplanned = models.JSONField(default=dict)  # visit id: why nobody comes
    figures = models.JSONField(default=dict)  # what it comes to, as core `Checked` names it
    how = models.CharField(max_length=10, choices=How.choices)
    detail = models.JSONField(default=dict)  # codes of what changed
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["organisation", "on", "number"], name="one_revision_per_number"),
        )

    def __str__(self) -> str:
        return f"{self.on} revision {self.number}"


class Publication(Kept):
    """One row per state of a day that carers were given; the highest number is what they see."""

    organisation = models.CharField(max_length=80)
    on = models.DateField()
    number = models.PositiveIntegerField()
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="publications")
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["organisation", "on", "number"], name="one_publication_per_number"),
        )

    def __str__(self) -> str:
        return f"{self.on} publication {self.number}"


class Asked(models.Model):
    """Rounds somebody asked for: asked, under way, ready, and taken on or not."""

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        READY = "ready"
        FAILED = "failed"
        ACCEPTED = "accepted"
        DROPPED = "dropped"

    organisation = models.CharField(max_length=80)
    seconds = models.FloatField()  # for which is searched
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    failure = models.TextField(default="")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class Replan(Asked):
    """One row per time somebody asked for a day to be planned anew."""

    on = models.DateField()
    base = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    changes = models.JSONField(default=list)  # what happened, as `replanning.changes` reads it
    document = models.JSONField(default=dict)
    held = models.JSONField(default=dict)
    calls = models.JSONField(default=list)
    unplanned = models.JSONField(default=dict)
    figures = models.JSONField(default=dict)

    class Meta:
        indexes = (models.Index(fields=["organisation", "on", "-asked_at"], name="replans_by_day"),)

    def __str__(self) -> str:
        return f"{self.on} {self.state}"


class WeekPlan(Asked):
    """One row per time somebody asked for weeks to be planned."""

    monday = models.DateField()  # of the first week
    weeks = models.PositiveSmallIntegerField()
    days = models.PositiveSmallIntegerField()  # to be planned
    days_done = models.PositiveSmallIntegerField(default=0)  # that have first rounds

    class Meta:
        indexes = (models.Index(fields=["organisation", "monday", "-asked_at"], name="plans_by_week"),)

    def __str__(self) -> str:
        return f"{self.weeks} weeks from {self.monday} {self.state}"


class PlannedDay(models.Model):
    """One row per day of weeks to be planned: from which state of it, and the rounds that were found."""

    plan = models.ForeignKey(WeekPlan, on_delete=models.CASCADE, related_name="planned_days")
    on = models.DateField()
    base = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    changes = models.PositiveIntegerField(default=0)  # visits with other carers, or at another time
    calls = models.JSONField(default=list)
    unplanned = models.JSONField(default=dict)
    figures = models.JSONField(default=dict)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["plan", "on"], name="a_day_of_a_plan_once"),)
        ordering = ("on",)

    def __str__(self) -> str:
        return str(self.on)


class TimeOff(models.Model):
    """One row per stretch of whole days on which a carer does not work; taken back, it stays with who did so."""

    class Reason(models.TextChoices):
        LEAVE = "leave", "Annual leave"
        SICK = "sick", "Sickness"
        TRAINING = "training", "Training"
        OTHER = "other", "Other time off"

    organisation = models.CharField(max_length=80)
    carer = models.CharField(max_length=CODE)
    first_on = models.DateField()
    last_on = models.DateField()  # the last day off
    reason = models.CharField(max_length=10, choices=Reason.choices)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(last_on__gte=models.F("first_on")), name="time_off_ends_after"),
        )
        indexes = (models.Index(fields=["organisation", "last_on"], name="time_off_by_day"),)
        ordering = ("first_on", "carer")

    def __str__(self) -> str:
        return f"{self.first_on} to {self.last_on}"


class CallEvent(Kept):
    """One row per thing a carer told of a call: that they are there, that they left, that they run late."""

    class Kind(models.TextChoices):
        ARRIVED = "arrived"
        LEFT = "left"
        RUNNING_LATE = "running_late"

    organisation = models.CharField(max_length=80)
    on = models.DateField()  # the day the round belongs to, which may end after midnight
    carer = models.CharField(max_length=CODE)
    visit = models.CharField(max_length=CODE)
    kind = models.CharField(max_length=15, choices=Kind.choices)
    minutes_late = models.PositiveIntegerField(null=True)
    happened_at = models.DateTimeField()  # by the phone, if it could not send at once
    received_at = models.DateTimeField()
    told_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["organisation", "on", "carer", "visit", "kind"],
                condition=models.Q(kind__in=["arrived", "left"]),
                name="one_arrival_and_one_leaving",
            ),
        )
        indexes = (models.Index(fields=["organisation", "visit", "kind"], name="events_by_visit"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"


class LengthDecision(Kept):
    """One row per length of a visit that a scheduler accepted or declined; the latest is in force."""

    organisation = models.CharField(max_length=80)
    visit = models.CharField(max_length=CODE)
    planned_minutes = models.FloatField()  # when it was decided
    proposed_minutes = models.FloatField()
    visits_seen = models.PositiveIntegerField()
    is_accepted = models.BooleanField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["organisation", "visit", "-decided_at"], name="lengths_by_visit"),)

    def __str__(self) -> str:
        return f"{self.proposed_minutes:g} minutes"
