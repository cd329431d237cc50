"""When did a team meet, whom did it talk about, and what was decided and promised?"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from joinedup.web.governance.models import Kept


class Meeting(models.Model):
    """One row per meeting of a neighbourhood's team. A team has one open meeting at most.

    Parameters
    ----------
    data_as_at : the day the run's data went to when it was prepared; the next meeting looks from there.
    left_out : people not on the agenda because they object, and further ones for whom there was no time.
    """

    neighbourhood = models.CharField(max_length=60)
    prepared_at = models.DateTimeField()
    data_from = models.DateField()
    data_as_at = models.DateField()
    chair = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    left_out = models.JSONField(default=dict)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-prepared_at",)
        constraints = (
            models.UniqueConstraint(
                fields=["neighbourhood"], condition=Q(closed_at=None), name="one_open_meeting_of_a_team"
            ),
        )

    def __str__(self) -> str:
        return f"{self.neighbourhood} {self.prepared_at:%Y-%m-%d}"


class AgendaItem(models.Model):
    """One row per person on a meeting's agenda. `findings` is why, as `core.teams.agenda.Finding` says it.

    Further ones, for whom there was no time from the start, are kept for the next agenda and stand on none before.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Not reached"
        DISCUSSED = "discussed", "Talked about"
        DEFERRED = "deferred", "Deferred to the next meeting"
        FURTHER = "further", "No time for them, they come next time"

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveIntegerField()
    person_id = models.CharField(max_length=40)
    findings = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=["meeting", "position"], name="one_person_a_place_on_the_agenda"),
            models.UniqueConstraint(fields=["meeting", "person_id"], name="a_person_once_on_an_agenda"),
        )

    def __str__(self) -> str:
        return f"{self.position} {self.state}"


class AgendaRequest(Kept):
    """One row per time a member asked that the team talks about somebody."""

    neighbourhood = models.CharField(max_length=60, db_index=True)
    person_id = models.CharField(max_length=40)
    words = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"asked at {self.at:%Y-%m-%d}"


class Attendance(models.Model):
    """One row per member of staff who came to a meeting, or sent apologies."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendance")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    is_apology = models.BooleanField(default=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["meeting", "user"], name="somebody_once_at_a_meeting"),)

    def __str__(self) -> str:
        return "apologies" if self.is_apology else "attended"


class Outcome(Kept):
    """One row per decision or action recorded at a meeting about a person. Rows are added; one is withdrawn by another.

    Parameters
    ----------
    token : made when the form was opened, so that sending it twice records it once.
    who, due_on : of an action: who does it, and by when.
    """

    class Kind(models.TextChoices):
        DECISION = "decision"
        ACTION = "action"
        WITHDRAWAL = "withdrawal"

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="outcomes")
    token = models.UUIDField(unique=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    words = models.CharField(max_length=500, blank=True)
    who = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    due_on = models.DateField(null=True)
    withdraws = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="withdrawn_by")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(kind="action") | Q(who__isnull=False, due_on__isnull=False), name="action_has_who_and_when"
            ),
        )

    def __str__(self) -> str:
        return self.kind


class ActionNews(Kept):
    """One row per time somebody said what became of an action; the latest counts."""

    class State(models.TextChoices):
        DONE = "done", "Done"
        DROPPED = "dropped", "No longer needed"
        OPEN = "open", "Not done after all"

    action = models.ForeignKey(Outcome, on_delete=models.PROTECT, related_name="news")
    state = models.CharField(max_length=10, choices=State.choices)
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.state


class Arranged(Kept):
    """One row per accepted offer of which somebody said that it is arranged."""

    decision = models.OneToOneField("plans.Decision", on_delete=models.PROTECT, related_name="arranged")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"arranged at {self.at:%Y-%m-%d}"


class Minutes(Kept):
    """One row per version of a meeting's minutes; the chair signs one, and a correction is a further version."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="minutes")
    version = models.PositiveIntegerField()
    content = models.JSONField()
    correction = models.CharField(max_length=1000, blank=True)
    is_signed = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("version",)
        constraints = (models.UniqueConstraint(fields=["meeting", "version"], name="one_version_of_the_minutes"),)

    def __str__(self) -> str:
        return f"version {self.version}"
