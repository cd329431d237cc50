"""How is a result written so that it is either whole or not there?"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def new_directory(path: Path) -> Iterator[Path]:
    """A folder to write into, which takes the place of `path` only if the block succeeds.

    Earlier content of `path` stays untouched until the new folder is complete.

    Examples
    --------
    >>> import tempfile
    >>> home = Path(tempfile.mkdtemp())
    >>> with new_directory(home / "answer") as into:
    ...     _ = (into / "table.txt").write_text("whole")
    >>> (home / "answer" / "table.txt").read_text()
    'whole'
    """
    partial, previous = path.with_name(path.name + ".partial"), path.with_name(path.name + ".previous")
    path.parent.mkdir(parents=True, exist_ok=True)
    if previous.exists() and not path.exists():  # a crash between the two renames below
        previous.rename(path)
    for stale in (partial, previous):
        shutil.rmtree(stale, ignore_errors=True)
    partial.mkdir()
    try:
        yield partial
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    if path.exists():
        path.rename(previous)
    partial.rename(path)
    shutil.rmtree(previous, ignore_errors=True)


def write_text(path: Path, text: str) -> None:
    """Write a text file under a temporary name, then rename it into place."""
    partial = path.with_name(path.name + ".partial")
    partial.write_text(text, encoding="utf-8")
    partial.replace(path)
