"""The database itself refuses to change what an entry was."""

from django.db import migrations

from joinedup.web.governance import append_only

KEPT = ("directory_version",)


def protect(apps, schema_editor):
    for table in KEPT:
        append_only.protect(schema_editor.connection, table)


def unprotect(apps, schema_editor):
    for table in KEPT:
        append_only.unprotect(schema_editor.connection, table)


class Migration(migrations.Migration):
    dependencies = [("directory", "0003_upkeep")]
    operations = [migrations.RunPython(protect, unprotect)]
