"""Claim: 800,000 people scored and explained within 10 minutes and 8 GB on 2 cores, 50,000 a second or more.

For each size, on an invented county: processor seconds, seconds and peak memory of the risk step (features as at four
dates, four models fitted, everybody scored and explained); people scored and explained a second, features and models
given; how exactly reasons sum to the log-odds; figures a year later; and figures for neighbourhoods a model never saw.
The county is invented: the figures show that the machinery works and say nothing about real people.

    python bench/risk_place.py [--sizes 800000] [--home var/bench] [--rows-left-out 40000]

Takes counties and runs that bench/county.py left in the home, or makes them.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from joinedup.core.engine import Engine
from joinedup.core.interop import read_place
from joinedup.core.risk.features.discharges import make_features_at_discharge, stays_now
from joinedup.core.risk.features.feature_table import make_feature_table
from joinedup.core.risk.features.outcomes import months_later, outcomes, population_rows
from joinedup.core.risk.features.sources import open_sources
from joinedup.core.risk.models.model_file import read_model
from joinedup.core.risk.use.scoring import ContributionFile, score_outcome
from joinedup.core.risk.validation.temporal import PLACE, Year
from joinedup.core.risk.validation.unseen_neighbourhood import leave_one_out
from joinedup.job import risk
from joinedup.job.memory import peak_megabytes, start_counting
from joinedup.job.work import Work

SEED = 20261
SECONDS_ALLOWED, MEGABYTES_ALLOWED, PEOPLE_A_SECOND = 600, 8000, 50_000


def main() -> None:
    """Measure every size and print what was found."""
    options = _options()
    for people in options.sizes:
        county, run = options.home / f"county-{people}", options.home / f"run-{people}"
        _make(people, county, run)
        with tempfile.TemporaryDirectory(dir=options.scratch) as scratch:
            home = Path(scratch)
            (home / "link").symlink_to((run / "link").resolve())
            place = read_place(county / "place.toml")
            print(f"\n{people:,} people, invented")
            step(place, home)
            scoring_alone(place, home)
            sums(home)
            figures(home)
            left_out(place, home, options.rows_left_out)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=lambda text: [int(size) for size in text.split(",")], default=[800_000])
    parser.add_argument("--home", type=Path, default=Path("var/bench"))
    parser.add_argument("--scratch", type=Path, default=None)
    parser.add_argument(
        "--rows-left-out", type=int, default=40_000, help="rows each model without a neighbourhood sees"
    )
    return parser.parse_args()


def _make(people: int, county: Path, run: Path) -> None:
    made = [sys.executable, "-m", "joinedup.cli"]
    if not (county / "place.toml").exists():
        subprocess.run(
            [*made, "county", "--people", str(people), "--seed", str(SEED), "--out", str(county)], check=True
        )
    if not (run / "link" / "person.parquet").exists():
        until_link = ["run", str(county / "place.toml"), "--out", str(run), "--until", "link"]
        subprocess.run([*made, *until_link], check=True)


def cpu_seconds() -> float:
    """Processor seconds of this process so far."""
    used = os.times()
    return used.user + used.system


def step(place, home: Path) -> None:
    """The whole step."""
    into = home / "risk"
    into.mkdir()
    start_counting()
    began, began_cpu = time.perf_counter(), cpu_seconds()
    with Engine(memory_gigabytes=4) as engine:
        counts = risk.run(Work(place, home, into, engine, place.seed))
    seconds, cpu, megabytes = time.perf_counter() - began, cpu_seconds() - began_cpu, peak_megabytes()
    print(f"risk step: {cpu:,.0f} processor seconds, {seconds:,.0f} seconds, {megabytes:,} MB at most; {counts}")
    print(f"  {cpu / 2 / SECONDS_ALLOWED:.2f} of {SECONDS_ALLOWED} s allowed, were both cores its own all the time;")
    print(f"  {seconds / SECONDS_ALLOWED:.2f} as it was; {megabytes / MEGABYTES_ALLOWED:.2f} of {MEGABYTES_ALLOWED} MB")


def scoring_alone(place, home: Path) -> None:
    """Every outcome's scores, all contributions written, and the reasons of those above the thresholds."""
    models = {path.stem: read_model(path) for path in sorted((home / "risk" / "models").glob("*.json"))}
    terms = list(dict.fromkeys(name for model in models.values() for name in model.term_names))
    with Engine(memory_gigabytes=4) as engine:
        present = open_sources(engine, home / "link")
        make_feature_table(engine, as_at=place.as_at, present=present, name="feature_now")
        stays_now(engine, as_at=place.as_at, name="stay")
        make_features_at_discharge(engine, index="stay", as_at=place.as_at, present=present, name="feature_stay")
        people = engine.value("select count(*) from feature_now")
        began, began_cpu = time.perf_counter(), cpu_seconds()
        into = ContributionFile(home / "contribution.parquet", terms)
        scores = 0
        for outcome in outcomes():
            if outcome.name in models:
                table = "feature_stay" if outcome.counted_from == "discharge" else "feature_now"
                threshold = place.thresholds.get(outcome.name)
                model = models[outcome.name]
                found = score_outcome(engine, outcome, model, features=table, threshold=threshold, into=into)
                scores += found.scores.num_rows
        into.close()
        seconds, cpu = time.perf_counter() - began, cpu_seconds() - began_cpu
    print(f"scoring and explaining alone: {people:,} people, {scores:,} scores: {people / cpu:,.0f} people a processor")
    print(f"  second, {people / seconds:,.0f} a second: {people / cpu / PEOPLE_A_SECOND:.1f} times what is needed")


def sums(home: Path) -> None:
    """The largest distance between a score's log-odds and the sum of its parts."""
    order = [("person_id", "ascending"), ("outcome", "ascending")]
    parts = pq.read_table(home / "risk" / "contribution.parquet").sort_by(order)
    scores = pq.read_table(home / "risk" / "score.parquet", columns=["person_id", "outcome", "log_odds"]).sort_by(order)
    summed = np.zeros(parts.num_rows)
    for name in parts.column_names[2:]:
        summed += np.nan_to_num(parts[name].to_numpy())
    furthest = np.abs(summed - scores["log_odds"].to_numpy()).max()
    print(f"reasons: furthest from the log-odds {furthest:.1e} (1e-09 allowed)")


def said(figures: dict) -> str:
    """Figures in words."""
    if not figures.get("shown"):
        return "too few"
    names = {"auroc": "AUROC", "slope": "slope", "observed_over_expected": "O/E"}
    known = [(name, figures[key]) for key, name in names.items() if figures[key]]
    return ", ".join(f"{name} {f['value']:.3f} ({f['low']:.3f} to {f['high']:.3f})" for name, f in known)


def figures(home: Path) -> None:
    """What performance.json says of the later year."""
    page = json.loads((home / "risk" / "performance.json").read_text(encoding="utf-8"))
    print(page["sentence"])
    for name, found in page["outcomes"].items():
        if "overall" in found:
            print(f"a year later, {name}: {found['overall']['events']:,} events, {said(found['overall'])}")
            print(f"  {found['drift']['words']}")


def left_out(place, home: Path, rows: int) -> None:
    """Figures of neighbourhoods by models that never saw them."""
    quick = {"most_rows": rows, "bags": 1}
    with Engine(memory_gigabytes=4) as engine:
        present = open_sources(engine, home / "link")
        years = {}
        for months in (24, 12):
            as_at = months_later(place.as_at, -months)
            make_feature_table(engine, as_at=as_at, present=present, name=f"feature_{months}")
        for outcome in outcomes():
            if outcome.counted_from == "discharge":
                continue
            for months in (24, 12):
                as_at = months_later(place.as_at, -months)
                table = population_rows(
                    engine, outcome, features=f"feature_{months}", known_until=place.as_at, as_at=as_at
                )
                years[months] = Year.of(table, outcome)
            parameters = replace(PLACE, increasing=outcome.increasing, decreasing=outcome.decreasing, **quick)
            found = leave_one_out(outcome, years[24], years[12], parameters, grouping="neighbourhood", seed=place.seed)
            shown = [group for group in found.groups if group.get("shown")]
            ratios = [group["observed_over_expected"]["value"] for group in shown]
            print(f"neighbourhoods never seen, {outcome.name}: pooled {said(found.pooled)};")
            print(f"  {len(shown)} of {len(found.groups)} shown, O/E from {min(ratios):.2f} to {max(ratios):.2f}")


if __name__ == "__main__":
    main()
