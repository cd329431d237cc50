"""The database itself refuses to change who accepted which plan."""

from django.db import migrations

from joinedup.web.governance import append_only

KEPT = ("plans_acceptance",)


def protect(apps, schema_editor):
    for table in KEPT:
        append_only.protect(schema_editor.connection, table)


def unprotect(apps, schema_editor):
    for table in KEPT:
        append_only.unprotect(schema_editor.connection, table)


class Migration(migrations.Migration):
    dependencies = [("plans", "0003_plans_for_a_place")]
    operations = [migrations.RunPython(protect, unprotect)]
