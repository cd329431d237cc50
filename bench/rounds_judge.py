"""A second opinion on UHHC solution files: what a plan costs, by what, and which rules it breaks.

    python bench/rounds_judge.py i-235.json solution.json

The rules and costs are those of the benchmark's toolbox (iolab-uniud/uhhc-toolbox, `validator solution`), written anew
from a reading of it, with lunch where the file says; nothing of joinedup is used. Stricter in one thing: visits and
lunch take as long as they are said to, where the toolbox allows longer.
"""

import json
import sys
from bisect import bisect_right
from pathlib import Path

LUNCH = "lunch_break"
CLOSE = 1e-6
STARTS, ENDS = ("start_service_time", "arrival_time", "start_time"), ("end_service_time", "departure_time", "end_time")
PUBLISHED_AS = {"preferences": "caregiver_preferences", "unscheduled": "optional_patients"}


class Plan:
    """A solution of an instance, as it is said: by carer, stops in order of their start."""

    def __init__(self, said, solution):
        self.said = said
        self.people = {one["id"]: one for one in said["patients"]}
        self.carers = {one["id"]: one for one in said["caregivers"]}
        self.usual = {one["id"]: one.get("default_duration") for one in said["services"]}
        self.row = {one["id"]: one["distance_matrix_index"] for one in (*said["terminal_points"], *said["patients"])}
        self.is_by_end = said["metadata"].get("time_window_met") == "at_service_end"
        routes = {one["caregiver_id"]: one.get("locations") or [] for one in solution["routes"]}
        self.stops = {carer: sorted(map(stop_of, routes.get(carer, [])), key=first_of) for carer in self.carers}
        self.calls = [
            (carer, *stop) for carer, stops in self.stops.items() for stop in stops if stop[1] != LUNCH
        ]  # fmt: skip
        self.visited = {person for _, person, *_ in self.calls}

    def minutes(self, person, service):
        """How long a service takes at a person."""
        wanted = next((one for one in self.people[person]["required_services"] if one["service"] == service), {})
        return wanted.get("duration") or self.usual[service]

    def late(self, person, start, end):
        """Minutes late: after the last window that began by then."""
        windows = self.people[person]["time_windows"]
        at = max(0, bisect_right([one["start"] for one in windows], start) - 1)
        return max(0, (end if self.is_by_end else start) - windows[at]["end"])


def stop_of(said):
    """Who, what, from when, until when."""
    start, end = (said[next(name for name in names if name in said)] for names in (STARTS, ENDS))
    return said["patient"], said["service"], start, end


def first_of(stop):
    """By what stops are put in order."""
    return stop[2]


def judged(said, solution):
    """Costs by the names of the instance, weighted, and the rules that are broken, in words."""
    plan = Plan(said, solution)
    walks = {carer: walked(plan, carer) for carer in plan.carers}
    late = [plan.late(person, start, end) for _, person, _, start, end in plan.calls]
    counted = {
        "travel_time": sum(one["travel"] for one in walks.values()),
        "total_tardiness": sum(late),
        "highest_tardiness": max(late, default=0),
        "total_waiting_time": sum(one["waiting"] for one in walks.values()),
        "total_extra_time": sum(one["extra"] for one in walks.values()),
        "max_idle_time": max(one["idle"] for one in walks.values()),
        "caregiver_preferences": sum(is_stranger(plan, carer, person) for carer, person, *_ in plan.calls),
        "optional_patients": len(plan.people) - len(plan.visited),
        "missed_lunch_break": sum(misses_lunch(plan, carer) for carer in plan.carers),
    }
    weights = {name: said["metadata"]["cost_components"].get(name) for name in counted}
    broken = [f"{name} is {counted[name]:g}" for name, weight in weights.items() if weight == "HARD" and counted[name]]
    broken += [fault for walk in walks.values() for fault in walk["faults"]]
    broken += [fault for call in plan.calls for fault in call_faults(plan, *call)]
    broken += [fault for person in said["patients"] for fault in person_faults(plan, person)]
    number = {None: 0, "HARD": 1}
    return {name: counted[name] * number.get(weight, weight) for name, weight in weights.items()}, broken


def walked(plan, carer):
    """One round from leaving to being back: minutes by what, and what cannot be."""
    who, stops, ways = plan.carers[carer], plan.stops[carer], plan.said["distances"]
    starts, ends = who["working_shift"]["start"], who["working_shift"]["end"]
    here = base = plan.row[who["departing_point"]]
    home = plan.row[who.get("arrival_point") or who["departing_point"]]
    if not stops:
        return {"travel": ways[base][home], "waiting": 0, "extra": 0, "idle": ends - starts, "faults": []}
    rows = [plan.row[person] if person in plan.visited else base for person, *_ in stops]
    free = stops[0][2] - ways[base][rows[0]]
    travel, waiting, idle = 0, 0, free - starts
    faults = [f"{carer} leaves at {free:g}"] if free < starts - CLOSE else []
    for number, ((person, service, start, end), row) in enumerate(zip(stops, rows, strict=True)):
        wait = start - free - ways[here][row]
        if wait < -CLOSE:
            faults.append(f"{carer} cannot be at {person} by {start:g}")
        is_after_first_lunch = number == 1 and stops[0][1] == LUNCH
        travel, idle = travel + ways[here][row], idle + wait
        waiting += 0 if is_after_first_lunch else wait
        faults += lunch_faults(plan, carer, start, end) if service == LUNCH else []
        free, here = end, row
    back = free + ways[here][home]
    idle += max(0, ends - back)
    travel += ways[here][home]
    return {"travel": travel, "waiting": waiting, "extra": max(0, back - ends), "idle": idle, "faults": faults}


def lunch_faults(plan, carer, start, end):
    """What is wrong about a lunch."""
    lunch = plan.said["lunch_breaks"]
    is_good = start >= lunch["start"] - CLOSE and (end if plan.is_by_end else start) <= lunch["end"] + CLOSE
    is_good = is_good and abs(end - start - lunch["min_duration"]) < CLOSE and plan.carers[carer].get("lunch_break")
    return [] if is_good else [f"{carer} has lunch from {start:g} to {end:g}"]


def misses_lunch(plan, carer):
    """Whether a carer who is to have lunch has none."""
    return bool(plan.carers[carer].get("lunch_break")) and all(stop[1] != LUNCH for stop in plan.stops[carer])


def is_stranger(plan, carer, person):
    """Whether a carer is not among those a person prefers, if they prefer any."""
    preferred = plan.people[person].get("preferred_caregivers")
    return preferred is not None and carer not in preferred


def call_faults(plan, carer, person, service, start, end):
    """What is wrong about one service given."""
    who = plan.people[person]
    wrong = {
        f"{carer} lacks {service}": service not in plan.carers[carer]["abilities"],
        f"{carer} is refused by {person}": carer in (who.get("incompatible_caregivers") or ()),
        f"{person} is visited at {start:g}, too early": start < who["time_windows"][0]["start"] - CLOSE,
        f"{person} has {service} from {start:g} to {end:g}": abs(end - start - plan.minutes(person, service)) > CLOSE,
        f"{person} wants no {service}": service not in {one["service"] for one in who["required_services"]},
    }
    return [words for words, is_wrong in wrong.items() if is_wrong]


def person_faults(plan, person):
    """What is wrong about all that is given to one person."""
    name, given = person["id"], [call for call in plan.calls if call[1] == person["id"]]
    if not given:
        return [] if person.get("optional") else [f"{name} must be visited"]
    wanted = [one["service"] for one in person["required_services"]]
    if sorted(call[2] for call in given) != sorted(wanted):
        return [f"{name} is given {[call[2] for call in given]}"]
    how = person.get("synchronization") or {"type": "independent"}
    if how["type"] == "independent":
        return []
    one, two = (next(call for call in given if call[2] == service) for service in wanted)
    least, most = (0, 0) if how["type"] == "simultaneous" else bounds_of(how["distance"])
    faults = [f"{name} has {one[0]} twice"] if one[0] == two[0] else []
    is_apart = least - CLOSE <= two[3] - one[3] <= most + CLOSE
    return faults if is_apart else [*faults, f"{name} is visited {two[3] - one[3]:g} minutes apart"]


def bounds_of(distance):
    """The least and most minutes from one service to the next."""
    return (distance["min"], distance["max"]) if isinstance(distance, dict) else distance


def main():
    """Print what the plan of a file costs, beside what the file says it costs."""
    files = [Path(name) for name in sys.argv[1:]]
    if len(files) != 2 or not all(map(Path.is_file, files)):
        print(__doc__)
        return
    said, solution = (json.loads(file.read_text()) for file in files)
    costs, broken = judged(said, solution)
    stated = {PUBLISHED_AS.get(name, name): cost for name, cost in (solution.get("cost_components") or {}).items()}
    for name, cost in costs.items():
        print(f"{name:24}{cost:>10g}{stated.get(name, ''):>10}")
    print(f"{'all':24}{sum(costs.values()):>10g}{(solution.get('cost') or {}).get('objective') or '':>10}")
    print("\n".join(broken) or "no rule is broken")


if __name__ == "__main__":
    main()
