"""Tables nobody has seen before: what is taken, what is left out, what is refused."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from joinedup.core.risk.any_table import fit_any as fitting
from joinedup.core.risk.any_table.reading import read_table
from joinedup.core.risk.any_table.table import fit_table, score_columns
from joinedup.core.risk.failures import ColumnMissing, OutcomeNotBinary, TableNotReadable
from joinedup.core.risk.models.additive import AdditiveModel, Axis, Term
from joinedup.core.risk.models.parameters import FitParameters

ROWS = 1200


@pytest.fixture(scope="module")
def visits() -> pa.Table:
    """Three rows for each of 400 people: a count, a yes or no, categories, gaps, a date and a list."""
    rng = np.random.default_rng(6)
    count = rng.poisson(1.5, ROWS)
    happened = rng.random(ROWS) < 1 / (1 + np.exp(2.0 - 0.7 * count))
    return pa.table(
        {
            "who": [f"person {at // 3}" for at in range(ROWS)],
            "visits": count,
            "alone": rng.random(ROWS) < 0.5,
            "tenure": rng.choice(np.array(["owned", "rented", None], dtype=object), ROWS),
            "income": pa.array(np.where(rng.random(ROWS) < 0.2, np.nan, rng.normal(20, 5, ROWS)), from_pandas=True),
            "seen_on": pa.array([20000] * ROWS, pa.date32()),
            "codes": [["a"]] * ROWS,
            "admitted": np.where(happened, "Yes", "no"),
        }
    )


def given(table: pa.Table, *exclude: str):
    return fit_table(table, outcome="admitted", person="who", exclude=exclude)


def test_numbers_yes_or_no_and_categories_are_taken_and_the_rest_named(visits: pa.Table) -> None:
    found = given(visits)
    assert list(found.columns) == ["visits", "alone", "tenure", "income"]
    assert [note.split(" was")[0] for note in found.notes] == ["seen_on", "codes"]
    assert list(given(visits, "income", "seen_on", "codes").columns) == ["visits", "alone", "tenure"]


def test_csv_and_parquet_say_the_same(visits: pa.Table, tmp_path: Path) -> None:
    plain = visits.drop_columns(["codes", "seen_on"])
    pq.write_table(plain, tmp_path / "visits.parquet")
    plain.to_pandas().to_csv(tmp_path / "visits.csv", index=False, sep=";")
    first, second = (given(read_table(tmp_path / name)) for name in ("visits.parquet", "visits.csv"))
    assert list(first.columns) == list(second.columns)
    for name, values in first.columns.items():
        assert (pa.array(values, from_pandas=True)).equals(pa.array(second.columns[name], from_pandas=True)), name
    assert (first.outcome == second.outcome).all()
    assert (first.person == second.person).all()


def test_rows_without_outcome_or_person_are_left_out_and_counted(visits: pa.Table) -> None:
    who, admitted = visits["who"].to_pylist(), visits["admitted"].to_pylist()
    who[0], admitted[5] = None, None
    holes = visits.set_column(0, "who", [who]).set_column(7, "admitted", [admitted])
    found = given(holes)
    assert len(found.outcome) == len(found.columns["visits"]) == ROWS - 2
    assert found.notes[0] == "2 rows without outcome or person were left out"


def test_the_people_held_out_judge_and_every_part_of_the_answer_is_there(visits: pa.Table) -> None:
    fitted = fitting.fit_any("admitted", given(visits), FitParameters(bags=1), seed=1)
    assert fitted.held_out.people == 100
    assert fitted.held_out.rows == 300
    assert fitted.held_out.auroc.low > 0.55
    assert fitted.model.about["fitted_people"] == 300
    assert fitted.model.about["held_out"]["shown"]


def test_an_outcome_with_other_values_is_refused_without_showing_them(visits: pa.Table) -> None:
    with pytest.raises(OutcomeNotBinary, match="3 different values") as refused:
        fit_table(
            visits.append_column("odd", pa.array(["yes", "no", "secret"] * 400)),
            outcome="odd",
            person="who",
            exclude=[],
        )
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(("event", "having_it"), [("2", [2]), (">0", [1, 2, 5]), (" >= 2", [2, 5]), ("<1", [0])])
def test_a_value_or_a_bound_says_which_counts_are_the_outcome(event: str, having_it: list[int]) -> None:
    counts = [0, 1, 2, 5] * 30
    table = pa.table({"who": range(120), "visits": counts, "age": [float(at % 7) for at in range(120)]})
    found = fit_table(table, outcome="visits", person="who", exclude=[], event=event).outcome
    assert found.tolist() == [count in having_it for count in counts]


def test_a_value_written_like_a_bound_means_itself() -> None:
    table = pa.table({"who": range(90), "stay": ["<30", ">30", "NO"] * 30})
    found = fit_table(table, outcome="stay", person="who", exclude=[], event="<30").outcome
    assert found.tolist() == [True, False, False] * 30


def test_an_event_no_row_has_and_a_bound_on_words_are_refused() -> None:
    table = pa.table({"who": range(90), "state": ["dead", "live", "3"] * 30})
    with pytest.raises(OutcomeNotBinary, match="No row of the table has the outcome"):
        fit_table(table, outcome="state", person="who", exclude=[], event="died")
    with pytest.raises(OutcomeNotBinary, match="3 different values"):
        fit_table(table, outcome="state", person="who", exclude=[], event=">1")


def test_a_column_that_is_not_there_is_named_with_those_that_are(visits: pa.Table) -> None:
    with pytest.raises(ColumnMissing, match=r"no column died.*Available: who, visits"):
        fit_table(visits, outcome="died", person="who", exclude=[])


@pytest.mark.parametrize("content", [b"", b"PAR1 but not really", b"a,b\n1,2,3\n", b"a,b\n", b"\xff\xfe\x00\x01"])
def test_what_is_not_a_table_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_bytes(content)
    with pytest.raises(TableNotReadable):
        read_table(tmp_path / "table.csv")


def test_values_never_met_are_unknown_and_counted() -> None:
    model = AdditiveModel(
        "fall",
        (
            Term((Axis("tenure", categories=("owned",)),), np.array([0.3, 0.1, 0.0])),
            Term((Axis("age", edges=(65.0,)),), np.array([0.5, -0.2, 0.2])),
        ),
        intercept=-1.0,
    )
    table = pa.table({"age": ["70", "old", None], "tenure": ["owned", "boat", None]})
    columns, notes = score_columns(table, model)
    assert model.contributions(columns).tolist() == [[0.1, 0.2], [0.0, 0.5], [0.3, 0.5]]
    assert notes == [
        "tenure: 1 values the model has not met, taken as unknown",
        "age: 1 values the model has not met, taken as unknown",
    ]
    with pytest.raises(ColumnMissing, match="no column tenure"):
        score_columns(table.drop_columns(["tenure"]), model)
