from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_roles"),
    ]

    operations = [
        migrations.AlterField(
            model_name="user",
            name="role",
            field=models.CharField(
                choices=[
                    ("community_nurse", "Community nurse"),
                    ("gp", "GP"),
                    ("social_worker", "Social worker"),
                    ("social_prescriber", "Social prescriber"),
                    ("team_lead", "Team lead"),
                    ("records_reviewer", "Records reviewer"),
                    ("programme_lead", "Programme lead"),
                    ("analyst", "Analyst"),
                    ("information_governance_lead", "Information governance lead"),
                    ("clinical_safety_officer", "Clinical safety officer"),
                ],
                max_length=40,
            ),
        ),
    ]
