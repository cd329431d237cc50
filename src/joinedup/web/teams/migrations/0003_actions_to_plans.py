"""Actions of meetings await a place in the plan of whom they are for; those recorded before this do so too."""

from django.db import migrations
from django.utils import timezone


def offer(apps, schema_editor):
    outcome, agreed = apps.get_model("teams", "Outcome"), apps.get_model("care", "AgreedAction")
    news = apps.get_model("teams", "ActionNews")
    latest = dict(news.objects.order_by("id").values_list("action_id", "state"))
    promised = outcome.objects.filter(kind="action", withdrawn_by=None).select_related("item")
    agreed.objects.bulk_create(
        agreed(
            agreed_in=f"teams.outcome:{one.pk}",
            person_id=one.item.person_id,
            what=one.words,
            words=f"At the team's meeting of {timezone.localdate(one.at):%-d %B %Y}",
            who_id=one.who_id,
            due_on=one.due_on,
            is_open=latest.get(one.pk) not in ("done", "dropped"),
        )
        for one in promised.iterator()
    )


def take_back(apps, schema_editor):
    apps.get_model("care", "AgreedAction").objects.filter(agreed_in__startswith="teams.outcome:").delete()


class Migration(migrations.Migration):
    dependencies = [("care", "0003_agreed_actions"), ("teams", "0002_kept")]
    operations = [migrations.RunPython(offer, take_back)]
