import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from joinedup.web.governance import append_only


class Migration(migrations.Migration):
    replaces = [("referrals", name) for name in ("0001_initial", "0002_kept")]

    initial = True

    dependencies = [
        ("accounts", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Referral",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("person_id", models.CharField(db_index=True, max_length=40)),
                ("neighbourhood", models.CharField(default="", max_length=60)),
                ("kind", models.CharField(max_length=40)),
                ("is_urgent", models.BooleanField(default=False)),
                ("words", models.TextField(max_length=2000)),
                ("offer", models.CharField(blank=True, default="", max_length=60)),
                ("sender", models.CharField(max_length=100)),
                ("sender_name", models.CharField(max_length=200)),
                ("holder", models.CharField(max_length=100)),
                ("holder_name", models.CharField(max_length=200)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("sent", "sent"),
                            ("seen", "seen"),
                            ("accepted", "accepted"),
                            ("declined", "declined"),
                            ("withdrawn", "withdrawn"),
                            ("done", "done"),
                        ],
                        max_length=10,
                    ),
                ),
                ("inbox", models.CharField(blank=True, default="", max_length=100)),
                ("asked_at", models.DateTimeField()),
                ("since", models.DateTimeField()),
                ("due_at", models.DateTimeField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "consent",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("said", "They said so"),
                            ("written", "They agreed in writing"),
                            ("representative", "Somebody who may speak for them agreed"),
                            ("best_interests", "They cannot decide; it is in their best interests"),
                        ],
                        default="",
                        max_length=20,
                    ),
                ),
                ("sent_at", models.DateTimeField()),
                (
                    "accepted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["inbox", "due_at"], name="referrals_of_an_inbox"),
                    models.Index(fields=["sender", "-sent_at"], name="referrals_of_a_sender"),
                    models.Index(fields=["accepted_by", "due_at"], name="referrals_somebody_accepted"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("due_at", None), ("inbox", ""), ("state__in", ("withdrawn", "done"))),
                            models.Q(
                                models.Q(("state__in", ("withdrawn", "done")), _negated=True),
                                models.Q(("inbox", ""), _negated=True),
                                ("due_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="referral_in_one_inbox_or_finished",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("holder__startswith", "outside:"), _negated=True),
                            models.Q(("consent", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="referral_outside_needs_consent",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReferralLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("secret_hash", models.CharField(max_length=64, unique=True)),
                ("sent_at", models.DateTimeField(db_index=True)),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                ("holder", models.CharField(max_length=100)),
                ("email", models.CharField(max_length=254)),
                ("ended_at", models.DateTimeField(null=True)),
                ("is_reminder", models.BooleanField(default=False)),
                (
                    "referral",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="links", to="referrals.referral"
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ReferralEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("deed", models.CharField(max_length=12)),
                ("acting", models.CharField(max_length=100)),
                ("acting_name", models.CharField(max_length=200)),
                ("state", models.CharField(max_length=10)),
                ("holder_name", models.CharField(max_length=200)),
                ("state_before", models.CharField(default="", max_length=10)),
                ("holder_before", models.CharField(default="", max_length=100)),
                ("holder_name_before", models.CharField(default="", max_length=200)),
                ("asked_at_before", models.DateTimeField(null=True)),
                ("since_before", models.DateTimeField(null=True)),
                ("reason", models.CharField(blank=True, default="", max_length=40)),
                ("note", models.CharField(blank=True, default="", max_length=500)),
                ("consent", models.CharField(blank=True, default="", max_length=20)),
                ("by_name", models.CharField(blank=True, default="", max_length=100)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "referral",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="referrals.referral"
                    ),
                ),
                (
                    "link",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="referrals.referrallink",
                    ),
                ),
            ],
            options={
                "ordering": ("number",),
                "constraints": [models.UniqueConstraint(fields=("referral", "number"), name="one_event_per_number")],
            },
        ),
        migrations.CreateModel(
            name="SavedFilter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("inbox", models.CharField(max_length=100)),
                ("name", models.CharField(max_length=60)),
                ("query", models.CharField(max_length=300)),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("name",),
                "constraints": [
                    models.UniqueConstraint(fields=("inbox", "name"), name="a_filters_name_once_in_an_inbox")
                ],
            },
        ),
        append_only.keeping("referrals_referralevent"),
    ]
