"""The database itself refuses to change what was done with a referral."""

from django.db import migrations

from joinedup.web.governance import append_only

KEPT = ("referrals_referralevent",)


def protect(apps, schema_editor):
    for table in KEPT:
        append_only.protect(schema_editor.connection, table)


def unprotect(apps, schema_editor):
    for table in KEPT:
        append_only.unprotect(schema_editor.connection, table)


class Migration(migrations.Migration):
    dependencies = [("referrals", "0001_initial")]
    operations = [migrations.RunPython(protect, unprotect)]
