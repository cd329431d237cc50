"""The run's plan for the whole place, and what it was made from, for leads to look at and to choose again."""

import json
from datetime import datetime
from pathlib import Path

import pyarrow.parquet as pq

from joinedup.job.plans import FIGURES, SETTINGS
from joinedup.web.plans.models import Beginnings, Plan
from joinedup.web.plans.planning.rows import place_tables

NEEDED = ("person", "fit", "limit", "unmet", "promise", "ledger", "collision")
THE_RUNS_OWN = "The run's plan"


def load(run_dir: Path, *, at: datetime) -> int:
    """Enter the plan; returns 1, or 0 where the run kept none."""
    folder = run_dir / "plans"
    paths = [folder / f"{name}.parquet" for name in NEEDED]
    if not all(path.is_file() for path in (*paths, folder / FIGURES, folder / SETTINGS)):
        return 0
    Beginnings.objects.create(
        person=(folder / "person.parquet").read_bytes(),
        fit=(folder / "fit.parquet").read_bytes(),
        settings=(folder / SETTINGS).read_text(encoding="utf-8"),
    )
    tables = {path.stem: pq.read_table(path) for path in paths[2:]}
    Plan.objects.create(
        name=THE_RUNS_OWN,
        is_base=True,
        figures=json.loads((folder / FIGURES).read_text(encoding="utf-8")),
        made_at=at,
        **place_tables(tables),
    )
    return 1
