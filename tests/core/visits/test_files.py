"""Visits and rounds in files: the benchmark's form, joinedup's own, and what is in neither."""

import json

import pytest
from typer.testing import CliRunner

from joinedup.cli import app
from joinedup.cli import rounds as _rounds  # noqa: F401  (adds its commands)
from joinedup.core.visits import (
    RoundsWrong,
    Stop,
    check,
    check_rounds,
    period_file,
    read_problem,
    read_rounds,
    solve,
    write_rounds,
)
from joinedup.core.visits.travel import Point, StraightLines

BENCHMARK = {
    "patients": [
        {"id": "p1", "location": [1, 1], "time_window": [60, 120],
         "required_caregivers": [{"service": "s1", "duration": 20}]},
        {"id": "p2", "location": [2, 1], "time_window": [60, 90],
         "required_caregivers": [{"service": "s1", "duration": 15}, {"service": "s2", "duration": 25}],
         "synchronization": {"type": "simultaneous"}},
        {"id": "p3", "location": [3, 1], "time_window": [100, 200],
         "required_caregivers": [{"service": "s2"}, {"service": "s1", "duration": 10}],
         "synchronization": {"type": "sequential", "distance": [30, 45]}},
    ],
    "services": [{"id": "s1", "default_duration": 30}, {"id": "s2", "default_duration": 12}],
    "caregivers": [{"id": "c1", "abilities": ["s1", "s2"]}, {"id": "c2", "abilities": ["s1", "s2"]}],
    "central_offices": [{"id": "d", "location": [0, 0]}],
    "distances": [[0, 10, 20, 30], [10, 0, 10, 20], [20, 10, 0, 10], [30, 20, 10, 0]],
}  # fmt: skip
DAY = {
    "joinedup": "visits of a day",
    "places": [
        {"id": "office", "latitude": 50.72, "longitude": -1.88},
        {"id": "rose cottage", "latitude": 50.74, "longitude": -1.90},
        {"id": "elm house", "latitude": 50.73, "longitude": -1.95, "rural": True},
    ],
    "visits": [
        {"id": "breakfast", "place": "rose cottage", "minutes": 30, "earliest": "07:30", "due": "08:30",
         "skills": ["meals"], "preferred_carers": ["bea"]},
        {"id": "tea", "place": "rose cottage", "minutes": 30, "earliest": "12:00", "due": "13:00",
         "follows": {"visit": "breakfast", "least_minutes": 240}},
        {"id": "hoist", "place": "elm house", "minutes": 45, "carers": 2, "earliest": "09:00", "latest": "11:00"},
    ],
    "carers": [
        {"id": "bea", "skills": ["meals"], "begins": "office", "shift_starts": "07:00", "shift_ends": "14:00"},
        {"id": "cal", "begins": "office", "shift_starts": "08:00", "shift_ends": "16:00", "travels_by": "bicycle"},
    ],
}  # fmt: skip
MOVES = Stop(None, 3000)


def test_the_benchmark_is_read_as_its_authors_describe_it():
    problem = read_problem(BENCHMARK)
    assert [(visit.id, len(visit.tasks)) for visit in problem.visits] == [
        ("p1", 1),
        ("p2", 2),
        ("p3 1", 1),
        ("p3 2", 1),
    ]
    second = problem.visits[3]
    assert (second.follows.visit, second.follows.least_minutes, second.follows.most_minutes) == ("p3 1", 30.0, 45.0)
    assert second.follows.by_another
    assert problem.visits[2].tasks[0].minutes == 12  # the default of its service
    assert problem.weights.unplanned is None


@pytest.mark.parametrize("said", [BENCHMARK, DAY], ids=["benchmark", "own"])
def test_what_is_written_is_read_again_as_the_same_rounds(said):
    problem = read_problem(json.loads(json.dumps(said)))
    rounds = solve(problem, MOVES)
    written = json.loads(json.dumps(write_rounds(rounds, said)))
    found = check(problem, read_rounds(written, problem))
    assert found.broken == ()
    assert found.cost == pytest.approx(rounds.cost, abs=1e-4)


def test_rounds_of_our_own_say_times_as_people_do():
    written = write_rounds(solve(read_problem(DAY), MOVES), DAY)
    calls = {call["visit"]: call["at"] for one in written["rounds"] for call in one["calls"]}
    assert calls["tea"] == "12:00"
    assert written["unplanned"] == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda day: day["visits"][0].update(minutes=-5), "visits, entry 1, minutes"),
        (lambda day: day["visits"][0].update(earliest="8 o'clock"), "is not a time such as 08:30"),
        (lambda day: day["visits"][0].update(colour="blue"), "visits, entry 1, colour"),
        (lambda day: day["visits"][2].update(carers=3), "visits, entry 3, carers"),
        (lambda day: day["carers"][0].pop("shift_ends"), "carers, entry 1, shift_ends"),
        (lambda day: day["carers"][0].update(shift_ends="06:00"), "The shift of carer 'bea' is from 420 to 360"),
        (lambda day: day["carers"][0].update(travels_by="boat"), "Nothing is known of travel by 'boat'"),
        (lambda day: day["places"][1].update(latitude=95), "latitude 95"),
        (lambda day: day.update(weights={"fun": 1.0}), "A weight is unknown"),
        (lambda day: day.update(weights={"travel": None}), "The weight 'travel' is null"),
        (lambda day: day.update(weights={"late": float("nan")}), "weights, late: input should be a finite number"),
        (lambda day: day.update(weights={"unplanned": float("inf")}), "weights, unplanned: input should be a finite"),
        (lambda day: day.update(weights={"unplanned": -100}), "weights, unplanned: input should be greater"),
        (lambda day: day.update(weights={"travel": 1e300}), "weights, travel: input should be less"),
        (lambda day: day.update(weights={"travel": "3"}), "weights, travel: input should be a valid number"),
        (lambda day: day["visits"][0].update(minutes=True), "visits, entry 1, minutes: input should be a valid number"),
        (lambda day: day["visits"][0].update(minutes="30"), "visits, entry 1, minutes: input should be a valid number"),
        (lambda day: day["visits"][2].update(carers=True), "visits, entry 3, carers: input should be a valid integer"),
        (lambda day: day["carers"][0].update(is_away="no"), "carers, entry 1, is_away"),
        (lambda day: day["visits"][0].update(due="07:00"), "window of visit 'breakfast' is from 450 to 420"),
        (lambda day: day["visits"][0].update(next_window=["16:00", "15:00"]), "'breakfast' is from 960 to 900"),
        (lambda day: day["visits"][0].update(next_window=["06:00", "07:00"]), "second window of visit 'breakfast'"),
        (lambda day: day["visits"][0].update(only_with="hoist"), "'breakfast' is only with 'hoist', which is not only"),
        (
            lambda day: day["carers"][0].update(rest={"minutes": 20, "earliest": "12:00", "latest": "11:00"}),
            "rest of carer 'bea' is 20 minutes from 720 to 660",
        ),
        (
            lambda day: day["carers"][0].update(rest={"minutes": 40, "earliest": "12:00", "latest": "12:30"}),
            "rest of carer 'bea' is 40 minutes from 720 to 750",
        ),
        (lambda day: day.update(places=["office", "rose cottage", "elm house"]), "no latitude and longitude"),
        (lambda day: day.update(travel_minutes={"car": [[0, 1], [1]]}), "rows of different lengths"),
        (lambda day: day["visits"][0].update(follows={"visit": "tea"}), "follows itself in a ring"),
        (lambda day: day["visits"][0].update(only_with="gone"), "'breakfast' is only with 'gone', which is no other"),
        (lambda day: day["visits"][0].update(only_with="breakfast"), "only with 'breakfast', which is no other visit"),
    ],
)
def test_a_wrong_entry_is_named(change, words):
    day = json.loads(json.dumps(DAY))
    change(day)
    with pytest.raises(RoundsWrong, match=words):
        solve(read_problem(day), Stop(None, 10))


@pytest.mark.parametrize("said", [[], {}, {"patients": []}, "visits", None, 3])
def test_a_document_in_no_form_is_refused(said):
    with pytest.raises(RoundsWrong, match="in no form"):
        read_problem(said)


@pytest.mark.parametrize(
    "said", [{"routes": ["x"]}, {"routes": "x"}, {"routes": [{"locations": [7]}]}, {"rounds": [[]]}, {}, None]
)
def test_rounds_that_are_not_whole_are_refused(said):
    with pytest.raises(RoundsWrong, match="The file of rounds is not whole"):
        read_rounds(said, read_problem(BENCHMARK))


def test_weights_may_be_null_where_that_means_something_may_not_be():
    weights = read_problem(DAY | {"weights": {"late": None, "unplanned": None, "overtime": None}}).weights
    assert (weights.late, weights.unplanned, weights.overtime) == (None, None, None)


@pytest.mark.parametrize("missing", ["services", "central_offices"])
def test_a_benchmark_cut_in_half_is_refused(missing):
    said = {name: value for name, value in BENCHMARK.items() if name != missing} | {"central_offices": []}
    with pytest.raises(RoundsWrong, match="not whole"):
        read_problem(said)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda day: day["patients"][2]["synchronization"].update(type="sequentiel"), "of 'p3' are 'sequentiel'"),
        (lambda day: day["patients"][0].update(time_window=[100, 0]), "window of visit 'p1' is from 100 to 0"),
        (lambda day: day["patients"][0].update(time_window=[0, float("nan")]), "Number 2 of .* is 'nan'"),
        (lambda day: day["patients"][0]["required_caregivers"][0].update(duration="20"), "'duration' is '20'"),
        (lambda day: day["patients"][0].update(id=["a"]), "'id' is "),
        (lambda day: day["caregivers"][0].update(abilities="s1"), "'abilities' is 's1'"),
    ],
)
def test_a_wrong_entry_of_the_benchmark_is_named(change, words):
    day = json.loads(json.dumps(BENCHMARK))
    change(day)
    with pytest.raises(RoundsWrong, match=words):
        read_problem(day)


def one_service_twice(first, then):
    """Somebody who needs one service, and again 20 to 40 minutes later; by whom each time, and so long."""
    person = BENCHMARK["patients"][0] | {
        "required_caregivers": [{"service": "s1", "duration": 10}, {"service": "s1", "duration": 30}],
        "synchronization": {"type": "sequential", "distance": [20, 40]},
    }
    stops = {first: (60, 70), then: (80, 110)}
    routes = [
        {
            "caregiver_id": carer,
            "locations": [
                {"patient_id": "p1", "service_id": "s1", "arrival_time": start, "departure_time": end}
                for start, end in ([stops[carer]] if carer in stops else [])
            ],
        }
        for carer in ("c1", "c2")
    ]
    return BENCHMARK | {"patients": [person], "distances": [[0, 10], [10, 0]]}, {"routes": routes}


@pytest.mark.parametrize(("first", "then"), [("c1", "c2"), ("c2", "c1")])
def test_one_service_twice_is_told_apart_by_time_and_not_by_the_order_of_the_routes(first, then):
    day, solution = one_service_twice(first, then)
    assert check_rounds(day, solution, read_problem(day)).checked.broken == ()


def test_a_call_that_ends_at_another_time_than_it_must_is_named():
    day, solution = one_service_twice("c1", "c2")
    solution["routes"][1]["locations"][0]["departure_time"] = 81
    broken = check_rounds(day, solution, read_problem(day)).checked.broken
    assert broken == ("c2 is said to end visit p1 2 at 81, not 110.",)


def test_the_command_plans_and_checks(tmp_path):
    file, out = tmp_path / "day.json", tmp_path / "rounds.json"
    file.write_text(json.dumps(DAY), encoding="utf-8")
    run = CliRunner()
    done = run.invoke(app, ["rounds", "solve", str(file), "--out", str(out), "--moves", "2000"])
    assert done.exit_code == 0
    assert "visits nobody comes to" in done.output
    assert run.invoke(app, ["rounds", "check", str(file), str(out)]).exit_code == 0
    written = json.loads(out.read_text(encoding="utf-8"))
    call = next(call for one in written["rounds"] for call in one["calls"] if call["visit"] == "hoist")
    call["start_minutes"] += 30
    out.write_text(json.dumps(written), encoding="utf-8")
    done = run.invoke(app, ["rounds", "check", str(file), str(out)])
    assert done.exit_code == 1
    assert "do not begin together" in done.output


def written(path, said):
    path.write_text(json.dumps(said), encoding="utf-8")
    return str(path)


def test_the_commands_plan_again_and_say_who_could(tmp_path):
    day, rounds, out = written(tmp_path / "day.json", DAY), str(tmp_path / "rounds.json"), str(tmp_path / "again.json")
    new = written(
        tmp_path / "new.json",
        {"places": [{"id": "mill", "latitude": 50.73, "longitude": -1.9}],
         "visits": [{"id": "home again", "place": "mill", "minutes": 30, "earliest": "10:00", "due": "12:00"}]},
    )  # fmt: skip
    run = CliRunner()
    assert run.invoke(app, ["rounds", "solve", day, "--out", rounds, "--moves", "2000"]).exit_code == 0
    done = run.invoke(app, ["rounds", "who-can-take", day, rounds, "home again", "--new", new])
    assert done.exit_code == 0, done.output
    assert "bea" in done.output
    options = ["--away", "bea", "--now", "07:00", "--new", new, "--longer", "hoist=15", "--slower", "1.2"]
    done = run.invoke(app, ["rounds", "replan", day, rounds, "--out", out, "--moves", "2000", *options])
    assert done.exit_code == 0, done.output
    assert "breakfast: nobody comes now (bea at" in done.output
    assert "Everybody who could come is away." in done.output
    assert "cal learns meals." in done.output
    assert "tea: cal instead of bea" in done.output
    again = json.loads((tmp_path / "again.json").read_text(encoding="utf-8"))
    assert {call["visit"] for one in again["rounds"] for call in one["calls"]} == {"tea", "home again"}


def test_days_are_planned_together_from_a_file(tmp_path):
    parts = {name: DAY[name] for name in ("visits", "carers")}
    week = {"joinedup": "visits of some days", "places": DAY["places"],
            "days": {f"2026-12-{day:02d}": parts for day in (7, 8, 9)},
            "contracts": {"bea": {"contracted_hours": 20, "most_hours": 30}, "cal": {"opted_out": True}},
            "visits_before": {"p1": {"cal": 4}}}  # fmt: skip
    out = tmp_path / "rounds.json"
    options = ["--out", str(out), "--moves", "500"]
    done = CliRunner().invoke(app, ["rounds", "plan-days", written(tmp_path / "week.json", week), *options])
    assert done.exit_code == 0, done.output
    found = json.loads(out.read_text(encoding="utf-8"))
    assert sorted(found["days"]) == ["2026-12-07", "2026-12-08", "2026-12-09"]
    assert found["faults"] == []
    assert found["paid_hours"]["bea"] > 0


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda week: week["days"].update({"someday": {}}), "'someday' is no day"),
        (lambda week: week["days"]["2026-12-07"].update(visits=[{}]), "2026-12-07: visits, entry 1"),
        (lambda week: week.update(colour="blue"), "The file has colour"),
        (lambda week: week.update(contracts={"bea": {"most_hours": "many"}}), "contracts, bea, most_hours"),
        (lambda week: week.update(contracts={"bea": {"opted_out": "false"}}), "contracts, bea, opted_out"),
        (lambda week: week.update(contracts={"bea": {"worked_hours_before": "48"}}), "bea, worked_hours_before"),
        (lambda week: week.update(contracts={"bea": {"worked_hours_before": [float("nan")]}}), "before, entry 1"),
        (lambda week: week.update(contracts=["bea"]), "contracts: input should be a valid dict"),
        (lambda week: week.update(visits_before={"p1": {"cal": "often"}}), "visits_before, p1, cal"),
        (lambda week: week.update(fortnightly_rest="false"), "fortnightly_rest"),
        (lambda week: week.pop("days"), "no days"),
        (lambda week: week.update(days={"20261207": week["days"]["2026-12-07"]}), "'20261207' is no day"),
        (lambda week: week.update(contracts={"beah": {"most_hours": 20}}), "contract of 'beah' is of no carer"),
    ],
)
def test_a_wrong_entry_of_some_days_is_named(change, words):
    week = {"joinedup": "visits of some days", "places": DAY["places"],
            "days": {"2026-12-07": {name: DAY[name] for name in ("visits", "carers")}}}  # fmt: skip
    change(week)
    with pytest.raises(RoundsWrong, match=words):
        period_file.read(week)


@pytest.mark.parametrize(
    "options", [["--longer", "hoist"], ["--longer", "hoist=x"], ["--now", "noon"], ["--away", "zed"], ["--closed", "a"]]
)
def test_an_option_that_says_nothing_is_refused(tmp_path, options):
    day, rounds = written(tmp_path / "day.json", DAY), written(tmp_path / "rounds.json", {"rounds": []})
    out = str(tmp_path / "again.json")
    done = CliRunner().invoke(app, ["rounds", "replan", day, rounds, "--out", out, "--moves", "10", *options])
    assert done.exit_code != 0
    assert not (tmp_path / "again.json").exists()


def test_a_way_is_as_long_both_ways_and_longer_on_foot():
    points = [Point(50.72, -1.88), Point(50.74, -1.90), Point(50.74, -1.90)]
    car, foot = (StraightLines().minutes(points, kind) for kind in ("car", "walking"))
    assert (car == car.T).all()
    assert car[1, 2] == 0
    assert foot[0, 1] > car[0, 1]
