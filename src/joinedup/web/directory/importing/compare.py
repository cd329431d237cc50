"""What would an import add, change and take out? Each entry is compared with what its source said last time."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from joinedup.core import directory as core
from joinedup.core.directory.changes import changes, share_gone
from joinedup.core.directory.stored import to_json
from joinedup.core.merging import merge

ASK_FROM_SHARE = 0.2  # of a source's services gone at once: more is likelier a broken feed than the end of services
Content = Mapping[str, Any]
LISTS = {
    "taxonomy": "taxonomies",
    "taxonomy_term": "taxonomy_terms",
    "organisation": "organisations",
    "location": "locations",
    "service": "services",
    "service_at_location": "service_at_locations",
}
NEVER_GONE = frozenset({"taxonomy", "taxonomy_term"})  # others may use a term that one source no longer does


@dataclass(frozen=True)
class Here:
    """What is here of one kind of entry.

    Parameters
    ----------
    content : by id, of every source.
    source : by id, the code of the source.
    said : by id, what the source being read said of it last time.
    """

    content: Mapping[str, Content]
    source: Mapping[str, str]
    said: Mapping[str, Content]


@dataclass(frozen=True)
class EntryChange:
    """One entry that would be new, changed or gone.

    Parameters
    ----------
    feed : as the feed says now; None where it is gone.
    kept : fields that were changed here and by the feed, and stay as they are here.
    """

    kind: str
    entry_id: str
    name: str
    what: str
    before: Content | None
    after: Content | None
    feed: Content | None
    kept: tuple[str, ...] = ()


def compare(
    incoming: core.Directory,
    here: Mapping[str, Here],
    source: str,
    left_out: Mapping[str, Collection[str]] = MappingProxyType({}),
) -> Iterator[EntryChange]:
    """Every entry that differs, in an order in which it can be written.

    An entry that another source has is left to that source.

    Parameters
    ----------
    left_out : by kind, entries that the feed has and that could not be read: nobody knows that they are gone.
    """
    unread = with_what_they_need(left_out, here)
    for kind, list_name in LISTS.items():
        values = getattr(incoming, list_name)
        for key, value in values.items():
            change = one(kind, key, value, here[kind], source)
            if change is not None:
                yield change
        if kind not in NEVER_GONE:
            yield from gone(kind, set(values) | unread[kind], here[kind], source)


def with_what_they_need(left_out: Mapping[str, Collection[str]], here: Mapping[str, Here]) -> dict[str, set[str]]:
    """Entries that could not be read, with the organisations and places that services among them have here."""
    found = {kind: set(left_out.get(kind, ())) for kind in LISTS}
    services, places = here["service"].content, here["service_at_location"].content
    found["organisation"] |= {services[key]["organisation_id"] for key in found["service"] & services.keys()}
    found["service_at_location"] |= {key for key, said in places.items() if said["service_id"] in found["service"]}
    found["location"] |= {places[key]["location_id"] for key in found["service_at_location"] & places.keys()}
    return found


def one(kind: str, key: str, value: Any, here: Here, source: str) -> EntryChange | None:
    """What an entry of the feed changes, or None."""
    feed, before = to_json(value), here.content.get(key)
    name = getattr(value, "name", "")
    if before is None:
        return EntryChange(kind, key, name, "new", None, feed, feed)
    if here.source[key] != source:
        return None
    merged = merge(here.said.get(key, before), before, feed)
    kept = tuple(sorted(clash.key for clash in merged.clashes))
    if not changes(before, merged.content) and not kept:
        return None
    return EntryChange(kind, key, name, "changed", before, merged.content, feed, kept)


def gone(kind: str, keys: set[str], here: Here, source: str) -> Iterator[EntryChange]:
    """Entries of the source that its feed has no more: those here that are not among `keys`."""
    for key, before in here.content.items():
        if here.source[key] == source and key not in keys:
            yield EntryChange(kind, key, str(before.get("name", "")), "gone", before, None, None)


def stops(found: list[EntryChange], here: Here, source: str) -> str:
    """Why an import needs somebody to say that it is meant; "" if it does not.

    A service that is closed by its source is as lost to whoever looks for help as one that is gone.
    """
    services = sum(1 for owner in here.source.values() if owner == source)
    going = sum(1 for change in found if change.kind == "service" and change.what == "gone")
    closing = sum(1 for change in found if change.kind == "service" and _closes(change))
    share = share_gone(services, going + closing)
    if share < ASK_FROM_SHARE:
        return ""
    does = "take out or close" if closing else "take out"
    return f"It would {does} {going + closing:,} of the {services:,} services of this source ({share:.0%})."


def _closes(change: EntryChange) -> bool:
    """Whether a service that is there to be used would be so no more."""
    if change.before is None or change.after is None:
        return False
    return _is_in_use(change.before) and not _is_in_use(change.after)


def _is_in_use(content: Content) -> bool:
    return content.get("status", core.Status.ACTIVE.value) == core.Status.ACTIVE.value
