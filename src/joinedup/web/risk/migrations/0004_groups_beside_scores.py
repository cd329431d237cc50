"""The groups a list is audited by stand beside each score, so that it is counted from its index alone."""

from django.db import migrations, models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Cast

GROUPS = ("sex", "age_band", "ethnicity", "deprivation_fifth", "is_living", "has_package")
HERE = ("neighbourhood", "outcome", "-probability", "person", *GROUPS)
EVERYWHERE = ("outcome", "-probability", "person", "neighbourhood", *GROUPS)
ABOVE = Q(is_above_threshold=True)
BANDS = {(0, 17): "0-17", (18, 64): "18-64", (65, 74): "65-74", (75, 84): "75-84", (85, 200): "85+"}


def fill(apps, schema_editor):
    people, scores = apps.get_model("people", "Person").objects, apps.get_model("risk", "Score").objects
    band = Case(*(When(age_years__range=ages, then=Value(name)) for ages, name in BANDS.items()), default=Value(""))
    fifth = Case(
        When(deprivation_decile=None, then=Value("")),
        default=Cast((F("deprivation_decile") + 1) / 2, models.CharField(max_length=1)),
    )
    living = Case(When(death_date=None, then=True), default=False)
    of = people.filter(pk=OuterRef("person_id")).annotate(band=band, fifth=fifth, living=living)
    found = {"sex": "sex", "age_band": "band", "deprivation_fifth": "fifth", "is_living": "living"}
    proposed = Exists(apps.get_model("plans", "Package").objects.filter(person_id=OuterRef("person_id")))
    scores.update(**{name: Subquery(of.values(source)[:1]) for name, source in found.items()}, has_package=proposed)


class Migration(migrations.Migration):
    dependencies = [
        ("risk", "0003_kept"),
        ("people", "0007_words_of_names_by_neighbourhood"),
        ("plans", "0005_effects_by_outcome"),
    ]
    operations = [
        migrations.RenameField("score", "ethnic_group", "ethnicity"),
        migrations.AddField("score", "sex", models.CharField(default="", max_length=20)),
        migrations.AddField("score", "age_band", models.CharField(default="", max_length=10)),
        migrations.AddField("score", "deprivation_fifth", models.CharField(default="", max_length=1)),
        migrations.AddField("score", "is_living", models.BooleanField(default=True)),
        migrations.AddField("score", "has_package", models.BooleanField(default=False)),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RemoveIndex("score", "most_at_risk_here"),
        migrations.RemoveIndex("score", "most_at_risk"),
        migrations.AddIndex("score", models.Index(fields=HERE, name="most_at_risk_here", condition=ABOVE)),
        migrations.AddIndex("score", models.Index(fields=EVERYWHERE, name="most_at_risk", condition=ABOVE)),
    ]
