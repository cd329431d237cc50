"""A result takes the place of an earlier one, and of nothing else."""

import pytest

from joinedup.core.engine import WouldBeLost, new_directory


@pytest.fixture
def notes(tmp_path):
    path = tmp_path / "mine" / "notes.txt"
    path.parent.mkdir()
    path.write_text("mine")
    return path


def test_what_is_no_earlier_result_is_kept_and_named(notes):
    with pytest.raises(WouldBeLost, match=r"mine holds what would be lost: notes\.txt\."), new_directory(notes.parent):
        pass
    assert [one.name for one in notes.parent.iterdir()] == ["notes.txt"]


def test_a_file_and_the_folder_people_are_in_are_refused(notes, monkeypatch):
    with pytest.raises(WouldBeLost, match="is a file"), new_directory(notes):
        pass
    monkeypatch.chdir(notes.parent)
    for path in (".", "..", "/"):
        with pytest.raises(WouldBeLost, match="the folder you are in"), new_directory(notes.parent / path):
            pass


def test_an_earlier_result_and_an_empty_folder_are_replaced(notes, tmp_path):
    (tmp_path / "empty").mkdir()
    for path in (notes.parent, tmp_path / "empty"):
        with new_directory(path, is_earlier=lambda held: (held / "notes.txt").is_file()) as into:
            (into / "new.txt").write_text("whole")
        assert [one.name for one in path.iterdir()] == ["new.txt"]
