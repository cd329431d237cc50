"""Drafts have a room of their own; the table is the one that plans had."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = [("care", "0002_drafts_leave"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="Draft",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("person_id", models.CharField(max_length=40)),
                        ("form", models.CharField(max_length=120)),
                        ("sent", models.JSONField()),
                        ("saved_at", models.DateTimeField()),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("user", "person_id", "form"), name="one_draft_per_form")
                        ],
                    },
                ),
            ],
        ),
        migrations.AlterField("draft", "person_id", models.CharField(blank=True, max_length=40)),
    ]
