"""Claim: the job on 800,000 people and about 3 million records takes at most 15 minutes and 8 GB on 2 cores.

Prints, for each size, seconds, processor seconds and peak memory of making the county and of every step of the run,
how right the joins are by the county's truth, and how times grow from the smallest size to the largest. Seeds are
fixed; times are of the machine it runs on.

    python bench/county.py [--sizes 50000,200000,800000] [--home var/bench]
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from joinedup.core.engine import Engine

SEED = 20261
PAIRS = """
    with known as (select person_id, true_person_id from found join truth using (source, record_id)),
    size as (
        select grouping(person_id) as g, grouping(true_person_id) as t, count(*) as n
        from known group by grouping sets ((person_id), (true_person_id), (person_id, true_person_id), ())
    )
    select sum(n * (n - 1) / 2) filter (g = 0 and t = 1), sum(n * (n - 1) / 2) filter (g = 1 and t = 0),
        sum(n * (n - 1) / 2) filter (g = 0 and t = 0)
    from size
"""


def main() -> None:
    """Run every size and print the table."""
    options = _options()
    results = {people: _measure(people, options.home) for people in options.sizes}
    rows = ["county", "check", "link", "risk", "plans", "run in all"]
    for people, result in results.items():
        print(f"\n{people:,} people, {result['records']:,} records of registers, {result['rows']:,} rows in all")
        print(f"{'':<12}{'seconds':>10}{'cpu s':>10}{'peak MB':>10}")
        for row in rows:
            print(f"{row:<12}" + "".join(f"{figure:>10,.0f}" for figure in result[row]))
        print(how_right(options.home / f"county-{people}", options.home / f"run-{people}"))
    small, large = results[min(results)], results[max(results)]
    print(f"\nfrom {min(results):,} to {max(results):,} people ({max(results) / min(results):.0f} times as many):")
    for row in rows:
        print(f"{row:<12}{large[row][0] / max(small[row][0], 0.1):>8.1f} times the seconds")
    limits = {"run in all": (15 * 60, 8_000), "county": (4 * 60, 8_000)}
    for row, (seconds, megabytes) in limits.items():
        time_share, memory_share = large[row][0] / seconds, large[row][2] / megabytes
        print(f"{row}: {time_share:.2f} of {seconds} s allowed, {memory_share:.2f} of {megabytes} MB allowed")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--sizes", type=lambda text: [int(size) for size in text.split(",")], default=[50_000, 200_000, 800_000]
    )
    parser.add_argument("--home", type=Path, default=Path("var/bench"))
    return parser.parse_args()


def _measure(people: int, home: Path) -> dict:
    county, out = home / f"county-{people}", home / f"run-{people}"
    shutil.rmtree(county, ignore_errors=True)
    shutil.rmtree(out, ignore_errors=True)
    made = _timed(["county", "--people", str(people), "--seed", str(SEED), "--out", str(county)])
    whole = _timed(["run", str(county / "place.toml"), "--out", str(out)])
    steps = json.loads((out / "run.json").read_text())["steps"]
    figures = {
        name: (step["seconds"], step["cpu_seconds"], step["peak_memory_megabytes"]) for name, step in steps.items()
    }
    whole = (whole[0], whole[1], max(whole[2], *(figure[2] for figure in figures.values())))
    counts = {"records": steps["link"]["counts"]["records"], "rows": steps["check"]["counts"]["rows"]}
    return {"county": made, **figures, "run in all": whole, **counts}


def how_right(county: Path, out: Path) -> str:
    """Pairs of records joined, and pairs that should have been, held against the truth."""
    with Engine() as engine:
        engine.register("found", out / "link" / "person_record.parquet")
        engine.register("truth", county / "truth" / "record.parquet")
        joined, same, both = engine.table(PAIRS).to_pylist()[0].values()
    return f"pairs of records: precision {both / joined:.6f} ({joined - both:,.0f} wrong), recall {both / same:.4f}"


def _timed(command: list[str]) -> tuple[float, float, float]:
    """Wall seconds, processor seconds of the process and its children, and its peak resident memory in MB."""
    began = os.times().elapsed
    process = subprocess.Popen([sys.executable, "-m", "joinedup.cli", *command])
    _, status, used = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"joinedup {command[0]} failed")
    return os.times().elapsed - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


if __name__ == "__main__":
    main()
