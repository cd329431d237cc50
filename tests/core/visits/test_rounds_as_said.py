"""What a file says of its rounds is worked out again, and what is not so is named."""

import json
from copy import deepcopy

import pytest
from typer.testing import CliRunner

from joinedup.cli import app
from joinedup.cli import rounds as _rounds  # noqa: F401  (adds its commands)
from joinedup.core.visits import RoundsWrong, check_rounds, read_problem, read_rounds

DAY = {
    "joinedup": "visits of a day",
    "places": ["home"],
    "travel_minutes": {"car": [[0]]},
    "visits": [
        {"id": f"v{n}", "place": "home", "minutes": 60, "earliest": f"{8 + n:02d}:00", "due": f"{8 + n:02d}:30"}
        for n in range(8)
    ],
    "carers": [{"id": "ann", "begins": "home", "shift_starts": "07:00", "shift_ends": "18:00"}],
}
WEEK = {
    "joinedup": "visits of some days", "places": ["home"], "travel_minutes": {"car": [[0]]},
    "days": {f"2026-12-{n:02d}": {"visits": DAY["visits"][:2], "carers": DAY["carers"]} for n in (7, 8)},
}  # fmt: skip
RUN = CliRunner()


def written(path, said):
    path.write_text(said if isinstance(said, str) else json.dumps(said), encoding="utf-8")
    return str(path)


def planned(tmp_path, said, command="solve"):
    """The rounds a command writes, the file it was asked about, and what it says."""
    day, out = written(tmp_path / "day.json", said), tmp_path / "rounds.json"
    done = RUN.invoke(app, ["rounds", command, day, "--out", str(out), "--moves", "300"])
    assert done.exit_code == 0, done.output
    return json.loads(out.read_text(encoding="utf-8")), day, done.output


def checked(tmp_path, day, rounds):
    done = RUN.invoke(app, ["rounds", "check", day, written(tmp_path / "rounds.json", rounds)])
    return done.exit_code, done.output


def call_of(rounds):
    return rounds["rounds"][0]["calls"][0]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda one: one.update(cost=1.0), "The file says that all costs 1.00; it is "),
        (lambda one: one.update(unplanned=[{"visit": "v0"}]), "The file says that nobody comes to v0."),
        (lambda one: call_of(one).update(at="05:00"), "The file says 05:00 of ann at v0; it is 08:00."),
        (lambda one: call_of(one).update(minutes=1), "The file says 1 minutes of ann at v0; it is 60."),
        (lambda one: one["rounds"][0].update(rests=["08:00", "08:20"]), "The file says rests 08:00 to 08:20 of ann"),
        (lambda one: one["rounds"][0].pop("rests"), "The file says rests none of ann; it is "),
        (lambda one: one["rounds"][0].update(back="12:00"), "The file says back 12:00 of ann; it is "),
        (lambda one: one["rounds"][0].update(paid_minutes=1), "The file says paid minutes 1.0 of ann; it is "),
        (lambda one: call_of(one).update(side=5), "ann at v0: no such carer, visit or task."),
    ],
)
def test_what_a_file_says_of_its_rounds_and_is_not_so_fails(tmp_path, change, words):
    rounds, day, _ = planned(tmp_path, DAY)
    assert checked(tmp_path, day, rounds)[0] == 0
    change(rounds)
    code, output = checked(tmp_path, day, rounds)
    assert code == 1
    assert words in output


def test_where_every_visit_must_be_planned_those_left_out_are_named(tmp_path):
    visits = [*DAY["visits"][:2], DAY["visits"][2] | {"skills": ["hoist"]}]
    rounds, day, _ = planned(tmp_path, DAY | {"visits": visits, "weights": {"unplanned": None}})
    code, output = checked(tmp_path, day, rounds)
    assert code == 1
    assert "v2 must be planned, and nobody comes to it." in output
    assert "The file says" not in output


def test_who_writes_rounds_by_hand_need_say_no_more_than_who_is_where_when(tmp_path):
    rounds = {"rounds": [{"carer": "ann", "calls": [{"visit": "v0", "side": 0, "start_minutes": 480}]}]}
    assert checked(tmp_path, written(tmp_path / "day.json", DAY), rounds)[0] == 0


def test_rounds_that_were_planned_again_cost_what_the_change_costs_more(tmp_path):
    rounds, day, _ = planned(tmp_path, DAY | {"carers": [*DAY["carers"], DAY["carers"][0] | {"id": "ben"}]})
    again, who = tmp_path / "again.json", rounds["rounds"][0 if rounds["rounds"][0]["calls"] else 1]["carer"]
    options = ["--away", who, "--moves", "300", "--out", str(again)]
    done = RUN.invoke(app, ["rounds", "replan", day, str(tmp_path / "rounds.json"), *options])
    assert done.exit_code == 0, done.output
    changed = json.loads(again.read_text(encoding="utf-8"))
    assert changed["cost_of_changes"] > 0
    found = check_rounds(DAY, changed, read_problem(json.loads((tmp_path / "day.json").read_text(encoding="utf-8"))))
    assert found.is_changed
    assert found.said_otherwise == ()


@pytest.mark.parametrize(
    ("call", "words"),
    [
        ({"start_minutes": float("nan")}, "start_minutes: input should be a finite number"),
        ({"start_minutes": float("inf")}, "start_minutes: input should be a finite number"),
        ({"visit": ["v0"]}, "visit: input should be a valid string"),
        ({"side": 1.7}, "side: input should be a valid integer"),
        ({"side": float("inf")}, "side: input should be a valid integer"),
        ({"side": True}, "side: input should be a valid integer"),
    ],
)
def test_what_is_no_call_is_named(call, words):
    rounds = {"rounds": [{"carer": "ann", "calls": [{"visit": "v0", "side": 0, "start_minutes": 480} | call]}]}
    with pytest.raises(RoundsWrong, match=words):
        read_rounds(rounds, read_problem(DAY))


def test_a_carer_who_is_no_name_is_named():
    with pytest.raises(RoundsWrong, match="rounds, entry 1, carer: input should be a valid string"):
        read_rounds({"rounds": [{"carer": {"a": 1}, "calls": []}]}, read_problem(DAY))


def test_days_planned_together_are_checked_each_and_over_all(tmp_path):
    rounds, week, _ = planned(tmp_path, WEEK, "plan-days")
    assert checked(tmp_path, week, rounds)[0] == 0
    late = deepcopy(rounds)
    call = late["days"]["2026-12-07"]["rounds"][0]["calls"][1]
    late["days"]["2026-12-07"]["rounds"][0] = {"carer": "ann", "calls": [call | {"start_minutes": 1380, "at": "23:00"}]}
    code, output = checked(tmp_path, week, late)
    assert code == 1
    assert "2026-12-07: ann is back 360 minutes after the end of the shift." in output
    assert "ann rests 8.0 hours before Tuesday 08 December, not 11." in output
    assert "2026-12-07: Nobody comes to v0, and the file does not say so." in output


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda one: one["days"].pop("2026-12-07"), "There are no rounds of 2026-12-07"),
        (lambda one: one["days"].update({"2026-12-09": {"rounds": []}}), "The rounds are of 2026-12-09"),
        (lambda one: one["days"].update({"2026-12-08": {}}), "2026-12-08: The file of rounds is not whole"),
        (lambda one: one.update(joinedup="rounds of a day"), "is not of days planned together"),
    ],
)
def test_rounds_of_days_that_are_not_whole_are_refused(tmp_path, change, words):
    day = {"rounds": []}
    rounds = {"joinedup": "rounds of some days", "days": {"2026-12-07": day, "2026-12-08": day}}
    change(rounds)
    done = RUN.invoke(app, ["rounds", "check", written(tmp_path / "week.json", WEEK), written(tmp_path / "r", rounds)])
    assert isinstance(done.exception, RoundsWrong)
    assert words in str(done.exception)


def test_a_long_shift_has_the_break_of_the_law_where_none_was_agreed(tmp_path):
    rounds, _, _ = planned(tmp_path, DAY)
    assert len(rounds["rounds"][0]["rests"]) == 2
    full = [{"visit": f"v{n}", "side": 0, "start_minutes": 480 + 60 * n} for n in range(8)]
    found = check_rounds(DAY, {"rounds": [{"carer": "ann", "calls": full}]}, read_problem(DAY))
    assert found.checked.broken == ("ann has no rest of 20 minutes.",)


def test_a_break_of_ones_own_is_as_long_and_due_as_early_as_the_law_s():
    def rest(**own):
        return read_problem(DAY | {"carers": [DAY["carers"][0] | {"rest": own}]}).carers[0].rest

    found = rest(minutes=10, earliest="12:00", latest="13:00", after_minutes=500)
    assert (found.minutes, found.earliest, found.latest, found.after_minutes) == (20, 720, 780, 360)
    assert rest(minutes=10, earliest="12:00", latest="12:15").latest == 18 * 60 - 30  # no room: when the law lets it be
    assert rest(minutes=45, earliest="12:00", latest="13:00", after_minutes=240).after_minutes == 240


@pytest.mark.parametrize("command", ["solve", "plan-days"])
def test_short_visits_without_a_reason_are_named_and_break_no_rule(tmp_path, command):
    visits = [DAY["visits"][0] | {"minutes": 10}, DAY["visits"][1] | {"minutes": 10, "short_because": "medicine only"}]
    said = DAY | {"visits": visits}
    if command == "plan-days":
        said = WEEK | {"days": {on: one | {"visits": visits} for on, one in WEEK["days"].items()}}
    rounds, day, output = planned(tmp_path, said, command)
    words = "Shorter than 30 minutes without a reason (short_because): v0."
    assert words in output
    code, output = checked(tmp_path, day, rounds)
    assert code == 0
    assert words in output


def test_calls_that_overlap_where_the_clock_jumps_are_told(tmp_path):
    """From half past midnight to half past two there is one hour in the night to 29 March 2026."""
    times = (("night", 120, "24:30"), ("after", 30, "26:30"))
    visits = [
        {"id": name, "place": "home", "minutes": minutes, "earliest": at, "due": at, "latest": at}
        for name, minutes, at in times
    ]
    carers = [DAY["carers"][0] | {"shift_starts": "23:00", "shift_ends": "31:00"}]
    week = WEEK | {"days": {"2026-03-28": {"visits": visits, "carers": carers}}}
    rounds, file, output = planned(tmp_path, week, "plan-days")
    words = "ann has 60 minutes from night to after on Saturday 28 March, not 120: clocks go forward."
    assert words in output
    assert rounds["faults"] == [words]
    code, output = checked(tmp_path, file, rounds)
    assert code == 1
    assert words in output


def test_what_a_file_says_twice_is_refused(tmp_path):
    twice = json.dumps(DAY)[:-1] + ', "carers": []}'
    done = RUN.invoke(app, ["rounds", "solve", written(tmp_path / "day.json", twice), "--out", str(tmp_path / "o")])
    assert isinstance(done.exception, RoundsWrong)
    assert "The file says 'carers' twice in one place" in str(done.exception)
