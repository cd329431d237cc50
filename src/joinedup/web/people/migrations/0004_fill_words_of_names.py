"""People loaded before there were words of names are found by name too."""

from itertools import islice

from django.db import migrations
from django.db.models import Count

from joinedup.web.people.finding.asked import words_of

ROWS_AT_ONCE = 5_000


def fill(apps, schema_editor):
    people, words = (apps.get_model("people", name).objects for name in ("Person", "NameWord"))
    if words.exists():  # loaded since
        return
    named = people.values_list("pk", "given_name", "family_name").iterator(chunk_size=ROWS_AT_ONCE)
    rows = (
        words.model(person_id=person_id, word=word[:60])
        for person_id, given, family in named
        for word in words_of(f"{given} {family}")
    )
    while some := list(islice(rows, ROWS_AT_ONCE)):
        words.bulk_create(some)
    known = apps.get_model("people", "KnownWord")
    counted = words.values_list("word").annotate(people=Count("id")).order_by()
    known.objects.bulk_create((known(word=word, people=count) for word, count in counted), batch_size=ROWS_AT_ONCE)


class Migration(migrations.Migration):
    dependencies = [("people", "0003_words_of_names")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
