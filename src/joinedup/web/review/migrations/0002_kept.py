"""The database itself refuses to change or remove what people decided about joins."""

from django.db import migrations

from joinedup.web.governance import append_only

TABLE = "review_decision"


def protect(apps, schema_editor):
    append_only.protect(schema_editor.connection, TABLE)


def unprotect(apps, schema_editor):
    append_only.unprotect(schema_editor.connection, TABLE)


class Migration(migrations.Migration):
    dependencies = [("review", "0001_initial")]
    operations = [migrations.RunPython(protect, unprotect)]
