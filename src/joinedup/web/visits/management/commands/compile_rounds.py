"""`compile_rounds`: compile the search for rounds, once after each new version."""

from typing import Any

from django.core.management.base import BaseCommand

from joinedup.core.visits.compiling import compile_all


class Command(BaseCommand):
    help = "Compile the search for rounds, so that no page waits for it: once after each new version."

    def handle(self, *args: Any, **options: Any) -> None:
        compile_all()
        self.stdout.write("Compiled.")
