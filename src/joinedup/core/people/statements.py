"""Where is the SQL of the person index, and how is it run?"""

import re
from importlib.resources import files
from typing import Any

from joinedup.core.engine import Engine

HERE = files("joinedup.core.people")


def text(name: str) -> str:
    """The SQL of one file of this room, named by its path: `linking/clean`."""
    return (HERE / f"{name}.sql").read_text(encoding="utf-8")


def run(engine: Engine, name: str, **values: Any) -> None:
    """Run the statements of one .sql file of this room, with those of `values` bound that each of them names."""
    for statement in re.split(r";\s*\n", text(name)):
        bound = {key: value for key, value in values.items() if re.search(rf"\${key}\b", statement)}
        if re.sub(r"--.*", "", statement).strip():
            engine.execute(statement, **bound)
