"""`joinedup risk fit`, `risk score` and `risk evaluate` as a person types them."""

import json
from pathlib import Path

import numpy as np
import pyarrow.csv as arrow_csv
import pytest
from typer.testing import CliRunner

import joinedup.cli.risk_evaluate  # adds the commands
from joinedup.cli import app
from joinedup.core.risk.evaluation import challenger
from joinedup.core.risk.failures import ModelOfAnotherVersion, NoUsableFeature, TooFewEvents

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
    assert joinedup.cli.risk_evaluate
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


def test_a_table_of_an_old_spreadsheet_is_scored_and_said(visits: Path) -> None:
    fit(visits)
    out = visits.with_name("scored.csv")
    visits.write_bytes("id,falls,tenure\n1,2,owned\n2,0,loué\n".encode("cp1252"))
    done = run("score", visits, "--model", visits.with_name("model.json"), "--out", out)
    assert "note: the file is not UTF-8 (line 3)" in done.output
    assert arrow_csv.read_csv(out)["tenure"].to_pylist() == ["owned", "loué"]


def test_a_model_keeps_which_value_was_its_outcome(visits: Path) -> None:
    visits.write_text(visits.read_text().replace(",1,secret", ",2,secret").replace(",0,secret", ",1,secret"))
    said = '"2" is counted as the outcome, being the larger of "1" and "2"; give --event to choose'
    assert f"note: {said}" in fit(visits).output
    assert json.loads(visits.with_name("model.json").read_text())["about"]["notes"] == [said]


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


def test_evaluate_prints_the_figures_and_writes_both_reports(visits: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(challenger, "SETTINGS", challenger.SETTINGS[:1])
    lines = visits.read_text().splitlines()
    told = [line.replace(",1,secret", ",back,x").replace(",0,secret", ",not back,x") for line in lines[1:]]
    numbered = [f"{at},{line}" for at, line in enumerate(told)]
    visits.write_text("\n".join(["row," + lines[0], *numbered]) + "\n")
    page, data = visits.with_name("report.md"), visits.with_name("report.json")
    words = ["--outcome", "admitted", "--event", "back", "--person", "id", "--group", "tenure", "--exclude", "tenure"]
    done = run("evaluate", visits, *words, "--repeats", "1", "--out", page, "--out", data)
    assert done.exit_code == 0
    assert "Glass box less LightGBM: AUROC" in done.output
    assert "row was left out: it numbers the rows" in done.output
    kept = json.loads(data.read_text())
    said = 'counted as not having the outcome: "not back"'
    assert said in done.output
    assert said in kept["notes"]
    assert f"- {said}" in page.read_text()
    assert kept["table"]["features"] == 1
    assert kept["pass_marks"]["reasons sum to the log-odds within 1e-09"] is True
    assert kept["groups"][0] == {
        "grouping": "tenure", "group": "owned", "shown": False, "why": "fewer than 500 people",
    }  # fmt: skip
    assert page.read_text().startswith("# How well admitted is foretold: visits.csv")
    assert "peak memory, MB" in kept["measured"]


def test_a_report_of_no_known_kind_is_refused_before_any_work(visits: Path) -> None:
    done = run("evaluate", visits, "--outcome", "admitted", "--person", "id", "--out", "report.pdf")
    assert done.exit_code == 2
    assert ".json or .md" in done.output


def test_a_model_says_what_it_is_for_and_whom_it_was_made_for(visits: Path) -> None:
    fit(visits, "--population", "People of a made-up town", "--intended-use", "To test")
    kept = json.loads(visits.with_name("model.json").read_text())
    assert kept["version"] == 3
    assert kept["about"]["intended_use"] == "To test"
    assert kept["about"]["population"].startswith("People of a made-up town: 600 rows of 600 people")
    fit(visits)
    assert "signed it on" in json.loads(visits.with_name("model.json").read_text())["about"]["intended_use"]


def test_table_without_a_column_to_learn_from_says_what_became_of_each(tmp_path: Path) -> None:
    lines = [f"{at},name {at},{at % 2}" for at in range(200)]
    (tmp_path / "names.csv").write_text("\n".join(["id,name,admitted", *lines]) + "\n")
    with pytest.raises(NoUsableFeature, match=r"No column is left .* name "):
        fit(tmp_path / "names.csv")


def test_slope_that_too_few_can_tell_is_said_so(visits: Path) -> None:
    visits.write_text("\n".join(visits.read_text().splitlines()[:301]) + "\n")
    assert "calibration slope not told: too few have the outcome" in fit(visits).stdout
