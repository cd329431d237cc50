"""Registers disagree the way real ones do: by the rates of definitions/county/registers.yaml."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from joinedup.core.engine import Engine
from joinedup.county import addresses
from joinedup.county.making import World, identify
from joinedup.county.registers import Identity, Register, keep_register
from joinedup.county.template import figures


@pytest.fixture(scope="module")
def who(world: World) -> Identity:
    return identify(world, addresses.house(world.made, world.lives.home_on, world.template, world.seed))


def agency(world: World, source: str) -> dict[str, Any]:
    return next(agency for agency in world.template.agencies if agency["source"] == source)


def register_of(world: World, who: Identity, source: str) -> Register:
    nobody = np.zeros(len(world.made), dtype=bool)
    return keep_register(world.made, who, agency(world, source), nobody, world.template, world.seed)


@pytest.fixture(scope="module")
def hospital(world: World, who: Identity) -> Register:
    return register_of(world, who, "uhd")


@pytest.mark.parametrize("source", ["general_practice", "uhd", "swast", "dorset_council", "harbour_lights"])
def test_nhs_numbers_are_missing_as_often_as_written(world: World, who: Identity, source: str) -> None:
    table = register_of(world, who, source).table
    expected = figures("registers")["mistakes"][agency(world, source)["mistakes"]]["number_missing"] / 100
    rows = table.num_rows
    margin = 4 * (expected * (1 - expected) / rows) ** 0.5
    assert abs(table["nhs_number"].null_count / rows - expected) <= margin


def test_some_people_are_twice_in_one_register(hospital: Register) -> None:
    twice = len(hospital.person) - len(np.unique(hospital.person))
    assert 0.005 < twice / len(hospital.person) < 0.02


def test_family_names_change_with_marriage_and_old_records_keep_the_earlier_one(world: World, who: Identity) -> None:
    changed = np.flatnonzero(world.called.family != world.called.family_before)
    assert len(changed) > 100
    assert world.made.is_female[changed].all()
    legacy = register_of(world, who, "rbch")
    rows = np.isin(legacy.person, changed)
    before = np.array(world.called.family_list)[world.called.family_before[legacy.person[rows]]]
    written = np.array(legacy.table["family_name"].to_pylist())[rows]
    assert (before == written).mean() > 0.9


def test_movers_have_an_earlier_address_in_old_records(world: World, who: Identity) -> None:
    legacy = register_of(world, who, "poole_hospital")
    moved = who.addresses.now[legacy.person] != who.addresses.before[legacy.person]
    postcode = who.addresses.dwelling_postcode
    moved &= postcode[who.addresses.now[legacy.person]] != postcode[who.addresses.before[legacy.person]]
    now = pa.array(who.addresses.postcodes).take(pa.array(postcode[who.addresses.now]))
    written = legacy.table["postcode"].combine_chunks()
    same = pc.fill_null(pc.equal(written, now.take(pa.array(legacy.person))), False).to_numpy(zero_copy_only=False)
    assert same[~moved].mean() > 0.95
    assert same[moved].mean() < 0.05


def test_residents_of_one_care_home_share_its_address(world: World, who: Identity) -> None:
    homes = who.addresses.now[who.addresses.is_communal[who.addresses.now]]
    assert np.bincount(homes).max() >= 10


def test_twins_share_birth_date_and_home_and_never_a_name(world: World) -> None:
    made, given = world.made, world.called.given
    assert len(world.made.twins) >= 3
    for elder, younger in made.twins:
        assert made.birth_on[elder] == made.birth_on[younger]
        assert made.household[elder] == made.household[younger]
        assert given[elder] != given[younger]


def test_some_sons_have_their_fathers_name_and_address(world: World) -> None:
    made, called = world.made, world.called
    sons = np.flatnonzero((made.father >= 0) & (called.given == called.given[made.father]))
    assert len(sons) >= 3
    assert (called.family[sons] == called.family[made.father[sons]]).all()
    assert (made.household[sons] == made.household[made.father[sons]]).mean() > 0.9


def test_bad_rows_of_every_kind_are_counted(small_county: Path) -> None:
    counted = json.loads((small_county / "truth" / "rejects.json").read_text())
    rules = {rule for counts in counted.values() for rule in counts}
    listed = {fault["rule"] for faults in figures("bad_rows").values() for fault in faults}
    assert rules == listed
    assert all(counts for counts in counted.values())


def test_the_check_rejects_exactly_the_bad_rows(small_county: Path, tmp_path: Path) -> None:
    from joinedup.core import interop

    place = interop.read_place(small_county / "place.toml")
    with Engine() as engine:
        reports = interop.check(place, engine, tmp_path, lambda words: None)
    counted = json.loads((small_county / "truth" / "rejects.json").read_text())
    for report in reports:
        found = {rule: rows for rule, rows in report.rejected_by_rule.items() if rule != "nhs_number_not_valid"}
        assert found == counted[report.file], report.file
