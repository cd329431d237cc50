"""`import_directory SOURCE`: read a source's feed or a file of it, and leave what would change for staff to accept."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from joinedup.web.directory.importing import actions, queries, reading


class Command(BaseCommand):
    help = "Read a source's feed, or a file, and compare; nothing changes until somebody accepts it on the pages."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", help="short name of the source")
        parser.add_argument("--file", type=Path, help="a file in the source's form, in place of its feed")
        parser.add_argument("--seconds", type=float, default=3600.0, help="to read a feed in")
        parser.add_argument(
            "--allow-private", action="store_true", help="the feed is inside our own network, and that is meant"
        )

    def handle(self, *args: Any, source: str, file: Path | None, seconds: float, **options: Any) -> None:
        found = queries.source(source)
        if found is None:
            known = ", ".join(one.code for one in queries.sources()) or "none"
            raise CommandError(f"No source {source}. Available: {known}.")
        read = (
            reading.of_file(found, file.read_bytes())
            if file
            else reading.of_feed(found, seconds=seconds, allow_private=options["allow_private"])
        )
        made = actions.receive(found, read, by=None, at=timezone.now())  # noqa: TID251  (a command reads the clock)
        counts = queries.counts(made)
        told = ", ".join(f"{counts.get(('service', what), 0)} {what}" for what in ("new", "changed", "gone"))
        self.stdout.write(f"services: {told}; {len(read.unreadable)} entries could not be read. {made.stops}".strip())
        self.stdout.write(f"Waits for a decision at /directory/imports/{made.pk}/")
