"""How do services get into what is searched? Their words and their facts, whenever an entry changes."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.db import connection
from pydantic import TypeAdapter

from joinedup.core.directory import Directory, Status
from joinedup.core.directory.search import Document, Lexical, PostgresLexical, SqliteLexical, document
from joinedup.core.directory.summary import Summary, summary
from joinedup.web.directory.models import SearchDocument

DOCUMENT: TypeAdapter[Document] = TypeAdapter(Document)
SUMMARY: TypeAdapter[Summary] = TypeAdapter(Summary)


def lexical_class(vendor: str) -> type[SqliteLexical] | type[PostgresLexical]:
    """The index of words of a database."""
    return PostgresLexical if vendor == "postgresql" else SqliteLexical


def lexical() -> Lexical:
    """The index of words of the database in use."""
    return lexical_class(connection.vendor)(execute)


def execute(sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Run a statement; the rows it gives, if any."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall() if cursor.description else []


def index(directory: Directory) -> None:
    """Bring what is searched up to date with the services of a directory; those not to be used are left out."""
    usable = [one for one in directory.services.values() if one.status is Status.ACTIVE]
    forget(set(directory.services) - {one.id for one in usable})
    keys = dict(SearchDocument.objects.filter(service_id__in=directory.services).values_list("service_id", "id"))
    made = SearchDocument.objects.bulk_create(
        [SearchDocument(service_id=one.id, content={}, summary={}) for one in usable if one.id not in keys]
    )
    keys |= {row.service_id: row.id for row in made}
    documents = [document(one, directory, keys[one.id]) for one in usable]
    rows = [
        SearchDocument(
            id=one.key,
            service_id=one.service_id,
            content=DOCUMENT.dump_python(replace(one, synonyms=""), mode="json", exclude_defaults=True),
            summary=SUMMARY.dump_python(summary(directory.services[one.service_id], directory)),
        )
        for one in documents
    ]
    SearchDocument.objects.bulk_update(rows, ["content", "summary"], batch_size=500)
    lexical().replace(documents)


def forget(service_ids: Iterable[str]) -> None:
    """Take services out of what is searched."""
    rows = SearchDocument.objects.filter(service_id__in=list(service_ids))
    lexical().remove(list(rows.values_list("id", flat=True)))
    rows.delete()


def read(rows: Iterable[SearchDocument]) -> list[tuple[Document, Summary]]:
    """The documents and summaries of rows."""
    return [(DOCUMENT.validate_python(row.content), SUMMARY.validate_python(row.summary)) for row in rows]
