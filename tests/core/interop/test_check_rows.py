"""Rows that cannot be used are counted and listed by line, field, shape and rule; every other row is kept and typed."""

import gzip
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from joinedup.core.errors import CannotProceed

PATIENTS, SPELLS, PEOPLE, OLD_TOWN = (f"extracts/{name}.csv" for name in ("patients", "spells", "people", "old_town"))
HEADER = "record_id,given_name,family_name,birth_date,death_date,sex,nhs_number,postcode"
ROSE = "H1,Rose,Canaryton,1941-02-03,,female,9990000018,ZZ1 1AA"
JACK = "H2,Jack,Canaryton,1938-05-04,2025-01-01,male,9990000026,ZZ1 1AB"
CANARY = "Canaryton"


def text(*lines, end="\n", header=HEADER):
    return end.join([header, *lines, ""])


def names(checked, kind="register", source="infirmary"):
    return {row["record_id"]: row["given_name"] for row in checked.rows(kind) if row["source"] == source}


BAD_ROWS = {
    "birth in the future": ("H3,Ann,Canaryton,2030-01-01,,female,,", "birth_date", "a date", "born_after_as_at"),
    "death in the future": ("H3,Ann,Canaryton,1930-01-01,2027-01-01,,,", "death_date", "a date", "died_after_as_at"),
    "death before birth": ("H3,Ann,Canaryton,1950-01-01,1949-12-31,,,", "death_date", "a date", "death_before_birth"),
    "birth long ago": ("H3,Ann,Canaryton,1841-02-03,,,,", "birth_date", "a date", "born_before_1900"),
    "same id again": ("H1,Ann,Canaryton,1950-01-01,,female,,", "record_id", "2 letters and digits", "duplicate_key"),
    "no id": (",Ann,Canaryton,1950-01-01,,female,,", "record_id", "empty", "required_missing"),
    "date as words": ("H3,Ann,Canaryton,3 May 1950,,,,", "birth_date", "10 characters", "date_not_readable"),
    "date the other way": ("H3,Ann,Canaryton,03/05/1950,,,,", "birth_date", "parts like a date", "date_not_readable"),
    "date that never was": ("H3,Ann,Canaryton,1950-02-30,,,,", "birth_date", "parts like a date", "date_not_readable"),
    "code nobody knows": ("H3,Ann,Canaryton,1950-01-01,,W,,", "sex", "1 letter", "unknown_code"),
    "too few fields": ("H3,Ann,Canaryton", None, "3 fields", "too_few_fields"),
    "too many fields": ("H3,Ann,Canaryton,1950-01-01,,female,,,,extra", None, "10 fields", "too_many_fields"),
    "quotation mark left open": ('H3,"Ann,Canaryton,1950-01-01,,female,,', None, "2 lines", "quotes_not_readable"),
    "quotation mark inside quotes": ('H3,"A"nn,Canaryton,1950-01-01,,female,,', None, "1 line", "quotes_not_readable"),
    "NUL character": ("H3,A\0nn,Canaryton,1950-01-01,,female,,", None, "a NUL character", "nul_character"),
}


@pytest.mark.parametrize("name", BAD_ROWS)
def test_a_bad_row_is_listed_by_its_line_and_the_others_are_kept(name, check_small_place):
    row, field, value_class, rule = BAD_ROWS[name]
    checked = check_small_place({PATIENTS: text(ROSE, row, JACK)})
    assert checked.rejects == [(3, field, value_class, rule)]
    assert names(checked) == {"H1": "Rose", "H2": "Jack"}
    report = checked.reports[PATIENTS]
    assert (report.rows, report.kept, report.rejected, report.rejected_by_rule) == (3, 2, 1, {rule: 1})
    assert CANARY not in checked.words


@pytest.mark.parametrize("number", ["9990000019", "999000001", "99900000181", "0000000000", "999000001X", "unknown"])
def test_a_wrong_nhs_number_is_emptied_and_listed_and_the_row_stays(number, check_small_place):
    checked = check_small_place({PATIENTS: text(ROSE, f"H3,Ann,Canaryton,1950-01-01,,female,{number},", JACK)})
    assert [(line, field, rule) for line, field, _, rule in checked.rejects] == [
        (3, "nhs_number", "nhs_number_not_valid")
    ]
    numbers = {row["record_id"]: row["nhs_number"] for row in checked.rows("register") if row["source"] == "infirmary"}
    assert numbers == {"H1": "9990000018", "H2": "9990000026", "H3": None}
    assert checked.reports[PATIENTS].rejected == 0
    assert number not in checked.words or number == "unknown"


def test_nhs_numbers_and_postcodes_are_written_one_way(check_small_place):
    row = "H3,Ann,Canaryton,1950-01-01,,F,999-000 0018,zz11aa"
    checked = check_small_place({PATIENTS: text(ROSE, row.replace(",F,", ",FEMALE,"))})
    ann = next(row for row in checked.rows("register") if row["record_id"] == "H3")
    assert (ann["nhs_number"], ann["postcode"], ann["sex"]) == ("9990000018", "ZZ1 1AA", "female")


def test_a_wrong_postcode_is_emptied_and_listed_and_the_row_stays(check_small_place):
    checked = check_small_place({PATIENTS: text(ROSE, "H3,Ann,Canaryton,1950-01-01,,female,,somewhere", JACK)})
    assert checked.rejects == [(3, "postcode", "9 letters", "postcode_not_valid")]
    assert names(checked) == {"H1": "Rose", "H3": "Ann", "H2": "Jack"}


def as_gzip(content):
    return gzip.compress(content.encode())


SAME = {
    "byte-order mark": lambda: text(ROSE, JACK).encode("utf-8-sig"),
    "carriage returns": lambda: text(ROSE, JACK, end="\r\n"),
    "carriage returns alone": lambda: text(ROSE, JACK, end="\r"),
    "mixed line ends": lambda: text(ROSE, JACK).replace("\n", "\r\n", 1),
    "no line end at the end": lambda: text(ROSE, JACK)[:-1],
    "blank lines at the end": lambda: text(ROSE, JACK) + "\n\r\n\n",
    "code page 1252": lambda: text(ROSE, JACK, "H3,Zoë,Brontë,,,,,").encode("cp1252"),
    "UTF-8 beyond ASCII": lambda: text(ROSE, JACK, "H3,Zoë,Brontë,,,,,"),
    "UTF-16 with a mark": lambda: text(ROSE, JACK, "H3,Zoë,Brontë,,,,,").encode("utf-16"),
    "UTF-16 without a mark": lambda: text(ROSE, JACK, "H3,Zoë,Brontë,,,,,").encode("utf-16-le"),
    "UTF-16 the other way round": lambda: b"\xfe\xff" + text(ROSE, JACK).encode("utf-16-be"),
    "semicolons": lambda: text(ROSE, JACK).replace(",", ";"),
    "tabs": lambda: text(ROSE, JACK).replace(",", "\t"),
    "pipes": lambda: text(ROSE, JACK).replace(",", "|"),
    "everything in quotes": lambda: text(ROSE, JACK).replace(",", '","').replace("\n", '"\n"')[:-1].join(['"', ""]),
    "gzip": lambda: as_gzip(text(ROSE, JACK)),
    "two gzip members": lambda: as_gzip(text(ROSE)) + as_gzip(f"{JACK}\n"),
    "blanks around": lambda: text(ROSE, JACK).replace(",", " , "),
    "hard blanks around": lambda: text(ROSE.replace("Rose", "\u00a0Rose\u00a0"), JACK),
    "capitals in the header": lambda: text(ROSE, JACK, header=HEADER.upper().replace("_", " ")),
}


@pytest.mark.parametrize("name", SAME)
def test_any_common_way_of_writing_a_file_gives_the_same_rows(name, check_small_place):
    checked = check_small_place({PATIENTS: SAME[name]()})
    assert checked.rejects == []
    rows = [row for row in checked.rows("register") if row["source"] == "infirmary"]
    assert [(row["record_id"], row["given_name"], row["birth_date"], row["line"]) for row in rows[:2]] == [
        ("H1", "Rose", date(1941, 2, 3), 2),
        ("H2", "Jack", date(1938, 5, 4), 3),
    ]
    assert [row["given_name"] for row in rows[2:]] in ([], ["Zoë"])


def test_line_breaks_inside_quotes_do_not_disturb_line_numbers(check_small_place):
    row = 'H3,Ann,"Canary\nton",1950-01-01,,female,,'
    checked = check_small_place({PATIENTS: text(ROSE, row, "", JACK, "H4,Bad,Canaryton,soon,,,,")})
    lines = {row["record_id"]: row["line"] for row in checked.rows("register") if row["source"] == "infirmary"}
    assert lines == {"H1": 2, "H3": 3, "H2": 6}
    assert checked.rejects == [(7, "birth_date", "4 letters", "date_not_readable")]
    assert next(row for row in checked.rows("register") if row["record_id"] == "H3")["family_name"] == "Canary\nton"


def test_a_stray_quotation_mark_loses_one_line_of_a_long_file(check_small_place):
    people = [f"L{number},Ann,Canaryton,1950-01-01,,female,," for number in range(1000)]
    people[100] = people[100].replace("Ann", '"Ann')
    checked = check_small_place({PATIENTS: text(ROSE, JACK, *people)})
    assert [(line, rule) for line, _, _, rule in checked.rejects] == [(104, "quotes_not_readable")]
    assert checked.reports[PATIENTS].kept == 1001


def test_a_long_line_within_the_limit_is_read(check_small_place):
    long = "x" * 3_000_000
    checked = check_small_place({PATIENTS: text(ROSE, f"H3,{long},Canaryton,,,,,", JACK)})
    assert {key: len(name) for key, name in names(checked).items()} == {"H1": 4, "H2": 4, "H3": 3_000_000}


def test_parquet_is_read_whatever_its_types(small_place_file, check_small_place):
    table = pa.table(
        {
            "record_id": [1.0, 2.0, None],
            "given_name": ["Rose", "Jack", "Ann"],
            "birth_date": pa.array([date(1941, 2, 3), date(1938, 5, 4), None]),
            "death_date": pa.array([None, date(2025, 1, 1), None]).cast(pa.timestamp("us")),
            "nhs_number": pa.array([9990000018, None, None], pa.int64()),
            "is_sensitive": [True, False, None],
        }
    )
    pq.write_table(table, small_place_file.parent / "extracts" / "patients.parquet")
    spells = text("S1,1,2025-01-10,emergency", header="spell_id,record_id,admitted_on,admission_method")
    checked = check_small_place({SPELLS: spells}, {PATIENTS: "extracts/patients.parquet"})
    rose, jack = (row for row in checked.rows("register") if row["source"] == "infirmary")
    assert (rose["record_id"], rose["birth_date"], rose["nhs_number"], rose["is_sensitive"], rose["line"]) == (
        "1", date(1941, 2, 3), "9990000018", True, 1,
    )  # fmt: skip
    assert jack["death_date"] == date(2025, 1, 1)
    assert checked.rejects == [(3, "record_id", "empty", "required_missing")]


@pytest.mark.parametrize("largest", [3.0, 1e300])  # what is not a number hides behind the file's own maximum
def test_numbers_in_parquet_that_are_none_are_missing_and_fractions_stay(largest, small_place_file, check_small_place):
    table = pa.table(
        {"record_id": [1.0, 2.5, float("nan"), largest], "nhs_number": [float("inf"), 9990000018.0, None, 0]}
    )
    pq.write_table(table, small_place_file.parent / "extracts" / "patients.parquet")
    spells = text("S1,1,2025-01-10,emergency", header="spell_id,record_id,admitted_on,admission_method")
    checked = check_small_place({SPELLS: spells}, {PATIENTS: "extracts/patients.parquet"})
    numbers = {row["record_id"]: row["nhs_number"] for row in checked.rows("register") if row["source"] == "infirmary"}
    assert numbers == {"1": None, "2.5": "9990000018", f"{largest:g}": None}
    assert [(line, rule) for line, _, _, rule in checked.rejects] == [
        (3, "required_missing"),
        (4, "nhs_number_not_valid"),
    ]


@pytest.mark.parametrize("cut", [slice(None, -100), slice(200, None)])
def test_a_parquet_file_that_was_cut_is_refused(cut, small_place_file, check_small_place):
    path = small_place_file.parent / "extracts" / "patients.parquet"
    pq.write_table(pa.table({"record_id": [f"H{n}" for n in range(5000)]}), path)
    path.write_bytes(b"PAR1" + path.read_bytes()[4:][cut])
    with pytest.raises(CannotProceed, match="begins like Parquet but cannot be read"):
        check_small_place({}, {PATIENTS: "extracts/patients.parquet"})


def test_dates_of_the_agencys_own_format_in_parquet_and_midnight_in_text(small_place_file, check_small_place):
    people = "Person ID,Date of Birth\nP1,03/02/1941 00:00:00\nP2,3/2/1941\nP3,03/02/41\n"
    checked = check_small_place({PEOPLE: people})
    births = {row["record_id"]: row["birth_date"] for row in checked.rows("register") if row["source"] == "smallshire"}
    assert births == {"P1": date(1941, 2, 3), "P2": date(1941, 2, 3)}
    assert checked.rejects == [(4, "birth_date", "parts like a date", "date_not_readable")]


def test_codes_for_missing_are_empty_and_capitals_matter_only_where_the_list_says(check_small_place):
    place = {
        '1 = "male"\n': '1 = "male"\nm = "male"\nM = "female"\n9 = ""\n[files.codes.birth_date]\n"01/01/1900" = ""\n'
    }
    place['2 = "female"\n'] = ""
    people = "Person ID,sex,Date of Birth\nP1,m,01/01/1900\nP2,M,\nP3,9,\nP4,1,\n"
    checked = check_small_place({PEOPLE: people}, place)
    rows = {row["record_id"]: row for row in checked.rows("register") if row["source"] == "smallshire"}
    assert {key: row["sex"] for key, row in rows.items()} == {"P1": "male", "P2": "female", "P3": None, "P4": "male"}
    assert rows["P1"]["birth_date"] is None
    assert checked.rejects == []


def test_utf_8_declared_as_something_else_is_remarked_on(check_small_place):
    entry = 'path = "extracts/patients.csv"\n'
    content = text(ROSE, JACK, "H3,Zoë,Canaryton,,,,,")
    checked = check_small_place({PATIENTS: content}, {entry: entry + 'encoding = "cp1252"\n'})
    assert list(checked.reports[PATIENTS].warnings) == [
        "Declared as cp1252, but it reads as UTF-8: accented letters may come out wrong."
    ]


def test_only_some_columns_and_unknown_ones_are_no_fault(check_small_place):
    checked = check_small_place({PATIENTS: "shoe size,record_id\n42,H1\n43,H2\n"})
    report = checked.reports[PATIENTS]
    assert list(report.unused_columns) == ["shoe size"]
    assert "birth_date" in report.absent_columns
    assert [row["birth_date"] for row in checked.rows("register") if row["source"] == "infirmary"] == [None, None]


def test_events_of_nobody_and_of_rejected_people_are_told_apart(check_small_place):
    events = text(
        "S1,H1,2025-01-10,emergency",
        "S2,H9,2025-01-10,emergency",
        "S3,H3,2025-01-10,emergency",
        "S4,H1,2027-01-10,emergency",
        "S1,H2,2025-01-10,emergency",
        header="spell_id,record_id,admitted_on,admission_method",
    )
    checked = check_small_place({PATIENTS: text(ROSE, JACK, "H3,Ann,Canaryton,never,,,,"), SPELLS: events})
    assert [(line, field, rule) for line, field, _, rule in checked.rejects] == [
        (4, "birth_date", "date_not_readable"),
        (3, "record_id", "no_such_record"),
        (4, "record_id", "record_rejected"),
        (5, "admitted_on", "admitted_after_as_at"),
        (6, "spell_id", "duplicate_key"),
    ]
    assert [row["spell_id"] for row in checked.rows("hospital_spell")] == ["S1"]


def test_both_people_of_a_caring_pair_must_be_known(check_small_place):
    carers = text("P1,P2,2024-01-01", "P1,P8,2024-01-01", "P2,P2,2024-01-01",
                  header="record_id,cared_for_record_id,starts_on")  # fmt: skip
    entry = '[[files]]\npath = "extracts/carers.csv"\nkind = "unpaid_carer"\norganisation = "smallshire"\n\n[[files]]'
    checked = check_small_place({"extracts/carers.csv": carers}, {"[[files]]": entry})
    assert checked.rejects == [
        (3, "cared_for_record_id", "2 letters and digits", "no_such_record"),
        (4, "record_id", "2 letters and digits", "cares_for_self"),
    ]
    assert len(checked.rows("unpaid_carer")) == 1


def test_yearly_files_of_one_register_are_one_and_the_first_row_of_a_person_counts(check_small_place):
    entry = '[[files]]\npath = "extracts/patients.csv"\nkind = "register"\norganisation = "infirmary"\n'
    more = entry.replace("patients", "patients_2024")
    older = text(ROSE.replace("Rose", "Rosie"), "H3,Ann,Canaryton,1950-01-01,,female,,")
    checked = check_small_place(
        {"extracts/patients_2024.csv": older, PATIENTS: text(ROSE, JACK)}, {entry: entry + "\n" + more}
    )
    assert names(checked) == {"H1": "Rose", "H2": "Jack", "H3": "Ann"}
    assert checked.reports["extracts/patients_2024.csv"].rejected_by_rule == {"duplicate_key": 1}


def test_a_good_row_counts_before_a_bad_one_with_the_same_id(check_small_place):
    checked = check_small_place({PATIENTS: text("H1,Bad,Canaryton,never,,,,", ROSE, JACK)})
    assert names(checked)["H1"] == "Rose"
    assert [rule for *_, rule in checked.rejects] == ["date_not_readable"]


def test_rows_of_a_predecessor_keep_their_register_and_belong_to_its_successor(check_small_place):
    checked = check_small_place()
    rosie = next(row for row in checked.rows("register") if row["record_id"] == "T1")
    assert (rosie["source"], rosie["organisation"], rosie["file"]) == ("old_town", "smallshire", OLD_TOWN)


def test_no_value_of_a_bad_file_is_in_what_people_read(check_small_place):
    rows = [f"H{number},{CANARY},{CANARY},{CANARY},{CANARY},{CANARY},{CANARY},{CANARY}" for number in range(5, 90)]
    events = text(f"{CANARY},{CANARY},{CANARY},{CANARY},{CANARY}",
                  header="spell_id,record_id,admitted_on,discharged_on,admission_method")  # fmt: skip
    events += "S1,H1,2025-01-10,,emergency\n"
    checked = check_small_place({PATIENTS: text(ROSE, JACK, *rows), SPELLS: events})
    assert len(checked.rejects) == 85 * 5 + 3
    assert CANARY.lower() not in checked.words.lower()
