"""Read a feed: its base, every page of its lists, every entry; and write down what the reading itself shows."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from joinedup.core.directory.conformance.answers import Answer, Ask, FeedIsTooLarge, NoAnswer, NotJson, Parameters
from joinedup.core.directory.conformance.findings import Findings, Severity
from joinedup.core.directory.conformance.parameters import GateParameters
from joinedup.core.directory.conformance.shapes import Misfit, Shapes
from joinedup.core.directory.conformance.standard import Resource, Standard

Json = Mapping[str, Any]
MOST_MISFITS = 200  # of one answer; more would say nothing new


@dataclass(frozen=True)
class PageRead:
    """What one page says about itself, and how many items it really has."""

    number: int
    size: int
    fields: Json


@dataclass
class Read:
    """What was read of one resource.

    Parameters
    ----------
    items : by id, as the list has them.
    pages : in the order they were read; with gaps where only some were.
    entries : by id, as they stand by themselves.
    has_answered, has_misfits : what the national verdict looks at.
    """

    items: dict[str, Json] = field(default_factory=dict)
    entries: dict[str, Json] = field(default_factory=dict)
    pages: list["PageRead"] = field(default_factory=list)
    has_answered_list: bool = False
    has_answered_entries: bool = True
    has_list_misfits: bool = False
    has_entry_misfits: bool = False


@dataclass
class Crawl:
    """One reading of a feed."""

    ask_feed: Ask
    standard: Standard
    shapes: Shapes
    parameters: GateParameters
    findings: Findings = field(default_factory=Findings)
    read: dict[str, Read] = field(default_factory=dict)
    stubs: set[str] = field(default_factory=set)  # scheme and host of every answer, after redirects
    answers: int = 0
    answered_bytes: int = 0
    answered_seconds: float = 0.0

    def ask(self, path: str, parameters: Parameters | None = None) -> Answer:
        """One answer, counted.

        Raises
        ------
        FeedIsTooLarge : all answers together are more than is allowed.
        """
        answer = self.ask_feed(path, parameters or {})
        self.answers += 1
        where = urlsplit(answer.url)
        if where.netloc:
            self.stubs.add(f"{where.scheme}://{where.netloc}")
        self.answered_bytes += len(answer.body)
        self.answered_seconds += answer.seconds
        if self.answered_bytes > self.parameters.most_bytes:
            raise FeedIsTooLarge(
                f"The feed has sent more than {self.parameters.most_bytes:,} bytes", expected="a directory of services"
            )
        return answer

    def try_to_ask(
        self, path: str, endpoint: str, severity: Severity, parameters: Parameters | None = None
    ) -> Answer | None:
        """One answer, or None with a finding."""
        try:
            return self.ask(path, parameters)
        except FeedIsTooLarge:
            raise
        except NoAnswer as problem:
            self.findings.add("no_answer", severity, endpoint, str(problem), path)
            return None

    def json_of(self, path: str, endpoint: str, severity: Severity, parameters: Parameters | None = None) -> Any:
        """An answer as JSON, or None with a finding."""
        answer = self.try_to_ask(path, endpoint, severity, parameters)
        if answer is None:
            return None
        if not answer.is_ok:
            self.findings.add("status", severity, endpoint, f"answers {answer.status}", answer.url)
            return None
        if self.parameters.is_over_http:
            self.check_headers(answer, endpoint, severity)
        try:
            return answer.json()
        except NotJson as problem:
            self.findings.add("not_json", severity, endpoint, str(problem), answer.url)
            return None

    def check_headers(self, answer: Answer, endpoint: str, severity: Severity) -> None:
        """Any site's pages may read an open feed, and are told that it is JSON."""
        if self.parameters.is_as_published:
            return
        if answer.headers.get("access-control-allow-origin") != "*":
            words = "lacks the header Access-Control-Allow-Origin: *"
            self.findings.add("cors", severity, endpoint, words, answer.url)
        if answer.headers.get("content-type", "").split(";")[0].strip().lower() != "application/json":
            self.findings.add("content_type", severity, endpoint, "is not sent as application/json", answer.url)

    def note_misfits(self, misfits: list[Misfit], endpoint: str, severity: Severity, example: str) -> bool:
        """Write down what does not fit; returns whether anything but a format is wrong."""
        for one in misfits[:MOST_MISFITS]:
            words = f"{one.where} {one.words}".strip()
            if one.is_format:
                self.findings.add("format", Severity.WARNING, endpoint, words, example)
            else:
                self.findings.add("shape", severity, endpoint, words, example)
        return any(not one.is_format for one in misfits)

    def read_resource(self, resource: Resource) -> None:
        """Its list, then its entries one by one."""
        found = self.read[resource.path] = Read()
        severity = Severity.ERROR if resource.level == 1 else Severity.WARNING
        self.read_list(resource, found, severity)
        self.read_entries(resource, found, severity)

    def read_list(self, resource: Resource, found: Read, severity: Severity) -> None:
        """Every page, or the first, middle and last."""
        first = self.read_page(resource, found, severity, 1)
        if first is None:
            return
        found.has_answered_list = True
        for number in self.further_pages(resource, first, severity):
            before = len(found.items)
            page = self.read_page(resource, found, severity, number)
            if page is None or self.is_loop(resource, found, before, page, number, severity):
                return
            if len(found.items) > self.parameters.most_items:
                words = f"has more than {self.parameters.most_items:,} entries; the rest was not read"
                self.findings.add("too_many", Severity.ERROR, resource.list_endpoint, words)
                return

    def further_pages(self, resource: Resource, first: Json, severity: Severity) -> list[int]:
        """Numbers of the pages to read after the first."""
        total = first.get(self.standard.names.total_pages)
        if not isinstance(total, int) or isinstance(total, bool):
            if resource.is_paged:
                words = f"{self.standard.names.total_pages} is missing or no whole number"
                self.findings.add("page_fields", severity, resource.list_endpoint, words)
            return []
        if total > self.parameters.most_pages:
            words = f"says it has {total:,} pages; {self.parameters.most_pages:,} at most are read"
            self.findings.add("too_many", Severity.ERROR, resource.list_endpoint, words)
            total = self.parameters.most_pages
        if self.parameters.ids == "sampled":
            return sorted({(total + 1) // 2, total} - {0, 1})
        return list(range(2, total + 1))

    def read_page(self, resource: Resource, found: Read, severity: Severity, number: int) -> Json | None:
        """One page: its shape and its items."""
        endpoint = resource.list_endpoint
        page = self.json_of(resource.path, endpoint, severity, {"page": number} if number > 1 else {})
        if page is None:
            return None
        misfits = self.shapes.of_list(resource, page)
        found.has_list_misfits |= self.note_misfits(misfits, endpoint, severity, f"page {number}")
        if not isinstance(page, Mapping):
            return None
        contents = page.get(self.standard.names.contents)
        items = contents if isinstance(contents, list) else []
        fields = {name: value for name, value in page.items() if not isinstance(value, list | Mapping)}
        found.pages.append(PageRead(number, len(items), fields))
        for item in items:
            self.take_item(resource, found, item, severity, number)
        return page

    def take_item(self, resource: Resource, found: Read, item: Any, severity: Severity, number: int) -> None:
        """An item of a list, by its id."""
        key = item.get("id") if isinstance(item, Mapping) else None
        if not isinstance(key, str) or not key:
            return  # its shape says so
        if key in found.items and not self.parameters.is_as_published:
            words = "has one id more than once"
            self.findings.add("id_twice", severity, resource.list_endpoint, words, f"{key}, page {number}")
        found.items.setdefault(key, item)

    def is_loop(
        self, resource: Resource, found: Read, before: int, page: Json, number: int, severity: Severity
    ) -> bool:
        """Whether a page brought nothing but what was there, so that reading on would never end."""
        if len(found.items) > before or not page.get(self.standard.names.contents):
            return False
        if self.parameters.is_as_published or self.parameters.ids == "sampled":
            return False
        words = "says it has further pages, and sends entries again that were there"
        self.findings.add("page_loop", severity, resource.list_endpoint, words, f"page {number}")
        return True

    def read_entries(self, resource: Resource, found: Read, severity: Severity) -> None:
        """Each entry by its id, or some drawn by lot."""
        keys = sorted(found.items)
        if self.parameters.ids == "sampled" and len(keys) > self.parameters.sample_size:
            keys = sorted(random.Random(self.parameters.seed).sample(keys, self.parameters.sample_size))
        for key in keys:
            entry = self.json_of(f"{resource.path}/{key}", resource.entry_endpoint, severity)
            if entry is None:
                found.has_answered_entries = False
                continue
            misfits = self.shapes.of_entry(resource, entry)
            found.has_entry_misfits |= self.note_misfits(misfits, resource.entry_endpoint, severity, key)
            if isinstance(entry, Mapping):
                found.entries[key] = entry
