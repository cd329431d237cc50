from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("plans", "0001_tables")]

    operations = [
        migrations.AddField(model_name="plan", name="asked_of", field=models.CharField(default="", max_length=16)),
    ]
