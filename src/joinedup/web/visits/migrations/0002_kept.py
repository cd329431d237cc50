"""The database itself refuses to change a state of a day, who published it, what carers told, and agreed lengths."""

from django.db import migrations

from joinedup.web.governance import append_only

KEPT = ("visits_dayfile", "visits_revision", "visits_publication", "visits_callevent", "visits_lengthdecision")


def protect(apps, schema_editor):
    for table in KEPT:
        append_only.protect(schema_editor.connection, table)


def unprotect(apps, schema_editor):
    for table in KEPT:
        append_only.unprotect(schema_editor.connection, table)


class Migration(migrations.Migration):
    dependencies = [("visits", "0001_initial")]
    operations = [migrations.RunPython(protect, unprotect)]
