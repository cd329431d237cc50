"""What has this run done so far, from what, and at what cost in time and memory?"""

import json
import platform
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path

from joinedup.core.engine import write_text
from joinedup.job import fingerprint

Count = int | float | str
PACKAGES = ("joinedup", "duckdb", "splink", "interpret-core", "highspy", "numpy", "pyarrow")


@dataclass(frozen=True)
class StepRecord:
    """One finished step: what it was made from, what it wrote, and what that cost."""

    fingerprint: str
    files: dict[str, int]
    counts: dict[str, Count]
    seconds: float
    cpu_seconds: float
    peak_memory_megabytes: int


@dataclass
class RunRecord:
    """The content of `run.json`: place, date, seed, versions, and the steps finished so far."""

    place: str
    as_at: str
    seed: int
    is_invented: bool = False
    versions: dict[str, str] = field(default_factory=dict)
    steps: dict[str, StepRecord] = field(default_factory=dict)

    def is_current(self, step: str, made_from: str, folder: Path) -> bool:
        """Whether the step was made from exactly this and its files are still whole."""
        done = self.steps.get(step)
        return done is not None and done.fingerprint == made_from and done.files == fingerprint.of_folder(folder)


def read(path: Path) -> dict[str, StepRecord]:
    """The steps an earlier run finished; none if there was no earlier run or its record is not readable."""
    try:
        steps = json.loads(path.read_text(encoding="utf-8"))["steps"]
        return {name: StepRecord(**record) for name, record in steps.items()}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def write(record: RunRecord, path: Path) -> None:
    """Replace `run.json` whole."""
    record.versions = {"python": platform.python_version(), **{name: version(name) for name in PACKAGES}}
    write_text(path, json.dumps(asdict(record), indent=2) + "\n")
