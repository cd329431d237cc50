"""Every code block of the documents runs, in order, as a reader would run it from the top of the repository."""

import json
import tomllib

import pytest

from tests.documents import ROOT, RUN, blocks, printed_by

DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
READ_ONLY = {"toml", "json", "text", "console", "mermaid"}  # console: what a person types at a machine of their own


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


RUN_ELSEWHERE = {"fit-a-risk-model.md", "link-two-registers.md"}  # tests that judge what comes of them run them
RUNNABLE = [
    document
    for document in DOCUMENTS
    if document.name not in RUN_ELSEWHERE and {language for language, _ in blocks(document)} & set(RUN)
]


@pytest.mark.runs_blocks
@pytest.mark.parametrize("document", RUNNABLE, ids=names(RUNNABLE))
def test_blocks_run_in_order(document, tmp_path):
    printed_by(document, tmp_path)
