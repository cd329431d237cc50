"""What came of reading somebody's directory: the entries that could be read, and every one that could not, with why."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Any, TypeVar
from uuid import NAMESPACE_URL, uuid5

from joinedup.core.directory.entries import Directory
from joinedup.core.directory.standards.formats import is_uuid
from joinedup.core.errors import CannotProceed

Json = Mapping[str, Any]
Made = TypeVar("Made")
Choice = TypeVar("Choice", bound=StrEnum)
LONGEST_TEXT = 20_000  # letters of one field; what is longer is no description of a service


class CannotBeRead(CannotProceed):
    """A value of a feed is not what its field is for."""


@dataclass(frozen=True)
class Unreadable:
    """One entry that could not be read; key and reason hold no letter that a table or page cannot."""

    kind: str
    key: str
    reason: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", printable(self.key)[:200])
        object.__setattr__(self, "reason", printable(self.reason)[:500])


@dataclass
class Reading:
    """Entries as they are read, by kind and id; an entry met twice is the fuller of the two.

    Parameters
    ----------
    source : code of where they come from; ids that are not UUIDs are named anew from it, the same each time.
    left_out : by kind, our ids of entries that the feed has and that could not be read, or refer to such.
    """

    source: str
    entries: dict[str, dict[str, Any]] = field(default_factory=dict)
    unreadable: list[Unreadable] = field(default_factory=list)
    left_out: dict[str, set[str]] = field(default_factory=dict)

    def key(self, kind: str, theirs: Any) -> str:
        """Our id for their entry.

        Examples
        --------
        >>> Reading("somewhere").key("service", "17") == Reading("somewhere").key("service", "17")
        True
        """
        text = str(theirs).strip()
        return text.lower() if is_uuid(text) else str(uuid5(NAMESPACE_URL, f"joinedup:{self.source}:{kind}:{text}"))

    def take(self, kind: str, given: Any, make: Callable[[Json], Made]) -> Made | None:
        """Make an entry of what was given and keep it, or write down why that cannot be."""
        key = given.get("id", "") if isinstance(given, Mapping) else ""
        try:
            if not isinstance(given, Mapping) or not key:
                raise CannotBeRead("An entry without an id", expected="an object with an id")
            made = make(given)
        except (CannotProceed, TypeError, ValueError, AttributeError, KeyError, OverflowError) as problem:
            words = str(problem) if isinstance(problem, CannotProceed) else f"has a value of the wrong type: {problem}"
            self.unreadable.append(Unreadable(kind, str(key), words))
            self.leave_out(kind, key)
            return None
        kept = self.entries.setdefault(kind, {})
        before = kept.get(made.id)  # type: ignore[attr-defined]
        if before is None or len(repr(made)) >= len(repr(before)):
            kept[made.id] = made  # type: ignore[attr-defined]
        return made

    def leave_out(self, kind: str, theirs: Any) -> None:
        """Know of their entry that it is in the feed, though it could not be read."""
        with suppress(ValueError):  # an id of half letters: no entry here can have it
            self.left_out.setdefault(kind, set()).add(self.key(kind, theirs))

    def directory(self) -> Directory:
        """What was read, without anything that refers to what could not be."""
        found = self.entries
        organisations, terms = found.get("organisation", {}), found.get("taxonomy_term", {})
        services = self._kept("service", lambda one: one.organisation_id in organisations, "its organisation")
        places = {
            key: one
            for key, one in found.get("service_at_location", {}).items()
            if one.service_id in services and one.location_id in found.get("location", {})
        }
        for kind, kept in (("service", services), ("service_at_location", places)):
            self.left_out.setdefault(kind, set()).update(found.get(kind, {}).keys() - kept.keys())
        taxonomies = found.get("taxonomy", {})
        terms = {key: one for key, one in terms.items() if one.taxonomy_id in taxonomies}
        terms = {
            key: one if one.parent_id in terms else replace(one, parent_id="") for key, one in terms.items()
        }  # a term under nothing stands at the top
        return Directory(organisations, services, found.get("location", {}), places, taxonomies, terms)

    def _kept(self, kind: str, test: Callable[[Any], bool], what: str) -> dict[str, Any]:
        kept = {}
        for key, one in self.entries.get(kind, {}).items():
            if test(one):
                kept[key] = one
            else:
                self.unreadable.append(Unreadable(kind, key, f"{what} is not in the feed"))
        return kept


def as_document(given: Any) -> Json:
    """A document of lists, if it is one.

    Raises
    ------
    CannotBeRead : it holds no object with a list of services.
    """
    if not isinstance(given, Mapping) or not isinstance(given.get("services"), list):
        raise CannotBeRead("The file holds no directory", expected="an object with a list named services")
    return given


def text(given: Json, *names: str) -> str:
    """The first of some fields that holds text, without blanks around it; "" if none does."""
    for name in names:
        value = given.get(name)
        if value is None or value == "":
            continue
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise CannotBeRead(f"{name} holds {type(value).__name__}", expected="text")
        return clean(str(value), name)
    return ""


def clean(value: str, name: str) -> str:
    """Text without blanks around it and without control letters, if it is not endless."""
    if len(value) > LONGEST_TEXT:
        raise CannotBeRead(f"{name} has {len(value):,} letters", expected=f"{LONGEST_TEXT:,} at most")
    return printable(value).strip()


def printable(value: str) -> str:
    """Text without control letters and halves of letters.

    Examples
    --------
    >>> printable("a" + chr(0) + "b" + chr(0xD800) + "c")
    'abc'
    """
    return "".join(letter for letter in value if letter.isprintable() or letter in "\n\t")


def number(given: Json, name: str) -> float | None:
    """A number, also where a feed writes it as text; None where there is none."""
    value = given.get(name)
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise CannotBeRead(f"{name} holds {type(value).__name__}", expected="a number")
    try:
        found = float(value)
    except ValueError as problem:
        raise CannotBeRead(f"{name} is {str(value)[:40]!r}", expected="a number") from problem
    if not abs(found) < 1e12:
        raise CannotBeRead(f"{name} is {str(value)[:40]}", expected="a number somebody could mean")
    return found


def many(given: Json, *names: str) -> tuple[Json, ...]:
    """The objects of the first of some lists that is there."""
    for name in names:
        value = given.get(name)
        if value is None:
            continue
        if not isinstance(value, list) or not all(isinstance(one, Mapping) for one in value):
            raise CannotBeRead(f"{name} is not a list of objects", expected="a list of objects")
        return tuple(value)
    return ()


def day(given: Json, name: str) -> date | None:
    """A day; a moment counts as its day."""
    value = text(given, name)
    return None if not value else _read(date.fromisoformat, value[:10], name, "a date such as 2026-11-28")


def time_of_day(given: Json, name: str) -> time | None:
    """A time of day, its time zone left out: opening hours are local."""
    value = text(given, name)
    if not value:
        return None
    return _read(time.fromisoformat, value, name, "a time such as 09:30").replace(tzinfo=None)


def moment(given: Json, name: str) -> datetime | None:
    """A moment; without a time zone it is taken as UTC."""
    value = text(given, name)
    if not value:
        return None
    found = _read(datetime.fromisoformat, value, name, "a moment such as 2026-11-28T09:30:00Z")
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def one_of(values: type[Choice], given: Json, name: str, otherwise: Made) -> Choice | Made:
    """A value of an enumeration, in any case of letters."""
    value = text(given, name)
    if not value:
        return otherwise
    known = {one.value.lower(): one for one in values}
    if value.lower() not in known:
        raise CannotBeRead(f"{name} is {value[:40]!r}", expected="one that the standard has", available=known)
    return known[value.lower()]


def words(given: Any) -> tuple[str, ...]:
    """A list of texts."""
    if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
        raise CannotBeRead("A list of texts holds something else", expected="a list of texts")
    return tuple(clean(one, "a list of texts") for one in given)


def _read(read: Callable[[str], Made], value: str, name: str, expected: str) -> Made:
    try:
        return read(value)
    except ValueError as problem:
        raise CannotBeRead(f"{name} is {value[:40]!r}", expected=expected) from problem


def objects(given: Any) -> Iterable[Any]:
    """The items of a list, or nothing where there is no list."""
    return given if isinstance(given, list) else ()


def required(one: Json, name: str) -> str:
    """A text that must be there."""
    value = text(one, name)
    if not value:
        raise CannotBeRead(f"No {name}", expected=f"a {name}")
    return value
