"""How does a change of the audit behind the application's back become evident? Every entry is chained to those before.

An entry's link holds a digest of the entry and of the link before it: whoever changes, removes or slips in an entry
would have to make every later link anew. Links are written just after the entries' transaction, in one of their own:
whoever comes while somebody else is chaining goes on, and leaves the entry to them or to the next.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.db.models.query import RawQuerySet

from joinedup.web.governance.models import AuditEntry, AuditLink

BEGINNING = "0" * 64
AT_ONCE = 500
MANY = 2**62  # no bound at all
LATE = 200  # ids may come to light out of order by so many, where transactions that began earlier end later
UNCHAINED_MINUTES = 60  # an entry this old without a link was written behind the application's back, or not chained
LOCK = 0x6A6F696E  # an advisory lock's number: any, as long as nobody else uses it
FIELDS = (
    "id",
    "at",
    "user_id",
    "username",
    "role",
    "organisation",
    "action",
    "person_id",
    "reason",
    "detail",
    "outcome",
)


def digest(before: str, entry: tuple[Any, ...]) -> str:
    """The digest of an entry, given as its FIELDS, and the link before.

    Examples
    --------
    >>> one = (1, datetime(2026, 4, 1, 12, tzinfo=UTC), None, "", "", "", "view_page", "", "", {}, "allowed")
    >>> digest(BEGINNING, one) == digest(BEGINNING, one), digest(BEGINNING, one) == digest("f" * 64, one)
    (True, False)
    """
    said = [each.astimezone(UTC).isoformat() if isinstance(each, datetime) else each for each in entry]
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(f"{before}\n{text}".encode(errors="surrogatepass")).hexdigest()


def chain_after_commit(entry_id: int) -> None:
    """Have an entry chained once its transaction is done; once for all entries of one transaction."""
    waiting = [call for _, call, *_ in connection.run_on_commit]
    if not any(isinstance(call, partial) and call.func is chain_all_waiting for call in waiting):
        # robust: what was done is done; the next entry, or the check, chains this one
        transaction.on_commit(partial(chain_all_waiting, entry_id), robust=True)


def chain_all_waiting(least_id: int = 0) -> int:
    """Chain what is not chained yet, however many one transaction wrote; returns how many entries were."""
    chained = just_chained = chain_waiting(least_id)
    while just_chained == AT_ONCE:
        just_chained = chain_waiting()
        chained += just_chained
    return chained


def chain_waiting(least_id: int = 0) -> int:
    """Chain what is not chained yet, `AT_ONCE` at most, unless somebody else is at it; returns how many entries were.

    Parameters
    ----------
    least_id : the first entry to look at, should it be earlier than those that came to light lately.
    """
    with transaction.atomic():
        if not is_ours():
            return 0
        position, before, entry_id = latest()
        since = entry_id - LATE if connection.vendor == "postgresql" else entry_id  # SQLite's come in order
        links = []
        for entry in unchained(min(since, least_id - 1) if least_id else since, most=AT_ONCE):
            position, before = position + 1, digest(before, fields(entry))
            links.append(AuditLink(position=position, entry_id=entry.pk, digest=before))
        AuditLink.objects.bulk_create(links)
    return len(links)


def is_ours() -> bool:
    """Whether nobody else chains until this transaction ends. On SQLite, writing transactions take turns anyway."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])


def latest() -> tuple[int, str, int]:
    """Position, digest and entry of the last link."""
    with connection.cursor() as cursor:
        cursor.execute("select position, digest, entry_id from governance_auditlink order by position desc limit 1")
        return cursor.fetchone() or (0, BEGINNING, 0)


# Written out, as every page asks it: to have it made anew each time took as long as all else here.
UNCHAINED = """
select entry.* from governance_auditentry entry left join governance_auditlink link on link.entry_id = entry.id
where link.entry_id is null and entry.id > %s order by entry.id limit %s
"""


def unchained(since: int = -MANY, *, most: int = MANY) -> RawQuerySet:
    """Entries after an id that have no link, oldest first."""
    return AuditEntry.objects.raw(UNCHAINED, [since, most])


def fields(entry: AuditEntry) -> tuple[Any, ...]:
    """What of an entry its digest covers."""
    return tuple(getattr(entry, name) for name in FIELDS)


@dataclass(frozen=True)
class Break:
    """One place where the chain does not hold.

    Parameters
    ----------
    position : of the link.
    entry_id : of the entry; 0 where it is not known.
    words : what is amiss.
    """

    position: int
    entry_id: int
    words: str


@dataclass
class Checked:
    """What a check of the whole chain found."""

    last: int = 0
    head: str = BEGINNING
    just_chained: int = 0
    breaks: list[Break] = field(default_factory=list)
    broken: int = 0

    def note(self, position: int, entry_id: int, words: str) -> None:
        """Keep the first breaks in full, and count them all."""
        self.broken += 1
        if len(self.breaks) < 20:
            self.breaks.append(Break(position, entry_id, words))


def check(*, at: datetime, anchor: tuple[int, str] | None = None) -> Checked:
    """Walk the whole chain, and say where it breaks. What waits to be chained is chained first.

    Parameters
    ----------
    anchor : a position and its digest as an earlier check printed them; they must be in the chain still, or its end
        was cut off and made anew.
    """
    found = Checked()
    found.just_chained = chain_all_waiting()
    for entry in unchained():
        if entry.at < at - timedelta(minutes=UNCHAINED_MINUTES):
            found.note(0, entry.pk, f"an entry of {entry.at:%Y-%m-%d %H:%M} is not in the chain")
    walk(links(), found, anchor)
    return found


Linked = tuple[AuditLink, tuple[Any, ...] | None]


def links() -> Iterator[Linked]:
    """Every link with its entry's FIELDS, in order; None where the entry is gone."""
    rows = AuditLink.objects.order_by("position").iterator(chunk_size=AT_ONCE)
    for some in batched(rows, AT_ONCE):
        ids = [link.entry_id for link in some]
        entries = {entry[0]: entry for entry in AuditEntry.objects.filter(id__in=ids).values_list(*FIELDS).order_by()}
        yield from ((link, entries.get(link.entry_id)) for link in some)


def batched(rows: Iterable[AuditLink], size: int) -> Iterator[list[AuditLink]]:
    """Rows in lists of a size; the last may be shorter."""
    left = iter(rows)
    while some := list(islice(left, size)):
        yield some


def walk(rows: Iterable[Linked], found: Checked, anchor: tuple[int, str] | None) -> None:
    """Make every digest anew and compare; after a break it goes on from what is written, to find each break once."""
    is_anchored = anchor is None
    for link, entry in rows:
        expected = found.last + 1
        if link.position != expected:
            found.note(link.position, link.entry_id, f"{link.position - expected} links before it were removed")
        elif entry is None:
            found.note(link.position, link.entry_id, "its entry was removed")
        elif digest(found.head, entry) != link.digest:
            found.note(link.position, link.entry_id, "its entry, or the link, was changed")
        found.last, found.head = link.position, link.digest
        is_anchored = is_anchored or (link.position, link.digest) == anchor
    if anchor and not is_anchored:
        found.note(anchor[0], 0, "what an earlier check noted here is gone, or says something else")
