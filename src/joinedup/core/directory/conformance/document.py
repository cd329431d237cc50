"""A document of lists, asked as if it were a feed, so that a file is judged by the same rules."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from joinedup.core.directory.conformance.answers import Answer, Parameters
from joinedup.core.directory.standards import hsds_uk, oruk
from joinedup.core.errors import CannotProceed

PER_PAGE = 100


class NoFeedInFile(CannotProceed):
    """A file holds no lists of a directory."""


@dataclass
class DocumentFeed:
    """Answers of a document.

    Parameters
    ----------
    document : with the standard's lists, such as `hsds_uk.whole` writes; or one page of services.

    Raises
    ------
    NoFeedInFile : it has no list of services.
    """

    document: Mapping[str, Any]
    by_id: dict[str, dict[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not isinstance(self.document, Mapping):
            raise NoFeedInFile("The file holds no object", expected="an object with a list of services")
        page = self.document.get("contents", self.document.get("content"))
        if isinstance(page, list):
            self.document = {"version": "3.0" if "contents" in self.document else "1.0", "services": page}
        if not isinstance(self.document.get("services"), list):
            keys = [str(key)[:40] for key in list(self.document)[:20]]
            raise NoFeedInFile("The file has no list of services", expected="a list named services", available=keys)

    @property
    def is_1_0(self) -> bool:
        """Whether it calls itself ORUK 1.0."""
        return str(self.document.get("version", "")).endswith("1.0")

    def answer(self, path: str, parameters: Parameters) -> Answer:
        """What a feed of this document would answer."""
        name, _, key = path.partition("/")
        if not name:
            about = {"version": hsds_uk.VERSION, "profile": hsds_uk.PROFILE, "openapi_url": hsds_uk.PROFILE}
            return found("/", {"version": oruk.VERSION} if self.is_1_0 else about)
        entries = self.document.get(name)
        if not isinstance(entries, list):
            return Answer(f"/{path}", 404, b"")
        return self.entry(name, entries, key) if key else self.page(name, entries, int(parameters.get("page", 1)))

    def page(self, name: str, entries: list[Any], number: int) -> Answer:
        """One page of a list."""
        write = oruk.page if self.is_1_0 else hsds_uk.page
        chosen = entries[(number - 1) * PER_PAGE : number * PER_PAGE]
        return found(f"/{name}", write(chosen, number=number, per_page=PER_PAGE, total_items=len(entries)))

    def entry(self, name: str, entries: list[Any], key: str) -> Answer:
        """One entry by its id; the first of those with the same."""
        if name not in self.by_id:
            known = [one for one in reversed(entries) if isinstance(one, Mapping) and isinstance(one.get("id"), str)]
            self.by_id[name] = {one["id"]: one for one in known}
        entry = self.by_id[name].get(key)
        return found(f"/{name}/{key}", entry) if entry is not None else Answer(f"/{name}/{key}", 404, b"")


def found(url: str, value: Any) -> Answer:
    """An answer of 200."""
    return Answer(url, 200, json.dumps(value).encode())
