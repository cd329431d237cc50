import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("people", name)
        for name in (
            "0001_initial",
            "0002_what_councils_and_catalogue_say",
            "0003_words_of_names",
            "0004_fill_words_of_names",
            "0005_referral_choices",
            "0006_kind_of_person",
            "0007_words_of_names_by_neighbourhood",
        )
    ]

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="FormerId",
            fields=[
                ("former_id", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("person_id", models.CharField(db_index=True, max_length=40)),
            ],
        ),
        migrations.CreateModel(
            name="KnownWord",
            fields=[
                ("word", models.CharField(max_length=60, primary_key=True, serialize=False)),
                ("people", models.IntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Neighbourhood",
            fields=[
                ("code", models.CharField(max_length=60, primary_key=True, serialize=False)),
                ("name", models.TextField()),
                ("population", models.IntegerField(default=0)),
                ("boundary", models.JSONField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                ("code", models.CharField(max_length=60, primary_key=True, serialize=False)),
                ("name", models.TextField()),
                ("kind", models.CharField(max_length=40)),
            ],
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                ("person_id", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("nhs_number", models.CharField(db_index=True, default="", max_length=10)),
                ("given_name", models.TextField(default="")),
                ("family_name", models.TextField(default="")),
                ("birth_date", models.DateField(null=True)),
                ("death_date", models.DateField(null=True)),
                ("sex", models.CharField(default="", max_length=20)),
                ("address", models.TextField(default="")),
                ("postcode", models.CharField(db_index=True, default="", max_length=8)),
                ("neighbourhood", models.CharField(db_index=True, default="", max_length=60)),
                ("local_authority", models.TextField(default="")),
                ("deprivation_decile", models.IntegerField(null=True)),
                ("gp_practice", models.TextField(default="")),
                ("household_id", models.CharField(db_index=True, default="", max_length=40)),
                ("is_sensitive", models.BooleanField(default=False)),
                ("is_opted_out", models.BooleanField(default=False)),
                ("age_years", models.IntegerField(null=True)),
                ("frailty", models.CharField(default="", max_length=20)),
                ("has_unpaid_carer", models.BooleanField(default=False)),
                ("carer_said_by", models.CharField(default="", max_length=60)),
                ("carer_said_on", models.DateField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Run",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place_name", models.CharField(max_length=100)),
                ("as_at", models.DateField()),
                ("is_invented", models.BooleanField(default=False)),
                ("loaded_at", models.DateTimeField()),
                ("thresholds", models.JSONField(default=dict)),
                ("outcome_groups", models.JSONField(default=list)),
                ("referral_choices", models.JSONField(default=dict)),
                ("performance", models.JSONField(default=dict)),
            ],
        ),
        migrations.CreateModel(
            name="UnpaidCarer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(null=True)),
                ("hours_per_week", models.CharField(default="", max_length=20)),
                ("is_co_resident", models.BooleanField(null=True)),
                ("assessed_on", models.DateField(null=True)),
                (
                    "cared_for",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="carers", to="people.person"
                    ),
                ),
                (
                    "carer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="cares_for", to="people.person"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="NameWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.CharField(max_length=60)),
                ("neighbourhood", models.CharField(default="", max_length=60)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["word", "neighbourhood", "person"], name="name_word_here")],
            },
        ),
        migrations.CreateModel(
            name="TimelineEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(null=True)),
                ("kind", models.CharField(max_length=40)),
                ("organisation", models.TextField()),
                ("words", models.TextField()),
                ("file", models.TextField()),
                ("line", models.BigIntegerField()),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="people.person")),
            ],
            options={
                "indexes": [models.Index(fields=["person", "-starts_on", "-id"], name="timeline_of_a_person")],
            },
        ),
    ]
