import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from joinedup.web.governance import append_only


class Migration(migrations.Migration):
    replaces = [
        ("governance", name)
        for name in (
            "0001_initial",
            "0002_append_only",
            "0003_relationships_from_a_source",
            "0004_chain_break_glass_objections",
            "0005_seals_of_plans",
        )
    ]

    initial = True

    dependencies = [
        ("accounts", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("username", models.CharField(blank=True, max_length=150)),
                ("role", models.CharField(blank=True, max_length=40)),
                ("organisation", models.CharField(blank=True, max_length=80)),
                ("action", models.CharField(max_length=80)),
                ("person_id", models.CharField(blank=True, max_length=40)),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("detail", models.JSONField(default=dict)),
                (
                    "outcome",
                    models.CharField(
                        choices=[("allowed", "Allowed"), ("refused", "Refused")], default="allowed", max_length=10
                    ),
                ),
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
                "ordering": ("-id",),
                "indexes": [
                    models.Index(fields=["person_id", "-id"], name="audit_person"),
                    models.Index(fields=["username", "-id"], name="audit_username"),
                    models.Index(fields=["action", "-id"], name="audit_action"),
                    models.Index(fields=["at"], name="audit_at"),
                ],
            },
        ),
        migrations.CreateModel(
            name="AuditLink",
            fields=[
                ("position", models.BigIntegerField(primary_key=True, serialize=False)),
                ("digest", models.CharField(max_length=64)),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="link", to="governance.auditentry"
                    ),
                ),
            ],
            options={
                "ordering": ("position",),
            },
        ),
        migrations.CreateModel(
            name="BreakGlass",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person_id", models.CharField(max_length=40)),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("emergency", "Somebody's life or safety is at risk now"),
                            ("consent", "The person agreed that I look, or asked me to"),
                            ("legal_duty", "A law or a court requires it"),
                            ("public_interest", "It is needed to protect somebody else from serious harm"),
                        ],
                        max_length=20,
                    ),
                ),
                ("reason", models.CharField(max_length=500)),
                ("opens_sealed", models.BooleanField()),
                ("overrides_objection", models.BooleanField()),
                ("at", models.DateTimeField()),
                ("until", models.DateTimeField()),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
                "indexes": [models.Index(fields=["user", "person_id", "until"], name="break_glass_user_person")],
            },
        ),
        migrations.CreateModel(
            name="Alert",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("break_glass", "Break-glass"),
                            ("own", "Looked at their own record"),
                            ("household", "Looked at the record of somebody they live with"),
                            ("colleague", "Looked at a colleague's record"),
                        ],
                        max_length=20,
                    ),
                ),
                ("person_id", models.CharField(max_length=40)),
                ("at", models.DateTimeField()),
                ("on", models.DateField()),
                ("due_at", models.DateTimeField()),
                ("escalated_at", models.DateTimeField(null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "break_glass",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="alert",
                        to="governance.breakglass",
                    ),
                ),
            ],
            options={
                "ordering": ("due_at", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("break_glass", None)),
                        fields=("kind", "user", "person_id", "on"),
                        name="alert_once_a_day",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AlertReview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("justified", "Justified"),
                            ("mistake", "A mistake without harm: spoken about"),
                            ("breach", "Not justified: passed to the employer"),
                        ],
                        max_length=20,
                    ),
                ),
                ("note", models.CharField(max_length=1000)),
                ("at", models.DateTimeField()),
                (
                    "alert",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="review", to="governance.alert"
                    ),
                ),
                (
                    "by",
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
            name="CareRelationship",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person_id", models.CharField(max_length=40)),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("registration", "The person is registered with my practice or team"),
                            ("referral", "The person was referred to me"),
                            ("contact", "I am in contact with the person about their care"),
                            ("team", "The person is on my team's caseload"),
                            ("named", "The person's plan names me"),
                            ("break_glass", "Opened by break-glass"),
                        ],
                        max_length=20,
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=80)),
                ("reason", models.CharField(max_length=500)),
                ("starts_at", models.DateTimeField()),
                (
                    "ends_at",
                    models.DateTimeField(help_text="The relationship holds before this moment, and not from it on."),
                ),
                (
                    "ended_at",
                    models.DateTimeField(
                        help_text="When it was ended, or found to have run out; then ends_at.", null=True
                    ),
                ),
                ("end_reason", models.CharField(blank=True, max_length=500)),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="care_relationships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("-starts_at", "-id"),
                "indexes": [
                    models.Index(fields=["user", "person_id", "ends_at"], name="relationship_user_person"),
                    models.Index(fields=["person_id", "ends_at"], name="relationship_person"),
                    models.Index(fields=["source"], name="relationship_source"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gte", models.F("starts_at"))),
                        name="relationship_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="relationship_has_a_reason"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("user", "person_id", "ground", "source"),
                        name="relationship_open_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Objection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person_id", models.CharField(max_length=40)),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("all", "Nobody is to see the joined record"),
                            ("organisation", "One organisation is not to see the joined record"),
                            ("lists", "The record may be seen, but not used to put the person on lists"),
                        ],
                        max_length=20,
                    ),
                ),
                ("organisation", models.CharField(blank=True, max_length=80)),
                ("words", models.CharField(max_length=1000)),
                ("recorded_at", models.DateTimeField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting for a decision, and kept to meanwhile"),
                            ("upheld", "Upheld"),
                            ("refused", "Not upheld"),
                            ("withdrawn", "Withdrawn by the person"),
                        ],
                        default="waiting",
                        max_length=20,
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                ("decision_words", models.CharField(blank=True, max_length=1000)),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "indexes": [
                    models.Index(
                        condition=models.Q(("status__in", ("waiting", "upheld"))),
                        fields=["person_id", "scope"],
                        name="objection_in_force",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ("waiting", "upheld"))),
                        fields=("person_id", "scope", "organisation"),
                        name="objection_in_force_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("scope", "organisation"), models.Q(("organisation", ""), _negated=True)),
                            models.Q(models.Q(("scope", "organisation"), _negated=True), ("organisation", "")),
                            _connector="OR",
                        ),
                        name="objection_names_an_organisation",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SealedPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person_id", models.CharField(max_length=40)),
                ("part", models.CharField(max_length=90)),
                ("organisation", models.CharField(max_length=80)),
                ("roles", models.JSONField(default=list)),
                ("staff", models.JSONField(default=list)),
                ("reason", models.CharField(max_length=500)),
                ("sealed_at", models.DateTimeField()),
                ("lifted_at", models.DateTimeField(null=True)),
                (
                    "lifted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sealed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("lifted_at", None)),
                        fields=("person_id", "part", "organisation"),
                        name="sealed_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StaffLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person_id", models.CharField(db_index=True, max_length=40)),
                ("recorded_at", models.DateTimeField()),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="person_link",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        append_only.keeping(
            "governance_auditentry", "governance_auditlink", "governance_breakglass", "governance_alertreview"
        ),
    ]
