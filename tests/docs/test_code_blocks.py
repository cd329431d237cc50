"""Every code block of the documents runs, in order, as a reader would run it from the top of the repository."""

import json
import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
RUN = {"bash": ["bash", "-euo", "pipefail", "-c"], "python": ["python", "-c"]}
READ_ONLY = {"toml", "json", "text", "console", "mermaid"}  # console: what a person types at a machine of their own


def blocks(document):
    return FENCE.findall(document.read_text(encoding="utf-8"))


def names(documents):
    return [str(document.relative_to(ROOT)) for document in documents]


@pytest.mark.parametrize("document", DOCUMENTS, ids=names(DOCUMENTS))
def test_every_block_says_what_it_is(document):
    assert {language for language, _ in blocks(document)} <= {*RUN, *READ_ONLY}


@pytest.mark.parametrize("document", DOCUMENTS, ids=names(DOCUMENTS))
def test_toml_blocks_can_be_read(document):
    for language, block in blocks(document):
        if language == "toml":
            tomllib.loads(block)


@pytest.mark.parametrize("document", DOCUMENTS, ids=names(DOCUMENTS))
def test_json_blocks_can_be_read(document):
    for language, block in blocks(document):
        if language == "json":
            json.loads(block)


RUN_ELSEWHERE = {"fit-a-risk-model.md"}  # test_risk_tutorial runs its blocks and judges what they print
RUNNABLE = [
    document
    for document in DOCUMENTS
    if document.name not in RUN_ELSEWHERE and {language for language, _ in blocks(document)} & set(RUN)
]


@pytest.mark.runs_blocks
@pytest.mark.parametrize("document", RUNNABLE, ids=names(RUNNABLE))
def test_blocks_run_in_order(document, tmp_path):
    for entry in ("docs", "src", "pyproject.toml"):
        (tmp_path / entry).symlink_to(ROOT / entry)
    environment = {**os.environ, "PATH": f"{ROOT / '.venv/bin'}:{os.environ['PATH']}"}
    for language, block in blocks(document):
        if language in RUN:
            done = subprocess.run(
                [*RUN[language], block], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=300
            )
            print(done.stdout)
            assert done.returncode == 0, f"{block}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
