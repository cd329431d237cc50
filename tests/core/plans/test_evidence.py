"""Evidence and costs: what is refused when they are read, and what stays unused."""

import csv

import pytest

from joinedup import definitions
from joinedup.core.plans.evidence import EvidenceWrong, effects, mechanisms, read_effects
from joinedup.core.plans.unit_costs import read_unit_costs, unit_costs

FROM_MEMORY = {
    "prefit_mffp", "phe_roi_home", "cga_community_adm", "discharge_planning", "pulm_rehab", "medrev_hospital",
    "flu_vaccine", "smoking_hospital", "cataract", "psychotropic",
}  # fmt: skip


def changed(tmp_path, table, **cells):
    """The first row of a table with some cells changed, as a file of its own."""
    with (definitions.HOME / table).open(encoding="utf-8", newline="") as file:
        row = next(csv.DictReader(file)) | cells
    path = tmp_path / "table.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, row)
        writer.writeheader()
        writer.writerow(row)
    return path


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"citation": ""}, "citation"),
        ({"link": ""}, "link"),
        ({"link": "a book"}, "link"),
        ({"low": "0.90", "high": "0.80"}, "runs backwards"),
        ({"low": ""}, "one end"),
        ({"effect": "0.5"}, "outside its own interval"),
        ({"high": "1.10"}, "crosses no effect"),
        ({"finding": "worse", "high": "1.10"}, "crosses no effect"),
        ({"our_outcome": "happiness"}, "our_outcome"),
        ({"measure": "feeling"}, "measure"),
        ({"mechanism": "magic"}, "not a mechanism"),
        ({"effect": "-0.5", "low": "", "high": ""}, "not above 0"),
        ({"effect": "", "low": "", "high": "", "effect_words": ""}, "neither"),
        ({"population": ""}, "population"),
        ({"verified": "perhaps"}, "verified"),
    ],
)
def test_an_effect_that_does_not_make_sense_is_refused_by_name(tmp_path, cells, said):
    with pytest.raises(EvidenceWrong, match=r"falls_exercise") as refused:
        read_effects(changed(tmp_path, "evidence/effects.csv", **cells), mechanisms())
    assert said in str(refused.value)


def test_an_effect_may_report_a_saving_but_a_unit_cost_may_not_be_below_zero(tmp_path):
    row = read_effects(changed(tmp_path, "evidence/effects.csv", cost_pounds="-1551"), mechanisms())
    assert row["falls_exercise"].cost_pounds == -1551
    with pytest.raises(EvidenceWrong, match="pounds"):
        read_unit_costs(changed(tmp_path, "unit_costs/unit_costs.csv", pounds="-1"))


@pytest.mark.parametrize("cell", ["source", "link", "licence", "price_year", "unit"])
def test_a_unit_cost_needs_source_price_year_and_licence(tmp_path, cell):
    with pytest.raises(EvidenceWrong, match=cell):
        read_unit_costs(changed(tmp_path, "unit_costs/unit_costs.csv", **{cell: ""}))


def test_all_rows_are_kept_and_those_from_memory_are_marked_and_unusable():
    rows = effects()
    assert len(rows) == 43
    assert {row.id for row in rows.values() if not row.verified} == FROM_MEMORY
    assert not any(rows[name].is_usable for name in FROM_MEMORY)


def test_no_effect_rows_are_kept_and_unusable():
    crossing = [row for row in effects().values() if row.crosses_no_effect]
    assert {"home_hazard_unselected", "telecare_wsd", "hah_readmission", "copd_selfmgmt", "prefit_exercise"} <= {
        row.id for row in crossing
    }
    assert not any(row.is_usable for row in crossing)
    assert effects()["case_mgmt_icp"].finding == "worse"


def test_an_effect_without_an_interval_is_unusable_even_if_it_helps():
    helping = [row for row in effects().values() if row.finding == "helps" and row.low is None]
    assert {"carehome_rushcliffe", "carehome_nottm", "midnotts"} <= {row.id for row in helping}
    assert not any(row.is_usable for row in helping)


def test_unit_costs_are_under_open_licences():
    assert {cost.licence for cost in unit_costs().values()} == {
        "Open Government Licence v3.0",
        "Open Parliament Licence v3.0",
    }
