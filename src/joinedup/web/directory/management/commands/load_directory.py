"""`load_directory FILE`: put a whole directory into an empty one, or in the place of what is kept here."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from joinedup.core.directory.conformance import parsed
from joinedup.core.directory.standards.hsds_uk_reading import read
from joinedup.core.directory.standards.reading import as_document
from joinedup.web.directory import store


class Command(BaseCommand):
    help = "Load a directory as `/api/oruk/dump/directory.json` gives it; entries with the same ids are replaced."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="JSON with the lists of HSDS-UK 3.0")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        reading = read(as_document(parsed(file.read_bytes())), store.own_source().code)
        at = timezone.now()  # noqa: TID251  (a command reads the clock)
        written = store.put_directory(reading.directory(), source=store.own_source(), at=at)
        for problem in reading.unreadable[:20]:
            self.stderr.write(f"{problem.kind} {problem.key}: {problem.reason}")
        self.stdout.write(f"{written:,} entries loaded, {len(reading.unreadable):,} could not be read")
