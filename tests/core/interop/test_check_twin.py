"""Whatever a small table holds, the check and its slow twin agree, and rows in are rows kept and rows rejected."""

import csv
import importlib.util
import io
import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from joinedup.core.engine import Engine
from joinedup.core.interop import check, read_place

HERE = Path(__file__).parent
AS_AT = date(2026, 4, 1)
PEOPLE_COLUMNS = ("record_id", "given_name", "birth_date", "death_date", "sex", "nhs_number")
SPELL_COLUMNS = ("spell_id", "record_id", "admitted_on", "discharged_on", "admission_method")
PLACE = """
[place]
name = "Twinshire"
as_at = 2026-04-01
seed = 1
areas = "areas.csv"
postcodes = "postcodes.csv"
services = "services.csv"
[[organisations]]
code = "trust"
name = "Trust"
kind = "acute_trust"
[[neighbourhoods]]
code = "all"
name = "All"
msoas = ["M"]
[[files]]
path = "people.csv"
kind = "register"
organisation = "trust"
[[files]]
path = "spells.csv"
kind = "hospital_spell"
organisation = "trust"
"""


def load(path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


twin = load(HERE / "slow_twin.py")
ids = st.sampled_from(["1", "2", "3", "4", " 5 ", ""])
dates = st.sampled_from(
    ["", "1941-02-03", "1941-02-30", "2025-06-01", "2025-06-09", "2026-04-01", "2026-04-02", "soon", "1899-12-31"]
)
# No line breaks or NUL in the words: those make the twin's line numbers differ in kind, and have tests of their own.
words = st.text(st.characters(codec="cp1252", exclude_categories=["Cc", "Zs", "Zl", "Zp"]), max_size=6)
people = st.lists(
    st.tuples(ids, words, dates, dates, st.sampled_from(["", "male", "FEMALE", "x"]),
              st.sampled_from(["", "9990000018", "999 000 0026", "9990000019", "1111111111", "12"])), max_size=12,
)  # fmt: skip
stays = st.lists(
    st.tuples(st.sampled_from(["A", "B", "C", "D", ""]), st.sampled_from(["1", "2", "3", "9"]), dates, dates,
              st.sampled_from(["emergency", "Elective", "", "?"])), max_size=12,
)  # fmt: skip


def written(columns, rows, delimiter):
    file = io.StringIO()
    writer = csv.writer(file, delimiter=delimiter, lineterminator="\n")
    writer.writerows([columns, *rows])
    return file.getvalue()


@pytest.fixture(scope="module")
def engine():
    with Engine(threads=1) as engine:
        yield engine


def checked(engine, folder, people_bytes, spells_bytes):
    (folder / "place.toml").write_text(PLACE)
    (folder / "areas.csv").write_text(
        "lsoa,lsoa_name,msoa_name,local_authority,latitude,longitude,population,deprivation_decile\nE,E,M,L,50,-2,9,1\n"
    )
    (folder / "postcodes.csv").write_text("postcode,lsoa\nZZ1 1AA,E\n")
    (folder / "services.csv").write_text("service,name,organisation,offer,neighbourhood,telephone\n")
    (folder / "people.csv").write_bytes(people_bytes)
    (folder / "spells.csv").write_bytes(spells_bytes)
    into = Path(tempfile.mkdtemp(dir=folder))
    reports = check(read_place(folder / "place.toml"), engine, into, lambda words: None)
    rejects = engine.table("from read_parquet($path)", path=str(into / "rejects.parquet")).to_pylist()
    return reports, rejects, [
        engine.table("from read_parquet($path)", path=str(into / f"{kind}.parquet")).to_pylist()
        for kind in ("register", "hospital_spell")
    ]  # fmt: skip


GOOD_PERSON = ("0", "Rose", "1941-02-03", "", "female", "")
GOOD_STAY = ("Z", "0", "2025-06-01", "", "emergency")
quick = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)


@quick
@given(
    people=people,
    stays=stays,
    delimiter=st.sampled_from(",;\t|"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
)
def test_check_and_slow_twin_agree_on_any_small_tables(people, stays, delimiter, encoding, engine, tmp_path):
    people_text = written(PEOPLE_COLUMNS, [GOOD_PERSON, *people], delimiter)
    spells_text = written(SPELL_COLUMNS, [GOOD_STAY, *stays], delimiter)
    kept, faults, seen = twin.register(people_text, delimiter, AS_AT)
    kept_spells, spell_faults = twin.spells(spells_text, delimiter, AS_AT, {row["record_id"] for row in kept}, seen)

    reports, rejects, (rows, spell_rows) = checked(
        engine, tmp_path, people_text.encode(encoding), spells_text.encode(encoding)
    )

    def of(file):
        return sorted((each["line"], each["field"], each["rule"]) for each in rejects if each["file"] == file)

    assert of("people.csv") == sorted(faults)
    assert of("spells.csv") == sorted(spell_faults)
    for ours, theirs, columns in ((rows, kept, PEOPLE_COLUMNS), (spell_rows, kept_spells, SPELL_COLUMNS)):
        assert sorted(tuple(map(str, (row["line"], *(row[name] for name in columns)))) for row in ours) == sorted(
            tuple(map(str, (row["line"], *(row[name] for name in columns)))) for row in theirs
        )
    for report, sent, good in zip(reports, (people, stays), (rows, spell_rows), strict=True):
        assert report.rows == len(sent) + 1 == report.kept + report.rejected
        assert report.kept == len(good)


fields = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=8)
BLANKS = " \t\r\n\u00a0\ufeff"


def said(field):
    """A field without its blanks, as it is kept: NULL is what SQL Server writes for nothing."""
    return None if field in ("", "NULL") else field


@quick
@example(rows=[("1", "NULL", "Null")], delimiter=",", ends="\n")
@given(
    rows=st.lists(st.tuples(fields, fields, fields), max_size=10),
    delimiter=st.sampled_from(",;\t|"),
    ends=st.sampled_from(["\n", "\r\n"]),
)
def test_quoted_text_arrives_as_it_was_sent_however_odd(rows, delimiter, ends, engine, tmp_path):
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter, lineterminator=ends, quoting=csv.QUOTE_ALL).writerows(
        [("record_id", "given_name", "family_name"), ("0", "Rose", "Allen"), *rows]
    )
    reports, rejects, (kept, _) = checked(
        engine, tmp_path, file.getvalue().encode(), written(SPELL_COLUMNS, [GOOD_STAY], ",").encode()
    )
    stripped = [tuple(said(field.strip(BLANKS)) for field in row) for row in [("0", "Rose", "Allen"), *rows]]
    first = {row[0]: row for row in reversed(stripped) if row[0]}
    assert {each["record_id"]: (each["record_id"], each["given_name"], each["family_name"]) for each in kept} == first
    assert len(rejects) == reports[0].rejected == len(stripped) - len(first)
    assert reports[0].rows == len(stripped)
