"""Versions, signatures, links of carers and decisions can be added to only; the database sees to it."""

from django.db import migrations

from joinedup.web.governance import append_only

TABLES = ("care_version", "care_agreement", "care_carerlink", "care_eligibilitydecision")


def protect(apps, schema_editor):
    for table in TABLES:
        append_only.protect(schema_editor.connection, table)


def unprotect(apps, schema_editor):
    for table in TABLES:
        append_only.unprotect(schema_editor.connection, table)


class Migration(migrations.Migration):
    dependencies = [("care", "0001_initial")]

    operations = [migrations.RunPython(protect, unprotect)]
