"""The tutorial on the RAND Health Insurance Experiment, run block by block: real people, nothing tuned to them.

`test_code_blocks` leaves the tutorial to this test, so that it runs once.
"""

import re

import pytest

from tests.documents import ROOT, printed_by

TUTORIAL = ROOT / "docs/tutorials/fit-a-risk-model.md"
pytestmark = [pytest.mark.runs_blocks, pytest.mark.slow]
FIGURE = re.compile(r"^(AUROC|calibration slope|observed/expected) ([\d.]+) \(([\d.]+) to ([\d.]+)\)$", re.MULTILINE)


@pytest.fixture(scope="module")
def told(tmp_path_factory) -> str:
    """What the tutorial prints."""
    return printed_by(TUTORIAL, tmp_path_factory.mktemp("rand"))


def test_the_table_is_the_study_s(told: str) -> None:
    assert "14266 person-years of 5639 people, 9.1% admitted" in told


def test_it_foretells_and_is_calibrated_on_people_it_never_met(told: str) -> None:
    found = {name: [float(figure) for figure in figures] for name, *figures in FIGURE.findall(told)}
    area, low, _ = found["AUROC"]
    assert area >= 0.70
    assert low >= 0.65
    for name, widest in [("calibration slope", 0.25), ("observed/expected", 0.15)]:
        figure, low, high = found[name]
        assert low <= 1 <= high, name
        assert abs(figure - 1) <= widest, name


def test_reasons_are_printed_with_their_weight(told: str) -> None:
    assert len(re.findall(r"^because: \w+( & \w+)? [+-]\d\.\d\d$", told, re.MULTILINE)) == 3


def test_admissions_this_year_raise_the_risk_of_one_next_year(told: str) -> None:
    scores = [float(score) for score in re.findall(r"^\[(.*)\]$", told, re.MULTILINE)[-1].split(", ")]
    assert scores[2] > scores[1]
