"""Home-care rounds on the public benchmarks and at a large provider, beside the best that is published.

    python bench/rounds.py                                          # all parts; several hours
    python bench/rounds.py --part mankowska --seconds 60 --seeds 5 --families B,C
    python bench/rounds.py --part uhhc --seconds 1000 --seeds 1 --processor --results runs.csv
    python bench/rounds.py --part provider --seconds 60
    python bench/rounds.py --part others --seconds 10               # OR-Tools and PyVRP, if they are installed

One parameter set for all, single runs of `solve` as shipped. Every result is worked out again by the checker, UHHC's
also by `rounds_judge`, which knows the benchmark's rules and nothing of joinedup. Instances are read from
../shared/data/visits (JOINEDUP_SHARED elsewhere). Compiling is not counted. With --processor each of the two searches
has the seconds as computing, however busy the machine is; else they are by the clock. With --results a run that is in
the file already is not made again, so that long runs can be stopped and gone on with.
"""

import argparse
import csv
import json
import os
import resource
import statistics
import time
from datetime import date, timedelta
from pathlib import Path

from rounds_judge import judged
from rounds_others import others
from rounds_provider import SHORT_AT_BEDTIME, STAFFED, a_provider_day, hours_asked

from joinedup.core.visits import (
    Period,
    Stop,
    changes,
    check,
    plan_period,
    read_problem,
    replan,
    solve,
    who_can_take,
    with_carer_away,
    write_rounds,
)
from joinedup.core.visits.compiling import compile_all

HERE = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("JOINEDUP_SHARED", HERE.parent / "shared")) / "data" / "visits"
SURE = 0.1
"""Published values are rounded to one decimal: a gain or loss counts only beyond it."""
COLUMNS = ("part", "instance", "seconds", "seed", "cost", "cpu_seconds", "moves")
LONGEST_OVER_TIME = (1, 2, 5, 10, 20, 30, 60)


class Results:
    """Runs that were made, in a file if one is named: one row per part, instance, time and seed.

    Times by the clock and by the processor are not to be mixed in one file.
    """

    def __init__(self, path, by_processor=False):
        self.path, self.by_processor = Path(path) if path else None, by_processor
        self.rows = {}
        if self.path and self.path.exists():
            for row in csv.DictReader(self.path.open()):
                self.rows[row["part"], row["instance"], float(row["seconds"]), int(row["seed"])] = row

    def stop(self, seconds):
        """When a run of so many seconds stops."""
        return Stop(None, processor_seconds=seconds) if self.by_processor else Stop(seconds)

    def says(self):
        """How seconds are counted."""
        return "s of computing for each search" if self.by_processor else "s by the clock"

    def run(self, part, path, seconds, seed, solutions=None):
        """Cost by the checker, CPU seconds and changes tried; from the file, or of a run made now."""
        key = part, path.stem, float(seconds), seed
        if key not in self.rows:
            self.rows[key] = dict(zip(COLUMNS, (*key, *one(path, self.stop(seconds), seed, solutions)), strict=True))
            if self.path:
                is_new = not self.path.exists()
                with self.path.open("a", newline="") as file:
                    writer = csv.DictWriter(file, COLUMNS)
                    if is_new:
                        writer.writeheader()
                    writer.writerow(self.rows[key])
        row = self.rows[key]
        return float(row["cost"]), float(row["cpu_seconds"]), float(row["moves"])


def one(path, stop, seed, solutions=None):
    """One run, checked; its solution kept where that is asked."""
    said = json.loads(path.read_text())
    problem = read_problem(said)
    solve(problem, Stop(None, 0))  # compiles
    began = time.process_time()
    rounds = solve(problem, stop, seed)
    cpu = time.process_time() - began
    found = check(problem, rounds.attendances)
    assert not found.broken, found.broken
    assert abs(found.cost - rounds.cost) < 1e-3 * max(1.0, abs(found.cost) * 1e-3)
    written = write_rounds(rounds, said)
    if path.parent.name == "uhhc":
        costs, broken = judged(said, written)
        assert not broken, broken
        assert abs(sum(costs.values()) - found.cost) < 1e-3, (costs, found.cost)
    if solutions:
        solutions.mkdir(parents=True, exist_ok=True)
        (solutions / f"{path.stem}-{seed}-{found.cost:.2f}.json").write_text(json.dumps(written, indent=1) + "\n")
    return found.cost, cpu, rounds.moves


def is_asked(name, options):
    """Whether an instance is among those asked for."""
    return not options.families or name.startswith(tuple(options.families.split(",")))


def mankowska(options, results):
    """Each instance against BRKGA-MP-IPR (best of 15) and the best known."""
    published = {row["instance"]: row for row in csv.DictReader((DATA / "best_known.csv").open())}
    families = {}
    print(f"\n## Mankowska, {options.seconds:g} {results.says()}, {options.seeds} seeds")
    print("instance | mean | best | BRKGA-MP-IPR, best of 15 | best known | moves per CPU s")
    for name, row in published.items():
        if not is_asked(name, options):
            continue
        path = DATA / "mankowska" / f"{name}.json"
        runs = [
            results.run("mankowska", path, options.seconds, seed, options.solutions) for seed in range(options.seeds)
        ]
        costs = [cost for cost, _, _ in runs]
        rate = sum(moves for _, _, moves in runs) / sum(cpu for _, cpu, _ in runs)
        anchor, known = float(row["brkga_mp_ipr_best"]), float(row["best_known"])
        mean, best = statistics.mean(costs), min(costs)
        families.setdefault(name[0], []).append((mean, best, anchor, known))
        says = "new" if best < known - SURE else "equal" if best < known + SURE else ""
        print(f"{name} | {mean:.2f} | {best:.2f} {says} | {anchor:.1f} | {known:.1f} | {rate:,.0f}", flush=True)
    print("\nfamily | mean of means | mean of bests | BRKGA-MP-IPR | best known | below BRKGA's | at best known")
    for family, rows in families.items():
        means = [statistics.mean(column) for column in zip(*rows, strict=True)]
        better = sum(mean < anchor + SURE for mean, _, anchor, _ in rows)
        at = sum(best < known + SURE for _, best, _, known in rows)
        print(
            f"{family} | {means[0]:.1f} | {means[1]:.1f} | {means[2]:.1f} | {means[3]:.1f} | {better} of {len(rows)} | "
            f"{at} of {len(rows)}"
        )


def kummer(options, results):
    """The sample against the best published."""
    print(f"\n## Kummer, {options.seconds:g} {results.says()}, {options.seeds} seeds")
    print("instance | mean | best published | ratio")
    ratios = []
    for row in csv.DictReader((DATA / "kummer_best.csv").open()):
        path = DATA / "kummer" / row["instance"]
        if not path.exists() or not is_asked(path.stem, options):
            continue
        costs = [
            results.run("kummer", path, options.seconds, seed, options.solutions)[0] for seed in range(options.seeds)
        ]
        mean = statistics.mean(costs)
        ratios.append(mean / float(row["best_published"]))
        print(f"{path.stem} | {mean:.2f} | {float(row['best_published']):.2f} | {ratios[-1]:.4f}", flush=True)
    print(f"mean ratio {statistics.mean(ratios):.4f}" if ratios else "no instance asked for")


def uhhc(options, results):
    """Each instance at the time the published annealing took (or --seconds, if that is less), against its runs."""
    print(
        f"\n## UHHC, at each instance's logged time (at most {options.seconds:g}), {results.says()}, "
        f"{options.seeds} seeds"
    )
    print("instance | seconds | mean | published annealing, mean | best | ratio to its mean")
    ratios = []
    for row in csv.DictReader((DATA / "uhhc_sa_costs.csv").open()):
        path = DATA / "uhhc" / f"{row['instance']}.json"
        if not path.exists() or not is_asked(path.stem, options):
            continue
        seconds = min(options.seconds, float(row["mean_time_s"]))
        costs = [results.run("uhhc", path, seconds, seed, options.solutions)[0] for seed in range(options.seeds)]
        mean, theirs = statistics.mean(costs), float(row["mean_cost"])
        ratios.append(mean / theirs)
        print(
            f"{path.stem} | {seconds:g} | {mean:,.0f} | {theirs:,.0f} | {float(row['best_cost']):,.0f} | "
            f"{ratios[-1]:.3f}",
            flush=True,
        )
    print(f"mean ratio {statistics.mean(ratios):.3f}" if ratios else "no instance asked for")


def over_time(options, results):
    """How cost falls with time, on three sizes."""
    print("\n## Cost over time, one seed")
    times = [seconds for seconds in LONGEST_OVER_TIME if seconds <= options.seconds]
    print(f"instance | {' | '.join(f'{seconds} s' for seconds in times)}")
    for name in ("C1", "E1", "G1"):
        path = DATA / "mankowska" / f"{name}.json"
        costs = [results.run("over time", path, seconds, 0)[0] for seconds in times]
        print(f"{name} | {' | '.join(f'{cost:.1f}' for cost in costs)}", flush=True)


def provider(options, _results):
    """200 carers, 1,500 visits a day: a day, an ill carer, who can take a visit, and a week with the same faces."""
    print(f"\n## A provider of 200 carers and 1,500 visits a day (invented, seed 1), {options.seconds:g} s")
    compile_all()
    day = a_provider_day()
    rounds = solve(day, Stop(options.seconds))
    print(f"a day: cost {rounds.cost:,.0f}, nobody comes to {len(rounds.unplanned)}, {rounds.seconds:.1f} s")
    busiest = sorted(day.carers, key=lambda carer: -len(rounds.round_of(carer.id)))
    for carer in busiest[:: len(busiest) // 4][:3]:
        again = replan(with_carer_away(day, carer.id), rounds.attendances)
        changed = changes(rounds.attendances, again)
        broken = check(again.problem, again.attendances).broken
        print(
            f"{carer.id} ill, who had {len(rounds.round_of(carer.id))} calls: {len(changed)} visits change "
            f"({len(changed) / len(day.visits):.1%}), nobody comes to {len(again.unplanned)}, "
            f"{len(broken)} rules broken, {again.seconds:.1f} s"
        )
    for carers in (1, 2):
        visit = next(call.visit for call in rounds.calls if len(call.visit.tasks) == carers)
        began = time.perf_counter()
        who_can_take(day, rounds.attendances, [visit.id])
        print(f"who can take a visit by {carers}: {time.perf_counter() - began:.2f} s")
    week(options, _results)


def week(options, _results):
    """The weeks of the provider alone, which `provider` makes too."""
    compile_all()
    for name, shifts in (("hours enough", STAFFED), ("short at bedtime", SHORT_AT_BEDTIME)):
        a_week(name, shifts, options.seconds)


def a_week(name, shifts, seconds):
    """A week with the same faces: what is needed of the hours there are, how soon it stands, and how good it is."""
    monday, told = date(2026, 12, 7), []
    week = Period({monday + timedelta(days=n): a_provider_day(weekday=n, shifts=shifts) for n in range(7)})
    print(f"\n### A week, {name}, {seconds:g} s for all days")
    for time_of_day in ("breakfast", "lunch", "tea", "bed"):
        shares = [
            needed / there
            for (at, _), (needed, there) in hours_asked(next(iter(week.days.values()))).items()
            if at == time_of_day
        ]
        print(f"{time_of_day}: {shares[0]:.0%} of hours needed at least; of a skill's {max(shares[1:]):.0%}")
    began = time.perf_counter()
    found = plan_period(week, Stop(seconds), told=lambda _: told.append(time.perf_counter() - began))
    print(f"first plan after {told[-1]:.0f} s, all after {time.perf_counter() - began:.0f} s")
    visits = sum(len(one.visits) for one in week.days.values())
    left_out = {day: len(one.unplanned) for day, one in found.days.items()}
    broken = sum(len(check(one.problem, one.attendances).broken) for one in found.days.values())
    print(
        f"nobody comes to {sum(left_out.values())} of {visits:,} visits ({sum(left_out.values()) / visits:.2%}):",
        end=" ",
    )
    print(", ".join(f"{day:%a} {count}" for day, count in left_out.items()))
    late = sum(one.costs["late"] / one.problem.weights.late for one in found.days.values())
    calls = sum(len(one.calls) for one in found.days.values())
    print(f"{late / calls:.1f} minutes late a call; {broken} rules of a day and {len(found.faults)} on hours broken")
    print(
        f"{statistics.mean(found.faces.values()):.1f} faces a person for {calls / len(found.faces):.1f} calls",
        flush=True,
    )


PARTS = {
    "mankowska": mankowska, "kummer": kummer, "uhhc": uhhc, "over-time": over_time, "provider": provider, "week": week,
    "others": lambda options, _results: others(options.seconds),
}  # fmt: skip


def main():
    """Print the parts asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=PARTS, action="append")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--families", "--only", default="", help="instances, by the beginnings of their names: B,C3")
    parser.add_argument(
        "--processor", action="store_true", help="seconds of computing for each search, not by the clock"
    )
    parser.add_argument("--results", help="a file of runs (CSV), to go on with")
    parser.add_argument("--solutions", type=Path, help="a folder where each solution is kept, in the benchmark's form")
    options = parser.parse_args()
    results = Results(options.results, options.processor)
    for name in options.part or [part for part in PARTS if part != "week"]:
        if name not in ("provider", "week", "others") and not DATA.is_dir():
            print(f"no benchmark instances in {DATA}")
            continue
        PARTS[name](options, results)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB")


if __name__ == "__main__":
    main()
