"""Gather a feed's lists into one document that the readers of the standards take."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from joinedup.core.directory.conformance import Answer, Ask, FeedIsTooLarge, NoAnswer, NotJson, parsed
from joinedup.core.directory.conformance.gate import which_standard
from joinedup.core.directory.conformance.parameters import GateParameters
from joinedup.core.directory.conformance.standard import HSDS_UK_3, Resource, Standard

Json = dict[str, Any]


class TakesTooLong(NoAnswer):
    """A feed has not been read to its end in the time there is."""


@dataclass(frozen=True)
class GatherBounds:
    """Where gathering stops.

    Parameters
    ----------
    most_pages, most_services, most_bytes : of the feed as a whole; more is a failure, for half a feed is none.
    seconds : in all.
    """

    most_pages: int = 2_000
    most_services: int = 50_000
    most_bytes: int = 500_000_000
    seconds: float = 3_600.0


@dataclass
class Gatherer:
    """Reads a feed.

    Parameters
    ----------
    now : seconds that only go forward.
    """

    ask_feed: Ask
    bounds: GatherBounds
    now: Callable[[], float]

    def __post_init__(self) -> None:
        self.began, self.bytes = self.now(), 0

    def document(self) -> tuple[Standard, Json]:
        """The standard a feed speaks, and its lists; services in full.

        Raises
        ------
        NoAnswer : it does not answer as a feed does, or not to its end.
        """
        standard, _ = which_standard(self.ask, GateParameters())
        document: Json = {}
        for path in ("taxonomies", "taxonomy_terms"):
            if path in standard.by_path:
                document[path] = self.pages(standard, standard.by_path[path], is_required=False)
        listed = self.pages(standard, standard.by_path["services"], is_required=True)
        keys = list(dict.fromkeys(str(one.get("id")) for one in listed if isinstance(one, dict) and one.get("id")))
        if len(keys) > self.bounds.most_services:
            raise FeedIsTooLarge(f"The feed lists {len(keys):,} services", expected=f"{self.bounds.most_services:,}")
        document["services"] = [self.entry(f"services/{key}") for key in keys]
        return standard, document

    def pages(self, standard: Standard, resource: Resource, *, is_required: bool) -> list[Any]:
        """Every item of a list."""
        items: list[Any] = []
        seen: set[str] = set()
        number, total = 1, 1
        while number <= total:
            answer = self.ask(resource.path, {"page": number} if number > 1 else {})
            if not answer.is_ok and not is_required:
                return []
            page = self.page_of(answer, resource, standard)
            body = repr(page.get(standard.names.contents))
            if body in seen and number > 1:
                raise NoAnswer(f"The feed sends page {number} of {resource.path} again", expected="pages that end")
            seen.add(body)
            items.extend(page.get(standard.names.contents) or [])
            said = page.get(standard.names.total_pages)
            total = said if isinstance(said, int) else 1
            if total > self.bounds.most_pages:
                raise FeedIsTooLarge(f"The feed says it has {total:,} pages", expected=f"{self.bounds.most_pages:,}")
            number += 1
        return items

    def page_of(self, answer: Answer, resource: Resource, standard: Standard) -> Json:
        """An answer as a page."""
        page = self.json_of(answer, resource.path)
        if not isinstance(page, dict) or not isinstance(page.get(standard.names.contents), list):
            raise NoAnswer(f"The feed's {resource.path} is no page", expected=f"a list {standard.names.contents}")
        return page

    def entry(self, path: str) -> Any:
        """One entry by itself."""
        return self.json_of(self.ask(path, {}), path)

    def json_of(self, answer: Answer, path: str) -> Any:
        """An answer as JSON; anything else is a failure, for half a feed would take out the other half."""
        if not answer.is_ok:
            raise NoAnswer(f"The feed answers {answer.status} for {path[:60]}", expected="an answer")
        try:
            return parsed(answer.body)
        except NotJson as problem:
            raise NoAnswer(f"The feed's answer for {path[:60]} is not JSON", expected="JSON") from problem

    def ask(self, path: str, parameters: Any) -> Answer:
        """One answer, counted."""
        if self.now() - self.began > self.bounds.seconds:
            raise TakesTooLong(
                f"The feed takes more than {self.bounds.seconds:g} seconds",
                expected="joinedup.web.manage import_directory, which may take longer",
            )
        answer = self.ask_feed(path, parameters)
        self.bytes += len(answer.body)
        if self.bytes > self.bounds.most_bytes:
            raise FeedIsTooLarge(
                f"The feed has sent more than {self.bounds.most_bytes:,} bytes", expected="a directory"
            )
        return answer


def gather(ask: Ask, bounds: GatherBounds, now: Callable[[], float]) -> tuple[str, Json]:
    """The version of a feed ("3.0" or "1.0") and its lists."""
    standard, document = Gatherer(ask, bounds, now).document()
    return ("3.0" if standard is HSDS_UK_3 else "1.0"), document
