"""OR-Tools routing, PyVRP and VROOM beside `solve`, on what they can model: skills, windows to be kept, shifts, travel.

Visits by two, gaps, lateness and preferences they cannot, so the days here have none. None is a dependency: install
`ortools`, `pyvrp` and `pyvroom` to run it. Same days, same time by the clock, though VROOM stops by itself when it is
done; a visit left out costs the same for all.
"""

import importlib.util
import os
from datetime import timedelta

import numpy as np

from joinedup.core.visits import Carer, Problem, Stop, Task, Visit, Weights, check, solve

SCALE = 100
"""They count in whole numbers: hundredths of a minute."""
LEFT_OUT = 500.0


def a_plain_day(seed, visits, carers):
    """A day of visits that must keep their windows, with three skills."""
    random = np.random.default_rng(seed)
    where = random.uniform(0, 40, (visits + 1, 2))
    ways = np.round(np.linalg.norm(where[:, None] - where[None, :], axis=2), 2)
    places = ("office", *(f"home {n}" for n in range(visits)))
    starts = random.uniform(0, 400, visits).round()
    made = [
        Visit(
            f"v{n}", places[n + 1], (Task(float(random.integers(15, 46)), frozenset({f"s{random.integers(0, 3)}"})),),
            earliest=starts[n], latest=starts[n] + float(random.integers(30, 121)),
        )
        for n in range(visits)
    ]  # fmt: skip
    staff = [
        Carer(f"c{n}", frozenset(f"s{k}" for k in range(3) if (n + k) % 3), "office", "office", 0.0, 540.0)
        for n in range(carers)
    ]
    weights = Weights(travel=1.0, late=0.0, unplanned=LEFT_OUT)
    return Problem(tuple(made), tuple(staff), places, {"car": ways}, weights)


def ortools_cost(problem, seconds):
    """What OR-Tools routing finds (guided local search); one thread."""
    from ortools.constraint_solver import pywrapcp, routing_enums_pb2

    count = len(problem.visits) + 1
    manager = pywrapcp.RoutingIndexManager(count, len(problem.carers), 0)
    routing = pywrapcp.RoutingModel(manager)
    ways = (problem.travel_minutes["car"] * SCALE).round().astype(int)
    lengths = [0, *(int(visit.tasks[0].minutes * SCALE) for visit in problem.visits)]

    def node(index):
        return manager.IndexToNode(index)

    travel = routing.RegisterTransitCallback(lambda a, b: int(ways[node(a), node(b)]))
    clock = routing.RegisterTransitCallback(lambda a, b: int(ways[node(a), node(b)]) + lengths[node(a)])
    routing.SetArcCostEvaluatorOfAllVehicles(travel)
    routing.AddDimension(clock, 540 * SCALE, 540 * SCALE, False, "time")
    time = routing.GetDimensionOrDie("time")
    for at, visit in enumerate(problem.visits):
        index = manager.NodeToIndex(at + 1)
        time.CumulVar(index).SetRange(int(visit.earliest * SCALE), int(visit.latest * SCALE))
        could = [n for n, carer in enumerate(problem.carers) if visit.tasks[0].skills <= carer.skills]
        routing.VehicleVar(index).SetValues([-1, *could])
        routing.AddDisjunction([index], int(LEFT_OUT * SCALE))
    how = pywrapcp.DefaultRoutingSearchParameters()
    how.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    how.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    how.time_limit.FromMilliseconds(int(seconds * 1000))
    found = routing.SolveWithParameters(how)
    return found.ObjectiveValue() / SCALE if found else float("nan")


def pyvrp_cost(problem, seconds):
    """What PyVRP finds; skills as profiles with dear ways to those a carer cannot visit; one thread."""
    import pyvrp
    from pyvrp.stop import MaxRuntime

    model = pyvrp.Model()
    spots = [model.add_location(float(at), 0.0) for at in range(len(problem.places))]
    depot = model.add_depot(spots[0])
    for at, visit in enumerate(problem.visits, 1):
        model.add_client(
            spots[at], service_duration=int(visit.tasks[0].minutes * SCALE), tw_early=int(visit.earliest * SCALE),
            tw_late=int(visit.latest * SCALE), prize=int(LEFT_OUT * SCALE), required=False,
        )  # fmt: skip
    far = 10**7
    ways = (problem.travel_minutes["car"] * SCALE).round().astype(int)
    for skills in sorted({tuple(sorted(carer.skills)) for carer in problem.carers}):
        profile = model.add_profile()
        count = sum(tuple(sorted(carer.skills)) == skills for carer in problem.carers)
        model.add_vehicle_type(
            count, start_depot=depot, end_depot=depot, tw_early=0, tw_late=540 * SCALE, profile=profile
        )
        cannot = [at > 0 and not problem.visits[at - 1].tasks[0].skills <= set(skills) for at in range(len(spots))]
        for a, here in enumerate(spots):
            for b, there in enumerate(spots):
                if a != b:
                    way = far if cannot[a] or cannot[b] else int(ways[a, b])
                    model.add_edge(here, there, distance=way, duration=min(way, 10**6), profile=profile)
    found = model.solve(stop=MaxRuntime(seconds), display=False)
    return found.cost() / SCALE


def vroom_cost(problem, seconds):
    """What VROOM finds at its most thorough; both cores."""
    import vroom

    ways = (problem.travel_minutes["car"] * SCALE).round().astype(np.uint32)
    day = vroom.Input()
    for said in (day.set_durations_matrix, day.set_distances_matrix, day.set_costs_matrix):
        said("car", ways)
    skills = sorted({skill for carer in problem.carers for skill in carer.skills})

    def numbers(named):
        return {skills.index(skill) for skill in named}

    shift = vroom.TimeWindow(0, 540 * SCALE)
    for at, carer in enumerate(problem.carers):
        day.add_vehicle(vroom.Vehicle(at, start=0, end=0, skills=numbers(carer.skills), time_window=shift))
    for at, visit in enumerate(problem.visits, 1):
        window = vroom.TimeWindow(int(visit.earliest * SCALE), int(visit.latest * SCALE))
        minutes, needs = visit.tasks[0].minutes, numbers(visit.tasks[0].skills)
        day.add_job(vroom.Job(at, at, default_service=int(minutes * SCALE), skills=needs, time_windows=[window]))
    found = day.solve(exploration_level=5, nb_threads=os.cpu_count(), timeout=timedelta(seconds=seconds))
    return found.summary.cost / SCALE + LEFT_OUT * len(found.unassigned)


def others(seconds):
    """Print the comparison."""
    print(f"\n## Beside OR-Tools, PyVRP and VROOM, days they can model, {seconds:g} s each, {os.cpu_count()} cores")
    solvers = {"ortools": ortools_cost, "pyvrp": pyvrp_cost, "vroom": vroom_cost}
    there = {name: cost for name, cost in solvers.items() if importlib.util.find_spec(name)}
    for name in sorted(set(solvers) - set(there)):
        print(f"{name} is not installed")
    print(f"visits, carers, seed | joinedup | {' | '.join(there)}")
    for visits, carers in ((40, 6), (100, 15), (200, 30)):
        for seed in range(2):
            problem = a_plain_day(seed, visits, carers)
            solve(problem, Stop(None, 0))
            rounds = solve(problem, Stop(seconds))
            found = check(problem, rounds.attendances)
            assert not found.broken
            costs = " | ".join(f"{cost(problem, seconds):,.1f}" for cost in there.values())
            print(f"{visits}, {carers}, {seed} | {found.cost:,.1f} | {costs}", flush=True)
