"""The whole job on a small invented county, done once for all who look at what it wrote; nobody changes it."""

from pathlib import Path

import pytest

from joinedup import county
from joinedup.job.pipeline import run_steps
from tests.once import made_once

PEOPLE, SEED = 2000, 31


def done(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the county in `county` and its run in `run`."""
    return made_once(tmp_path_factory, "whole job", do)


def do(home: Path) -> None:
    county.generate(people=PEOPLE, seed=SEED, out=home / "county")
    with_decisions(home / "county")
    run_steps(home / "county" / "place.toml", home / "run")


def with_decisions(place: Path) -> None:
    """Decisions beside the place file, of which no row can be used."""
    row = {
        "decision_id": "d1", "left_source": "gp", "left_record_id": "1", "right_source": "gp", "right_record_id": "2",
        "verdict": "perhaps", "purpose": "review", "needs_two": "false", "decided_by": "ann",
        "decided_at": "2026-01-05T10:00:00",
    }  # fmt: skip
    (place / "decisions.csv").write_text(f"{','.join(row)}\n{','.join(row.values())}\n")
    written = (place / "place.toml").read_text()
    (place / "place.toml").write_text(written.replace("[place]\n", '[place]\ndecisions = "decisions.csv"\n', 1))
