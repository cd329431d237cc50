"""What of a service is searched and ranked by?"""

from collections.abc import Iterator
from dataclasses import dataclass

from joinedup.core.directory import service_types
from joinedup.core.directory.eligibility import Eligibility
from joinedup.core.directory.entries import Directory
from joinedup.core.directory.schedules import Schedule
from joinedup.core.directory.search.everyday import sayings
from joinedup.core.directory.services import Attending, Service, Status
from joinedup.core.directory.taxonomies import TaxonomyTerm

FIELDS = ("name", "terms", "synonyms", "description", "organisation")


@dataclass(frozen=True)
class Document:
    """A service as search knows it.

    Parameters
    ----------
    key : a whole number of its own, as indexes want it.
    terms : names of the kinds of service it is, and of its other terms.
    synonyms : what people say who look for such a service.
    kinds, topics : codes of service_types.yaml; a topic only where no kind within it is said.
    points : latitude and longitude, in degrees, of where it is given.
    areas : codes and names of the areas it is for; none is everywhere.
    area_codes : those of them that are codes.
    offers : codes of definitions/evidence/offers.yaml that it delivers.
    wheelchair : whether one place at least is accessible; None where nobody has said.
    """

    key: int
    service_id: str
    name: str
    terms: str
    synonyms: str
    description: str
    organisation: str
    kinds: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    points: tuple[tuple[float, float], ...] = ()
    areas: frozenset[str] = frozenset()
    area_codes: frozenset[str] = frozenset()
    attending: tuple[Attending, ...] = ()
    eligibility: Eligibility = Eligibility()  # noqa: RUF009  (frozen)
    is_free: bool | None = None
    wheelchair: bool | None = None
    schedules: tuple[Schedule, ...] = ()
    offers: tuple[str, ...] = ()

    @property
    def is_remote(self) -> bool:
        """Whether it reaches people where they are, or nobody says where it is."""
        return bool(set(self.attending) - {Attending.VENUE}) or not self.points

    @property
    def limits(self) -> frozenset[str]:
        """Areas of which somebody must live in one; none where only names are known.

        Places are called differently from feed to feed, so that a name can say that somebody lives there, and never
        that they do not.
        """
        return self.areas if self.area_codes else frozenset()


def documents(directory: Directory) -> Iterator[Document]:
    """Every service that is there to be used, with keys from 1 in the order of their ids."""
    active = (directory.services[id_] for id_ in sorted(directory.services))
    usable = (service for service in active if service.status is Status.ACTIVE)
    for key, service in enumerate(usable, start=1):
        yield document(service, directory, key)


def document(service: Service, directory: Directory, key: int) -> Document:
    """A service of a directory as a document."""
    terms = [directory.taxonomy_terms[tied.taxonomy_term_id] for tied in service.attributes]
    kinds = tuple(term.code for term in terms if term.code in service_types.names())
    topics = tuple(topic.code for topic in service_types.topics() if _is_only_topic(topic, kinds, terms))
    places = [directory.locations[place.location_id] for place in directory.places_of.get(service.id, ())]
    said = {place.is_wheelchair_accessible for place in places} - {None}
    return Document(
        key=key,
        service_id=service.id,
        name=service.name,
        terms=" · ".join(dict.fromkeys(term.name for term in terms)),
        synonyms=" · ".join(sayings(kind) for kind in kinds),
        description=service.description,
        organisation=directory.organisations[service.organisation_id].name,
        kinds=kinds,
        topics=topics,
        points=tuple(
            (place.latitude, place.longitude)
            for place in places
            if place.latitude is not None and place.longitude is not None
        ),
        areas=frozenset(name for area in service.service_areas for name in (area.code, area.name) if name),
        area_codes=service.area_codes,
        attending=service.attending,
        eligibility=service.eligibility,
        is_free=service.is_free,
        wheelchair=None if not said else True in said,
        schedules=service.schedules,
        offers=service.offers,
    )


def _is_only_topic(topic: service_types.Topic, kinds: tuple[str, ...], terms: list[TaxonomyTerm]) -> bool:
    return any(term.code == topic.code for term in terms) and not set(kinds) & set(topic.types)
