"""Where is the SQL of the person index, and how is it run?"""

import re
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from typing import Any

from joinedup.core.engine import Engine

HERE = files("joinedup.core.people")


def text(name: str) -> str:
    """The SQL of one file of this room, named by its path: `linking/clean`."""
    return (HERE / f"{name}.sql").read_text(encoding="utf-8")


@cache
def digest() -> str:
    """A digest of all that decides how records are compared: under another, what was kept may mean something else."""
    rooms = [path for room in ("linking", "checks") for path in (HERE / room).iterdir()]
    files = [path for path in rooms if path.name.endswith((".sql", ".py"))] + [
        HERE / "macros.sql",
        HERE / "parameters.py",
    ]
    made = blake2b(digest_size=8)
    for path in sorted(files, key=str):
        made.update(path.name.encode() + path.read_bytes())
    return made.hexdigest()


def run(engine: Engine, name: str, **values: Any) -> None:
    """Run the statements of one .sql file of this room, with those of `values` bound that each of them names."""
    for statement in re.split(r";\s*\n", text(name)):
        bound = {key: value for key, value in values.items() if re.search(rf"\${key}\b", statement)}
        if re.sub(r"--.*", "", statement).strip():
            engine.execute(statement, **bound)
