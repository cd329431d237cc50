import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from joinedup.web.directory.indexing import lexical_class
from joinedup.web.governance import append_only


def make_words(apps, schema_editor):
    """The index of words, in each database's own way."""
    for statement in lexical_class(schema_editor.connection.vendor).CREATE:
        schema_editor.execute(statement)


def drop_words(apps, schema_editor):
    for statement in lexical_class(schema_editor.connection.vendor).DROP:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    replaces = [
        ("directory", name)
        for name in (
            "0001_initial",
            "0002_revision",
            "0003_upkeep",
            "0004_kept",
            "0005_search",
            "0006_words",
            "0007_doubled_pairs",
            "0008_hours_by_service",
            "0009_surroundings",
        )
    ]

    initial = True

    dependencies = [
        ("accounts", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="NamedPlace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120)),
                ("near", models.CharField(blank=True, max_length=120)),
                ("other_names", models.JSONField(default=list)),
                ("latitude", models.FloatField()),
                ("longitude", models.FloatField()),
                ("areas", models.JSONField(default=list)),
                ("spread_metres", models.FloatField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="PostcodePoint",
            fields=[
                ("text", models.CharField(max_length=8, primary_key=True, serialize=False)),
                ("latitude", models.FloatField()),
                ("longitude", models.FloatField()),
                ("areas", models.JSONField(default=list)),
                ("spread_metres", models.FloatField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Revision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveBigIntegerField(default=0)),
                ("changed_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Source",
            fields=[
                ("code", models.SlugField(max_length=60, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=120)),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("own", "Kept here"),
                            ("hsds-uk-3.0", "HSDS-UK 3.0"),
                            ("oruk-1.0", "Open Referral UK 1.0"),
                            ("csv", "CSV"),
                        ],
                        default="own",
                        max_length=20,
                    ),
                ),
                ("url", models.URLField(blank=True, max_length=500)),
                ("licence", models.CharField(blank=True, max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name="Location",
            fields=[
                ("id", models.CharField(max_length=36, primary_key=True, serialize=False)),
                ("name", models.CharField(blank=True, max_length=500)),
                ("content", models.JSONField()),
                ("modified_at", models.DateTimeField(db_index=True)),
                ("source_key", models.CharField(blank=True, max_length=200)),
                ("latitude", models.FloatField(null=True)),
                ("longitude", models.FloatField(null=True)),
                ("postcode", models.CharField(blank=True, max_length=12)),
                ("is_wheelchair_accessible", models.BooleanField(null=True)),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.source"
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "abstract": False,
                "indexes": [models.Index(fields=["latitude", "longitude"], name="directory_location_point")],
            },
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                ("id", models.CharField(max_length=36, primary_key=True, serialize=False)),
                ("name", models.CharField(blank=True, max_length=500)),
                ("content", models.JSONField()),
                ("modified_at", models.DateTimeField(db_index=True)),
                ("source_key", models.CharField(blank=True, max_length=200)),
                ("email", models.CharField(blank=True, max_length=254)),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.source"
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Service",
            fields=[
                ("id", models.CharField(max_length=36, primary_key=True, serialize=False)),
                ("name", models.CharField(blank=True, max_length=500)),
                ("content", models.JSONField()),
                ("modified_at", models.DateTimeField(db_index=True)),
                ("source_key", models.CharField(blank=True, max_length=200)),
                ("description", models.TextField(blank=True)),
                ("status", models.CharField(db_index=True, max_length=20)),
                ("minimum_age", models.FloatField(null=True)),
                ("maximum_age", models.FloatField(null=True)),
                ("carers", models.CharField(max_length=20)),
                ("is_free", models.BooleanField(null=True)),
                ("is_remote", models.BooleanField(default=False)),
                ("offers", models.JSONField(default=list)),
                ("assured_on", models.DateField(db_index=True, null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="services",
                        to="directory.organisation",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.source"
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Import",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("read_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "Waiting"), ("accepted", "Accepted"), ("discarded", "Discarded")],
                        db_index=True,
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("revision", models.PositiveBigIntegerField()),
                ("stops", models.CharField(blank=True, max_length=300)),
                ("unreadable", models.JSONField(default=list)),
                ("decided_at", models.DateTimeField(null=True)),
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
                    "read_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="imports", to="directory.source"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="UrlCheck",
            fields=[
                (
                    "service",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="url_check",
                        serialize=False,
                        to="directory.service",
                    ),
                ),
                ("url", models.CharField(max_length=2000)),
                ("checked_at", models.DateTimeField()),
                ("is_broken", models.BooleanField()),
                ("words", models.CharField(blank=True, max_length=300)),
            ],
        ),
        migrations.CreateModel(
            name="SearchDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("content", models.JSONField()),
                ("summary", models.JSONField()),
                (
                    "service",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="document", to="directory.service"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("organisation", "The organisation, by its link"),
                            ("public", "Somebody reading the directory"),
                        ],
                        max_length=20,
                    ),
                ),
                ("before", models.JSONField(null=True)),
                ("content", models.JSONField(null=True)),
                ("surroundings", models.JSONField(default=list)),
                ("note", models.CharField(blank=True, max_length=1000)),
                ("proposed_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "Waiting"), ("accepted", "Accepted"), ("declined", "Declined")],
                        db_index=True,
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                ("reason", models.CharField(blank=True, max_length=500)),
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
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="proposals", to="directory.service"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="EditLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("secret_hash", models.CharField(max_length=64, unique=True)),
                ("sent_at", models.DateTimeField(db_index=True)),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                ("is_reminder", models.BooleanField(default=False)),
                (
                    "sent_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="links", to="directory.service"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DoubledPair",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("probability", models.FloatField()),
                ("reasons", models.JSONField(default=list)),
                (
                    "first",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="directory.service"
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="directory.service"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ServiceArea",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(db_index=True, max_length=60)),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="areas", to="directory.service"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ServiceAtLocation",
            fields=[
                ("id", models.CharField(max_length=36, primary_key=True, serialize=False)),
                ("name", models.CharField(blank=True, max_length=500)),
                ("content", models.JSONField()),
                ("modified_at", models.DateTimeField(db_index=True)),
                ("source_key", models.CharField(blank=True, max_length=200)),
                (
                    "location",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="places", to="directory.location"
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="places", to="directory.service"
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.source"
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Signpost",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person_id", models.CharField(db_index=True, max_length=40)),
                ("service_id", models.CharField(max_length=36)),
                ("service_name", models.CharField(max_length=500)),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("told", "I told them about it"),
                            ("gave", "I gave or sent them the details"),
                            ("contacted", "I contacted the service for them"),
                        ],
                        max_length=12,
                    ),
                ),
                ("has_consent", models.BooleanField()),
                ("note", models.CharField(blank=True, max_length=500)),
                ("despite", models.CharField(blank=True, max_length=300)),
                ("at", models.DateTimeField()),
                ("follow_up_on", models.DateField(db_index=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("how", "contacted"), _negated=True), ("has_consent", True), _connector="OR"
                        ),
                        name="signpost_contact_needs_consent",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SignpostOutcome",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "helped",
                    models.CharField(
                        choices=[
                            ("yes", "Yes, it helped"),
                            ("partly", "It helped a little"),
                            ("no", "No, it did not help"),
                            ("not used", "They have not used it"),
                            ("not available", "The service could not take them"),
                        ],
                        max_length=15,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "signpost",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="outcomes", to="directory.signpost"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Taxonomy",
            fields=[
                ("id", models.CharField(max_length=36, primary_key=True, serialize=False)),
                ("name", models.CharField(blank=True, max_length=500)),
                ("content", models.JSONField()),
                ("modified_at", models.DateTimeField(db_index=True)),
                ("source_key", models.CharField(blank=True, max_length=200)),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.source"
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TaxonomyTerm",
            fields=[
                ("id", models.CharField(max_length=36, primary_key=True, serialize=False)),
                ("name", models.CharField(blank=True, max_length=500)),
                ("content", models.JSONField()),
                ("modified_at", models.DateTimeField(db_index=True)),
                ("source_key", models.CharField(blank=True, max_length=200)),
                ("code", models.CharField(blank=True, max_length=100)),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="directory.taxonomyterm",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.source"
                    ),
                ),
                (
                    "taxonomy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="terms", to="directory.taxonomy"
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ServiceTerm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("link_type", models.CharField(blank=True, max_length=60)),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="terms", to="directory.service"
                    ),
                ),
                (
                    "term",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="services",
                        to="directory.taxonomyterm",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Version",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=30)),
                ("entry_id", models.CharField(max_length=36)),
                ("number", models.PositiveIntegerField()),
                ("content", models.JSONField(null=True)),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("loaded", "Loaded"),
                            ("edited", "Edited by staff"),
                            ("proposed", "Proposed by its organisation, accepted by staff"),
                            ("checked", "Checked, nothing changed"),
                            ("imported", "Imported"),
                            ("merged", "Joined with its duplicate"),
                            ("undone", "Put back as it was"),
                        ],
                        max_length=20,
                    ),
                ),
                ("source_code", models.CharField(max_length=60)),
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
            ],
            options={
                "indexes": [models.Index(fields=["at"], name="directory_version_at")],
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "entry_id", "number"), name="directory_version_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=30)),
                ("entry_id", models.CharField(max_length=36)),
                ("name", models.CharField(blank=True, max_length=500)),
                (
                    "what",
                    models.CharField(choices=[("new", "New"), ("changed", "Changed"), ("gone", "Gone")], max_length=10),
                ),
                ("before", models.JSONField(null=True)),
                ("after", models.JSONField(null=True)),
                ("feed", models.JSONField(null=True)),
                ("kept", models.JSONField(default=list)),
                (
                    "of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="changes", to="directory.import"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("of", "kind", "entry_id"), name="directory_change_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="NotDuplicates",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("first_id", models.CharField(max_length=36)),
                ("second_id", models.CharField(max_length=36)),
                ("decided_at", models.DateTimeField()),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("first_id", "second_id"), name="directory_pair_once")],
            },
        ),
        migrations.CreateModel(
            name="OpeningHours",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("weekday", models.CharField(max_length=2)),
                ("opens_at", models.TimeField(null=True)),
                ("closes_at", models.TimeField(null=True)),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="hours", to="directory.service"
                    ),
                ),
                (
                    "service_at_location",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="hours",
                        to="directory.serviceatlocation",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["service", "weekday", "opens_at"], name="directory_hours_service_day")
                ],
            },
        ),
        migrations.RunPython(make_words, drop_words),
        append_only.keeping("directory_version", "directory_signpost", "directory_signpostoutcome"),
    ]
