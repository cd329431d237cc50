"""A file or a feed as entries, by the form its source has."""

import time
from typing import Any

from joinedup.core.directory.conformance import NotJson, parsed
from joinedup.core.directory.standards import csv_reading, hsds_uk_reading, oruk_reading
from joinedup.core.directory.standards.reading import Reading
from joinedup.core.errors import CannotProceed
from joinedup.feeds.client import Bounds, FeedClient
from joinedup.feeds.gather import GatherBounds, gather
from joinedup.web.directory.models import Source

LARGEST_FILE = 50_000_000  # bytes
PATIENCE_SECONDS = 40.0  # for a feed read while somebody waits for the page


class CannotImport(CannotProceed):
    """A file is not what its source has."""


def of_file(source: Source, body: bytes) -> Reading:
    """A file's entries.

    Raises
    ------
    CannotImport : it is too large, or not of the source's form.
    """
    if len(body) > LARGEST_FILE:
        raise CannotImport(f"The file has more than {LARGEST_FILE:,} bytes", expected="a directory of services")
    if source.form == Source.Form.CSV:
        try:
            return csv_reading.read(body.decode("utf-8-sig"), source.code)
        except UnicodeDecodeError as problem:
            raise CannotImport("The file is not in UTF-8", expected="CSV in UTF-8") from problem
    try:
        document = parsed(body)
    except NotJson as problem:
        raise CannotImport("The file is not JSON", expected="JSON in UTF-8") from problem
    return of_document(source, document)


def of_document(source: Source, document: Any) -> Reading:
    """A document's entries."""
    if not isinstance(document, dict):
        raise CannotImport("The file holds no object", expected="an object with a list of services")
    page = document.get("contents", document.get("content"))
    document = {"services": page} if isinstance(page, list) else document
    if not isinstance(document.get("services"), list):
        known = [str(key)[:40] for key in list(document)[:20]]
        raise CannotImport("The file has no list of services", expected="a list named services", available=known)
    reader = oruk_reading if source.form == Source.Form.ORUK else hsds_uk_reading
    return reader.read(document, source.code)


def of_feed(source: Source, *, seconds: float = PATIENCE_SECONDS, allow_private: bool = False) -> Reading:
    """A feed's entries, read over HTTP within bounds.

    Raises
    ------
    NoAnswer : the feed does not answer, not to its end, or leads into a network.
    CannotImport : the source has no address, or the feed speaks another standard than the source says.
    """
    if not source.url:
        raise CannotImport("The source has no address", expected="the address of its feed, or a file")
    with FeedClient(source.url, allow_private=allow_private, bounds=Bounds(seconds=min(30.0, seconds))) as client:
        version, document = gather(client.ask, GatherBounds(seconds=seconds), time.monotonic)
    said = {"3.0": Source.Form.HSDS_UK, "1.0": Source.Form.ORUK}[version]
    if said != source.form:
        raise CannotImport(f"The feed speaks {said.label}", expected=Source.Form(source.form).label)
    return of_document(source, document)
