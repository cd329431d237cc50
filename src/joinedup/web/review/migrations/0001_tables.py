import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from joinedup.web.governance import append_only


class Migration(migrations.Migration):
    replaces = [("review", name) for name in ("0001_initial", "0002_kept")]

    initial = True

    dependencies = [
        ("accounts", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="QualityReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("report", models.JSONField(default=dict)),
            ],
        ),
        migrations.CreateModel(
            name="Record",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.TextField()),
                ("record_id", models.TextField()),
                ("person_id", models.CharField(db_index=True, max_length=40)),
                ("how", models.CharField(default="", max_length=40)),
                ("weight", models.FloatField(null=True)),
                ("organisation", models.TextField(default="")),
                ("nhs_number", models.CharField(default="", max_length=10)),
                ("given_name", models.TextField(default="")),
                ("family_name", models.TextField(default="")),
                ("birth_date", models.DateField(null=True)),
                ("death_date", models.DateField(null=True)),
                ("sex", models.CharField(default="", max_length=20)),
                ("address", models.TextField(default="")),
                ("postcode", models.TextField(default="")),
                ("gp_practice", models.TextField(default="")),
                ("is_sensitive", models.BooleanField(default=False)),
                ("updated_on", models.DateField(null=True)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("source", "record_id"), name="a_record_once")],
            },
        ),
        migrations.CreateModel(
            name="ReviewPair",
            fields=[
                ("pair_id", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("left_source", models.TextField()),
                ("left_record_id", models.TextField()),
                ("right_source", models.TextField()),
                ("right_record_id", models.TextField()),
                ("left_person_id", models.CharField(max_length=40)),
                ("right_person_id", models.CharField(max_length=40)),
                ("weight", models.FloatField(null=True)),
                ("probability", models.FloatField(null=True)),
                ("why", models.CharField(max_length=40)),
                ("is_linked", models.BooleanField(default=False)),
                ("stratum", models.CharField(default="", max_length=60)),
                ("stratum_pairs", models.BigIntegerField(null=True)),
                ("neighbourhood", models.CharField(default="", max_length=60)),
                ("organisations", models.TextField(default="")),
                ("priority", models.FloatField()),
                ("needs_two", models.BooleanField()),
                ("evidence", models.JSONField(default=list)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("first", "Awaits a first decision"),
                            ("second", "Awaits a second person"),
                            ("disagreed", "Two people disagree"),
                            ("settled", "Settled"),
                        ],
                        default="first",
                        max_length=10,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["state", "-priority", "pair_id"], name="pairs_by_priority"),
                    models.Index(fields=["neighbourhood", "state", "-priority", "pair_id"], name="pairs_of_a_patch"),
                    models.Index(fields=["left_source", "left_record_id"], name="pairs_of_a_record"),
                    models.Index(fields=["left_person_id"], name="pairs_of_a_person"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("decision_id", models.CharField(max_length=36, primary_key=True, serialize=False)),
                ("pair_id", models.CharField(max_length=64)),
                ("version", models.PositiveIntegerField()),
                ("left_source", models.TextField()),
                ("left_record_id", models.TextField()),
                ("right_source", models.TextField()),
                ("right_record_id", models.TextField()),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("same", "Same person"),
                            ("different", "Different people"),
                            ("cannot_tell", "Cannot tell"),
                        ],
                        default="",
                        max_length=12,
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[("review", "Review"), ("unlink", "Unlink"), ("sample", "Sample")], max_length=20
                    ),
                ),
                ("needs_two", models.BooleanField()),
                ("decided_at", models.DateTimeField()),
                ("undoes", models.CharField(blank=True, default="", max_length=36)),
                ("reason", models.CharField(blank=True, default="", max_length=200)),
                ("neighbourhood", models.CharField(blank=True, default="", max_length=60)),
                ("settles", models.BooleanField(default=False)),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["-decided_at", "-decision_id"], name="review_decisions_by_time"),
                    models.Index(fields=["decided_by", "-decided_at"], name="review_decisions_of_somebody"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("pair_id", "version"), name="one_review_decision_per_version"),
                    models.UniqueConstraint(
                        condition=models.Q(("undoes", ""), _negated=True),
                        fields=("undoes",),
                        name="a_decision_is_undone_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("undoes", ""), ("verdict", ""), _negated=True),
                        name="a_decision_says_or_undoes_something",
                    ),
                ],
            },
        ),
        append_only.keeping("review_decision"),
    ]
