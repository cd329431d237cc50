"""Of a comparison in steps, both arms are kept for each time between two steps."""

from django.db import migrations, models


def without_whole_arms(apps, schema_editor):
    """What was kept of comparisons in steps counted time on the list as time off it; the next run loaded tells anew."""
    apps.get_model("risk", "ComparedArm").objects.filter(hold_out__steps__gt=1).delete()


class Migration(migrations.Migration):
    dependencies = [("risk", "0001_tables")]
    operations = [
        migrations.RunPython(without_whole_arms, migrations.RunPython.noop),
        migrations.RemoveConstraint("comparedarm", "an_arm_once_a_run"),
        migrations.AddField("comparedarm", "after_step", models.PositiveIntegerField(null=True)),
        migrations.AddField("comparedarm", "days", models.PositiveBigIntegerField(null=True)),
        migrations.AddConstraint(
            "comparedarm",
            models.UniqueConstraint(
                fields=("hold_out", "as_at", "arm"), condition=models.Q(after_step=None), name="an_arm_once_a_run"
            ),
        ),
        migrations.AddConstraint(
            "comparedarm",
            models.UniqueConstraint(
                fields=("hold_out", "as_at", "after_step", "arm"), name="an_arm_once_between_steps"
            ),
        ),
    ]
