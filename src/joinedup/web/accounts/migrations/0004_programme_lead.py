from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_directory_editor"),
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
                    ("directory_editor", "Directory editor"),
                ],
                max_length=40,
            ),
        ),
    ]
