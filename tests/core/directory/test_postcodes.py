"""Postcodes whole, in part and mistyped; the ONS's own layout; a postcode that is not known says so."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from joinedup import definitions
from joinedup.core.directory import postcodes
from joinedup.core.directory.atlas import Atlas
from joinedup.core.directory.gazetteer import Gazetteer, Spot
from joinedup.core.directory.postcodes import Precision
from joinedup.core.interop import geography
from joinedup.county.template import Template

REAL = Path(__file__).parents[3] / "../shared/data/geo/postcodes_dorset.csv"
KNOWN = {
    "BH1 1AA": Spot("BH1 1AA", 50.72789, -1.86361),
    "BH1 1": Spot("BH1 1", 50.724, -1.872),
    "DT4": Spot("DT4", 50.61, -2.46),
}
ATLAS = Atlas(Gazetteer([]), KNOWN.get, "Dorset")


@pytest.mark.parametrize("text", ["BH1 1AA", "bh11aa", " Bh1  1aA "])
def test_whole_postcode_is_read_however_it_is_written(text):
    assert postcodes.parse(text) == postcodes.Postcode("BH1 1AA", Precision.UNIT)


@pytest.mark.parametrize(("text", "tidy"), [("BH1 1A", "BH1 1"), ("dt4 8", "DT4 8"), ("DT4", "DT4"), ("bh10", "BH10")])
def test_half_a_postcode_is_its_sector_or_district(text, tidy):
    assert postcodes.parse(text).text == tidy


@pytest.mark.parametrize("text", ["", "Dorset", "1AA BH1", "BH1 1AAA", "ZZZ", "B", "999", "BH111AAX", "🙂"])
def test_what_is_no_postcode_is_none(text):
    assert postcodes.parse(text) is None


@given(st.text(max_size=40))
def test_no_text_is_a_fault(text):
    postcodes.parse(text)
    postcodes.find(text)


def test_unknown_unit_falls_back_to_sector_then_district_and_says_so():
    assert ATLAS.of_text("BH1 1ZZ").spot == KNOWN["BH1 1"]
    assert "We do not know the postcode BH1 1ZZ" in ATLAS.of_text("BH1 1ZZ").note
    assert ATLAS.of_text("DT4 9XX").spot == KNOWN["DT4"]


def test_border_postcode_is_not_known_never_without_services():
    where = ATLAS.of_text("EX13 5AA")
    assert where.spot is None
    assert "We do not know the postcode EX13 5AA" in where.note
    assert "no services" not in where.note.lower()


def test_unknown_place_is_answered_with_what_would_help():
    assert "Try a postcode" in ATLAS.of_text("Atlantis").note


def test_ons_layout_is_read_with_ended_postcodes_and_missing_points(tmp_path):
    path = tmp_path / "NSPL.csv"
    path.write_text(
        "pcd7,pcd8,pcds,dointr,doterm,lsoa21cd,lat,long\n"
        "BH1 1AA,BH1  1AA,BH1 1AA,198001,,E01000001,50.72789,-1.86361\n"
        "BH1 1AB,BH1  1AB,BH1 1AB,198001,199606,E01000001,50.7,-1.8\n"
        "BH1 1AD,BH1  1AD,BH1 1AD,198001,,E01000001,99.999999,0.0\n",
        encoding="utf-8",
    )
    table = geography.read_postcodes(path)
    assert table["postcode"].to_pylist() == ["BH1 1AA", "BH1 1AB", "BH1 1AD"]
    assert table["is_live"].to_pylist() == [True, False, True]
    assert table["latitude"].to_pylist() == [50.72789, 50.7, None]


@pytest.mark.skipif(not REAL.is_file(), reason="optional data: the postcodes of Dorset are not here")
def test_every_live_postcode_of_dorset_has_a_point_and_an_area():
    table = geography.read_postcodes(REAL)
    areas = {row["lsoa"] for row in Template(definitions.HOME / "places" / "dorset").areas}
    assert set(table["lsoa"].to_pylist()) <= areas
    points = dict(zip(*(table[name].to_pylist() for name in ("postcode", "latitude")), strict=True))
    assert len(points) == 31_688
    assert None not in points.values()
    assert points["BH1 2DA"] == pytest.approx(50.7185, abs=0.001)
    assert points["DT1 1XJ"] == pytest.approx(50.7167, abs=0.001)
    assert all(postcodes.parse(one).text == one for one in points)
