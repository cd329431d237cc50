"""Where do entries come from?"""

from django.db import models


class Source(models.Model):
    """One row per place entries come from: ourselves, or somebody's feed or file."""

    class Form(models.TextChoices):
        OWN = "own", "Kept here"
        HSDS_UK = "hsds-uk-3.0", "HSDS-UK 3.0"
        ORUK = "oruk-1.0", "Open Referral UK 1.0"
        CSV = "csv", "CSV"

    code = models.SlugField(primary_key=True, max_length=60)
    name = models.CharField(max_length=120)
    form = models.CharField(max_length=20, choices=Form.choices, default=Form.OWN)
    url = models.URLField(max_length=500, blank=True)
    licence = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.name
