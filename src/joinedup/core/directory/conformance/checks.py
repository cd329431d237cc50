"""What schemas cannot say: page sums, ids that resolve, terms that exist, ages and places that make sense."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from joinedup.core.directory.conformance.crawl import Crawl, Json, Read
from joinedup.core.directory.conformance.findings import Severity
from joinedup.core.directory.conformance.standard import Resource
from joinedup.core.directory.standards.formats import is_date_time

SOMEBODY_ELSE = "00000000-0000-4000-8000-000000000000"  # an id that no entry has


def severity_of(resource: Resource) -> Severity:
    """Errors at level 1, warnings at level 2."""
    return Severity.ERROR if resource.level == 1 else Severity.WARNING


def check_page_sums(crawl: Crawl, resource: Resource, found: Read) -> None:
    """Whether pages say of themselves what is so; sums only where every page was read."""
    names, severity = crawl.standard.names, severity_of(resource)
    is_whole = [page.number for page in found.pages] == list(range(1, len(found.pages) + 1))
    is_whole = is_whole and crawl.parameters.ids == "all"
    sums = {names.total_items: sum(page.size for page in found.pages), names.total_pages: len(found.pages)}
    for page in found.pages:
        last = len(found.pages) if is_whole else page.fields.get(names.total_pages)
        expected = {
            names.number: page.number,
            names.size: page.size,
            names.first: page.number == 1,
            names.last: page.number == last,
            names.empty: page.size == 0,
        }
        for name, value in (expected | (sums if is_whole else {})).items():
            said = page.fields.get(name)
            if name not in page.fields:
                crawl.findings.add("page_fields", severity, resource.list_endpoint, f"{name} is missing")
            elif said != value or isinstance(said, bool) != isinstance(value, bool):
                words, where = f"{name} is not what the pages show", f"page {page.number}: {said!r:.40}"
                crawl.findings.add("page_sums", severity, resource.list_endpoint, words, where)


def check_entries(crawl: Crawl, resource: Resource, found: Read) -> None:
    """Whether an entry by itself is the one that was asked for, and says what the list says of it."""
    severity = severity_of(resource)
    for key, entry in found.entries.items():
        if entry.get("id") != key:
            words = "answers with another entry than the one asked for"
            crawl.findings.add("wrong_entry", severity, resource.entry_endpoint, words, key)
            continue
        listed = found.items[key]
        differing = [
            name
            for name, value in listed.items()
            if name in entry and not isinstance(value, Mapping | list) and entry[name] != value
        ]
        for name in differing:
            words = f"{name} is not what the list says"
            crawl.findings.add("list_differs", severity, resource.entry_endpoint, words, key)


def check_unknown_id(crawl: Crawl, resource: Resource) -> None:
    """Whether an id nobody has is answered with 404."""
    severity = severity_of(resource)
    answer = crawl.try_to_ask(f"{resource.path}/{SOMEBODY_ELSE}", resource.entry_endpoint, severity)
    if answer is not None and answer.status != 404:
        words = f"answers {answer.status} for an id that no entry has"
        crawl.findings.add("unknown_id", severity, resource.entry_endpoint, words)


REFERENCES = (  # resource, field that refers, resource it refers to
    ("services", "organization_id", "organizations"),
    ("service_at_locations", "service_id", "services"),
    ("taxonomy_terms", "taxonomy_id", "taxonomies"),
    ("taxonomy_terms", "parent_id", "taxonomy_terms"),
    ("taxonomies", "parent_id", "taxonomies"),
    ("organizations", "parent_organization_id", "organizations"),
)


def check_references(crawl: Crawl) -> None:
    """Whether what entries refer to is there; asked only where both lists were read whole."""
    for path, name, other in REFERENCES:
        known = crawl.read.get(other, Read()).items
        if not known or path not in crawl.read:
            continue
        for key, entry in everything(crawl.read[path]):
            theirs = entry.get(name)
            if isinstance(theirs, str) and theirs not in known:
                words = f"{name} is of nothing in /{other}"
                crawl.findings.add("no_such_reference", Severity.WARNING, f"/{path}/{{id}}", words, f"{key}: {theirs}")
    check_terms(crawl)
    check_nested(crawl)


def everything(found: Read) -> Iterator[tuple[str, Json]]:
    """Each entry once, the fuller of what the list and the entry itself say."""
    for key, item in found.items.items():
        yield key, found.entries.get(key, item)


def check_terms(crawl: Crawl) -> None:
    """Whether every term a service is tied to exists in the feed."""
    terms = crawl.read.get("taxonomy_terms", crawl.read.get("taxonomies", Read())).items
    if not terms:
        return
    for key, service in everything(crawl.read["services"]):
        for term in terms_in(service):
            if isinstance(term, str) and term not in terms:
                words = "is tied to a term that is not in the feed"
                crawl.findings.add("no_such_term", Severity.WARNING, "/services/{id}", words, f"{key}: {term}")


def terms_in(service: Json) -> Iterator[Any]:
    """Ids of the terms a service is tied to, in either standard."""
    for tied in objects(service.get("attributes")):
        yield tied.get("taxonomy_term_id") or inside(tied, "taxonomy_term").get("id")
    for tied in objects(service.get("service_taxonomys")):
        yield inside(tied, "taxonomy").get("id")


def check_nested(crawl: Crawl) -> None:
    """Whether organisations and services written inside other entries are in their own lists."""
    for path, name, other in (
        ("services", "organization", "organizations"),
        ("service_at_locations", "service", "services"),
    ):
        known = crawl.read.get(other, Read()).items
        for key, entry in everything(crawl.read.get(path, Read())):
            theirs = inside(entry, name).get("id")
            if known and isinstance(theirs, str) and theirs not in known:
                words = f"{name} is not in /{other}"
                crawl.findings.add("no_such_reference", Severity.WARNING, f"/{path}/{{id}}", words, f"{key}: {theirs}")


def check_sense(crawl: Crawl) -> None:
    """Whether values are ones that can be."""
    for key, service in everything(crawl.read["services"]):
        for words in nonsense_of(service):
            crawl.findings.add("sense", Severity.WARNING, "/services/{id}", words, key)
    for path in ("service_at_locations", "locations"):
        for key, entry in everything(crawl.read.get(path, Read())):
            place = inside(entry, "location") if path == "service_at_locations" else entry
            for words in nonsense_of_place(place):
                crawl.findings.add("sense", Severity.WARNING, f"/{path}/{{id}}", words, key)


def nonsense_of(service: Json) -> Iterator[str]:
    """What cannot be, of a service."""
    name = service.get("name")
    if isinstance(name, str) and not name.strip():
        yield "name is empty"
    lowest, highest = service.get("minimum_age"), service.get("maximum_age")
    if is_number(lowest) and is_number(highest) and lowest > highest:  # type: ignore[operator]
        yield "minimum_age is above maximum_age"
    if any(is_number(age) and not 0 <= age <= 150 for age in (lowest, highest)):  # type: ignore[operator]
        yield "an age is below 0 or above 150"
    for option in objects(service.get("cost_options")):
        if is_number(option.get("amount")) and option["amount"] < 0:
            yield "an amount is below nought"
        yield from turned(option, "valid_from", "valid_to")
    for hours in objects(service.get("schedules", service.get("regular_schedules"))):
        yield from turned(hours, "valid_from", "valid_to")
        if is_number(hours.get("interval")) and hours["interval"] < 1:
            yield "an interval is below 1"
    for place in objects(service.get("service_at_locations")):
        yield from nonsense_of_place(inside(place, "location"))


def nonsense_of_place(place: Json) -> Iterator[str]:
    """What cannot be, of a location."""
    for name, most in (("latitude", 90), ("longitude", 180)):
        if is_number(place.get(name)) and abs(place[name]) > most:
            yield f"{name} is beyond {most}"
    if (place.get("latitude") is None) != (place.get("longitude") is None):
        yield "a location has one coordinate"


def turned(given: Json, first: str, last: str) -> Iterator[str]:
    """Two days in the wrong order."""
    earlier, later = given.get(first), given.get(last)
    if isinstance(earlier, str) and isinstance(later, str) and earlier[:10] > later[:10]:
        yield f"{first} is after {last}"


def check_last_modified(crawl: Crawl) -> None:
    """Whether services say when they were changed, without which nobody can take only what is new."""
    for key, service in everything(crawl.read["services"]):
        said = service.get("last_modified")
        if said is None or not (isinstance(said, str) and is_date_time(said)):
            words = "does not say when it was last modified"
            crawl.findings.add("last_modified", Severity.WARNING, "/services/{id}", words, key)


def is_number(value: Any) -> bool:
    """Whether it is a number, and no truth value."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def objects(value: Any) -> Iterable[Json]:
    """The objects of a list, whatever else is in it."""
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def inside(entry: Json, name: str) -> Json:
    """An object inside another, or an empty one."""
    value = entry.get(name)
    return value if isinstance(value, Mapping) else {}
