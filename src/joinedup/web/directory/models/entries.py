"""What does the directory hold? Each entry whole, as the core's own value, beside the columns it is found by.

Only `store` writes these tables, so that the columns always say what `content` says.
"""

from typing import Any

from django.db import models

from joinedup.core import directory as core
from joinedup.core.directory.stored import from_json
from joinedup.web.directory.models.sources import Source


class Entry(models.Model):
    """What every kind of entry has. `content` is the entry, as core/directory/stored.py writes it."""

    id = models.CharField(primary_key=True, max_length=36)
    name = models.CharField(max_length=500, blank=True)
    content = models.JSONField()
    modified_at = models.DateTimeField(db_index=True)  # the last change
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    source_key = models.CharField(max_length=200, blank=True)  # what the source calls it

    core_type: type[Any]

    class Meta:
        abstract = True
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name

    @property
    def value(self) -> Any:
        """The entry as the core knows it."""
        return from_json(self.core_type, self.content)


class Organisation(Entry):
    """One row per organisation."""

    core_type = core.Organisation

    email = models.CharField(max_length=254, blank=True)


class Location(Entry):
    """One row per location."""

    core_type = core.Location

    latitude = models.FloatField(null=True)  # degrees, WGS 84
    longitude = models.FloatField(null=True)
    postcode = models.CharField(max_length=12, blank=True)
    is_wheelchair_accessible = models.BooleanField(null=True)

    class Meta(Entry.Meta):
        indexes = (models.Index(fields=("latitude", "longitude"), name="directory_location_point"),)


class Service(Entry):
    """One row per service."""

    core_type = core.Service

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="services")
    description = models.TextField(blank=True)
    status = models.CharField(max_length=20, db_index=True)
    minimum_age = models.FloatField(null=True)  # years
    maximum_age = models.FloatField(null=True)
    carers = models.CharField(max_length=20)
    is_free = models.BooleanField(null=True)
    is_remote = models.BooleanField(default=False)  # reaches people by telephone, online or at home
    offers = models.JSONField(default=list)  # codes of offers it delivers
    assured_on = models.DateField(null=True, db_index=True)  # the day somebody last checked it


class ServiceAtLocation(Entry):
    """One row per service and location where it is given."""

    core_type = core.ServiceAtLocation

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="places")
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="places")


class Taxonomy(Entry):
    """One row per taxonomy."""

    core_type = core.Taxonomy


class TaxonomyTerm(Entry):
    """One row per term of a taxonomy."""

    core_type = core.TaxonomyTerm

    taxonomy = models.ForeignKey(Taxonomy, on_delete=models.PROTECT, related_name="terms")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    code = models.CharField(max_length=100, blank=True)


class ServiceTerm(models.Model):
    """One row per term tied to a service."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="terms")
    term = models.ForeignKey(TaxonomyTerm, on_delete=models.PROTECT, related_name="services")
    link_type = models.CharField(max_length=60, blank=True)

    def __str__(self) -> str:
        return f"{self.service_id} {self.link_type} {self.term_id}"


class ServiceArea(models.Model):
    """One row per area with a code that a service is for; a service without one is for everywhere."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="areas")
    code = models.CharField(max_length=60, db_index=True)

    def __str__(self) -> str:
        return f"{self.service_id} {self.code}"


class OpeningHours(models.Model):
    """One row per schedule of a service and day of the week; local time."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="hours")
    service_at_location = models.ForeignKey(
        ServiceAtLocation, on_delete=models.CASCADE, null=True, related_name="hours"
    )
    weekday = models.CharField(max_length=2)  # MO … SU
    opens_at = models.TimeField(null=True)
    closes_at = models.TimeField(null=True)

    class Meta:
        # the service first: asked of one service after another, whether it is open
        indexes = (models.Index(fields=("service", "weekday", "opens_at"), name="directory_hours_service_day"),)

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens_at}–{self.closes_at}"


KINDS: dict[str, type[Entry]] = {
    "taxonomy": Taxonomy,
    "taxonomy_term": TaxonomyTerm,
    "organisation": Organisation,
    "location": Location,
    "service": Service,
    "service_at_location": ServiceAtLocation,
}  # each after what it refers to
