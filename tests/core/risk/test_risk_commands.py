"""`joinedup risk fit` and `risk score` as a person types them."""

from pathlib import Path

import numpy as np
import pyarrow.csv as arrow_csv
import pytest
from typer.testing import CliRunner

import joinedup.cli.risk  # adds the commands
from joinedup.cli import app
from joinedup.core.risk.failures import ModelOfAnotherVersion, TooFewEvents

ROWS = 600


@pytest.fixture
def visits(tmp_path: Path) -> Path:
    rng = np.random.default_rng(1)
    falls = rng.poisson(1.0, ROWS)
    happened = rng.random(ROWS) < 1 / (1 + np.exp(2 - falls))
    lines = [f"{at},{falls[at]},{'rented' if at % 3 else 'owned'},{int(happened[at])},secret" for at in range(ROWS)]
    (tmp_path / "visits.csv").write_text("\n".join(["id,falls,tenure,admitted,constant", *lines]) + "\n")
    return tmp_path / "visits.csv"


def run(*words: object):
    assert joinedup.cli.risk
    return CliRunner().invoke(app, ["risk", *map(str, words)], catch_exceptions=False)


def fit(table: Path, *more: str):
    return run("fit", table, "--outcome", "admitted", "--person", "id", "--out", table.with_name("model.json"), *more)


def test_fit_says_how_it_does_and_score_adds_up(visits: Path) -> None:
    done = fit(visits)
    assert done.exit_code == 0
    assert "note: constant was left out: the same in every row" in done.output
    assert "held out: 150 rows of 150 people" in done.output
    assert "AUROC 0." in done.output
    assert "observed/expected" in done.output
    out = visits.with_name("scored.csv")
    assert "600 rows scored" in run("score", visits, "--model", visits.with_name("model.json"), "--out", out).output
    scored = arrow_csv.read_csv(out).to_pandas()
    summed = scored["baseline"] + scored[[name for name in scored if name.startswith("because: ")]].sum(axis=1)
    assert summed.to_numpy() == pytest.approx(scored["log_odds"].to_numpy(), abs=1e-9)


def test_a_category_never_met_is_counted_in_the_answer(visits: Path) -> None:
    fit(visits)
    visits.write_text("id,falls,tenure\n1,2,boat\n2,many,owned\n")
    done = run("score", visits, "--model", visits.with_name("model.json"), "--out", visits.with_name("scored.parquet"))
    assert "tenure: 1 values the model has not met" in done.output
    assert "falls: 1 values the model has not met" in done.output


def test_an_excluded_column_is_not_in_the_model(visits: Path) -> None:
    fit(visits, "--exclude", "tenure", "--exclude", "constant")
    assert '"tenure"' not in visits.with_name("model.json").read_text()


def test_what_stops_it_is_named_and_leaves_no_model(visits: Path) -> None:
    lines = visits.read_text().splitlines()
    few = [line.rsplit(",", 2)[0] + f",{int(at < 12)},secret" for at, line in enumerate(lines[1:])]
    visits.write_text("\n".join([lines[0], *few]))
    with pytest.raises(TooFewEvents, match="Only 12 people"):
        fit(visits)
    assert not visits.with_name("model.json").exists()


def test_a_model_of_another_version_is_not_used(visits: Path) -> None:
    visits.with_name("model.json").write_text('{"format": "joinedup additive model", "version": 7}')
    with pytest.raises(ModelOfAnotherVersion, match="version 7"):
        run("score", visits, "--model", visits.with_name("model.json"), "--out", visits.with_name("scored.csv"))
    assert not visits.with_name("scored.csv").exists()
