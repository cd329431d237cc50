"""A word of a name is looked up where the user works; lists are counted from scores alone."""

from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def fill(apps, schema_editor):
    people, words = (apps.get_model("people", name).objects for name in ("Person", "NameWord"))
    lives_in = people.filter(pk=OuterRef("person_id")).values("neighbourhood")[:1]
    words.update(neighbourhood=Subquery(lives_in))


class Migration(migrations.Migration):
    dependencies = [("people", "0006_kind_of_person")]
    operations = [
        migrations.RemoveIndex("person", "kind_of_person"),
        migrations.AddField("nameword", "neighbourhood", models.CharField(default="", max_length=60)),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RemoveIndex("nameword", "name_word_person"),
        migrations.AddIndex(
            "nameword", models.Index(fields=["word", "neighbourhood", "person"], name="name_word_here")
        ),
    ]
