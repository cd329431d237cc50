"""Did a file stay the same while it was being read?"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from joinedup.core.errors import CannotProceed

BLOCK_BYTES = 65_536
BLOCKS = 16


class FileChanged(CannotProceed):
    """A file changed while it was being read, so what was read is neither the old nor the new."""


class FileNotOpened(CannotProceed):
    """A file is not there any more, or may not be read."""


@dataclass(frozen=True)
class Fingerprint:
    """What a file looks like from outside: size, time of the last change, and a digest of blocks spread over it."""

    size_bytes: int
    modified_ns: int
    digest: str


def fingerprint(path: Path) -> Fingerprint:
    """Size, time of change, and a digest of up to 17 blocks: a gigabyte costs as little as a kilobyte."""
    status = path.stat()
    digest = hashlib.blake2b()
    with path.open("rb") as file:
        for block in range(BLOCKS + 1):
            file.seek(block * max(status.st_size - BLOCK_BYTES, 0) // BLOCKS)
            digest.update(file.read(BLOCK_BYTES))
    return Fingerprint(status.st_size, status.st_mtime_ns, digest.hexdigest())


@contextmanager
def unchanged(path: Path, name: str) -> Iterator[None]:
    """Read a file inside this block; if it is another afterwards, nothing of it may be used.

    Raises
    ------
    FileChanged : the file was written to, replaced or removed meanwhile.
    FileNotOpened : it cannot be opened at all.
    """
    try:
        before = fingerprint(path)
    except OSError as problem:
        raise FileNotOpened(f"{name} cannot be opened: {problem.strerror}", expected="a file we may read") from problem
    try:
        yield
    except CannotProceed:  # a file that is being written is often unreadable too: say the real cause
        check_same(path, name, before)
        raise
    check_same(path, name, before)


def check_same(path: Path, name: str, before: Fingerprint) -> None:
    """Raise unless the file still looks as it did."""
    try:
        now = fingerprint(path)
    except FileNotFoundError:
        now = Fingerprint(-1, 0, "")
    if now != before:
        what = "was removed" if now.size_bytes < 0 else f"changed from {before.size_bytes} to {now.size_bytes} bytes"
        raise FileChanged(
            f"{name} {what if now.size_bytes != before.size_bytes else 'was written to'} while it was being read",
            expected="a file nobody writes to; run again when it is complete",
        )
