import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from joinedup.web.governance import append_only


class Migration(migrations.Migration):
    replaces = [
        ("risk", name)
        for name in ("0001_initial", "0002_versions_contributions_hold_outs", "0003_kept", "0004_groups_beside_scores")
    ]

    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("people", "0001_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="FeatureValues",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="people.person",
                    ),
                ),
                ("values", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="Scoring",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("as_at", models.DateField()),
                ("valid_until", models.JSONField(default=dict)),
                ("sentence", models.TextField(default="")),
                ("versions", models.JSONField(default=dict)),
                ("terms", models.JSONField(default=dict)),
                ("features", models.JSONField(default=list)),
                ("drift", models.JSONField(default=dict)),
                ("capacity", models.JSONField(default=dict)),
            ],
        ),
        migrations.CreateModel(
            name="GroupTotal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("outcome", models.CharField(max_length=40)),
                ("neighbourhood", models.CharField(default="", max_length=60)),
                ("grouping", models.CharField(default="", max_length=40)),
                ("group", models.CharField(default="", max_length=60)),
                ("people", models.IntegerField()),
                ("expected", models.FloatField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("outcome", "neighbourhood", "grouping", "group"), name="a_total_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HoldOut",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("neighbourhood", models.CharField(default="", max_length=60)),
                ("outcome", models.CharField(max_length=40)),
                ("number", models.PositiveIntegerField()),
                ("is_on", models.BooleanField()),
                ("share", models.FloatField(default=0.0)),
                ("steps", models.PositiveIntegerField(default=1)),
                ("days_per_step", models.PositiveIntegerField(default=0)),
                ("seed", models.BigIntegerField(default=0)),
                ("starts_on", models.DateField()),
                ("version", models.CharField(default="", max_length=64)),
                ("reason", models.CharField(max_length=500)),
                ("name", models.CharField(max_length=150)),
                ("role", models.CharField(max_length=40)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("neighbourhood", "outcome", "number"), name="one_hold_out_per_number"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("share__gte", 0), ("share__lte", 0.5)), name="hold_out_is_half_at_most"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ComparedArm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("as_at", models.DateField()),
                ("arm", models.CharField(max_length=10)),
                ("people", models.PositiveIntegerField()),
                ("events", models.PositiveIntegerField()),
                (
                    "hold_out",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="arms", to="risk.holdout"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("hold_out", "as_at", "arm"), name="an_arm_once_a_run")],
            },
        ),
        migrations.CreateModel(
            name="Allotment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person_id", models.CharField(max_length=40)),
                ("draw", models.FloatField()),
                ("entered_on", models.DateField()),
                (
                    "hold_out",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="allotments", to="risk.holdout"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["hold_out", "draw", "person_id"], name="who_stays_off")],
                "constraints": [models.UniqueConstraint(fields=("hold_out", "person_id"), name="one_draw_per_person")],
            },
        ),
        migrations.CreateModel(
            name="ModelVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("outcome", models.CharField(max_length=40)),
                ("version", models.CharField(max_length=64)),
                ("place_name", models.CharField(default="", max_length=100)),
                ("is_invented", models.BooleanField(default=False)),
                ("as_at", models.DateField()),
                ("first_loaded_at", models.DateTimeField()),
                ("card", models.JSONField(default=dict)),
                ("shapes", models.JSONField(default=list)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("outcome", "version"), name="a_version_once")],
            },
        ),
        migrations.CreateModel(
            name="Reason",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("outcome", models.CharField(max_length=40)),
                ("position", models.IntegerField()),
                ("feature", models.TextField()),
                ("feature_group", models.CharField(max_length=60)),
                ("contribution", models.FloatField()),
                ("words", models.TextField()),
                ("is_changeable", models.BooleanField()),
                ("offers", models.TextField(default="")),
                ("kind", models.CharField(default="", max_length=40)),
                ("organisation", models.TextField(default="")),
                ("happened_on", models.DateField(null=True)),
                ("record_count", models.IntegerField(null=True)),
                ("file", models.TextField(default="")),
                ("line", models.BigIntegerField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reasons", to="people.person"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["person", "outcome", "position"], name="reasons_of_a_person")],
            },
        ),
        migrations.CreateModel(
            name="ReferenceScore",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("score", models.CharField(max_length=40)),
                ("value", models.FloatField()),
                ("category", models.CharField(default="", max_length=40)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reference_scores", to="people.person"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Score",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("neighbourhood", models.CharField(default="", max_length=60)),
                ("outcome", models.CharField(max_length=40)),
                ("probability", models.FloatField()),
                ("log_odds", models.FloatField()),
                ("intercept", models.FloatField(null=True)),
                ("is_above_threshold", models.BooleanField()),
                ("valid_until", models.DateField(null=True)),
                ("main_reason", models.TextField(default="")),
                ("main_group", models.CharField(default="", max_length=60)),
                ("sex", models.CharField(default="", max_length=20)),
                ("age_band", models.CharField(default="", max_length=10)),
                ("ethnicity", models.CharField(default="", max_length=20)),
                ("deprivation_fifth", models.CharField(default="", max_length=1)),
                ("is_living", models.BooleanField(default=True)),
                ("has_package", models.BooleanField(default=False)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="scores", to="people.person"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("is_above_threshold", True)),
                        fields=[
                            "neighbourhood",
                            "outcome",
                            "-probability",
                            "person",
                            "sex",
                            "age_band",
                            "ethnicity",
                            "deprivation_fifth",
                            "is_living",
                            "has_package",
                        ],
                        name="most_at_risk_here",
                    ),
                    models.Index(
                        condition=models.Q(("is_above_threshold", True)),
                        fields=[
                            "outcome",
                            "-probability",
                            "person",
                            "neighbourhood",
                            "sex",
                            "age_band",
                            "ethnicity",
                            "deprivation_fifth",
                            "is_living",
                            "has_package",
                        ],
                        name="most_at_risk",
                    ),
                    models.Index(
                        fields=["neighbourhood", "outcome", "-probability", "person"], name="everybody_by_risk_here"
                    ),
                    models.Index(fields=["outcome", "-probability", "person"], name="everybody_by_risk"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("person", "outcome"), name="one_score_per_person_and_outcome")
                ],
            },
        ),
        migrations.CreateModel(
            name="SelectionFigure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("outcome", models.CharField(max_length=40)),
                ("share", models.FloatField()),
                ("listed", models.IntegerField()),
                ("grouping", models.CharField(max_length=40)),
                ("group", models.CharField(max_length=60)),
                ("people_in_group", models.IntegerField(null=True)),
                ("listed_in_group", models.IntegerField(null=True)),
                ("judged_people", models.IntegerField(null=True)),
                ("judged_listed", models.IntegerField(null=True)),
                ("judged_events", models.IntegerField(null=True)),
                ("judged_hits", models.IntegerField(null=True)),
                ("share_of_list_with_outcome", models.FloatField(null=True)),
                ("false_negative_rate", models.FloatField(null=True)),
                ("observed_over_expected", models.FloatField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["outcome", "share"], name="lists_of_a_length")],
            },
        ),
        migrations.CreateModel(
            name="SignOn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("outcome", models.CharField(max_length=40)),
                ("version", models.CharField(max_length=64)),
                ("number", models.PositiveIntegerField()),
                ("is_on", models.BooleanField()),
                ("statement", models.TextField()),
                ("name", models.CharField(max_length=150)),
                ("role", models.CharField(max_length=40)),
                ("organisation", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
                ("valid_until", models.DateField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("outcome", "version", "number"), name="one_signature_per_number"),
                    models.CheckConstraint(
                        condition=models.Q(("statement", ""), _negated=True), name="signature_has_a_statement"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TeamCapacity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("neighbourhood", models.CharField(default="", max_length=60)),
                ("outcome", models.CharField(max_length=40)),
                ("people", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["neighbourhood", "outcome", "-id"], name="latest_capacity")],
            },
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("neighbourhood", models.CharField(default="", max_length=60)),
                ("outcome", models.CharField(max_length=40)),
                ("kind", models.CharField(max_length=10)),
                ("is_listed", models.BooleanField()),
                ("before", models.FloatField()),
                ("now", models.FloatField()),
                ("size", models.FloatField()),
                ("why", models.JSONField(default=list)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["person", "outcome"], name="changes_of_a_person"),
                    models.Index(
                        condition=models.Q(("is_listed", True)),
                        fields=["outcome", "kind", "-size"],
                        name="changes_of_the_listed",
                    ),
                    models.Index(
                        condition=models.Q(("is_listed", True)),
                        fields=["neighbourhood", "outcome", "kind", "-size"],
                        name="changes_of_the_listed_here",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Contribution",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("outcome", models.CharField(max_length=40)),
                ("intercept", models.FloatField()),
                ("values", models.BinaryField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("person", "outcome"), name="one_sum_of_contributions_per_score")
                ],
            },
        ),
        migrations.CreateModel(
            name="Flag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("flag", models.CharField(max_length=40)),
                ("points", models.IntegerField()),
                ("highest", models.IntegerField()),
                ("is_raised", models.BooleanField()),
                ("label", models.TextField(default="")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("person", "flag"), name="a_flag_once")],
            },
        ),
        migrations.CreateModel(
            name="FlagReason",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("flag", models.CharField(max_length=40)),
                ("position", models.IntegerField()),
                ("points", models.IntegerField()),
                ("words", models.TextField()),
                ("is_changeable", models.BooleanField()),
                ("kind", models.CharField(default="", max_length=40)),
                ("organisation", models.TextField(default="")),
                ("happened_on", models.DateField(null=True)),
                ("record_count", models.IntegerField(null=True)),
                ("file", models.TextField(default="")),
                ("line", models.BigIntegerField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["person", "flag", "position"], name="what_raises_a_flag")],
            },
        ),
        append_only.keeping("risk_modelversion", "risk_signon", "risk_teamcapacity", "risk_holdout", "risk_allotment"),
    ]
