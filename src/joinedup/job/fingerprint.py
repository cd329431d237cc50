"""Has anything a step depends on changed since it last ran?"""

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

import joinedup

SOURCES = ("core", "job", "definitions")
SUFFIXES = {".py", ".sql", ".yaml", ".csv"}


def of_file(path: Path) -> str:
    """A digest of a file's content."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "blake2b").hexdigest()[:32]


def of_values(*values: Any) -> str:
    """A digest of plain values: text, numbers, lists, dictionaries, dates.

    Examples
    --------
    >>> of_values(1, "a") == of_values(1, "a") != of_values(2, "a")
    True
    """
    return hashlib.blake2b(json.dumps(values, sort_keys=True, default=str).encode()).hexdigest()[:32]


def of_software() -> str:
    """A digest of every line of code and definition that can change a result."""
    return of_values([of_code(folder) for folder in SOURCES])


@cache
def of_code(folder: str) -> str:
    """A digest of the code and definitions of one folder of joinedup."""
    home = Path(joinedup.__file__).parent / folder
    paths = sorted(path for path in home.rglob("*") if path.suffix in SUFFIXES)
    return of_values([(str(path.relative_to(home)), of_file(path)) for path in paths])


def of_folder(folder: Path) -> dict[str, int]:
    """The files a step wrote, with their sizes in bytes, to notice when one has gone or been cut."""
    return {str(path.relative_to(folder)): path.stat().st_size for path in sorted(folder.rglob("*")) if path.is_file()}
