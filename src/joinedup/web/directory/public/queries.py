"""Which services are asked for by name, by letter, by topic, or on a shortlist?"""

from collections.abc import Iterable
from typing import Any

from joinedup.core.directory import Directory, Status, service_types
from joinedup.core.directory.search import Document
from joinedup.core.directory.search.filters import topics_of
from joinedup.web.directory.around import directory_around
from joinedup.web.directory.current import Current
from joinedup.web.directory.models import PostcodePoint, Service
from joinedup.web.people.models import Neighbourhood

CODE_LENGTH = 8


def entry(service_id: str) -> Directory | None:
    """A service with everything around it, whatever its status but inactive; None if there is none."""
    rows = Service.objects.filter(id=service_id).exclude(status__in=(Status.INACTIVE.value, Status.DEFUNCT.value))
    return directory_around(rows) if rows else None


def kept(now: Current, codes: Iterable[str]) -> list[Document]:
    """The services of a shortlist, in its order; those that are gone left out."""
    wanted = {code: place for place, code in enumerate(codes)}
    found = [one for one in now.catalogue.documents if one.service_id[:CODE_LENGTH] in wanted]
    return sorted(found, key=lambda one: wanted[one.service_id[:CODE_LENGTH]])


def by_letter(now: Current) -> dict[str, list[Document]]:
    """Every service by the first letter of its name, in order; names that begin otherwise under "0–9"."""
    found: dict[str, list[Document]] = {}
    for one in sorted(now.catalogue.documents, key=lambda one: one.name.casefold()):
        first = one.name[:1].upper()
        found.setdefault(first if first.isascii() and first.isalpha() else "0–9", []).append(one)
    return dict(sorted(found.items()))


def of_topic(now: Current, code: str) -> dict[str, int]:
    """How many services of each kind of a topic there are, by kind."""
    topic = next(one for one in service_types.topics() if one.code == code)
    return {kind: len(now.catalogue.of_kind.get(kind, ())) for kind in topic.types}


def counts_of_topics(now: Current) -> dict[str, int]:
    """How many services each topic has."""
    counts = dict.fromkeys((topic.code for topic in service_types.topics()), 0)
    for one in now.catalogue.documents:
        for code in topics_of(one):
            counts[code] += 1
    return counts


def of_kind(now: Current, kind: str) -> list[Document]:
    """Every service of a kind, by name."""
    places = now.catalogue.of_kind.get(kind, ())
    return sorted((now.catalogue.documents[place] for place in places), key=lambda one: one.name.casefold())


def boundaries() -> dict[str, Any]:
    """Shapes of the neighbourhoods, for the ground of a map; empty where the place gave none."""
    return dict(Neighbourhood.objects.exclude(boundary=None).values_list("code", "boundary"))


def point_of_postcode(written: str) -> PostcodePoint | None:
    """Where a whole postcode of the place is, however it is spaced; None if it is not known."""
    joined = "".join(written.upper().split())
    return PostcodePoint.objects.filter(text=f"{joined[:-3]} {joined[-3:]}").first()
