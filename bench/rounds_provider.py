"""An invented provider of home care, of any size, from a seed: clients in towns and villages, carers with shifts."""

import numpy as np

from joinedup.core.visits import Carer, Follows, Problem, Task, Visit, Weights
from joinedup.core.visits.travel import Point, StraightLines

SKILLS = ("medicines", "hoist", "catheter", "dementia")
TIMES = ((420, 600, 30), (690, 840, 30), (960, 1110, 30), (1140, 1290, 30))
"""Breakfast, lunch, tea and bed: from, due (minutes from midnight), usual length."""
STAFFED = ((390, 930), (420, 930), (810, 1380), (840, 1380))
"""Shifts, minutes from midnight: hours enough at every time of day, also when one in seven has a day off."""
SHORT_AT_BEDTIME = ((390, 870), (420, 900), (840, 1380), (420, 1140), (900, 1380))
"""And shifts that give fewer hours at bedtime than are needed, once everybody has had their day off."""
DAYS_WORKED = 6 / 7


def a_provider_day(seed=1, *, carers=200, visits=1500, weekday=0, shifts=STAFFED):
    """A day: the same clients, carers and shifts on every weekday, not the same visits."""
    random = np.random.default_rng(seed)
    clients = int(visits / 2.55)
    towns = random.uniform((50.62, -2.4), (50.85, -1.75), (12, 2))
    homes = towns[random.integers(0, 12, clients)] + random.normal(0, 0.018, (clients, 2))
    bases = towns[random.integers(0, 12, carers)] + random.normal(0, 0.02, (carers, 2))
    points = [Point(*map(float, one), bool(random.random() < 0.3)) for one in np.vstack([homes, bases])]
    places = (*(f"home {n}" for n in range(clients)), *(f"base {n}" for n in range(carers)))
    needs = [frozenset(skill for skill in SKILLS if random.random() < 0.15) for _ in range(clients)]
    calls = random.choice((1, 2, 3, 4), clients, p=(0.2, 0.3, 0.25, 0.25))
    doubles = random.random(clients) < 0.08
    can = [frozenset(skill for skill in SKILLS if random.random() < 0.75) for _ in range(carers)]
    kinds, patterns = random.random(carers), random.integers(0, len(shifts), carers)
    today = np.random.default_rng((seed, weekday))
    made, made_for = [], today.permutation(clients)
    for client in made_for:
        which = sorted(random_times(today, int(calls[client])))
        for at, time in enumerate(which):
            start, due, minutes = TIMES[time]
            shift = float(today.integers(-20, 20))
            follows = Follows(f"v{client} {which[at - 1]}", 150.0) if at else None
            made.append(
                Visit(
                    f"v{client} {time}",
                    f"home {client}",
                    (Task(float(minutes + 15 * (today.random() < 0.25)), needs[client]),)
                    * (2 if doubles[client] else 1),
                    earliest=start + shift,
                    due=due + shift,
                    latest=due + shift + 45.0,
                    follows=follows,
                    person=f"p{client}",
                )
            )
    staff = []
    for n in range(carers):
        starts, ends = shifts[patterns[n]]
        kind = "car" if kinds[n] < 0.85 else "bicycle" if kinds[n] < 0.95 else "walking"
        staff.append(Carer(f"c{n}", can[n], f"base {n}", f"base {n}", float(starts), float(ends), kind))
    ways = StraightLines()
    travel = {kind: ways.minutes(points, kind) for kind in ("car", "bicycle", "walking")}
    return Problem(tuple(made[:visits]), tuple(staff), places, travel, Weights(worst_late=0.0))


def random_times(random, calls):
    """Which of the times of day somebody is visited."""
    return random.choice(len(TIMES), calls, replace=False).tolist()


def hours_asked(day):
    """By time of day, hours needed at least, and hours of carers then with one day in seven off; and by skill the same.

    Needed is time at visits and the way from the nearest other visit of that time by car: less no plan can need. There
    are all hours of shifts within which visits of that time may be; the way from home, breaks and waits among them.
    """
    found, ways = {}, day.travel_minutes["car"]
    for name, (start, _, _) in zip(("breakfast", "lunch", "tea", "bed"), TIMES, strict=True):
        then = [visit for visit in day.visits if abs(visit.earliest - start) <= 20]
        first = min(visit.earliest for visit in then)
        last = max(visit.latest + visit.tasks[0].minutes for visit in then)
        spots = np.array([day.place_number[visit.place] for visit in then])
        between = ways[np.ix_(spots, spots)] + np.diag([np.inf] * len(spots))
        for skill in ("", *SKILLS):
            needed = sum(
                (visit.tasks[0].minutes + float(way)) * len(visit.tasks)
                for visit, way in zip(then, between.min(axis=1), strict=True)
                if not skill or skill in visit.tasks[0].skills
            )
            there = sum(
                max(0.0, min(carer.shift_ends, last) - max(carer.shift_starts, first))
                for carer in day.carers
                if not skill or skill in carer.skills
            )
            found[name, skill] = needed / 60, there * DAYS_WORKED / 60
    return found
