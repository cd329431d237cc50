"""What does the directory hold, and how is it kept true?"""

from joinedup.web.directory.models.entries import (
    KINDS,
    Entry,
    Location,
    OpeningHours,
    Organisation,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceTerm,
    Taxonomy,
    TaxonomyTerm,
)
from joinedup.web.directory.models.revision import Revision
from joinedup.web.directory.models.sources import Source

__all__ = [
    "KINDS",
    "Entry",
    "Location",
    "OpeningHours",
    "Organisation",
    "Revision",
    "Service",
    "ServiceArea",
    "ServiceAtLocation",
    "ServiceTerm",
    "Source",
    "Taxonomy",
    "TaxonomyTerm",
]
