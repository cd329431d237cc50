"""How are a document's code blocks run, in order, as a reader would run them from the top of the repository?"""

import os
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[1]
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
RUN = {"bash": ["bash", "-euo", "pipefail", "-c"], "python": ["python", "-c"]}


def blocks(document: Path) -> list[tuple[str, str]]:
    """Language and text of each block."""
    return FENCE.findall(document.read_text(encoding="utf-8"))


def printed_by(document: Path, folder: Path) -> str:
    """What the blocks print, run in a folder that stands for the top of the repository."""
    for entry in ("docs", "src", "pyproject.toml"):
        (folder / entry).symlink_to(ROOT / entry)
    environment = {**os.environ, "PATH": f"{ROOT / '.venv/bin'}:{os.environ['PATH']}"}
    printed = ""
    for language, block in blocks(document):
        if language in RUN:
            command = [*RUN[language], block]
            done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=300)
            assert done.returncode == 0, f"{block}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
            printed += done.stdout
    print(printed)
    return printed
