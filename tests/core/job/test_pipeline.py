"""The run does what is needed and no more, resumes where it stopped, and never leaves half a result."""

import errno
import json
from types import SimpleNamespace

import pytest

from joinedup.core.errors import CannotProceed
from joinedup.job import pipeline

PLACE = """
[place]
name = "Two Streets"
as_at = 2026-04-01
seed = 7
areas = "areas.csv"
postcodes = "postcodes.csv"
services = "services.csv"

[[organisations]]
code = "council"
name = "The Council"
kind = "council"

[[neighbourhoods]]
code = "north"
name = "North"
msoas = ["Streets 001"]

[thresholds]
fall = 0.2

[[budgets]]
funder = "council"
annual_pounds = 1000

[[files]]
path = "people.csv"
kind = "register"
organisation = "council"
"""


@pytest.fixture
def place(tmp_path):
    (tmp_path / "areas.csv").write_text(
        "lsoa,lsoa_name,msoa_name,local_authority,latitude,longitude,population,deprivation_decile\n"
        "E01000001,Streets 001A,Streets 001,The Council,50.7,-2.1,1500,3\n"
    )
    (tmp_path / "postcodes.csv").write_text("postcode,lsoa\nDT1 1AA,E01000001\n")
    (tmp_path / "services.csv").write_text("service,name,organisation,offer,neighbourhood,telephone\n")
    (tmp_path / "people.csv").write_text("record_id\n1\n2\n")
    path = tmp_path / "place.toml"
    path.write_text(PLACE)
    return path


@pytest.fixture
def steps(monkeypatch):
    """The order and folders of the run are the real ones; what each step computes is a small table of its own."""
    seen = SimpleNamespace(done=[], problem={})

    def step(name):
        def run(work):
            (work.into / "table.txt").write_text(name)
            if name in seen.problem:
                raise seen.problem[name]
            seen.done.append(name)
            return {"rows": len(seen.done)}

        return run

    monkeypatch.setattr(pipeline, "STEPS", {name: step(name) for name in pipeline.STEPS})
    return seen


def test_steps_run_in_order_and_are_recorded(place, steps, tmp_path):
    record = pipeline.run_steps(place, tmp_path / "out")
    assert steps.done == ["check", "link", "risk", "plans"]
    written = json.loads((tmp_path / "out/run.json").read_text())
    assert list(written["steps"]) == steps.done
    assert written["seed"] == 7
    assert {"python", "duckdb", "splink"} <= set(written["versions"])
    assert record.steps["link"].peak_memory_megabytes > 0


def test_a_rerun_with_nothing_changed_does_nothing(place, steps, tmp_path):
    pipeline.run_steps(place, tmp_path / "out")
    pipeline.run_steps(place, tmp_path / "out")
    assert len(steps.done) == 4


@pytest.mark.parametrize(
    ("change", "redone"),
    [
        (lambda home: (home / "people.csv").write_text("record_id\n1\n"), ["check", "link", "risk", "plans"]),
        (
            lambda home: (home / "postcodes.csv").write_text("postcode,lsoa\nDT1 1AB,E01000001\n"),
            ["link", "risk", "plans"],
        ),
        (lambda home: (home / "place.toml").write_text(PLACE.replace("fall = 0.2", "fall = 0.3")), ["risk", "plans"]),
        (lambda home: (home / "place.toml").write_text(PLACE.replace("= 1000", "= 900")), ["plans"]),
        (lambda home: (home / "out/risk/table.txt").unlink(), ["risk", "plans"]),
    ],
    ids=["an extract", "the postcodes", "a threshold", "a budget", "a lost result"],
)
def test_a_change_redoes_what_depends_on_it(place, steps, tmp_path, change, redone):
    pipeline.run_steps(place, tmp_path / "out")
    steps.done.clear()
    change(tmp_path)
    pipeline.run_steps(place, tmp_path / "out")
    assert steps.done == redone


def test_a_crash_resumes_at_the_failed_step(place, steps, tmp_path):
    steps.problem["risk"] = RuntimeError("power cut")
    with pytest.raises(RuntimeError):
        pipeline.run_steps(place, tmp_path / "out")
    assert not (tmp_path / "out/risk").exists()
    steps.problem.clear()
    pipeline.run_steps(place, tmp_path / "out")
    assert steps.done == ["check", "link", "risk", "plans"]


def test_a_failed_rerun_leaves_the_earlier_result(place, steps, tmp_path):
    pipeline.run_steps(place, tmp_path / "out")
    (tmp_path / "people.csv").write_text("record_id\n9\n")
    steps.problem["check"] = CannotProceed("The file is empty")
    with pytest.raises(CannotProceed):
        pipeline.run_steps(place, tmp_path / "out")
    assert (tmp_path / "out/check/table.txt").read_text() == "check"
    assert (tmp_path / "out/plans/table.txt").exists()


def test_a_full_disk_is_a_sentence_and_leaves_the_earlier_result(place, steps, tmp_path):
    pipeline.run_steps(place, tmp_path / "out", steps=["link"])
    steps.problem["risk"] = OSError(errno.ENOSPC, "No space left on device")
    with pytest.raises(pipeline.DiskFull, match=r"is full .* earlier results are untouched"):
        pipeline.run_steps(place, tmp_path / "out")
    assert (tmp_path / "out/link/table.txt").exists()
    assert not list((tmp_path / "out").glob("*.partial"))
    assert not list((tmp_path / "out").glob("spill-*"))


def test_two_runs_do_not_write_one_folder(place, steps, tmp_path):
    with pipeline._only_run(tmp_path / "out"), pytest.raises(pipeline.AnotherRunIsGoing):
        pipeline.run_steps(place, tmp_path / "out")


def test_a_damaged_record_of_the_run_means_doing_it_again(place, steps, tmp_path):
    pipeline.run_steps(place, tmp_path / "out")
    (tmp_path / "out/run.json").write_text("{not json")
    pipeline.run_steps(place, tmp_path / "out")
    assert len(steps.done) == 8


def test_only_the_steps_up_to_the_one_asked_for_are_done(place, steps, tmp_path):
    pipeline.run_steps(place, tmp_path / "out", steps=["link"])
    assert steps.done == ["check", "link"]


def test_a_folder_that_is_no_run_keeps_what_it_holds(place, steps, tmp_path):
    notes = tmp_path / "out/plans/notes.txt"
    notes.parent.mkdir(parents=True)
    notes.write_text("mine")
    with pytest.raises(CannotProceed, match=r"plans holds what would be lost: notes\.txt"):
        pipeline.run_steps(place, tmp_path / "out")
    assert (notes.read_text(), steps.done) == ("mine", [])


def test_a_run_cut_off_before_its_first_step_was_noted_goes_on(place, steps, tmp_path):
    steps.problem["check"] = CannotProceed("cut off")
    with pytest.raises(CannotProceed):
        pipeline.run_steps(place, tmp_path / "out")
    (tmp_path / "out/check").mkdir()
    (tmp_path / "out/check/table.txt").write_text("whole, and not in run.json yet")
    steps.problem.clear()
    pipeline.run_steps(place, tmp_path / "out")
    assert (tmp_path / "out/check/table.txt").read_text() == "check"
