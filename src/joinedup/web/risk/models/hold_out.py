"""Who stays off which list, so that it can be seen whether the list itself does any good?"""

from django.conf import settings
from django.db import models

from joinedup.web.governance.models import Kept


class HoldOut(Kept):
    """One row per time a team lead switched a hold-out on, or off. Rows are added, never changed.

    The one with the highest `number` of a neighbourhood ("" is the whole place) and outcome is in force.

    Parameters
    ----------
    share : of the people who would be listed, 0 to a half; drawn by `joinedup.core.risk.use.hold_out`.
    steps : 1 keeps the share off until it is switched off; with more, so many equal parts of it come onto the list one
        after another.
    seed : with a person's id it decides who stays off; nobody chooses.
    version : of the model that made the scores then.
    """

    neighbourhood = models.CharField(max_length=60, default="")
    outcome = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    is_on = models.BooleanField()
    share = models.FloatField(default=0.0)
    steps = models.PositiveIntegerField(default=1)
    days_per_step = models.PositiveIntegerField(default=0)
    seed = models.BigIntegerField(default=0)
    starts_on = models.DateField()
    version = models.CharField(max_length=64, default="")
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=150)
    role = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["neighbourhood", "outcome", "number"], name="one_hold_out_per_number"),
            models.CheckConstraint(condition=models.Q(share__gte=0, share__lte=0.5), name="hold_out_is_half_at_most"),
        )

    def __str__(self) -> str:
        return f"{self.outcome}, {self.share:.0%} {'on' if self.is_on else 'off'}"


class Allotment(Kept):
    """One row per hold-out and person who would have been listed while it was on. Rows are added, never changed.

    Parameters
    ----------
    draw : 0 to 1, from seed and id: below the hold-out's share the person stays off the list (of one in steps, until
        their step).
    """

    hold_out = models.ForeignKey(HoldOut, on_delete=models.PROTECT, related_name="allotments")
    person_id = models.CharField(max_length=40)  # no foreign key: it outlives the run it was made in
    draw = models.FloatField()
    entered_on = models.DateField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["hold_out", "person_id"], name="one_draw_per_person"),)
        indexes = (models.Index(fields=["hold_out", "draw", "person_id"], name="who_stays_off"),)

    def __str__(self) -> str:
        return f"{self.draw:.3f}"


class ComparedArm(models.Model):
    """One row per hold-out, run and arm, of a hold-out in steps also per time between two steps.

    Parameters
    ----------
    arm : `listed` or `held_out`, as drawn, whatever was done for them; in steps, as it was in that time.
    after_step : the steps taken when the time began; empty where nobody comes onto the list in steps.
    people, events : those of the arm who were first drawn before the run's date, and how many of them had the outcome
        from then, in steps in that time, until the run's date; in steps only the first time they had it.
    days : in steps, of all of them together, each until the outcome came.
    """

    hold_out = models.ForeignKey(HoldOut, on_delete=models.PROTECT, related_name="arms")
    as_at = models.DateField()
    arm = models.CharField(max_length=10)
    after_step = models.PositiveIntegerField(null=True)
    people = models.PositiveIntegerField()
    events = models.PositiveIntegerField()
    days = models.PositiveBigIntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["hold_out", "as_at", "arm"],
                condition=models.Q(after_step=None),
                name="an_arm_once_a_run",
            ),
            models.UniqueConstraint(
                fields=["hold_out", "as_at", "after_step", "arm"], name="an_arm_once_between_steps"
            ),
        )

    def __str__(self) -> str:
        return f"{self.arm} {self.events} of {self.people}"
