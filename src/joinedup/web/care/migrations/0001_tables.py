import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from joinedup.web.governance import append_only


class Migration(migrations.Migration):
    replaces = [("care", name) for name in ("0001_initial", "0002_kept", "0003_agreed_actions", "0004_seals_of_plans")]

    initial = True

    dependencies = [
        ("accounts", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="AgreedAction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("agreed_in", models.CharField(max_length=60, unique=True)),
                ("person_id", models.CharField(db_index=True, max_length=40)),
                ("what", models.TextField()),
                ("words", models.CharField(max_length=200)),
                ("due_on", models.DateField()),
                ("is_open", models.BooleanField(default=True)),
                ("stands_under", models.JSONField(default=list)),
                (
                    "who",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CarerLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("carer_id", models.CharField(db_index=True, max_length=40)),
                ("cared_for_id", models.CharField(db_index=True, max_length=40)),
                ("is_caring", models.BooleanField()),
                ("on", models.DateField()),
                ("hours_per_week", models.CharField(blank=True, default="", max_length=20)),
                ("is_co_resident", models.BooleanField(null=True)),
                ("note", models.CharField(blank=True, default="", max_length=500)),
                ("said_at", models.DateTimeField()),
                (
                    "said_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Version",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person_id", models.CharField(max_length=40)),
                (
                    "document",
                    models.CharField(choices=[("plan", "Plan"), ("adult", "Adult"), ("carer", "Carer")], max_length=10),
                ),
                ("number", models.PositiveIntegerField()),
                ("content", models.JSONField()),
                ("base", models.CharField(blank=True, default="", max_length=60)),
                ("brought_in", models.JSONField(default=list)),
                ("submission", models.CharField(max_length=40)),
                ("saved_at", models.DateTimeField()),
                (
                    "saved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("person_id", "document", "number"), name="one_version_per_number"),
                    models.UniqueConstraint(
                        fields=("person_id", "document", "submission"), name="one_version_per_submission"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EligibilityDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_eligible", models.BooleanField()),
                ("reason", models.CharField(max_length=2000)),
                ("test_said", models.CharField(max_length=20)),
                ("decided_at", models.DateTimeField()),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="care.version"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Agreement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "agreed_with",
                    models.CharField(
                        choices=[
                            ("person", "The person"),
                            ("representative", "Somebody who may speak for them"),
                            ("best_interests", "Nobody could agree: decided in their best interests"),
                        ],
                        max_length=20,
                    ),
                ),
                ("full_name", models.CharField(max_length=200)),
                ("role", models.CharField(blank=True, max_length=200)),
                ("note", models.CharField(blank=True, max_length=1000)),
                ("signed_at", models.DateTimeField()),
                (
                    "signed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="agreements", to="care.version"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "signed_by", "agreed_with", "full_name"), name="one_signature_each"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person_id", models.CharField(max_length=40)),
                ("form", models.CharField(max_length=120)),
                ("sent", models.JSONField()),
                ("saved_at", models.DateTimeField()),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("user", "person_id", "form"), name="one_draft_per_form")
                ],
            },
        ),
        migrations.CreateModel(
            name="PlannedAction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person_id", models.CharField(db_index=True, max_length=40)),
                ("item_id", models.CharField(max_length=80)),
                ("who", models.CharField(max_length=620)),
                ("what", models.TextField()),
                ("due_on", models.DateField(null=True)),
                ("status", models.CharField(max_length=20)),
                ("offer_code", models.CharField(blank=True, default="", max_length=60)),
                ("agreed_in", models.CharField(blank=True, db_index=True, default="", max_length=60)),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["user", "status", "due_on"], name="actions_of_a_user")],
                "constraints": [
                    models.UniqueConstraint(fields=("person_id", "item_id"), name="an_action_once_in_a_plan")
                ],
            },
        ),
        append_only.keeping("care_version", "care_agreement", "care_carerlink", "care_eligibilitydecision"),
    ]
