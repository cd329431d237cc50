"""How does an import read on a page?"""

from dataclasses import dataclass
from typing import Any

from joinedup.web.components.words import moment, plural
from joinedup.web.directory.upkeep.change_words import ChangeLine, change_lines

KINDS = {
    "service": "services",
    "organisation": "organisations",
    "location": "locations",
    "service_at_location": "services at locations",
    "taxonomy": "taxonomies",
    "taxonomy_term": "terms",
}
WHAT = {"new": "New", "changed": "Changed", "gone": "Gone from the source"}
STATES = {"waiting": "Waiting for a decision", "accepted": "Accepted", "discarded": "Discarded"}


@dataclass(frozen=True)
class ImportLine:
    """An import in the list."""

    number: int
    source: str
    at: str
    state: str
    words: str


def import_line(one: Any) -> ImportLine:
    words = f"services: {one.new:,} new, {one.changed:,} changed, {one.gone:,} gone"
    return ImportLine(one.pk, one.source.name, moment(one.read_at), STATES[one.state], words)


@dataclass(frozen=True)
class EntryLine:
    """One entry an import changes."""

    position: int
    what: str
    kind: str
    name: str
    changes: list[ChangeLine]
    kept: str


def entry_line(one: Any) -> EntryLine:
    changes = change_lines(one.before, one.after) if one.what == "changed" else []
    kind = KINDS[one.kind].removesuffix("s").replace("services at location", "service at a location")
    kept = ", ".join(one.kept)
    return EntryLine(one.pk, WHAT[one.what], kind, one.name or one.entry_id, changes, kept)


def count_rows(counts: dict[tuple[str, str], int]) -> list[dict[str, Any]]:
    """How many of each kind, kinds with nothing left out."""
    rows = []
    for kind, words in KINDS.items():
        found = {what: counts.get((kind, what), 0) for what in WHAT}
        if any(found.values()):
            rows.append({"kind": words.capitalize(), **found})
    return rows


def unreadable_words(found: Any) -> str:
    return plural(len(found.unreadable), "entry could not be read", "entries could not be read")
