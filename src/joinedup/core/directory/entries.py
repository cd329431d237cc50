"""A whole directory in hand: every entry by its id, with what it refers to really there."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from joinedup.core.directory.locations import Location
from joinedup.core.directory.organisations import Organisation
from joinedup.core.directory.services import Service, ServiceAtLocation
from joinedup.core.directory.taxonomies import Taxonomy, TaxonomyTerm
from joinedup.core.errors import CannotProceed

Entry = Organisation | Service | Location | ServiceAtLocation | Taxonomy | TaxonomyTerm


class NoSuchEntry(CannotProceed):
    """An entry refers to another that is not in the directory."""


class SameIdTwice(CannotProceed):
    """Two entries of one kind have one id."""


@dataclass(frozen=True)
class Directory:
    """Every entry by its id.

    Examples
    --------
    >>> one = Directory.of([Organisation("o", "A charity")], [Service("s", "o", "A lunch club")])
    >>> one.organisations[one.services["s"].organisation_id].name
    'A charity'
    """

    organisations: Mapping[str, Organisation] = field(default_factory=dict)
    services: Mapping[str, Service] = field(default_factory=dict)
    locations: Mapping[str, Location] = field(default_factory=dict)
    service_at_locations: Mapping[str, ServiceAtLocation] = field(default_factory=dict)
    taxonomies: Mapping[str, Taxonomy] = field(default_factory=dict)
    taxonomy_terms: Mapping[str, TaxonomyTerm] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        organisations: Iterable[Organisation] = (),
        services: Iterable[Service] = (),
        locations: Iterable[Location] = (),
        service_at_locations: Iterable[ServiceAtLocation] = (),
        taxonomies: Iterable[Taxonomy] = (),
        taxonomy_terms: Iterable[TaxonomyTerm] = (),
    ) -> "Directory":
        """A directory of these entries.

        Raises
        ------
        SameIdTwice : two entries of one kind have one id.
        """
        kinds = (organisations, services, locations, service_at_locations, taxonomies, taxonomy_terms)
        return cls(*(_by_id(entries) for entries in kinds))  # type: ignore[arg-type]

    def check_references(self) -> None:
        """Raise `NoSuchEntry` unless everything that is referred to is there."""
        for service in self.services.values():
            _there(service.organisation_id, self.organisations, f"Service {service.id} is of organisation")
            for attribute in service.attributes:
                _there(attribute.taxonomy_term_id, self.taxonomy_terms, f"Service {service.id} is tied to term")
        for place in self.service_at_locations.values():
            _there(place.service_id, self.services, f"Service at location {place.id} is of service")
            _there(place.location_id, self.locations, f"Service at location {place.id} is at location")
        for term in self.taxonomy_terms.values():
            _there(term.taxonomy_id, self.taxonomies, f"Term {term.id} is of taxonomy")
            if term.parent_id:
                _there(term.parent_id, self.taxonomy_terms, f"Term {term.id} is part of term")

    @cached_property
    def places_of(self) -> Mapping[str, tuple[ServiceAtLocation, ...]]:
        """By service, where it is given."""
        found: dict[str, list[ServiceAtLocation]] = defaultdict(list)
        for place in self.service_at_locations.values():
            found[place.service_id].append(place)
        return {service: tuple(places) for service, places in found.items()}

    @cached_property
    def services_of(self) -> Mapping[str, tuple[Service, ...]]:
        """By organisation, its services."""
        found: dict[str, list[Service]] = defaultdict(list)
        for service in self.services.values():
            found[service.organisation_id].append(service)
        return {organisation: tuple(services) for organisation, services in found.items()}

    @cached_property
    def terms_of(self) -> Mapping[str, tuple[TaxonomyTerm, ...]]:
        """By taxonomy, its terms."""
        found: dict[str, list[TaxonomyTerm]] = defaultdict(list)
        for term in self.taxonomy_terms.values():
            found[term.taxonomy_id].append(term)
        return {taxonomy: tuple(terms) for taxonomy, terms in found.items()}


def _by_id(entries: Iterable[Entry]) -> dict[str, Entry]:
    found: dict[str, Entry] = {}
    for entry in entries:
        if entry.id in found:
            raise SameIdTwice(f"Two of {type(entry).__name__} have the id {entry.id}", expected="each id once")
        found[entry.id] = entry
    return found


def _there(key: str, among: Mapping[str, Entry], words: str) -> None:
    if key not in among:
        raise NoSuchEntry(f"{words} {key or '(none)'}, which is not in the directory", expected="an id that is there")
