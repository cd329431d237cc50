"""How does a command show that it is still at work?"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console

if TYPE_CHECKING:
    from joinedup.job.work import Tell


@contextmanager
def telling() -> Iterator["Tell"]:
    """Words with the seconds passed: a live line on a terminal, a line each elsewhere.

    Examples
    --------
    >>> with telling() as tell:
    ...     tell("linking records")
       0 s  linking records
    """
    console, began = Console(highlight=False, soft_wrap=True), time.monotonic()
    if not console.is_terminal:
        yield lambda words: print(f"{time.monotonic() - began:4.0f} s  {words}", flush=True)  # noqa: T201
        return
    with console.status("") as status:

        def tell(words: str) -> None:
            console.print(f"[dim]{time.monotonic() - began:4.0f} s[/]  {words}")
            status.update(words)

        yield tell
