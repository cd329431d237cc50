"""What an offer is credited with stands by itself, one row an outcome."""

import django.db.models.deletion
from django.db import migrations, models

ENDS = ("avoided_low", "avoided_mid", "avoided_high")


def move_effects(apps, schema_editor):
    items, effects = (apps.get_model("plans", name) for name in ("PackageItem", "PackageEffect"))
    rows = items.objects.exclude(outcome="").values("person_id", "offer_id", "outcome", *ENDS)
    effects.objects.bulk_create((effects(**row) for row in rows.iterator()), batch_size=2000)


class Migration(migrations.Migration):
    dependencies = [("people", "0002_what_councils_and_catalogue_say"), ("plans", "0004_kept")]

    operations = [
        migrations.CreateModel(
            name="PackageEffect",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("outcome", models.CharField(max_length=40)),
                *((end, models.FloatField()) for end in ENDS),
                ("offer", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="plans.offer")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="package_effects",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("person", "offer", "outcome"), name="an_outcome_once_for_an_offer")
                ],
            },
        ),
        migrations.RunPython(move_effects, migrations.RunPython.noop),
        *(migrations.RemoveField(model_name="packageitem", name=name) for name in ("outcome", *ENDS)),
    ]
