"""What is searched now: every service in columns, names and postcodes. Read once for each change of the directory."""

import math
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from time import monotonic

from joinedup.core.directory.atlas import Atlas
from joinedup.core.directory.gazetteer import Gazetteer, PlaceName, Spot
from joinedup.core.directory.search import Catalogue, Lexical, Suggestions
from joinedup.core.directory.search.crisis import crisis_phrases
from joinedup.core.directory.search.everyday import everyday_phrases
from joinedup.core.directory.summary import Summary
from joinedup.web.directory import indexing
from joinedup.web.directory.models import NamedPlace, PostcodePoint, Revision, SearchDocument
from joinedup.web.people.queries import current_run

ELSEWHERE = "this area"  # where no run says what the place is called
Stamp = tuple[int, datetime | None]


@dataclass(frozen=True)
class Current:
    """The directory as it is searched.

    Parameters
    ----------
    stamp : number and moment of the last change it knows of.
    lexical : of the words as they are in this state: it goes when the state goes, and what it knows with it.
    summaries : by service.
    """

    stamp: Stamp
    place: str
    catalogue: Catalogue
    lexical: Lexical
    suggestions: Suggestions
    atlas: Atlas
    summaries: dict[str, Summary]


LOOK_AGAIN_SECONDS = 1.0
"""Whether anything changed is asked no oftener: what another worker changed is found a second late at most."""

_lock = Lock()
_kept: list[Current] = []
_looked_at = [-math.inf]


def current() -> Current:
    """The directory as it is now, or was a second ago: the one in memory if nothing changed since."""
    kept, at = _kept[0] if _kept else None, monotonic()
    if kept is not None and at - _looked_at[0] < LOOK_AGAIN_SECONDS:
        return kept
    now = stamp()
    with _lock:
        if not _kept or _kept[0].stamp != now:
            _kept[:] = [read(now)]
        _looked_at[0] = at
        return _kept[0]


def look_again() -> None:
    """Ask next time whether anything changed: somebody here changed something."""
    _looked_at[0] = -math.inf


def forget() -> None:
    """Read anew next time: for tests, whose databases change places."""
    _kept.clear()


def stamp() -> Stamp:
    """Number and moment of the last change."""
    return Revision.objects.filter(pk=1).values_list("number", "changed_at").first() or (0, None)


def read(now: Stamp) -> Current:
    """The directory from the database."""
    run = current_run()
    place = run.place_name if run else ELSEWHERE
    pairs = indexing.read(SearchDocument.objects.order_by("id").iterator(chunk_size=1000))
    documents = [one for one, _ in pairs]
    gazetteer = Gazetteer(map(as_name, NamedPlace.objects.order_by("id")), ordinary_words=ordinary_words())
    return Current(
        stamp=now,
        place=place,
        catalogue=Catalogue(documents, gazetteer.words),
        lexical=indexing.lexical(),
        suggestions=Suggestions.of(documents),
        atlas=Atlas(gazetteer, find_point, place),
        summaries={one.service_id: summary for one, summary in pairs},
    )


def ordinary_words() -> set[str]:
    """Words that mean something in the tables, and so name a place only after "in" or "near"."""
    return everyday_phrases().words | crisis_phrases().words | {"wool", "easton", "preston", "upton", "burton"}


def as_name(row: NamedPlace) -> PlaceName:
    """A name as the core knows it."""
    label = f"{row.name}, near {row.near}" if row.near else row.name
    spot = Spot(label, row.latitude, row.longitude, tuple(row.areas), row.spread_metres)
    return PlaceName(row.name, row.near, spot, tuple(row.other_names))


def find_point(text: str) -> Spot | None:
    """Where a unit postcode, sector or district is."""
    row = PostcodePoint.objects.filter(text=text).first()
    return Spot(row.text, row.latitude, row.longitude, tuple(row.areas), row.spread_metres) if row else None
