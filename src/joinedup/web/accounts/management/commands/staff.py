"""`python -m joinedup.web.manage staff FILE`: enter staff, or bring them up to date, from a CSV file; let some go."""

import csv
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from joinedup.web.accounts.actions import load_staff, remove_organisation, remove_people
from joinedup.web.components.words import plural


class Command(BaseCommand):
    """Reads username, name, role, organisation, neighbourhood and, optionally, subject and email."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("file", type=Path, nargs="?", help="a CSV file in UTF-8")
        what.add_argument("--remove", metavar="USERNAME", nargs="+", help="let these in no more: they left")
        what.add_argument("--remove-organisation", metavar="CODE", help="let nobody of this employer in any more")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["file"]:
            with options["file"].open(encoding="utf-8-sig", newline="") as lines:
                count = load_staff(csv.DictReader(lines))
            self.stdout.write(f"{plural(count, 'member')} of staff entered.")
            return
        at = timezone.now()  # noqa: TID251
        organisation = options["remove_organisation"]
        left = remove_organisation(organisation, at=at) if organisation else remove_people(options["remove"], at=at)
        self.stdout.write(f"{plural(left, 'member')} of staff can no longer sign in.")
