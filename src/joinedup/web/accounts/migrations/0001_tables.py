import django.contrib.auth.models
import django.db.models.deletion
import joinedup.web.accounts.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("accounts", name)
        for name in (
            "0001_initial",
            "0002_roles",
            "0003_directory_editor",
            "0004_programme_lead",
            "0005_roles_asked_for",
            "0006_email",
            "0007_live_sessions",
        )
    ]

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("username", models.CharField(max_length=150, unique=True)),
                ("name", models.CharField(max_length=150)),
                ("role", models.CharField(choices=joinedup.web.accounts.models.roles_in_words, max_length=40)),
                (
                    "organisation",
                    models.CharField(help_text="An organisation's code in the place file.", max_length=80),
                ),
                (
                    "neighbourhood",
                    models.CharField(blank=True, help_text="A code; empty is the whole place.", max_length=80),
                ),
                ("subject", models.CharField(blank=True, max_length=255, null=True, unique=True)),
                (
                    "email",
                    models.EmailField(
                        blank=True, help_text="For notices, which say nothing about anybody.", max_length=254
                    ),
                ),
                ("is_active", models.BooleanField(default=True)),
            ],
            options={
                "ordering": ("username",),
            },
            managers=[
                ("objects", django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name="UsedToken",
            fields=[
                ("jti", models.CharField(max_length=255, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="LiveSession",
            fields=[
                ("session_key", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("subject", models.CharField(blank=True, db_index=True, max_length=255)),
                ("sid", models.CharField(blank=True, db_index=True, max_length=255)),
                ("at", models.DateTimeField()),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
    ]
