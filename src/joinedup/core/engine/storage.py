"""How is a result written so that it is either whole or not there?"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from joinedup.core.errors import CannotProceed

NAMED = 5


class WouldBeLost(CannotProceed):
    """A result would take the place of something that is not an earlier one."""


def never(_: Path) -> bool:
    """No folder that holds something may be replaced."""
    return False


@contextmanager
def new_directory(path: Path, *, is_earlier: Callable[[Path], bool] = never) -> Iterator[Path]:
    """A folder to write into, which takes the place of `path` only if the block succeeds.

    Earlier content of `path` stays untouched until the new folder is complete.

    Parameters
    ----------
    is_earlier : whether what a folder holds is an earlier result, which may be replaced.

    Raises
    ------
    WouldBeLost : `path` holds anything else, or is no folder, or is the folder people are in.

    Examples
    --------
    >>> import tempfile
    >>> home = Path(tempfile.mkdtemp())
    >>> with new_directory(home / "answer") as into:
    ...     _ = (into / "table.txt").write_text("whole")
    >>> (home / "answer" / "table.txt").read_text()
    'whole'
    >>> with new_directory(home) as into:
    ...     pass
    Traceback (most recent call last):
    joinedup.core.engine.storage.WouldBeLost: ...
    """
    path = path.resolve()
    check_can_replace(path, is_earlier)
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


def check_can_replace(path: Path, is_earlier: Callable[[Path], bool] = never) -> None:
    """Raise if something would be lost."""
    if Path.cwd().is_relative_to(path):
        raise WouldBeLost(f"{path} is the folder you are in, or holds it", expected="a folder of its own")
    if path.exists() and not path.is_dir():
        raise WouldBeLost(f"{path} is a file", expected="a folder")
    if path.exists() and any(path.iterdir()) and not is_earlier(path):
        held = sorted(one.name for one in path.iterdir())
        raise WouldBeLost(
            f"{path} holds what would be lost: {', '.join(held[:NAMED])}{' …' * (len(held) > NAMED)}",
            expected="a new folder, an empty one, or an earlier result",
        )


def write_text(path: Path, text: str) -> None:
    """Write a text file under a temporary name, then rename it into place."""
    partial = path.with_name(path.name + ".partial")
    partial.write_text(text, encoding="utf-8")
    partial.replace(path)
