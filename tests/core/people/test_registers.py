"""Registers read with a map alone: what is joined, what is emptied, and what is refused with a sentence."""

import pytest

from joinedup.core.engine import Engine
from joinedup.core.errors import CannotProceed
from joinedup.job.registers import read_registers

MAP = """
source = "club"
date_format = "%d/%m/%Y"
[columns]
record_id = "ID"
birth_date = "Born"
address = ["House", "Street"]
birth_place = ["Town", "County"]
occupation = "Trade"
[codes.sex]
F = "female"
"""
CSV = """ID,Born,House,Street,sex,postcode,Town,County,Trade
1,06/05/1941,12,Harbour Road,F,4223,Swanage,Dorset,baker
2,31/02/1941,,Mill Lane,?,BH19 1AB,,,
,,,,,,,,
"""


@pytest.fixture
def read(tmp_path):
    def run(csv: str = CSV, map_text: str = MAP):
        (tmp_path / "people.csv").write_text(csv, encoding="utf-8")
        (tmp_path / "map.toml").write_text(map_text, encoding="utf-8")
        with Engine() as engine:
            return read_registers(engine, [(tmp_path / "people.csv", tmp_path / "map.toml")])

    return run


def test_columns_are_joined_and_postcodes_of_any_country_stay(read):
    first, _ = read().table.to_pylist()
    assert (first["source"], first["address"], first["postcode"], first["sex"]) == (
        "club",
        "12 Harbour Road",
        "4223",
        "female",
    )


def test_where_people_were_born_and_what_they_do_is_carried(read):
    first, second = read().table.select(["birth_place", "occupation"]).to_pylist()
    assert first == {"birth_place": "Swanage Dorset", "occupation": "baker"}
    assert not any(second.values())


def test_rows_with_values_that_cannot_be_read_stay_and_the_values_are_counted(read):
    registers = read()
    second = registers.table.to_pylist()[1]
    assert (second["record_id"], second["birth_date"], second["sex"]) == ("2", None, None)
    assert registers.unread["people.csv"] == {"date_not_readable": 1, "required_missing": 1, "unknown_code": 1}


@pytest.mark.parametrize(
    ("map_text", "words"),
    [
        ("columns = [", "is not TOML"),
        ('colums = {record_id = "ID"}', "has an entry 'colums'"),
        ('[columns]\nrecord_id = "Nummer"', "no column for record_id"),
        ('[columns]\nrecord = "ID"', "names 'record', which is no column"),
        ("delimiter = 3", "'delimiter' is not right"),
        ('[columns]\naddress = ["House", "Nowhere"]\nrecord_id = "ID"', "a column named 'Nowhere'"),
    ],
)
def test_a_map_that_cannot_be_used_is_refused_with_a_sentence(read, map_text, words):
    with pytest.raises(CannotProceed, match=words):
        read(map_text=map_text)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with Engine() as engine, pytest.raises(CannotProceed, match="There is no file"):
        read_registers(engine, [(tmp_path / "nobody.csv", tmp_path / "map.toml")])
