"""Home-care rounds on the public benchmarks, beside the best that is published.

    python bench/rounds.py                    # Mankowska and Kummer as given; two hours
    python bench/rounds.py --seeds 1 --seconds 20 --only A,B,C
    python bench/rounds.py --part kummer

One parameter set for all, single runs of `solve` as shipped, every result worked out again by the independent checker.
The instances are read from ../shared/data/visits (JOINEDUP_SHARED elsewhere). Compiling is not counted.
"""

import argparse
import csv
import json
import os
import resource
import statistics
import time
from pathlib import Path

from joinedup.core.visits import Stop, check, hhcrsp, solve

HERE = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("JOINEDUP_SHARED", HERE.parent / "shared")) / "data" / "visits"
SURE = 0.1
"""Published values are rounded to one decimal: a gain or loss counts only beyond it."""


def one(path, seconds, seed):
    """One run: cost by the checker, CPU seconds, changes tried."""
    problem = hhcrsp.read(json.loads(path.read_text()))
    solve(problem, Stop(None, 0))  # compiles
    began = time.process_time()
    rounds = solve(problem, Stop(seconds), seed)
    cpu = time.process_time() - began
    found = check(problem, rounds.attendances)
    assert not found.broken, found.broken
    assert not found.unplanned
    assert abs(found.cost - rounds.cost) < 1e-3
    return found.cost, cpu, rounds.moves


def mankowska(options):
    """Each instance against BRKGA-MP-IPR (best of 15) and the best known."""
    published = {row["instance"]: row for row in csv.DictReader((DATA / "best_known.csv").open())}
    families = {}
    print(f"\n## Mankowska, {options.seconds:g} s by the clock, {options.seeds} seeds")
    print("instance | mean | best | BRKGA-MP-IPR, best of 15 | best known | moves per CPU s")
    for name, row in published.items():
        if options.only and not name.startswith(tuple(options.only.split(","))):
            continue
        runs = [one(DATA / "mankowska" / f"{name}.json", options.seconds, seed) for seed in range(options.seeds)]
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


def kummer(options):
    """The sample against the best published."""
    print(f"\n## Kummer, {options.seconds:g} s by the clock, {options.seeds} seeds")
    print("instance | mean | best published | ratio")
    ratios = []
    for row in csv.DictReader((DATA / "kummer_best.csv").open()):
        path = DATA / "kummer" / row["instance"]
        if not path.exists():
            continue
        mean = statistics.mean(one(path, options.seconds, seed)[0] for seed in range(options.seeds))
        ratios.append(mean / float(row["best_published"]))
        print(f"{path.stem} | {mean:.2f} | {float(row['best_published']):.2f} | {ratios[-1]:.4f}", flush=True)
    print(f"mean ratio {statistics.mean(ratios):.4f}")


PARTS = {"mankowska": mankowska, "kummer": kummer}


def main():
    """Print the parts asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=PARTS, action="append")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--only", default="", help="instances, by the beginnings of their names: B,C3")
    options = parser.parse_args()
    if not DATA.is_dir():
        print(f"no benchmark instances in {DATA}")
        return
    for name in options.part or PARTS:
        PARTS[name](options)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB")


if __name__ == "__main__":
    main()
