"""What cannot be, and what is only unusual: named, or left out with the reason; nothing crashes or is half done."""

import json
import os
import signal
import subprocess
import sys
import time
from threading import Thread

import numpy as np
import pytest
from typer.testing import CliRunner

from joinedup.cli import app
from joinedup.cli import rounds as _rounds  # noqa: F401  (adds its commands)
from joinedup.core.visits import (
    Carer,
    Follows,
    Problem,
    RoundsWrong,
    Stop,
    Task,
    Visit,
    check,
    solve,
)

PLACES = ("office", "near", "island")
MINUTES = np.array([[0.0, 10.0, np.inf], [10.0, 0.0, np.inf], [np.inf, np.inf, 0.0]])
MOVES = Stop(None, 2_000)


def a_visit(name="v", place="near", tasks=(Task(30.0),), earliest=480.0, due=500.0, **more):
    return Visit(name, place, tasks, earliest, due, **more)


def solved(*visits, carers=("ann",), starts=420.0, ends=900.0):
    staff = tuple(Carer(name, frozenset(), "office", "office", starts, ends) for name in carers)
    rounds = solve(Problem(visits, staff, PLACES, {"car": MINUTES}), MOVES)
    assert check(rounds.problem, rounds.attendances).broken == ()
    return rounds


@pytest.mark.parametrize(
    ("visits", "left_out"),
    [
        ([a_visit(latest=485.0, earliest=480.0), a_visit("w", latest=485.0, earliest=480.0)], 1),  # one of two
        ([a_visit(place="island")], 1),  # no way there
        ([a_visit(tasks=(Task(30.0), Task(30.0)))], 1),  # two carers, one on shift
        ([a_visit(tasks=(Task(30.0, frozenset({"moon walks"})),))], 1),  # a skill nobody has
        ([a_visit("a", latest=490.0), a_visit("b", earliest=700.0, latest=710.0, follows=Follows("a", 0.0, 60.0))], 1),
        ([a_visit("a", earliest=600.0, latest=610.0), a_visit("b", latest=500.0, follows=Follows("a", 10.0))], 1),
        ([a_visit(tasks=(Task(600.0),))], 1),  # longer than the shift
        ([a_visit(tasks=(Task(0.0),))], 0),  # no time at all is some time
    ],
    ids=["both at once", "island", "pair", "skill", "gap too short", "gap the wrong way", "too long", "no length"],
)
def test_what_cannot_be_planned_is_left_out_with_a_reason(visits, left_out):
    rounds = solved(*visits)
    assert len(rounds.unplanned) == left_out
    assert all(words.endswith(".") for words in rounds.unplanned.values())


def test_a_shift_past_midnight_is_a_shift():
    night = a_visit(earliest=1500.0, due=1530.0)  # one in the morning
    rounds = solved(night, starts=1320.0, ends=1860.0)
    assert rounds.calls[0].start == 1500.0


@pytest.mark.parametrize("length", [float("nan"), float("inf"), -1.0])
def test_a_length_that_is_none_is_refused(length):
    with pytest.raises(RoundsWrong, match="lasts less than nothing, or for ever"):
        solved(a_visit(tasks=(Task(length),)))


def test_travel_that_is_no_number_is_refused():
    with pytest.raises(RoundsWrong, match="less than nothing somewhere"):
        Problem((), (Carer("ann", frozenset(), "office", "office"),), ("office",), {"car": np.array([[np.nan]])})


def test_half_a_file_is_named_and_nothing_is_written(tmp_path):
    file, out = tmp_path / "day.json", tmp_path / "rounds.json"
    file.write_text('{"joinedup": "visits of a day", "places": ["off', encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "joinedup.cli", "rounds", "solve", str(file), "--out", str(out)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode not in (0, -signal.SIGSEGV)
    assert "is not JSON, or was cut off" in done.stdout + done.stderr
    assert not out.exists()


def test_whoever_interrupts_gets_the_best_so_far(tmp_path):
    visits = [
        {"id": f"v{n}", "place": "b", "minutes": 20, "earliest": 400 + 10 * n, "due": 500 + 10 * n} for n in range(20)
    ]
    carers = [{"id": f"c{n}", "begins": "a", "shift_starts": 300, "shift_ends": 1000} for n in range(4)]
    day = {"joinedup": "visits of a day", "places": ["a", "b"], "travel_minutes": {"car": [[0, 5], [5, 0]]},
           "visits": visits, "carers": carers}  # fmt: skip
    file, out = tmp_path / "day.json", tmp_path / "rounds.json"
    file.write_text(json.dumps(day), encoding="utf-8")
    usual = signal.getsignal(signal.SIGINT)

    def interrupt():
        while signal.getsignal(signal.SIGINT) is usual:
            time.sleep(0.01)
        os.kill(os.getpid(), signal.SIGINT)

    Thread(target=interrupt, daemon=True).start()
    done = CliRunner().invoke(app, ["rounds", "solve", str(file), "--out", str(out), "--seconds", "300"])
    assert done.exit_code == 0, done.output
    assert len([call for one in json.loads(out.read_text())["rounds"] for call in one["calls"]]) == 20
    assert signal.getsignal(signal.SIGINT) is usual
