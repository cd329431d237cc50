"""Small days of visits, made from a seed, and every plan there is for them: the slow obvious twin of the search."""

from dataclasses import replace
from itertools import permutations, product

import numpy as np

from joinedup.core.visits import Attendance, Carer, Follows, Problem, Rest, Task, Visit, Weights, check

SKILLS = ("meals", "medicines")
BENCHMARK = Weights(travel=1 / 3, late=1 / 3, worst_late=1 / 3, not_preferred=0.0, unplanned=None)
WHOLE = Weights(travel=1.0, late=2.0, worst_late=3.0, not_preferred=0.0, unplanned=None)
MOST_PASSES = 60


def a_day(seed, *, visits=4, carers=2, weights=BENCHMARK, is_shifted=False, is_choosy=False):
    """A day with windows, some visits by two carers and some that follow others."""
    random = np.random.default_rng(seed)
    places = ("office", *(f"home {n}" for n in range(visits)))
    where = random.uniform(0, 40, (len(places), 2))
    minutes = np.linalg.norm(where[:, None] - where[None, :], axis=2)
    staff = tuple(
        Carer(
            f"c{n}",
            frozenset(SKILLS),
            "office",
            "office",
            shift_starts=0.0,
            shift_ends=float(random.uniform(260, 400)) if is_shifted else float("inf"),
        )
        for n in range(carers)
    )
    made = []
    for n in range(visits):
        earliest = float(random.uniform(0, 200))
        kind = random.random()
        tasks = (Task(float(random.uniform(10, 40)), frozenset({SKILLS[n % 2]})),)
        follows = None
        if kind < 0.3 and carers > 1:
            tasks *= 2
        elif kind < 0.6 and made and made[-1].follows is None:
            least = float(random.uniform(0, 30))
            follows = Follows(made[-1].id, least, least + float(random.uniform(0, 60)), by_another=carers > 2)
        preferred = frozenset({"c0"}) if is_choosy and random.random() < 0.5 else frozenset()
        refused = frozenset({"c1"}) if is_choosy and random.random() < 0.3 and len(tasks) == 1 else frozenset()
        made.append(
            Visit(f"v{n}", places[n + 1], tasks, earliest, earliest + float(random.uniform(5, 60)),
                  refused=refused, preferred=preferred, follows=follows)
        )  # fmt: skip
    return Problem(tuple(made), staff, places, {"car": minutes}, weights)


def a_whole_day(seed, visits=10, carers=3):
    """A day in whole minutes, so that an exact solver of whole numbers can prove what is best."""
    day = a_day(seed, visits=visits, carers=carers, weights=WHOLE)
    minutes = np.ceil(day.travel_minutes["car"])

    def whole(visit):
        follows = visit.follows and replace(
            visit.follows, least_minutes=float(int(visit.follows.least_minutes)),
            most_minutes=float(int(visit.follows.most_minutes)) + 1.0,
        )  # fmt: skip
        tasks = tuple(replace(task, minutes=float(int(task.minutes))) for task in visit.tasks)
        earliest = float(int(visit.earliest))
        return replace(visit, tasks=tasks, earliest=earliest, due=float(int(visit.due)), follows=follows)

    return replace(day, visits=tuple(map(whole, day.visits)), travel_minutes={"car": minutes})


def with_hours(problem, seed):
    """The same day with rests, limits and aims of paid minutes, second windows and visits that go together."""
    random = np.random.default_rng(seed)
    rest = Rest(
        20.0, 60.0, 300.0, after_minutes=float(random.choice([0.0, 120.0])), is_at_next=bool(random.random() < 0.5)
    )
    carers = [
        replace(
            carer,
            rest=rest if random.random() < 0.7 else None,
            most_minutes=float(random.uniform(80, 300)) if random.random() < 0.5 else float("inf"),
            target_minutes=float(random.uniform(0, 200)) if random.random() < 0.5 else None,
        )
        for carer in problem.carers
    ]
    visits = []
    for visit in problem.visits:
        has_next = random.random() < 0.4 and visit.follows is None
        later = float(visit.due + random.uniform(10, 60))
        visits.append(replace(visit, next_window=(later, later + 30.0) if has_next else None, person=visit.id))
    for one, two in zip(visits[::2], visits[1::2], strict=False):
        if random.random() < 0.3:
            at = visits.index(one)
            visits[at], visits[at + 1] = replace(one, only_with=two.id), replace(two, only_with=one.id)
    familiar = {visit.person: {"c0": 1.0, "c1": 0.5} for visit in visits if random.random() < 0.3}
    return replace(
        problem,
        visits=tuple(visits),
        carers=tuple(carers),
        familiar=familiar,
        is_late_by_end=bool(random.random() < 0.5),
    )


def best_of_all(problem):
    """The least cost of any plan that breaks no rule: every order of visits, every choice of carers."""
    best = np.inf
    tasks = [(visit, side) for visit in problem.visits for side in range(len(visit.tasks))]
    for chosen in product([carer.id for carer in problem.carers], repeat=len(tasks)):
        who = {(visit.id, side): carer for (visit, side), carer in zip(tasks, chosen, strict=True)}
        for order in permutations(problem.visits):
            starts = earliest_starts(problem, order, who)
            if starts is None:
                continue
            found = check(problem, [Attendance(who[v.id, s], v.id, s, starts[v.id]) for v, s in tasks])
            if not found.broken:
                best = min(best, found.cost)
    return best


def earliest_starts(problem, order, who):
    """Starts of visits taken in an order, as early as may be; None where that comes to no end."""
    place = {one: at for at, one in enumerate(problem.places)}
    release = dict.fromkeys((visit.id for visit in problem.visits), 0.0)
    for _ in range(MOST_PASSES):
        free = {carer.id: carer.shift_starts for carer in problem.carers}
        here = {carer.id: carer.begins for carer in problem.carers}
        starts, is_settled = {}, True
        for visit in order:
            follows = visit.follows
            if follows and follows.visit not in starts:
                return None
            carers = [who[visit.id, side] for side in range(len(visit.tasks))]
            ways = [problem.travel_minutes["car"][place[here[one]], place[visit.place]] for one in carers]
            start = max(
                visit.earliest, release[visit.id], *(free[c] + way for c, way in zip(carers, ways, strict=True))
            )
            if follows:
                start = max(start, starts[follows.visit] + follows.least_minutes)
                if start > starts[follows.visit] + follows.most_minutes + 1e-9:
                    release[follows.visit], is_settled = start - follows.most_minutes, False
            starts[visit.id] = start
            for side, carer in enumerate(carers):
                free[carer], here[carer] = start + visit.tasks[side].minutes, visit.place
        if is_settled:
            return starts
    return None


def a_benchmark_day(seed, *, people=6, carers=3):
    """A day in the form of the UHHC benchmark: every kind of cost, window, pair and shift; nobody must be visited."""
    random = np.random.default_rng(seed)
    where = random.uniform(0, 40, (people + 2, 2))
    ways = np.ceil(np.linalg.norm(where[:, None] - where[None, :], axis=2)).astype(int)
    weight = {
        name: int(random.integers(1, most)) for name, most in
        (("travel_time", 8), ("total_tardiness", 10), ("highest_tardiness", 5), ("total_waiting_time", 10),
         ("total_extra_time", 10), ("max_idle_time", 40), ("caregiver_preferences", 20))
    }  # fmt: skip
    if random.random() < 0.3:
        weight["total_tardiness"] = "HARD"
    return {
        "metadata": {
            "time_window_met": str(random.choice(["at_service_start", "at_service_end"])),
            "cost_components": weight | {"optional_patients": 900, "missed_lunch_break": 60},
        },
        "distances": ways.tolist(),
        "terminal_points": [{"id": f"d{n}", "distance_matrix_index": n} for n in range(2)],
        "services": [{"id": f"s{n}", "type": f"t{n}", "default_duration": 15 * (n + 1)} for n in range(3)],
        "caregivers": [a_caregiver(random, n) for n in range(carers)],
        "patients": [a_patient(random, n, carers) for n in range(people)],
        "lunch_breaks": {"start": 180, "end": 360, "min_duration": 30},
    }


def a_caregiver(random, number):
    """A carer of such a day; some leave before lunch and some begin after, and those have none."""
    starts = int(random.choice([0, 30, 150, 300, 400]))
    ends = starts + int(random.choice([150, 300, 480]))
    return {
        "id": f"c{number}", "abilities": ["s0", f"s{1 + number % 2}", "s2"][: 3 if number else 2],
        "departing_point": f"d{number % 2}", "arrival_point": f"d{number % 2}",
        "working_shift": {"start": starts, "end": ends},
        "lunch_break": starts <= 300 and ends >= 240 and bool(random.random() < 0.8),
    }  # fmt: skip


def a_patient(random, number, carers):
    """A person of such a day."""
    starts, services = int(random.integers(0, 350)), list(random.permutation(3)[: random.integers(1, 3)])
    windows = [{"start": starts, "end": starts + int(random.integers(90, 150))}]
    if random.random() < 0.4:
        later = windows[0]["end"] + int(random.integers(20, 100))
        windows.append({"start": later, "end": later + 90})
    kinds = [
        {"type": "independent"}, {"type": "simultaneous"},
        {"type": "sequential", "distance": {"min": int(random.integers(0, 40)), "max": int(random.integers(40, 80))}},
    ]  # fmt: skip
    return {
        "id": f"p{number}", "required_services": [{"service": f"s{one}"} for one in services],
        "distance_matrix_index": number + 2, "optional": True, "time_windows": windows,
        "synchronization": kinds[int(random.integers(3))] if len(services) > 1 else None,
        "preferred_caregivers": [f"c{int(random.integers(carers))}"] if random.random() < 0.4 else None,
        "incompatible_caregivers": [f"c{int(random.integers(carers))}"] if random.random() < 0.2 else None,
    }  # fmt: skip
