"""The index of words, in each database's own way; signposts that the database refuses to change."""

from django.db import migrations

from joinedup.web.directory.indexing import lexical_class
from joinedup.web.governance import append_only

KEPT = ("directory_signpost", "directory_signpostoutcome")


def make(apps, schema_editor):
    for statement in lexical_class(schema_editor.connection.vendor).CREATE:
        schema_editor.execute(statement)
    for table in KEPT:
        append_only.protect(schema_editor.connection, table)


def undo(apps, schema_editor):
    for statement in lexical_class(schema_editor.connection.vendor).DROP:
        schema_editor.execute(statement)
    for table in KEPT:
        append_only.unprotect(schema_editor.connection, table)


class Migration(migrations.Migration):
    dependencies = [("directory", "0005_search")]
    operations = [migrations.RunPython(make, undo)]
