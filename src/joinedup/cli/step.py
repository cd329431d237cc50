"""How does a command bring one step of a place's run, and those before it, up to date?"""

from pathlib import Path

from joinedup.cli.summary import show
from joinedup.cli.telling import telling
from joinedup.job.pipeline import run_steps


def bring_up_to_date(place: Path, out: Path, until: str, memory_gigabytes: float) -> None:
    """Run the steps that are out of date, and print the summary."""
    with telling() as tell:
        result = run_steps(place, out, steps=[until], memory_gigabytes=memory_gigabytes, tell=tell)
    show(result, out)
