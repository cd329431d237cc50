from django.db import migrations, models

import joinedup.web.accounts.models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_programme_lead"),
    ]

    operations = [
        migrations.AlterField(
            model_name="user",
            name="role",
            field=models.CharField(choices=joinedup.web.accounts.models.roles_in_words, max_length=40),
        ),
    ]
