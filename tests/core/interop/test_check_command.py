"""`joinedup check`: rejects are no failure; a stop is one sentence, exit code 2, and earlier results stay."""

import errno
import sys

import pytest

from joinedup.cli import main
from joinedup.core.interop import inspection


def run(monkeypatch, *words):
    monkeypatch.setattr(sys, "argv", ["joinedup", *map(str, words)])
    with pytest.raises(SystemExit) as stop:
        main()
    return stop.value.code


def spoil(place_file, path, old, new):
    file = place_file.parent / path
    file.write_text(file.read_text().replace(old, new))


def test_rejects_are_reported_and_are_no_failure(small_place_file, monkeypatch, capsys):
    spoil(small_place_file, "extracts/spells.csv", "2025-01-14", "2024-01-14")
    assert run(monkeypatch, "check", small_place_file) == 0
    said = capsys.readouterr().out
    assert "discharged_before_admitted in discharged_on: 1" in said
    assert "8 rows in 4 files: 7 kept, 1 rejected" in said
    assert sorted(path.name for path in small_place_file.parent.iterdir() if path.is_dir()) == ["extracts"]


def test_a_stop_is_one_sentence_and_leaves_earlier_results(small_place_file, monkeypatch, capsys):
    out = small_place_file.parent / "results"
    assert run(monkeypatch, "check", small_place_file, "--out", out) == 0
    before = (out / "check" / "report.json").read_bytes()
    spoil(small_place_file, "place.toml", "[files.codes.sex]", "[files.codes.gender]")
    assert run(monkeypatch, "check", small_place_file, "--out", out) == 2
    assert "[files.codes] of extracts/people.csv names 'gender'" in capsys.readouterr().err
    assert (out / "check" / "report.json").read_bytes() == before


def test_a_full_disk_is_one_sentence_and_leaves_earlier_results(small_place_file, monkeypatch, capsys):
    out = small_place_file.parent / "results"
    assert run(monkeypatch, "check", small_place_file, "--out", out) == 0
    spoil(small_place_file, "extracts/spells.csv", "2025-01-14", "2025-01-15")

    def no_room(*given):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(inspection.report, "write_report", no_room)
    assert run(monkeypatch, "check", small_place_file, "--out", out) == 2
    assert "is full" in capsys.readouterr().err
    assert sorted(path.name for path in (out / "check").iterdir()) == [
        "hospital_spell.parquet", "register.parquet", "rejects.csv", "rejects.parquet", "report.json", "report.txt",
    ]  # fmt: skip
