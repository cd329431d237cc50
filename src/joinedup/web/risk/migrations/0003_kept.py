"""The database itself refuses to change what people signed, and who was drawn to stay off a list."""

from django.db import migrations

from joinedup.web.governance import append_only

KEPT = ("risk_modelversion", "risk_signon", "risk_teamcapacity", "risk_holdout", "risk_allotment")


def protect(apps, schema_editor):
    for table in KEPT:
        append_only.protect(schema_editor.connection, table)


def unprotect(apps, schema_editor):
    for table in KEPT:
        append_only.unprotect(schema_editor.connection, table)


class Migration(migrations.Migration):
    dependencies = [("risk", "0002_versions_contributions_hold_outs")]
    operations = [migrations.RunPython(protect, unprotect)]
