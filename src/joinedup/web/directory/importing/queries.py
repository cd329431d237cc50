"""What is here to compare an import with, and which imports were there?"""

from typing import Any

from django.db.models import Count, Q, QuerySet

from joinedup.web.directory.importing.compare import LISTS, Here
from joinedup.web.directory.models import KINDS, Import, ImportChange, Source, Version


def here(source: Source) -> dict[str, Here]:
    """Every kind of entry there is, with what the source said of each last time."""
    return {kind: here_of(kind, source) for kind in LISTS}


def here_of(kind: str, source: Source) -> Here:
    rows = KINDS[kind].objects.values_list("id", "content", "source_id")
    content, owners = {}, {}
    for key, said, owner in rows.iterator(2000):
        content[key], owners[key] = said, owner
    accepted = ImportChange.objects.filter(kind=kind, of__source=source, of__state=Import.State.ACCEPTED)
    feed = accepted.exclude(feed__isnull=True).order_by("of_id").values_list("entry_id", "feed")
    return Here(content, owners, dict(feed.iterator(2000)))


def sources() -> QuerySet[Source]:
    """Where entries may be brought from."""
    return Source.objects.exclude(form=Source.Form.OWN).order_by("name", "code")


def source(code: str) -> Source | None:
    """A source entries may be brought from."""
    return sources().filter(pk=code).first()


def imports(most: int = 100) -> list[Any]:
    """Imports, latest first, each with how many entries it would add, change and take out."""
    counted = {
        what: Count("changes", filter=Q(changes__what=what, changes__kind="service"))
        for what in ImportChange.What.values
    }
    rows = Import.objects.select_related("source", "read_by", "decided_by").annotate(**counted)
    return list(rows.order_by("-read_at", "-pk")[:most])


def one(number: int) -> Import | None:
    """An import."""
    return Import.objects.filter(pk=number).select_related("source", "read_by", "decided_by").first()


def changes_of(found: Import, what: str, after: int, size: int) -> list[ImportChange]:
    """Some of an import's changes of one sort, services first."""
    rows = found.changes.filter(what=what, pk__gt=after)
    return list(rows.order_by("pk")[:size])


def counts(found: Import) -> dict[tuple[str, str], int]:
    """How many entries of each kind are new, changed and gone."""
    rows = found.changes.values_list("kind", "what").annotate(number=Count("pk"))
    return {(kind, what): number for kind, what, number in rows}


def versions_of(found: Import) -> list[Version]:
    """The versions an accepted import made."""
    if found.decided_at is None:
        return []
    made = Version.objects.filter(why=Version.Why.IMPORTED, at=found.decided_at, source_code=found.source_id)
    return list(made.order_by("pk"))
