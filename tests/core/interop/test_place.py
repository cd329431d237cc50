"""A place file is read whole, or refused with a sentence that names the entry."""

import re
from datetime import date
from pathlib import Path

import pytest

from joinedup.core.errors import CannotProceed
from joinedup.core.interop import Place, read_place


def test_small_place_is_read(small_place: Place) -> None:
    assert small_place.name == "Smallshire"
    assert small_place.thresholds == {"fall": 0.25}
    assert small_place.files[0].codes["sex"] == {"1": "male", "2": "female"}
    assert small_place.staff.num_rows == 1
    assert small_place.services["offer"].to_pylist() == ["falls_exercise"]


def test_areas_know_their_neighbourhood_and_postcodes_are_tidy(small_place: Place) -> None:
    assert small_place.areas["neighbourhood"].to_pylist() == ["hill", "hill", "vale"]
    assert small_place.postcodes["postcode"].to_pylist() == ["ZZ1 1AA", "ZZ1 1AB", "ZZ1 2AA"]


def test_records_pass_to_the_successor_on_the_day_the_predecessor_ends(small_place: Place) -> None:
    assert small_place.current("old_town", date(2019, 3, 31)) == "old_town"
    assert small_place.current("old_town", date(2019, 4, 1)) == "smallshire"
    assert small_place.current("infirmary", date(2030, 1, 1)) == "infirmary"


BROKEN = {
    "not TOML": ("[place]", "[place", "not TOML"),
    "unknown successor": ('successor = "smallshire"', 'successor = "nowhere"', "successor 'nowhere'"),
    "successor without a date": ("ends_on = 2019-04-01\n", "", "no ends_on"),
    "successors in a circle": (
        "starts_on = 2019-04-01",
        'ends_on = 2020-04-01\nsuccessor = "old_town"',
        "in a circle: smallshire → old_town → smallshire",
    ),
    "organisation twice": ('code = "infirmary"', 'code = "smallshire"', "Organisation smallshire"),
    "MSOA in two neighbourhoods": ('"Smallshire 002"', '"Smallshire 001"', "the MSOA Smallshire 001"),
    "MSOA nobody knows": ('"Smallshire 002"', '"Smallshire 009"', "the MSOA 'Smallshire 009'"),
    "budget of nobody": ('funder = "smallshire"', 'funder = "nobody"', "names 'nobody'"),
    "capacity nowhere": ('neighbourhood = "hill"', 'neighbourhood = "moon"', "names 'moon'"),
    "value of an event nobody counts": (
        "[thresholds]",
        '[[event_values]]\noutcome = "luck"\nsource = "x"\n[thresholds]',
        "[[event_values]] outcome names 'luck'",
    ),
    "value of an event without a source": (
        "[thresholds]",
        '[[event_values]]\noutcome = "fall"\nsource = ""\n[thresholds]',
        "event_values entry 1, source",
    ),
    "threshold that is no probability": ("fall = 0.25", "fall = 25", "thresholds, fall"),
    "unknown kind": ('kind = "hospital_spell"', 'kind = "hospital_stay"', "names 'hospital_stay'"),
    "unknown organisation of a file": (
        'kind = "register"\norganisation = "smallshire"',
        'kind = "register"\norganisation = "x"',
        "extracts/people.csv, organisation names 'x'",
    ),
    "file not there": ('"extracts/spells.csv"', '"extracts/spell.csv"', "[[files]] extracts/spell.csv is not there"),
    "file twice": ('"extracts/patients.csv"', '"extracts/people.csv"', "File extracts/people.csv as register"),
    "entry outside its section": ("[place]", "sead = 8\n[place]", "has sead, which is unknown there"),
    "section inside another": ("seed = 7", "seed = 7\nfiles = 8", "has [place] files"),
    "path that is a number": ('"areas.csv"', "8", "[place] areas"),
    "no section": ("[place]", "[plaice]", "no section [place]"),
    "list where one entry is needed": ("[thresholds]", "[[thresholds]]", "thresholds"),
    "unknown entry": ("seed = 7", "seed = 7\nsead = 8", "[place] sead"),
    "missing entry": ("seed = 7", "", "[place] seed"),
    "unknown entry of a file": ("date_format", "date_fromat", "files entry 1, date_fromat"),
    "area table not there": ('areas = "areas.csv"', 'areas = "area.csv"', "[place] areas"),
    "budget without end": ("annual_pounds = 900000", "annual_pounds = inf", "annual_pounds: input should be a finite"),
    "line without end": ("seed = 7", "seed = 7\nmax_line_megabytes = inf", "[place] max_line_megabytes"),
    "day far in the future": ("as_at = 2026-04-01", "as_at = 9999-04-01", "[place] as_at: input should be"),
    "threshold of no outcome": ("fall = 0.25", "falls = 0.25", "[thresholds] names 'falls'"),
    "choice without a reason": ("fall = 0.25", "fall = 0.25\n[risk]\nethnicity_predicts = []", "risk, why"),
    "choice for no outcome": (
        "fall = 0.25",
        'fall = 0.25\n[risk]\nwhy = "x"\ndeprivation_predicts = ["falls"]',
        "names falls, which is not an outcome",
    ),
    "choice that would foretell the past": (
        "fall = 0.25",
        'fall = 0.25\n[risk]\nwhy = "x"\ndeprivation_predicts = ["care_home"]',
        "deprivation_decile may not predict care_home",
    ),
    "targets without a reason": (
        "fall = 0.25",
        "fall = 0.25\n[referrals]\ntargets.pharmacy = {seen_hours = 8}",
        "referrals, why",
    ),
    "target of no kind": (
        "fall = 0.25",
        'fall = 0.25\n[referrals]\nwhy = "x"\ntargets.pharmacist = {seen_hours = 8}',
        "names pharmacist, which is not a kind of referral",
    ),
    "target that nobody can keep": (
        "fall = 0.25",
        'fall = 0.25\n[referrals]\nwhy = "x"\ntargets.pharmacy = {answered_hours = 8}',
        "gives pharmacy 48 hours to look at one and 8 to answer it",
    ),
    "target of no hours": (
        "fall = 0.25",
        'fall = 0.25\n[referrals]\nwhy = "x"\ntargets.pharmacy = {answered_hours = 0}',
        "answered_hours: input should be greater than 0",
    ),
    "code that is empty": ('code = "infirmary"', 'code = ""', "organisations entry 3, code"),
    "code that is a path": ('code = "hill"', 'code = "../hill"', "neighbourhoods entry 1, code"),
    "kind of organisation nobody knows": ('kind = "acute_trust"', 'kind = "hospital"', "organisations entry 3, kind"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_place_file_is_refused_and_the_entry_named(name: str, small_place_file: Path) -> None:
    old, new, says = BROKEN[name]
    text = small_place_file.read_text()
    assert old in text
    small_place_file.write_text(text.replace(old, new, 1))
    with pytest.raises(CannotProceed) as caught:
        read_place(small_place_file)
    assert says in str(caught.value)
    assert re.search("Expected: |Available: ", str(caught.value))


def test_area_table_with_a_column_missing_is_refused(small_place_file: Path) -> None:
    areas = small_place_file.parent / "areas.csv"
    areas.write_text(areas.read_text().replace("msoa_name", "msoa"))
    with pytest.raises(CannotProceed, match=r"no column msoa_name.*Available: lsoa, lsoa_name, msoa,"):
        read_place(small_place_file)


AREA = "E01000001,Smallshire 001A,Smallshire 001,Smallshire,50.70,-2.00,1500,3"
TABLES = {
    "postcodes of other areas": ("postcodes.csv", "ZZ1 1AA,E01000001", "ZZ1 1AA,E01999999", "1 rows of postcodes.csv"),
    "a postcode twice, written differently": ("postcodes.csv", "ZZ1 1AB", "zz11aa", "rows with the same postcode"),
    "a tenth of deprivation that is none": (
        "areas.csv",
        AREA,
        AREA[:-1] + "11",
        "deprivation_decile is missing or out",
    ),
    "an area without a place": ("areas.csv", AREA, AREA.replace("50.70", ""), "whose latitude is missing"),
    "help in no neighbourhood": (
        "services.csv",
        ",hill,",
        ",moon,",
        "services.csv, column neighbourhood, names 'moon'",
    ),
    "help that is no offer": ("services.csv", "falls_exercise", "dancing", "column offer, names 'dancing'"),
    "staff of nobody": ("staff.csv", "infirmary", "nobody", "staff.csv, column organisation, names 'nobody'"),
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_that_does_not_fit_the_place_is_refused_before_any_work(name: str, small_place_file: Path) -> None:
    table, old, new, says = TABLES[name]
    path = small_place_file.parent / table
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new, 1))
    with pytest.raises(CannotProceed) as caught:
        read_place(small_place_file)
    assert says in str(caught.value)


@pytest.mark.parametrize("shapes", ["nonsense", "[]", '{"features": [{"geometry": null, "properties": {}}]}'])
def test_boundaries_that_are_no_shapes_are_refused(shapes: str, small_place_file: Path) -> None:
    (small_place_file.parent / "shapes.geojson").write_text(shapes)
    text = small_place_file.read_text()
    small_place_file.write_text(text.replace("seed = 7", 'seed = 7\nboundaries = "shapes.geojson"'))
    with pytest.raises(CannotProceed, match="shapes of neighbourhoods"):
        read_place(small_place_file)
