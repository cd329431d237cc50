import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from joinedup.web.governance import append_only


class Migration(migrations.Migration):
    replaces = [("visits", name) for name in ("0001_initial", "0002_kept", "0003_weeks")]

    initial = True

    dependencies = [
        ("accounts", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="DayFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("organisation", models.CharField(max_length=80)),
                ("on", models.DateField()),
                ("document", models.JSONField()),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Carer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("organisation", models.CharField(max_length=80)),
                ("code", models.CharField(max_length=100)),
                ("name", models.CharField(max_length=150)),
                ("username", models.CharField(blank=True, default="", max_length=150)),
                ("contracted_minutes_per_week", models.PositiveIntegerField(null=True)),
                ("most_minutes_per_week", models.PositiveIntegerField(null=True)),
                ("is_opted_out", models.BooleanField(default=False)),
                ("wage_age", models.PositiveSmallIntegerField(default=21)),
                ("contact_pence_an_hour", models.PositiveIntegerField(null=True)),
                ("travel_pence_an_hour", models.PositiveIntegerField(null=True)),
                ("holiday_times", models.FloatField(default=1.0)),
                ("is_active", models.BooleanField(default=True)),
            ],
            options={
                "ordering": ("name", "code"),
                "indexes": [models.Index(fields=["organisation", "username"], name="carer_by_account")],
                "constraints": [models.UniqueConstraint(fields=("organisation", "code"), name="a_carer_once")],
            },
        ),
        migrations.CreateModel(
            name="Client",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("organisation", models.CharField(max_length=80)),
                ("code", models.CharField(max_length=100)),
                ("name", models.CharField(max_length=150)),
                ("person_id", models.CharField(blank=True, default="", max_length=40)),
                ("nhs_number", models.CharField(blank=True, default="", max_length=10)),
                ("address", models.TextField(default="")),
                ("latitude", models.FloatField()),
                ("longitude", models.FloatField()),
                ("is_rural", models.BooleanField(default=False)),
                ("likes", models.TextField(default="")),
                ("calls", models.JSONField(default=dict)),
            ],
            options={
                "ordering": ("name", "code"),
                "constraints": [models.UniqueConstraint(fields=("organisation", "code"), name="a_client_once")],
            },
        ),
        migrations.CreateModel(
            name="Revision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("organisation", models.CharField(max_length=80)),
                ("on", models.DateField()),
                ("number", models.PositiveIntegerField()),
                ("held", models.JSONField(default=dict)),
                ("calls", models.JSONField(default=list)),
                ("unplanned", models.JSONField(default=dict)),
                ("figures", models.JSONField(default=dict)),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("loaded", "Planned from the file of the day"),
                            ("entered", "Entered from the file of the day, and not planned yet"),
                            ("moved", "A visit was moved"),
                            ("replanned", "Planned anew"),
                            ("undone", "A change was undone"),
                            ("lengths", "A length of visit was changed"),
                            ("week", "Planned with its week"),
                        ],
                        max_length=10,
                    ),
                ),
                ("detail", models.JSONField(default=dict)),
                ("made_at", models.DateTimeField()),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="visits.dayfile"
                    ),
                ),
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
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "on", "number"), name="one_revision_per_number")
                ],
            },
        ),
        migrations.CreateModel(
            name="Replan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("organisation", models.CharField(max_length=80)),
                ("seconds", models.FloatField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("running", "Running"),
                            ("ready", "Ready"),
                            ("failed", "Failed"),
                            ("accepted", "Accepted"),
                            ("dropped", "Dropped"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("failure", models.TextField(default="")),
                ("asked_at", models.DateTimeField()),
                ("started_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("on", models.DateField()),
                ("changes", models.JSONField(default=list)),
                ("document", models.JSONField(default=dict)),
                ("held", models.JSONField(default=dict)),
                ("calls", models.JSONField(default=list)),
                ("unplanned", models.JSONField(default=dict)),
                ("figures", models.JSONField(default=dict)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "base",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="visits.revision"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["organisation", "on", "-asked_at"], name="replans_by_day")],
            },
        ),
        migrations.CreateModel(
            name="Publication",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("organisation", models.CharField(max_length=80)),
                ("on", models.DateField()),
                ("number", models.PositiveIntegerField()),
                ("published_at", models.DateTimeField()),
                (
                    "published_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="publications", to="visits.revision"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "on", "number"), name="one_publication_per_number")
                ],
            },
        ),
        migrations.CreateModel(
            name="TimeOff",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("organisation", models.CharField(max_length=80)),
                ("carer", models.CharField(max_length=100)),
                ("first_on", models.DateField()),
                ("last_on", models.DateField()),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("leave", "Annual leave"),
                            ("sick", "Sickness"),
                            ("training", "Training"),
                            ("other", "Other time off"),
                        ],
                        max_length=10,
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(null=True)),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "removed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("first_on", "carer"),
                "indexes": [models.Index(fields=["organisation", "last_on"], name="time_off_by_day")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("last_on__gte", models.F("first_on"))), name="time_off_ends_after"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="WeekPlan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("organisation", models.CharField(max_length=80)),
                ("seconds", models.FloatField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("running", "Running"),
                            ("ready", "Ready"),
                            ("failed", "Failed"),
                            ("accepted", "Accepted"),
                            ("dropped", "Dropped"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("failure", models.TextField(default="")),
                ("asked_at", models.DateTimeField()),
                ("started_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("monday", models.DateField()),
                ("weeks", models.PositiveSmallIntegerField()),
                ("days", models.PositiveSmallIntegerField()),
                ("days_done", models.PositiveSmallIntegerField(default=0)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["organisation", "monday", "-asked_at"], name="plans_by_week")],
            },
        ),
        migrations.CreateModel(
            name="PlannedDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField()),
                ("changes", models.PositiveIntegerField(default=0)),
                ("calls", models.JSONField(default=list)),
                ("unplanned", models.JSONField(default=dict)),
                ("figures", models.JSONField(default=dict)),
                (
                    "base",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="visits.revision"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="planned_days", to="visits.weekplan"
                    ),
                ),
            ],
            options={
                "ordering": ("on",),
                "constraints": [models.UniqueConstraint(fields=("plan", "on"), name="a_day_of_a_plan_once")],
            },
        ),
        migrations.CreateModel(
            name="CallEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("organisation", models.CharField(max_length=80)),
                ("on", models.DateField()),
                ("carer", models.CharField(max_length=100)),
                ("visit", models.CharField(max_length=100)),
                (
                    "kind",
                    models.CharField(
                        choices=[("arrived", "Arrived"), ("left", "Left"), ("running_late", "Running Late")],
                        max_length=15,
                    ),
                ),
                ("minutes_late", models.PositiveIntegerField(null=True)),
                ("happened_at", models.DateTimeField()),
                ("received_at", models.DateTimeField()),
                (
                    "told_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["organisation", "visit", "kind"], name="events_by_visit")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kind__in", ["arrived", "left"])),
                        fields=("organisation", "on", "carer", "visit", "kind"),
                        name="one_arrival_and_one_leaving",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LengthDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("organisation", models.CharField(max_length=80)),
                ("visit", models.CharField(max_length=100)),
                ("planned_minutes", models.FloatField()),
                ("proposed_minutes", models.FloatField()),
                ("visits_seen", models.PositiveIntegerField()),
                ("is_accepted", models.BooleanField()),
                ("decided_at", models.DateTimeField()),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["organisation", "visit", "-decided_at"], name="lengths_by_visit")],
            },
        ),
        append_only.keeping(
            "visits_dayfile", "visits_revision", "visits_publication", "visits_callevent", "visits_lengthdecision"
        ),
    ]
