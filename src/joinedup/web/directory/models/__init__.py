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
from joinedup.web.directory.models.history import Version
from joinedup.web.directory.models.revision import Revision
from joinedup.web.directory.models.search import NamedPlace, PostcodePoint, SearchDocument
from joinedup.web.directory.models.signposts import Signpost, SignpostOutcome
from joinedup.web.directory.models.sources import Source
from joinedup.web.directory.models.upkeep import (
    DoubledPair,
    EditLink,
    Import,
    ImportChange,
    NotDuplicates,
    Proposal,
    UrlCheck,
)

__all__ = [
    "KINDS",
    "DoubledPair",
    "EditLink",
    "Entry",
    "Import",
    "ImportChange",
    "Location",
    "NamedPlace",
    "NotDuplicates",
    "OpeningHours",
    "Organisation",
    "PostcodePoint",
    "Proposal",
    "Revision",
    "SearchDocument",
    "Service",
    "ServiceArea",
    "ServiceAtLocation",
    "ServiceTerm",
    "Signpost",
    "SignpostOutcome",
    "Source",
    "Taxonomy",
    "TaxonomyTerm",
    "UrlCheck",
    "Version",
]
