"""Those for whom a meeting has no time are kept, so that they come next time."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("teams", "0001_tables")]
    operations = [
        migrations.AlterField(
            model_name="agendaitem",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "Not reached"),
                    ("discussed", "Talked about"),
                    ("deferred", "Deferred to the next meeting"),
                    ("further", "No time for them, they come next time"),
                ],
                default="waiting",
                max_length=10,
            ),
        ),
    ]
