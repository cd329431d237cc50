"""Drafts are kept of every form about a person, not only of plans: their table goes to `drafts` as it is."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("care", "0001_tables")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.AlterModelTable("Draft", "drafts_draft")],
            state_operations=[migrations.DeleteModel("Draft")],
        ),
    ]
