"""Each plan kept in docs/evidence/rounds breaks no rule of its benchmark day and costs less than the best published.

The days are of Mankowska and others (2014), as github.com/iolab-uniud/hhcrsp gives them, and not in this repository.
JOINEDUP_SHARED names the folder whose data/visits has them.
"""

import csv
import json
import os
from pathlib import Path

import pytest

from joinedup.core.visits import check, read_problem, read_rounds

HERE = Path(__file__).parents[2]
DATA = Path(os.environ.get("JOINEDUP_SHARED", HERE.parent / "shared")) / "data" / "visits"
KEPT = sorted((HERE / "docs" / "evidence" / "rounds").glob("*.json"))
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="optional data: the benchmark days of Mankowska and others")


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.stem)
def test_kept_plan_is_a_record(path):
    with (DATA / "best_known.csv").open(encoding="utf-8", newline="") as file:
        best = {row["instance"]: float(row["best_known"]) for row in csv.DictReader(file)}
    problem = read_problem(json.loads((DATA / "mankowska" / path.name).read_text(encoding="utf-8")))
    found = check(problem, read_rounds(json.loads(path.read_text(encoding="utf-8")), problem))
    assert found.broken == ()
    assert found.cost < best[path.stem] - 0.1  # published values are rounded to one decimal
