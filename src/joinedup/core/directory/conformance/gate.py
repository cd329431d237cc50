"""Does a feed conform: by the national validator's levels, and by everything else a user of the feed relies on?"""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from joinedup.core.directory.conformance import checks, filters
from joinedup.core.directory.conformance.answers import Ask, FeedIsTooLarge, NotJson
from joinedup.core.directory.conformance.crawl import Crawl, Read
from joinedup.core.directory.conformance.findings import Finding, Findings, Severity
from joinedup.core.directory.conformance.parameters import GateParameters
from joinedup.core.directory.conformance.shapes import Shapes, TypedShapes
from joinedup.core.directory.conformance.standard import HSDS_UK_3, ORUK_1, Resource, Standard, standard_named

AT_HOME = frozenset({"localhost", "127.0.0.1", "::1", "testserver"})  # nobody listens in between
VERSION = re.compile(r"(?:HSDS-UK-)?[Vv]?([13])(?:\.\d+)*")


@dataclass(frozen=True)
class Verdict:
    """What the gate says of a feed.

    Parameters
    ----------
    level_1, level_2 : every required endpoint is right; every optional one too.
    passes_nationally : what the national validator's public answer would be: level 1, and no optional paged endpoint
        that answers and is wrong.
    findings : errors first.
    entries, pages : read of each resource.
    """

    standard: str
    is_as_published: bool
    level_1: bool
    level_2: bool
    passes_nationally: bool
    findings: tuple[Finding, ...]
    entries: dict[str, int]
    pages: dict[str, int]
    answers: int
    answered_bytes: int
    answered_seconds: float

    def of(self, severity: Severity) -> tuple[Finding, ...]:
        """Findings of one severity."""
        return tuple(one for one in self.findings if one.severity is severity)

    @property
    def errors(self) -> int:
        """How many different errors there are."""
        return len(self.of(Severity.ERROR))

    @property
    def warnings(self) -> int:
        """How many different warnings there are."""
        return len(self.of(Severity.WARNING))


def judge(ask: Ask, parameters: GateParameters, shapes: Shapes | None = None) -> Verdict:
    """Read a feed and say what is wrong with it.

    Parameters
    ----------
    ask : how the feed is asked; raises `NoAnswer` where it cannot be.
    shapes : what answers are held against; our own types of the standard if left out.

    Raises
    ------
    NoAnswer : the feed cannot be reached at all.
    UnknownStandard : `parameters.version` is none we know.
    """
    standard, findings = which_standard(ask, parameters)
    shapes = shapes or TypedShapes(standard, parameters.is_as_published)
    crawl = Crawl(ask, standard, shapes, parameters, findings)
    about_is_right = check_about(crawl)
    try:
        read_everything(crawl)
    except FeedIsTooLarge as problem:
        findings.add("too_large", Severity.ERROR, "/", str(problem))
    return verdict(crawl, about_is_right)


def which_standard(ask: Ask, parameters: GateParameters) -> tuple[Standard, Findings]:
    """The standard a feed is judged by; as nationally, a base address that says nothing means 1.0."""
    findings = Findings()
    if parameters.version:
        return standard_named(parameters.version), findings
    answer = ask("", {})  # a feed that cannot be reached at all is no finding but a failure
    try:
        about = answer.json() if answer.is_ok else None
    except NotJson:
        about = None
    version = about.get("version") if isinstance(about, dict) else None
    said = VERSION.fullmatch(version) if isinstance(version, str) else None
    if said:
        return (HSDS_UK_3 if said[1] == "3" else ORUK_1), findings
    if isinstance(about, dict) and about.get("openapi_url"):
        return HSDS_UK_3, findings
    words = "says neither version nor openapi_url, so the feed is judged as ORUK 1.0"
    findings.add("no_version", Severity.NOTE, "/", words, answer.url)
    return ORUK_1, findings


def check_about(crawl: Crawl) -> bool:
    """Whether the base address answers as the standard says."""
    if crawl.standard.about is None:
        return True
    about = crawl.json_of("", "/", Severity.ERROR)
    if about is None:
        return False
    return not crawl.note_misfits(crawl.shapes.of_about(about), "/", Severity.ERROR, "/")


def read_everything(crawl: Crawl) -> None:
    """Every resource, then what can only be seen across them."""
    for resource in crawl.standard.resources:
        crawl.read_resource(resource)
        check_empty(crawl, resource, crawl.read[resource.path])
    if crawl.parameters.is_as_published:
        return
    for resource in crawl.standard.resources:
        found = crawl.read[resource.path]
        checks.check_page_sums(crawl, resource, found)
        checks.check_entries(crawl, resource, found)
        if crawl.parameters.is_over_http and found.has_answered_list:
            checks.check_unknown_id(crawl, resource)
    checks.check_sense(crawl)
    if crawl.standard is HSDS_UK_3:
        checks.check_last_modified(crawl)
    if crawl.parameters.ids == "all":
        checks.check_references(crawl)
        if crawl.parameters.is_over_http:
            filters.check_filters(crawl)
    check_transport(crawl)


def check_empty(crawl: Crawl, resource: Resource, found: Read) -> None:
    """Whether a list that is there holds anything."""
    if found.has_answered_list and not found.items and not resource.may_be_empty:
        crawl.findings.add("empty_feed", Severity.WARNING, resource.list_endpoint, "lists nothing")


def check_transport(crawl: Crawl) -> None:
    """Whether the feed is reached safely, under one address, and soon enough."""
    for stub in sorted(crawl.stubs):
        if stub.startswith("http:") and urlsplit(stub).hostname not in AT_HOME:
            crawl.findings.add("https", Severity.WARNING, "/", "is not reached by HTTPS", stub)
    if len(crawl.stubs) > 1:
        words = "answers from more than one address, where one stub is for every endpoint"
        crawl.findings.add("one_stub", Severity.WARNING, "/", words, ", ".join(sorted(crawl.stubs)))
    if crawl.answers and crawl.answered_seconds / crawl.answers > crawl.parameters.slow_seconds:
        words = f"answers take more than {crawl.parameters.slow_seconds:g} seconds on average"
        crawl.findings.add("slow", Severity.NOTE, "/", words)


def verdict(crawl: Crawl, about_is_right: bool) -> Verdict:
    """Levels as the national validator has them; anything else is in the findings."""
    level_1 = about_is_right and all(is_right(crawl, one) for one in crawl.standard.resources if one.level == 1)
    optional = [one for one in crawl.standard.resources if one.level == 2]
    sinking = [one for one in optional if one.is_paged and crawl.read.get(one.path, Read()).has_list_misfits]
    return Verdict(
        standard=crawl.standard.name,
        is_as_published=crawl.parameters.is_as_published,
        level_1=level_1,
        level_2=level_1 and all(is_right(crawl, one) for one in optional),
        passes_nationally=level_1 and not sinking,
        findings=tuple(crawl.findings),
        entries={path: len(found.items) for path, found in crawl.read.items()},
        pages={path: len(found.pages) for path, found in crawl.read.items()},
        answers=crawl.answers,
        answered_bytes=crawl.answered_bytes,
        answered_seconds=crawl.answered_seconds,
    )


def is_right(crawl: Crawl, resource: Resource) -> bool:
    """Whether a resource answers, and everything in it has the right shape."""
    found = crawl.read.get(resource.path, Read())
    answers = found.has_answered_list and found.has_answered_entries
    return answers and not (found.has_list_misfits or found.has_entry_misfits)
