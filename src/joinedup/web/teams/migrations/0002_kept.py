"""The database itself refuses to change what was recorded at a meeting, and its minutes."""

from django.db import migrations

from joinedup.web.governance import append_only

KEPT = tuple(f"teams_{name}" for name in ("agendarequest", "outcome", "actionnews", "arranged", "minutes"))


def protect(apps, schema_editor):
    for table in KEPT:
        append_only.protect(schema_editor.connection, table)


def unprotect(apps, schema_editor):
    for table in KEPT:
        append_only.unprotect(schema_editor.connection, table)


class Migration(migrations.Migration):
    dependencies = [("teams", "0001_initial")]
    operations = [migrations.RunPython(protect, unprotect)]
