"""Do the filters of a feed narrow what it lists, and only to what was asked for?

Meanings: uk-profile's openapi.json @ecdfabf; ages and times literally as it describes them. An answer of 400 to a value
that means nothing is as good as an empty list.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from joinedup.core.directory.conformance.answers import NotJson
from joinedup.core.directory.conformance.checks import (
    SOMEBODY_ELSE,
    everything,
    inside,
    is_number,
    objects,
    terms_in,
)
from joinedup.core.directory.conformance.crawl import Crawl, Json
from joinedup.core.directory.conformance.findings import Severity
from joinedup.core.directory.conformance.standard import HSDS_UK_3
from joinedup.core.directory.schedules import DAYS

NOWHERE = "zzqxjvw kwyzzx"  # words that no entry has
MANY = 100  # entries asked for at once, so that one that does not belong is likely to be among them
FAR_FUTURE = "2999-01-01T00:00:00Z"


@dataclass(frozen=True)
class Trial:
    """One use of a filter.

    Parameters
    ----------
    belongs : whether an entry may be in the answer.
    is_empty : nothing may be in the answer at all.
    """

    path: str
    name: str
    value: str
    belongs: Callable[[Json], bool]
    is_empty: bool = False


def check_filters(crawl: Crawl) -> None:
    """Try each filter once with a value that entries have, and once with one that none has."""
    check_page_size(crawl)
    trials = trials_of_3(crawl) if crawl.standard is HSDS_UK_3 else trials_of_1(crawl)
    for trial in trials:
        try_filter(crawl, trial)


def try_filter(crawl: Crawl, trial: Trial) -> None:
    """Ask with a filter, and look whether what comes may be there."""
    endpoint = f"/{trial.path}"
    asked: dict[str, str | int] = {trial.name: trial.value, "per_page": MANY}
    answer = crawl.try_to_ask(trial.path, endpoint, Severity.WARNING, asked)
    if answer is None:
        return
    if answer.status in (400, 422) and trial.is_empty:
        return
    try:
        page = answer.json() if answer.is_ok else None
    except NotJson:
        page = None
    if not isinstance(page, dict):
        words = f"cannot be filtered by {trial.name}: answers {answer.status}"
        crawl.findings.add("filter", Severity.WARNING, endpoint, words, trial.value)
        return
    items = objects(page.get(crawl.standard.names.contents))
    known = crawl.read[trial.path].entries
    wrong = [one for one in items if trial.is_empty or not trial.belongs(known.get(str(one.get("id")), one))]
    if wrong:
        words = f"{trial.name} does not narrow the list to what was asked for"
        crawl.findings.add("filter", Severity.WARNING, endpoint, words, f"{trial.value}: {wrong[0].get('id')}")
    if not items and not trial.is_empty:
        words = f"{trial.name} leaves out what it should find"
        crawl.findings.add("filter", Severity.WARNING, endpoint, words, trial.value)


def check_page_size(crawl: Crawl) -> None:
    """Whether per_page is obeyed."""
    for resource in crawl.standard.resources:
        if not resource.is_paged or len(crawl.read[resource.path].items) < 2:
            continue
        page = crawl.json_of(resource.path, resource.list_endpoint, Severity.WARNING, {"per_page": 1})
        contents = page.get(crawl.standard.names.contents) if isinstance(page, dict) else None
        if isinstance(contents, list) and len(contents) != 1:
            words = "per_page is not obeyed"
            crawl.findings.add("filter", Severity.WARNING, resource.list_endpoint, words, f"{len(contents)} for 1")


def anything(_: Json) -> bool:
    """Any entry may be in the answer."""
    return True


def trials_of_3(crawl: Crawl) -> Iterator[Trial]:
    """Filters of HSDS-UK 3.0."""
    services = [service for _, service in everything(crawl.read["services"])]
    for path in ("services", "service_at_locations"):
        if not crawl.read[path].items:
            continue

        def of(test: Callable[[Json], bool], path: str = path) -> Callable[[Json], bool]:
            return test if path == "services" else lambda entry: test(inside(entry, "service"))

        yield Trial(path, "search", NOWHERE, anything, is_empty=True)
        yield Trial(path, "modified_after", FAR_FUTURE, anything, is_empty=True)
        yield Trial(path, "taxonomy_term_id", SOMEBODY_ELSE, anything, is_empty=True)
        yield Trial(path, "taxonomy_id", SOMEBODY_ELSE, anything, is_empty=True)
        yield Trial(path, "organization_id", SOMEBODY_ELSE, anything, is_empty=True)
        yield from by_values(path, placed(crawl, services, path), of)
    if crawl.read["service_at_locations"].items:
        yield Trial("service_at_locations", "postcode", "ZZ99 9ZZ", anything, is_empty=True)
    if crawl.read["taxonomy_terms"].items:
        yield Trial("taxonomy_terms", "taxonomy_id", SOMEBODY_ELSE, anything, is_empty=True)
        yield Trial("taxonomy_terms", "top_only", "true", lambda term: not term.get("parent_id"))


def placed(crawl: Crawl, services: list[Json], path: str) -> list[Json]:
    """The services an endpoint can find: all, or those that are somewhere."""
    if path == "services":
        return services
    return [inside(entry, "service") for _, entry in everything(crawl.read[path])]


def by_values(path: str, services: list[Json], of: Callable[..., Callable[[Json], bool]]) -> Iterator[Trial]:
    """Filters with values that some service has, each the one that should leave out most."""
    term = rarest(key for service in services for key in terms_in(service))
    if term:
        yield Trial(path, "taxonomy_term_id", term, of(lambda one: not one.get("attributes") or term in terms_in(one)))
    owner = rarest(service.get("organization_id") for service in services)
    if owner:
        yield Trial(path, "organization_id", owner, of(lambda one: one.get("organization_id") in (None, owner)))
    lowest = [service["minimum_age"] for service in services if is_number(service.get("minimum_age"))]
    if lowest:
        yield Trial(path, "minimum_age", f"{max(lowest):g}", of(lambda one: least(one, "minimum_age") >= max(lowest)))
    highest = [service["maximum_age"] for service in services if is_number(service.get("maximum_age"))]
    if highest:
        yield Trial(path, "maximum_age", f"{min(highest):g}", of(lambda one: least(one, "maximum_age") <= min(highest)))
    day = rarest(day for service in services for day in days_of(service))
    if day:
        yield Trial(path, "day", day, of(lambda one: not one.get("schedules") or day in days_of(one)))


def trials_of_1(crawl: Crawl) -> Iterator[Trial]:
    """Filters of ORUK 1.0."""
    yield Trial("services", "text", NOWHERE, anything, is_empty=True)
    yield Trial("services", "taxonomy_id", SOMEBODY_ELSE, anything, is_empty=True)
    services = [service for _, service in everything(crawl.read["services"])]
    term = rarest(key for service in services for key in terms_in(service))
    if term:
        yield Trial("services", "taxonomy_id", term, lambda one: term in terms_in(one))
    if crawl.read["taxonomies"].items:
        yield Trial("taxonomies", "vocabulary", NOWHERE, anything, is_empty=True)


def rarest(values: Iterable[Any]) -> str | None:
    """Of texts, the one met least often, the first of several; None if there is none."""
    counted = Counter(value for value in values if isinstance(value, str) and value)
    return min(counted, key=lambda value: counted[value], default=None)


def least(service: Json, name: str) -> float:
    """An age a service says; one that says none does not belong."""
    value = service.get(name)
    return float(value) if is_number(value) else float("nan")  # type: ignore[arg-type]


def days_of(service: Json) -> Iterator[str]:
    """The days of the week a service names."""
    for hours in objects(service.get("schedules")):
        for day in str(hours.get("byday", "")).split(","):
            if day[-2:] in DAYS:
                yield day[-2:]
