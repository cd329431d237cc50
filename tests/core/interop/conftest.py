"""Check the small place with some of its files replaced, the way a run does: into a folder that appears when whole."""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from joinedup.core.engine import Engine, new_directory
from joinedup.core.interop import FileReport, check, read_place

EARLIER = "what an earlier run wrote"


@dataclass
class Checked:
    """What a check of the small place wrote."""

    folder: Path
    reports: dict[str, FileReport]
    told: list[str]

    def rows(self, kind: str) -> list[dict[str, Any]]:
        return pq.read_table(self.folder / f"{kind}.parquet").to_pylist()

    @property
    def rejects(self) -> list[tuple[Any, ...]]:
        with (self.folder / "rejects.csv").open(encoding="utf-8") as file:
            as_csv = list(csv.DictReader(file))
        as_parquet = pq.read_table(self.folder / "rejects.parquet").to_pylist()
        assert len(as_csv) == len(as_parquet)
        return [(r["line"], r["field"], r["value_class"], r["rule"]) for r in as_parquet]

    @property
    def words(self) -> str:
        """Everything a person may read."""
        files = [self.folder / name for name in ("report.txt", "report.json", "rejects.csv")]
        return "\n".join([*self.told, *(file.read_text(encoding="utf-8") for file in files)])


def has_earlier(folder: Path) -> bool:
    """Whether a folder holds what the earlier run wrote."""
    return (folder / "earlier.txt").exists()


@pytest.fixture
def check_small_place(small_place_file: Path) -> Callable[..., Checked]:
    """Check the small place after replacing files (text or bytes, by path) and bits of the place file."""

    def run(files: dict[str, str | bytes] | None = None, place: dict[str, str] | None = None) -> Checked:
        folder = small_place_file.parent
        for path, content in (files or {}).items():
            (folder / path).write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        text = small_place_file.read_text(encoding="utf-8")
        for old, new in (place or {}).items():
            assert old in text
            text = text.replace(old, new, 1)
        small_place_file.write_text(text, encoding="utf-8")
        out, told = folder / "out" / "check", []
        if not out.exists():
            out.mkdir(parents=True)
            (out / "earlier.txt").write_text(EARLIER)
        with Engine(threads=1) as engine, new_directory(out, is_earlier=has_earlier) as into:
            reports = check(read_place(small_place_file), engine, into, told.append)
        return Checked(out, {report.file: report for report in reports}, told)

    return run


@pytest.fixture
def earlier_output(small_place_file: Path) -> Callable[[], bool]:
    """Whether the output of the earlier run is untouched, and nothing half-made beside it."""

    def untouched() -> bool:
        out = small_place_file.parent / "out"
        return [path.name for path in out.iterdir()] == ["check"] and (
            (out / "check" / "earlier.txt").read_text() == EARLIER
        )

    return untouched
