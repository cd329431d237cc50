"""What takes long to make and no test changes is made by the first worker that asks, and used by all."""

import fcntl
import os
from collections.abc import Callable
from pathlib import Path

import pytest


def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of this run of the tests that all its workers see."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


def made_once(tmp_path_factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A folder that is made if it is not there yet; whoever asks meanwhile waits.

    Parameters
    ----------
    name : of the folder; the same name is always made in the same way.
    make : makes it and what is in it.
    """
    shared = shared_folder(tmp_path_factory)
    folder, made = shared / name, shared / f"{name} is made"
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            make(folder)
            made.touch()
    return folder
