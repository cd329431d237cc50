"""Who helps with what, where, when and for whom: the open directory of services.

The types are joinedup's own, one for each thing the national standard speaks of; the standards (HSDS-UK 3.0,
Open Referral UK 1.0) are how they are written and read, in `standards`.
"""

from joinedup.core.directory.eligibility import Carers, Eligibility, ReferralRoute, Seeker, fits, reasons_against
from joinedup.core.directory.entries import Directory, Entry, NoSuchEntry, SameIdTwice
from joinedup.core.directory.locations import Accessibility, Address, Location, LocationType
from joinedup.core.directory.organisations import Identifier, Organisation
from joinedup.core.directory.schedules import DAYS, Frequency, Schedule, is_open
from joinedup.core.directory.services import (
    Attending,
    Contact,
    CostOption,
    Funding,
    Language,
    Phone,
    Service,
    ServiceArea,
    ServiceAtLocation,
    Status,
)
from joinedup.core.directory.taxonomies import Attribute, Taxonomy, TaxonomyTerm

__all__ = [
    "DAYS",
    "Accessibility",
    "Address",
    "Attending",
    "Attribute",
    "Carers",
    "Contact",
    "CostOption",
    "Directory",
    "Eligibility",
    "Entry",
    "Frequency",
    "Funding",
    "Identifier",
    "Language",
    "Location",
    "LocationType",
    "NoSuchEntry",
    "Organisation",
    "Phone",
    "ReferralRoute",
    "SameIdTwice",
    "Schedule",
    "Seeker",
    "Service",
    "ServiceArea",
    "ServiceAtLocation",
    "Status",
    "Taxonomy",
    "TaxonomyTerm",
    "fits",
    "is_open",
    "reasons_against",
]
