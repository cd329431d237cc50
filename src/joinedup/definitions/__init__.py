"""Scores, contracts, evidence and facts as data with sources; this package only finds and reads them."""

import json
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

HOME = Path(str(files("joinedup.definitions")))


@cache
def read(name: str) -> Any:
    """The content of one definition, such as `extracts/register.yaml`, or JSON where a program wrote it."""
    text = (HOME / name).read_text(encoding="utf-8")
    return json.loads(text) if name.endswith(".json") else yaml.load(text, Loader=yaml.CSafeLoader)


def names(folder: str) -> list[str]:
    """The definitions of one folder, by name, in order.

    Examples
    --------
    >>> "register" in names("extracts")
    True
    """
    return sorted(path.stem for path in (HOME / folder).glob("*.yaml"))
