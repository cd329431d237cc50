"""Does an answer look as the standard says: by our own types, or by the published schemas?"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from pydantic import TypeAdapter, ValidationError

from joinedup.core.directory.conformance.standard import Resource, Standard
from joinedup.core.directory.standards.formats import FORMAT


@dataclass(frozen=True)
class Misfit:
    """One value that is not as it should be.

    Parameters
    ----------
    where : the field, without positions in lists: "contents[].name".
    is_format : only the form of a text is wrong, such as an address that is no URI.
    """

    where: str
    words: str
    is_format: bool = False


class Shapes(Protocol):
    """A set of shapes to hold answers against."""

    def of_about(self, about: Any) -> list[Misfit]:
        """What is wrong with `/`."""

    def of_list(self, resource: Resource, page: Any) -> list[Misfit]:
        """What is wrong with one page of a list."""

    def of_entry(self, resource: Resource, entry: Any) -> list[Misfit]:
        """What is wrong with one entry by itself."""


@dataclass(frozen=True)
class TypedShapes:
    """Our own types of a standard.

    Parameters
    ----------
    is_as_published : judge lists with the faults of the published OpenAPI document: items of some are held
        against nothing, and a page of organisations against an organisation.
    """

    standard: Standard
    is_as_published: bool = False

    def of_about(self, about: Any) -> list[Misfit]:
        """What is wrong with `/`."""
        return misfits(self.standard.about, about) if self.standard.about else []

    def of_list(self, resource: Resource, page: Any) -> list[Misfit]:
        """What is wrong with one page of a list."""
        if self.is_as_published and resource.published_list == "item":
            return misfits(resource.in_list, page)
        if not isinstance(page, Mapping):
            return [Misfit("", "is not an object")]
        contents = page.get(self.standard.names.contents)
        if not isinstance(contents, list):
            return [Misfit(self.standard.names.contents, "is not a list")]
        if self.is_as_published and resource.published_list == "unchecked":
            return []
        return [
            Misfit(f"{self.standard.names.contents}[].{one.where}", one.words, one.is_format)
            for item in contents
            for one in misfits(resource.in_list, item)
        ]

    def of_entry(self, resource: Resource, entry: Any) -> list[Misfit]:
        """What is wrong with one entry by itself."""
        return misfits(resource.kind, entry)


def misfits(kind: TypeAdapter[Any], value: Any) -> list[Misfit]:
    """Where a value is not of a kind.

    Examples
    --------
    >>> from joinedup.core.directory.standards.hsds_uk_types import Funding
    >>> misfits(TypeAdapter(Funding), {"id": "7", "source": None})
    [Misfit(where='id', words='is not a UUID', is_format=True), Misfit(where='source', words='is not a string', ...)]
    """
    try:
        kind.validate_python(value)
    except ValidationError as problem:
        return [
            Misfit(path(error["loc"]), in_words(error["type"], error["msg"]), error["type"] == FORMAT)
            for error in problem.errors(include_url=False, include_input=False, include_context=False)
        ]
    return []


def path(location: tuple[int | str, ...]) -> str:
    """A path without positions.

    Examples
    --------
    >>> path(("contents", 3, "name"))
    'contents[].name'
    """
    joined = "".join("[]" if isinstance(step, int) else f".{step}" for step in location)
    return joined.removeprefix(".")


def in_words(error: str, message: str) -> str:
    """Pydantic's message as the end of a sentence that begins with the field."""
    if error == "missing":
        return "is missing"
    wanted = re.sub(r"^Input should be (a valid |an? )?", "", message)
    article = "an" if wanted[:1] in "aeiou" else "a"
    if error == "literal_error":
        return f"is not one of {wanted}"
    return f"is not {article} {wanted}" if wanted != message else message
