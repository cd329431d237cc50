"""The unified home-healthcare benchmark: read as its toolbox reads it, and costs as it counts them."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.rounds_judge import judged
from joinedup.core.visits import RoundsWrong, Stop, check, check_rounds, read_problem, read_rounds, solve, write_rounds
from tests.core.visits.made import a_benchmark_day

DAY = {
    "metadata": {
        "time_window_met": "at_service_start",
        "cost_components": {
            "travel_time": 2, "total_tardiness": 3, "highest_tardiness": 4, "total_waiting_time": 5,
            "total_extra_time": 6,
            "max_idle_time": 1, "caregiver_preferences": 7, "optional_patients": 90, "missed_lunch_break": 50,
        },
    },
    "distances": [
        [0, 10, 20, 20, 10], [10, 0, 10, 20, 15], [20, 10, 0, 10, 12], [20, 20, 10, 0, 9], [10, 15, 12, 9, 0],
    ],
    "terminal_points": [{"id": "d0", "distance_matrix_index": 0}],
    "services": [{"id": "s0", "type": "t", "default_duration": 30}, {"id": "s1", "type": "t", "default_duration": 15}],
    "caregivers": [
        {"id": "c1", "abilities": ["s0", "s1"], "departing_point": "d0", "arrival_point": "d0",
         "working_shift": {"start": 60, "end": 400}, "lunch_break": True},
        {"id": "c2", "abilities": ["s0", "s1"], "departing_point": "d0", "arrival_point": "d0",
         "working_shift": {"start": 0, "end": 300}, "lunch_break": False},
    ],
    "patients": [
        {"id": "p0", "required_services": [{"service": "s0"}], "distance_matrix_index": 1, "optional": True,
         "time_windows": [{"start": 60, "end": 90}, {"start": 200, "end": 230}], "preferred_caregivers": ["c2"]},
        {"id": "p1",
         "required_services": [{"service": "s0"}, {"service": "s1", "duration": 20}],
         "distance_matrix_index": 2, "optional": False, "time_windows": [{"start": 100, "end": 160}],
         "synchronization": {"type": "simultaneous"}},
        {"id": "p2", "required_services": [{"service": "s0"}, {"service": "s1"}], "distance_matrix_index": 3,
         "optional": True, "time_windows": [{"start": 100, "end": 200}],
         "synchronization": {"type": "sequential", "distance": {"min": 30, "max": 60}}},
        {"id": "p3", "required_services": [{"service": "s1"}, {"service": "s0"}], "distance_matrix_index": 4,
         "optional": True, "time_windows": [{"start": 150, "end": 250}], "synchronization": {"type": "independent"},
         "incompatible_caregivers": ["c2"]},
    ],
    "lunch_breaks": {"start": 180, "end": 300, "min_duration": 30},
}  # fmt: skip


def stop(patient, service, start, end):
    return {"patient": patient, "service": service, "start_service_time": start, "end_service_time": end}


def test_a_solution_costs_what_its_toolbox_counts():
    """Worked out by hand: both come to p1, c1 then waits, rests and comes to p0; nobody comes to p2 and p3."""
    problem = read_problem(DAY)
    solution = {
        "routes": [
            {"caregiver_id": "c1", "locations": [stop("p1", "s0", 110, 140), stop("p0", "s0", 230, 260)]},
            {"caregiver_id": "c2", "locations": [stop("p1", "s1", 110, 130)]},
        ]
    }
    found = check(problem, read_rounds(solution, problem))
    assert found.broken == ()
    assert found.travel_minutes == 20 + 10 + 10 + 40
    waiting = 230 - 140 - 10 - 30
    idle_c1 = (400 - 60) - 40 - 60 - 30
    idle_c2 = 300 - 40 - 20
    left_out = 90 + 90
    assert found.cost == 2 * 80 + 5 * waiting + max(idle_c1, idle_c2) + 7 + left_out


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10_000), people=st.integers(1, 8), carers=st.integers(1, 4))
def test_rounds_cost_what_a_judge_makes_of_the_file_who_knows_nothing_of_joinedup(seed, people, carers):
    """Lunch is where the file says it is; the search, the checker and the judge come to the same."""
    day = a_benchmark_day(seed, people=people, carers=carers)
    problem = read_problem(day)
    rounds = solve(problem, Stop(None, 2_000), seed)
    costs, broken = judged(day, json.loads(json.dumps(write_rounds(rounds, day))))
    assert broken == []
    assert check(problem, rounds.attendances).broken == ()
    assert sum(costs.values()) == pytest.approx(rounds.cost, abs=1e-3)
    as_said = check_rounds(day, json.loads(json.dumps(write_rounds(rounds, day))), problem).checked
    assert (as_said.broken, as_said.cost) == ((), pytest.approx(rounds.cost, abs=1e-3))
    assert check(problem, rounds.attendances).cost == pytest.approx(rounds.cost, abs=1e-6)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000), people=st.integers(1, 7), carers=st.integers(1, 3), draw=st.randoms())
def test_lunch_moved_or_left_out_costs_and_breaks_what_the_judge_says(seed, people, carers, draw):
    day = a_benchmark_day(seed, people=people, carers=carers)
    problem = read_problem(day)
    said = json.loads(json.dumps(write_rounds(solve(problem, Stop(None, 300), seed), day)))
    for route in said["routes"]:
        visits = [one for one in route.get("locations", []) if one["service"] != "lunch_break"]
        had = [one for one in route.get("locations", []) if one["service"] == "lunch_break"]
        if had and draw.random() < 0.2:
            route["locations"] = visits
        elif had and visits:
            before, minutes = draw.choice(visits), day["lunch_breaks"]["min_duration"]
            start = before["start_service_time"] - minutes - draw.choice([0, 0, 10])
            route["locations"] = [*visits, stop(before["patient"], "lunch_break", start, start + minutes)]
    costs, broken = judged(day, said)
    found = check_rounds(day, said, problem).checked
    assert bool(found.broken) == bool(broken)
    if not broken:
        assert found.cost == pytest.approx(sum(costs.values()), abs=1e-3)


def lunch(person, start):
    return stop(person, "lunch_break", start, start + 30)


def of_one_carer(starts, ends):
    """A day of one carer, with lunch due, and two people whom nobody must visit."""
    people = [one | {"optional": True} for one in DAY["patients"] if one["id"] in ("p0", "p1")]
    alone = {"required_services": [{"service": "s0"}], "synchronization": None}
    people[1] = people[1] | alone | {"time_windows": [{"start": 100, "end": 260}]}
    carer = DAY["caregivers"][0] | {"working_shift": {"start": starts, "end": ends}}
    ways = [row[:3] for row in DAY["distances"][:3]]
    return DAY | {"patients": people, "caregivers": [carer], "distances": ways}


@pytest.mark.parametrize(
    ("stops", "waits"),
    [
        pytest.param([lunch("p1", 180), stop("p1", "s0", 250, 280)], 0, id="before the first visit nobody waits"),
        pytest.param(
            [stop("p1", "s0", 140, 170), lunch("p0", 180), stop("p0", "s0", 210, 240)],
            0,
            id="there before lunch begins",
        ),
        pytest.param(
            [stop("p1", "s0", 160, 190), lunch("p0", 205), stop("p0", "s0", 235, 265)], 5, id="waiting before lunch"
        ),
        pytest.param(
            [stop("p1", "s0", 160, 190), lunch("p0", 200), stop("p0", "s0", 235, 265)], 5, id="or after it is the same"
        ),
    ],
)
def test_lunch_is_where_a_carer_goes_next(stops, waits):
    """One carer, with lunch due; the toolbox, as the judge has it, and the checker count the same waiting."""
    day = of_one_carer(60, 270)
    solution = {"routes": [{"caregiver_id": "c1", "locations": stops}]}
    costs, broken = judged(day, solution)
    assert broken == []
    assert costs["total_waiting_time"] == 5 * waits
    assert costs["missed_lunch_break"] == 0
    problem = read_problem(day)
    found = check(problem, read_rounds(solution, problem))
    assert (found.cost, found.broken) == (sum(costs.values()), ())


TWO_VISITS = [stop("p1", "s0", 140, 170), stop("p0", "s0", 210, 240)]


@pytest.mark.parametrize(
    "stops",
    [
        pytest.param(TWO_VISITS, id="no lunch"),
        pytest.param([*TWO_VISITS, lunch("p0", 180)], id="right before the next visit"),
        pytest.param([*TWO_VISITS, lunch("p1", 65)], id="before lunch may begin"),
    ],
)
def test_lunch_is_what_the_file_says_and_not_where_it_would_cost_least(stops):
    day = of_one_carer(60, 270)
    solution = {"routes": [{"caregiver_id": "c1", "locations": stops}]}
    costs, broken = judged(day, solution)
    found = check_rounds(day, solution, read_problem(day)).checked
    assert bool(found.broken) == bool(broken)
    if not broken:
        assert found.cost == sum(costs.values())


@pytest.mark.parametrize(
    ("stops", "words"),
    [
        (
            [*TWO_VISITS, stop("p0", "lunch_break", 0, 1)],
            "c1 has lunch from 0 to 1, not 30 minutes between 180 and 330.",
        ),
        ([*TWO_VISITS, lunch("p0", 200)], "c1 has no time for lunch from 200 to 230."),
        ([*TWO_VISITS, lunch("p7", 180)], "c1 has lunch from 180 to 210 at p7, and neither comes from there nor goes"),
        ([*TWO_VISITS, lunch("p0", 180), lunch("p0", 180)], "c1 has 2 lunches, and is to have one."),
        ([TWO_VISITS[0], stop("p0", "s0", 210, 211)], "c1 is said to end visit p0 at 211, not 240."),
    ],
)
def test_a_lunch_or_an_end_that_cannot_be_is_named(stops, words):
    day = of_one_carer(60, 270)
    solution = {"routes": [{"caregiver_id": "c1", "locations": stops}]}
    assert any(one.startswith(words) for one in check_rounds(day, solution, read_problem(day)).checked.broken)


def test_who_has_no_visits_misses_lunch_too():
    day = of_one_carer(60, 270)
    found = check_rounds(day, {"routes": [{"caregiver_id": "c1"}]}, read_problem(day)).checked
    assert found.cost == sum(judged(day, {"routes": [{"caregiver_id": "c1"}]})[0].values())


def test_who_must_be_visited_and_is_not_is_a_rule_broken():
    solution = {"routes": [{"caregiver_id": "c2", "locations": [stop("p0", "s0", 80, 110)]}]}
    assert check_rounds(DAY, solution, read_problem(DAY)).checked.broken == ("p1 must be visited, and is not.",)


def with_costs(**costs):
    return DAY | {"metadata": DAY["metadata"] | {"cost_components": DAY["metadata"]["cost_components"] | costs}}


def test_what_is_hard_is_forbidden_and_not_free():
    late = {"routes": [{"caregiver_id": "c2", "locations": [stop("p0", "s0", 220, 291)]}]}
    late["routes"][0]["locations"].append(stop("p2", "s1", 270, 285))
    hard = with_costs(total_extra_time="HARD")
    assert read_problem(hard).weights.overtime is None
    assert (
        "c2 is back 5 minutes after the end of the shift."
        in check_rounds(hard, late, read_problem(hard)).checked.broken
    )

    stranger = {"routes": [{"caregiver_id": "c1", "locations": [stop("p0", "s0", 80, 110)]}]}
    hard = with_costs(caregiver_preferences="HARD")
    assert "c1 is refused at visit p0." in check_rounds(hard, stranger, read_problem(hard)).checked.broken

    hard = with_costs(optional_patients="HARD")
    assert "p2 must be visited, and is not." in check_rounds(hard, stranger, read_problem(hard)).checked.broken


def test_what_cannot_be_hard_is_refused():
    with pytest.raises(RoundsWrong, match="The cost 'max_idle_time' is HARD"):
        read_problem(with_costs(max_idle_time="HARD"))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"required_services": [{"service": "s0"}] * 3}, "'p3' has 3 services"),
        ({"synchronization": {"type": "simultan"}}, "The services of 'p3' are 'simultan'"),
        ({"time_windows": [{"start": 300, "end": 100}]}, "A window of visit 'p3 1' is from 300 to 100"),
    ],
)
def test_what_a_person_cannot_be_is_named(change, words):
    with pytest.raises(RoundsWrong, match=words):
        read_problem(DAY | {"patients": [*DAY["patients"][:3], DAY["patients"][3] | change]})


def test_a_lunch_that_would_be_too_late_after_the_way_is_missed():
    """There is time for it before the way, and the toolbox would take it; no plan the benchmark gives has it so."""
    day = of_one_carer(280, 500)
    day = day | {"lunch_breaks": {"start": 180, "end": 335, "min_duration": 30}}
    solution = {
        "routes": [{"caregiver_id": "c1", "locations": [stop("p1", "s0", 300, 330), stop("p0", "s0", 400, 430)]}]
    }
    costs, broken = judged(day, solution)
    problem = read_problem(day)
    found = check(problem, read_rounds(solution, problem))
    assert (found.cost, found.broken, broken) == (sum(costs.values()), (), [])
    assert costs["missed_lunch_break"] == 50


def test_who_may_not_be_late_is_not_between_two_windows_either():
    costs = DAY["metadata"]["cost_components"] | {"total_tardiness": "HARD"}
    problem = read_problem(DAY | {"metadata": DAY["metadata"] | {"cost_components": costs}})
    there = {"routes": [{"caregiver_id": "c2", "locations": [stop("p0", "s0", 120, 150)]}]}
    assert "c2 is 30 minutes late at visit p0." in check(problem, read_rounds(there, problem)).broken
    assert check(problem, solve(problem, Stop(None, 20_000)).attendances).broken == ()


def test_what_is_written_is_read_again_as_the_same_rounds():
    problem = read_problem(json.loads(json.dumps(DAY)))
    rounds = solve(problem, Stop(None, 20_000))
    written = json.loads(json.dumps(write_rounds(rounds, DAY)))
    found = check(problem, read_rounds(written, problem))
    assert found.broken == ()
    assert found.cost == pytest.approx(rounds.cost, abs=1e-4)
    lunches = [
        (route["caregiver_id"], one["end_service_time"] - one["start_service_time"])
        for route in written["routes"]
        for one in route.get("locations", [])
        if one["service"] == "lunch_break"
    ]
    assert set(lunches) <= {("c1", 30)}


def test_who_is_not_optional_is_visited_and_services_go_together():
    rounds = solve(read_problem(DAY), Stop(None, 20_000))
    assert "p1" not in rounds.unplanned
    assert len({"p3 1", "p3 2"} & set(rounds.unplanned)) in (0, 2)


def test_lateness_may_be_told_by_the_end():
    by_end = DAY | {"metadata": DAY["metadata"] | {"time_window_met": "at_service_end"}}
    problem = read_problem(by_end)
    solution = {"routes": [{"caregiver_id": "c2", "locations": [stop("p0", "s0", 80, 110)]}]}
    assert check(problem, read_rounds(solution, problem)).late_minutes == 20.0


def test_half_of_what_somebody_needs_is_not_planned_to_keep_a_carer_busy():
    """Nobody can give p1's second service. The first takes longest, but is of no use: p0 is visited in that time."""
    day = of_one_carer(60, 270)
    costs = day["metadata"]["cost_components"] | {"max_idle_time": 90, "total_tardiness": 100, "total_extra_time": 100}
    hour = {"service": "s0", "duration": 60}
    now = {"time_windows": [{"start": 100, "end": 110}]}
    people = [
        day["patients"][0] | now | {"required_services": [{"service": "s0", "duration": 15}]},
        day["patients"][1]
        | now
        | {"required_services": [hour, {"service": "s1"}], "synchronization": {"type": "independent"}},
    ]
    carers = [day["caregivers"][0] | {"abilities": ["s0"], "lunch_break": False}]
    day = day | {"metadata": day["metadata"] | {"cost_components": costs}, "patients": people, "caregivers": carers}
    assert [call.visit.id for call in solve(read_problem(day), Stop(None, 4_000)).calls] == ["p0"]


@pytest.mark.parametrize("missing", ["services", "terminal_points", "distances", "caregivers"])
def test_a_file_cut_in_half_is_refused(missing):
    said = {name: value for name, value in DAY.items() if name != missing}
    with pytest.raises(RoundsWrong):
        read_problem(said)


def test_three_windows_are_refused():
    people = [DAY["patients"][0] | {"time_windows": [{"start": n, "end": n + 5} for n in (0, 10, 20)]}]
    with pytest.raises(RoundsWrong, match="'p0' has 3 windows"):
        read_problem(DAY | {"patients": people})


@pytest.mark.parametrize(
    ("costs", "words"),
    [({"travel_time": "much"}, "'travel_time' is 'much'"), (["travel_time"], "The benchmark file is not whole")],
)
def test_costs_that_are_none_are_refused(costs, words):
    with pytest.raises(RoundsWrong, match=words):
        read_problem(DAY | {"metadata": DAY["metadata"] | {"cost_components": costs}})
