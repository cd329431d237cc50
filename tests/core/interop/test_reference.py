"""The committed reference documents are what the definitions say."""

from pathlib import Path

import pytest

from joinedup.core.interop.reference import documents, write_documents

REFERENCE = Path(__file__).parents[3] / "docs" / "reference"


@pytest.mark.parametrize("name", sorted(documents()))
def test_committed_document_is_up_to_date(name):
    assert (REFERENCE / name).read_text(encoding="utf-8") == documents()[name], "run `joinedup reference`"


def test_every_extract_document_has_a_contract():
    on_disk = {f"extracts/{path.name}" for path in (REFERENCE / "extracts").glob("*.md")}
    assert on_disk == {name for name in documents() if name.startswith("extracts/")}


def test_rendering_twice_gives_the_same_bytes(tmp_path):
    first = [path.read_bytes() for path in write_documents(tmp_path / "one")]
    second = [path.read_bytes() for path in write_documents(tmp_path / "two")]
    assert first == second
    assert len(first) == len(documents())
