"""What is kept so that services are found fast, and where postcodes and places are?"""

from django.db import models

from joinedup.web.directory.models.entries import Service


class SearchDocument(models.Model):
    """One row per service that can be found; its words are in the table `directory_words` under the same key.

    Only `indexing` writes this table and that one.
    """

    service = models.OneToOneField(Service, on_delete=models.CASCADE, related_name="document")
    content = models.JSONField()  # the core's Document, without what only the index of words needs
    summary = models.JSONField()  # the core's Summary

    def __str__(self) -> str:
        return str(self.service_id)


class PostcodePoint(models.Model):
    """One row per unit postcode, and per sector and district made of them; replaced as a whole."""

    text = models.CharField(primary_key=True, max_length=8)  # "DT4 8AB", "DT4 8", "DT4"
    latitude = models.FloatField()  # degrees, WGS 84; of a sector or district, the mean of its postcodes
    longitude = models.FloatField()
    areas = models.JSONField(default=list)  # codes and names of the areas it lies in
    spread_metres = models.FloatField(default=0)

    def __str__(self) -> str:
        return self.text


class NamedPlace(models.Model):
    """One row per name of a town, suburb or village; replaced as a whole."""

    name = models.CharField(max_length=120)
    near = models.CharField(max_length=120, blank=True)  # tells two of one name apart
    other_names = models.JSONField(default=list)
    latitude = models.FloatField()
    longitude = models.FloatField()
    areas = models.JSONField(default=list)
    spread_metres = models.FloatField(default=0)

    def __str__(self) -> str:
        return self.name
