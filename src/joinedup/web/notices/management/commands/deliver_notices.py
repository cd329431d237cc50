"""`python -m joinedup.web.manage deliver_notices`: send the e-mail that waits, once or again and again."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from joinedup.web.notices.actions import deliver


class Command(BaseCommand):
    """Delivers the outbox; what fails is tried again later, and given up after a day."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--every", type=int, metavar="SECONDS", default=0, help="go on, and look so often")

    def handle(self, *args: Any, **options: Any) -> None:
        while True:
            sent, failed = deliver(at=timezone.now())  # noqa: TID251  (the edge, where time comes in)
            if sent or failed or not options["every"]:
                self.stdout.write(f"{sent} messages sent, {failed} to be tried again.")
            if not options["every"]:
                return
            time.sleep(options["every"])
