"""What do the models say about a person, and why?"""

from django.db import models

# Behind the order of the list, so that a list is counted from its index alone.
GROUPS = ("sex", "age_band", "ethnicity", "deprivation_fifth", "is_living", "has_package")


class Score(models.Model):
    """One row per person and outcome whose population the person is in."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="scores")
    neighbourhood = models.CharField(max_length=60, default="")  # the person's, kept here for the index below
    outcome = models.CharField(max_length=40)
    probability = models.FloatField()  # 0 to 1, within 12 months of the run's date
    log_odds = models.FloatField()
    intercept = models.FloatField(null=True)  # log-odds of a person about whom nothing is known
    is_above_threshold = models.BooleanField()
    valid_until = models.DateField(null=True)  # the last day on which it may be taken for today's
    main_reason = models.TextField(default="")  # the feature, or the pair of them, that adds most
    main_group = models.CharField(max_length=60, default="")  # its group: health, function, social, use, medicines
    # The groups that lists are audited by, as the job names them; empty: not known.
    sex = models.CharField(max_length=20, default="")
    age_band = models.CharField(max_length=10, default="")
    ethnicity = models.CharField(max_length=20, default="")
    deprivation_fifth = models.CharField(max_length=1, default="")  # 1 is the most deprived
    is_living = models.BooleanField(default=True)
    has_package = models.BooleanField(default=False)  # whether one is proposed

    class Meta:
        constraints = (models.UniqueConstraint(fields=["person", "outcome"], name="one_score_per_person_and_outcome"),)
        indexes = (
            models.Index(
                fields=["neighbourhood", "outcome", "-probability", "person", *GROUPS],
                name="most_at_risk_here",
                condition=models.Q(is_above_threshold=True),
            ),
            models.Index(
                fields=["outcome", "-probability", "person", "neighbourhood", *GROUPS],
                name="most_at_risk",
                condition=models.Q(is_above_threshold=True),
            ),
            # A team may ask for more people than stand above the mark, and sums over everybody rest on these too.
            models.Index(fields=["neighbourhood", "outcome", "-probability", "person"], name="everybody_by_risk_here"),
            models.Index(fields=["outcome", "-probability", "person"], name="everybody_by_risk"),
        )

    def __str__(self) -> str:
        return f"{self.outcome} {self.probability:.3f}"


class Reason(models.Model):
    """One row per reason shown for a person and outcome."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="reasons")
    outcome = models.CharField(max_length=40)
    position = models.IntegerField()
    feature = models.TextField()  # or a pair of them
    feature_group = models.CharField(max_length=60)
    contribution = models.FloatField()  # log-odds; above 0 raises the risk
    words = models.TextField()
    is_changeable = models.BooleanField()
    offers = models.TextField(default="")  # codes of the offers that address it, separated by spaces
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


class Contribution(models.Model):
    """One row per person and outcome: everything that makes the score, in log-odds.

    Parameters
    ----------
    values : float64, little-endian, one for each of `Scoring.terms[outcome]`, in order. As bytes they are exact,
        a third of the size of numbers in JSON, and read whole or not at all.
    """

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    outcome = models.CharField(max_length=40)
    intercept = models.FloatField()
    values = models.BinaryField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["person", "outcome"], name="one_sum_of_contributions_per_score"),
        )

    def __str__(self) -> str:
        return f"{self.outcome}, {len(self.values) // 8} terms"


class FeatureValues(models.Model):
    """One row per person scored: what the features were as at the run's date.

    Parameters
    ----------
    values : float64, little-endian, one for each of `Scoring.features`, in order; NaN where not known.
    """

    person = models.OneToOneField("people.Person", primary_key=True, on_delete=models.CASCADE, related_name="+")
    values = models.BinaryField()

    def __str__(self) -> str:
        return f"{len(self.values) // 8} features"


class GroupTotal(models.Model):
    """One row per outcome, neighbourhood ("" is the whole place), grouping and group: who is scored there.

    Parameters
    ----------
    grouping, group : such as `age_band` and `75-84`; both empty for everybody.
    people : living people scored.
    expected : of whom so many are expected to have the outcome: the sum of their probabilities.
    """

    outcome = models.CharField(max_length=40)
    neighbourhood = models.CharField(max_length=60, default="")
    grouping = models.CharField(max_length=40, default="")
    group = models.CharField(max_length=60, default="")
    people = models.IntegerField()
    expected = models.FloatField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["outcome", "neighbourhood", "grouping", "group"], name="a_total_once"),
        )

    def __str__(self) -> str:
        return f"{self.outcome}: {self.people}"


class Change(models.Model):
    """One row per person and outcome whose risk moved since a month before, both by the same model.

    Parameters
    ----------
    before, now : probability, 0 to 1.
    kind : `new` (above the mark now, and not before), `gone` (the other way round), `rose` or `fell`.
    is_listed : above the mark now or before.
    size : of the change in log-odds, without its sign.
    why : the terms that moved it most, heaviest first: words, change in log-odds, whether help may change it.
    """

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    neighbourhood = models.CharField(max_length=60, default="")
    outcome = models.CharField(max_length=40)
    kind = models.CharField(max_length=10)
    is_listed = models.BooleanField()
    before = models.FloatField()
    now = models.FloatField()
    size = models.FloatField()
    why = models.JSONField(default=list)

    class Meta:
        indexes = (
            models.Index(fields=["person", "outcome"], name="changes_of_a_person"),
            models.Index(
                fields=["outcome", "kind", "-size"], name="changes_of_the_listed", condition=models.Q(is_listed=True)
            ),
            models.Index(
                fields=["neighbourhood", "outcome", "kind", "-size"],
                name="changes_of_the_listed_here",
                condition=models.Q(is_listed=True),
            ),
        )

    def __str__(self) -> str:
        return f"{self.outcome} {self.kind}"


class Flag(models.Model):
    """One row per person and rule that points to them: points, never a probability."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    flag = models.CharField(max_length=40)
    points = models.IntegerField()
    highest = models.IntegerField()
    is_raised = models.BooleanField()
    label = models.TextField(default="")  # what the flag is and is not

    class Meta:
        constraints = (models.UniqueConstraint(fields=["person", "flag"], name="a_flag_once"),)

    def __str__(self) -> str:
        return f"{self.flag}: {self.points} of {self.highest}"


class FlagReason(models.Model):
    """One row per thing that gives a person points by a rule."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    flag = models.CharField(max_length=40)
    position = models.IntegerField()
    points = models.IntegerField()
    words = models.TextField()
    is_changeable = models.BooleanField()
    kind = models.CharField(max_length=40, default="")
    organisation = models.TextField(default="")
    happened_on = models.DateField(null=True)
    record_count = models.IntegerField(null=True)
    file = models.TextField(default="")
    line = models.BigIntegerField(null=True)

    class Meta:
        indexes = (models.Index(fields=["person", "flag", "position"], name="what_raises_a_flag"),)

    def __str__(self) -> str:
        return self.words


class SelectionFigure(models.Model):
    """One row per outcome, length of list and group: what such a list finds now, and would have found a year ago.

    Parameters
    ----------
    share : of the people scored in the whole place who are listed.
    grouping, group : grouping `all` is everybody.
    judged_hits : people listed a year ago who then had the outcome; empty where there are too few to show.
    """

    outcome = models.CharField(max_length=40)
    share = models.FloatField()
    listed = models.IntegerField()
    grouping = models.CharField(max_length=40)
    group = models.CharField(max_length=60)
    people_in_group = models.IntegerField(null=True)
    listed_in_group = models.IntegerField(null=True)
    judged_people = models.IntegerField(null=True)
    judged_listed = models.IntegerField(null=True)
    judged_events = models.IntegerField(null=True)
    judged_hits = models.IntegerField(null=True)
    share_of_list_with_outcome = models.FloatField(null=True)
    false_negative_rate = models.FloatField(null=True)
    observed_over_expected = models.FloatField(null=True)

    class Meta:
        indexes = (models.Index(fields=["outcome", "share"], name="lists_of_a_length"),)

    def __str__(self) -> str:
        return f"{self.outcome}, {self.listed} listed"
