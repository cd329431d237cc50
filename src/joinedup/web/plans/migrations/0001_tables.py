import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from joinedup.web.governance import append_only


class Migration(migrations.Migration):
    replaces = [
        ("plans", name)
        for name in (
            "0001_initial",
            "0002_what_councils_and_catalogue_say",
            "0003_plans_for_a_place",
            "0004_kept",
            "0005_effects_by_outcome",
        )
    ]

    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("people", "0001_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="Beginnings",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person", models.BinaryField()),
                ("fit", models.BinaryField()),
                ("settings", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="Offer",
            fields=[
                ("code", models.CharField(max_length=60, primary_key=True, serialize=False)),
                ("name", models.TextField()),
                ("kind", models.CharField(max_length=20)),
                ("description", models.TextField(default="")),
                ("for_whom", models.TextField(default="")),
                ("source", models.TextField(default="")),
                ("cost_pence", models.BigIntegerField(null=True)),
                ("payers", models.JSONField(default=dict)),
                ("is_paid_by_charity", models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name="Package",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="package",
                        serialize=False,
                        to="people.person",
                    ),
                ),
                ("cost_pence", models.BigIntegerField()),
                ("item_count", models.IntegerField()),
                ("next_best", models.TextField(default="")),
            ],
        ),
        migrations.CreateModel(
            name="LocalHelp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("service", models.CharField(max_length=60)),
                ("name", models.TextField()),
                ("organisation", models.TextField(default="")),
                ("telephone", models.TextField(default="")),
                ("offer", models.CharField(default="", max_length=60)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="local_help", to="people.person"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LeftOut",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.TextField()),
                ("would_change", models.TextField(default="")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="left_out", to="people.person"
                    ),
                ),
                ("offer", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="plans.offer")),
            ],
        ),
        migrations.CreateModel(
            name="Plan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80)),
                ("is_base", models.BooleanField(default=False)),
                ("changes", models.JSONField(default=list)),
                ("figures", models.JSONField(default=dict)),
                ("limits", models.JSONField(default=list)),
                ("unmet", models.JSONField(default=list)),
                ("promises", models.JSONField(default=list)),
                ("ledger", models.JSONField(default=list)),
                ("collisions", models.JSONField(default=list)),
                ("gained", models.IntegerField(default=0)),
                ("lost", models.IntegerField(default=0)),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Acceptance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("as_at", models.DateField()),
                ("number", models.PositiveIntegerField()),
                ("run_loaded_at", models.DateTimeField()),
                ("plan_name", models.CharField(max_length=80)),
                ("changes", models.JSONField(default=list)),
                ("figures", models.JSONField(default=dict)),
                ("note", models.CharField(blank=True, default="", max_length=500)),
                ("proposals", models.JSONField(default=list)),
                ("accepted_at", models.DateTimeField()),
                (
                    "accepted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["-accepted_at"], name="acceptances_by_time")],
                "constraints": [
                    models.UniqueConstraint(fields=("run_loaded_at", "number"), name="one_acceptance_per_number")
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person_id", models.CharField(max_length=40)),
                ("offer_code", models.CharField(max_length=60)),
                ("version", models.PositiveIntegerField()),
                (
                    "choice",
                    models.CharField(
                        choices=[("accepted", "Accepted"), ("declined", "Declined"), ("undone", "Undone")],
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(default="", max_length=40)),
                ("note", models.CharField(blank=True, default="", max_length=500)),
                ("was_proposed", models.BooleanField()),
                ("offer_name", models.CharField(max_length=120)),
                ("decided_at", models.DateTimeField()),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["decided_at"], name="decisions_by_time")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person_id", "offer_code", "version"), name="one_decision_per_version"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PackageEffect",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("outcome", models.CharField(max_length=40)),
                ("avoided_low", models.FloatField()),
                ("avoided_mid", models.FloatField()),
                ("avoided_high", models.FloatField()),
                ("offer", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="plans.offer")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="package_effects", to="people.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("person", "offer", "outcome"), name="an_outcome_once_for_an_offer")
                ],
            },
        ),
        migrations.CreateModel(
            name="PackageItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("funder", models.CharField(default="", max_length=60)),
                ("cost_pence", models.BigIntegerField()),
                ("why", models.TextField(default="")),
                ("is_kept", models.BooleanField(default=False)),
                ("stays_share", models.FloatField(null=True)),
                ("would_change", models.TextField(default="")),
                ("weakness", models.TextField(default="")),
                ("offer", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="plans.offer")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="package_items", to="people.person"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("person", "offer"), name="an_offer_once_in_a_package")],
            },
        ),
        append_only.keeping("plans_acceptance"),
    ]
