from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0008_hours_by_service"),
    ]

    operations = [
        migrations.AddField(
            model_name="proposal",
            name="surroundings",
            field=models.JSONField(default=list),
        ),
    ]
