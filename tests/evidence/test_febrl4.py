"""Two registers nobody here wrote: FEBRL data sets 4a and 4b, linked as the tutorial does.

`test_code_blocks` leaves the tutorial to this test, so that it runs once.
The truth is in the record ids (rec-1070-org and rec-1070-dup-0 are one person), which the linkage never reads.

References
----------
Christen P. Febrl: an open source data cleaning, deduplication and record linkage system. KDD 2008.
doi:10.1145/1401890.1402020
"""

import subprocess
import sys

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from tests.documents import ROOT, printed_by

TUTORIAL = ROOT / "docs" / "tutorials" / "link-two-registers.md"
pytestmark = [pytest.mark.runs_blocks, pytest.mark.slow]


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """What the tutorial has written."""
    folder = tmp_path_factory.mktemp("febrl4")
    printed_by(TUTORIAL, folder)
    return folder / "var" / "febrl4"


def pairs(*columns) -> int:
    counts = pc.value_counts(pc.binary_join_element_wise(*columns, "|")).field("counts").to_numpy()
    return int((counts * (counts - 1) // 2).sum())


def judged(person_record) -> tuple[float, float, float]:
    """Pairwise precision, recall and F1."""
    found = person_record["person_id"].combine_chunks()
    truth = pc.extract_regex(person_record["record_id"], r"rec-(?P<number>\d+)-").combine_chunks().field("number")
    right = pairs(found, truth)
    precision, recall = right / pairs(found), right / pairs(truth)
    f1 = 2 * precision * recall / (precision + recall)
    print(f"FEBRL 4: precision {precision:.5f}, recall {recall:.5f}, F1 {f1:.5f}")
    return precision, recall, f1


def test_two_registers_without_any_number_are_linked_with_f1_of_998_in_a_thousand(home):
    person_record = pq.read_table(home / "people" / "person_record.parquet")
    precision, _, f1 = judged(person_record)
    assert person_record.num_rows == 10_000
    assert f1 >= 0.998
    assert precision >= 0.999


def test_with_the_odds_used_for_care_no_link_is_wrong_and_f1_is_995_in_a_thousand(home):
    command = [sys.executable, "-m", "joinedup.cli", "link", "--out", str(home / "usual_odds")]
    command += ["--model", str(home / "people" / "model.json")]  # what is learnt does not hang on the odds
    for name in ("febrl4a", "febrl4b"):
        command += ["--register", str(home / f"{name}.csv"), "--map", str(TUTORIAL.with_name("febrl4.toml"))]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    precision, _, f1 = judged(pq.read_table(home / "usual_odds" / "person_record.parquet"))
    assert f1 >= 0.995
    assert precision == 1
