"""What do the models say about a person, and why?"""

from django.db import models


class Score(models.Model):
    """One row per person and outcome whose population the person is in."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="scores")
    neighbourhood = models.CharField(max_length=60, default="")  # the person's, kept here for the index below
    outcome = models.CharField(max_length=40)
    probability = models.FloatField()  # 0 to 1, within 12 months of the run's date
    log_odds = models.FloatField()
    intercept = models.FloatField(null=True)  # log-odds of a person about whom nothing is known
    is_above_threshold = models.BooleanField()
    main_reason = models.CharField(max_length=60, default="")  # the feature that adds most
    main_group = models.CharField(max_length=60, default="")  # its group: health, function, social, use, medicines

    class Meta:
        constraints = (models.UniqueConstraint(fields=["person", "outcome"], name="one_score_per_person_and_outcome"),)
        indexes = (
            models.Index(
                fields=["neighbourhood", "outcome", "-probability", "person"],
                name="most_at_risk_here",
                condition=models.Q(is_above_threshold=True),
            ),
            models.Index(
                fields=["outcome", "-probability", "person"],
                name="most_at_risk",
                condition=models.Q(is_above_threshold=True),
            ),
        )

    def __str__(self) -> str:
        return f"{self.outcome} {self.probability:.3f}"


class Reason(models.Model):
    """One row per reason shown for a person and outcome."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="reasons")
    outcome = models.CharField(max_length=40)
    position = models.IntegerField()
    feature = models.CharField(max_length=60)
    feature_group = models.CharField(max_length=60)
    contribution = models.FloatField()  # log-odds; above 0 raises the risk
    words = models.TextField()
    is_changeable = models.BooleanField()
    # the latest record behind the reason, and how many there are
    kind = models.CharField(max_length=40, default="")
    organisation = models.TextField(default="")
    happened_on = models.DateField(null=True)
    record_count = models.IntegerField(null=True)
    file = models.TextField(default="")
    line = models.BigIntegerField(null=True)

    class Meta:
        indexes = (models.Index(fields=["person", "outcome", "position"], name="reasons_of_a_person"),)

    def __str__(self) -> str:
        return self.words


class ReferenceScore(models.Model):
    """One row per person and published score, such as the electronic Frailty Index."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="reference_scores")
    score = models.CharField(max_length=40)
    value = models.FloatField()
    category = models.CharField(max_length=40, default="")

    def __str__(self) -> str:
        return f"{self.score} {self.value}"
