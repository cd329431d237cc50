"""A file that cannot be used stops the run: a clear sentence, earlier output untouched, no personal value in it."""

import errno
import gzip
import traceback
from pathlib import Path

import pytest

from joinedup.core.engine import SqlError
from joinedup.core.errors import CannotProceed
from joinedup.core.interop import inspection, keys, received, rows

CANARY = "Canarydaughter"
PATIENTS = "extracts/patients.csv"
SPELLS = "extracts/spells.csv"
HEADER = "record_id,given_name,family_name,birth_date,sex,nhs_number\n"
ROW = f"H1,{CANARY},Allen,1941-02-03,female,9990000018\n"
GOOD = HEADER + ROW
UTF_16 = f"record_id,given_name\r\nH1,{CANARY}\r\n".encode("utf-16")
FOR_PATIENTS = 'path = "extracts/patients.csv"\n'

STOPS = {
    "empty file": (b"", {}, "extracts/patients.csv is empty (0 bytes)"),
    "empty gzip": (gzip.compress(b""), {}, "is empty once unzipped"),
    "header only": (HEADER, {}, "has a header and no rows"),
    "blank lines": ("\n" * 3, {}, "first line of extracts/patients.csv is blank"),
    "missing required column": (
        GOOD.replace("record_id", "Local ID"),
        {},
        "has no column for record_id. Expected: record_id: The agency's own id for the person. "
        "Available: Local ID, given_name, family_name, birth_date, sex, nhs_number.",
    ),
    "missing column the place file names": (
        GOOD,
        {'[files.columns]\nrecord_id = "Person ID"': '[files.columns]\nrecord_id = "Person ID"\naddress = "Home"'},
        "has no column for address (a column named 'Home')",
    ),
    "no header at all": (ROW, {}, "Available: (the first line does not look like column names)"),
    "no header and only names": (f"Rose;{CANARY}\n" * 3, {}, "(the first line does not look like column names)"),
    "a header whose quotation mark is never closed": ('"' + GOOD, {}, "or its quotation marks do not match"),
    "a title above the header, and only one name below": (
        f"Patients of {CANARY}\nrecord_id,Forename\nH1,{CANARY}\n",
        {},
        "does not look like column names",
    ),
    "years of birth with two digits": (
        GOOD.replace("1941-02-03", "03/02/41"),
        {FOR_PATIENTS: FOR_PATIENTS + 'date_format = "%d/%m/%y"\n'},
        "a year of birth in two digits may be of either century",
    ),
    "a date format in another language": (
        GOOD,
        {FOR_PATIENTS: FOR_PATIENTS + 'date_format = "dd/mm/yyyy"\n'},
        "'dd/mm/yyyy', which cannot be understood",
    ),
    "a web page": (f"<!DOCTYPE html><p>{CANARY}</p>", {}, "is a web page"),
    "JSON": ('[{"name": "Canarydaughter"}]', {}, "is JSON"),
    "two columns of one name": (
        GOOD.replace("given_name", "record_id"),
        {},
        "has 2 columns named 'record_id'. Expected: one column for record_id",
    ),
    "wrong encoding declared": (
        (HEADER + "H1,José,Allen,1941-02-03,female,\n").encode("cp1252"),
        {FOR_PATIENTS: FOR_PATIENTS + 'encoding = "utf-8"\n'},
        "is not utf-8: line 2 has a byte that does not fit. Expected: utf-8 throughout, or another encoding in the "
        "place file. Available: cp1252, latin-1.",
    ),
    "encoding nobody knows": (GOOD, {FOR_PATIENTS: FOR_PATIENTS + 'encoding = "ebcdic-9"\n'}, "which is not known"),
    "encoding that is not of text": (
        GOOD,
        {FOR_PATIENTS: FOR_PATIENTS + 'encoding = "base64"\n'},
        "which is not known",
    ),
    "UTF-16 cut in the middle of a character": (UTF_16[:-1], {}, "is not utf-16: line 3 has a byte"),
    "invalid UTF-8 behind a byte-order mark": (b"\xef\xbb\xbf" + GOOD.encode() + b"H2,\xff\n", {}, "line 3 has a byte"),
    "truncated gzip": (gzip.compress(GOOD.encode() * 50)[:-20], {}, "gzip file that is cut short or damaged"),
    "damaged gzip": (b"\x1f\x8b" + b"x" * 50, {}, "gzip file that is cut short or damaged"),
    "Parquet that is not Parquet": (b"PAR1" + CANARY.encode() * 9, {}, "begins like Parquet but cannot be read"),
    "an Excel workbook": (b"PK\x03\x04" + b"x" * 50, {}, "is a zip archive or an Excel workbook"),
    "a line that does not end": (
        HEADER + f"H1,{CANARY}" + "x" * 30_000,
        {"seed = 7": "seed = 7\nmax_line_megabytes = 0.02"},
        "Line 2 of extracts/patients.csv is longer than 0.02 MB",
    ),
    "everything rejected": (
        GOOD.replace("1941-02-03", "3 Feb 1941"),
        {},
        "All 1 rows of extracts/patients.csv were rejected (date_not_readable in birth_date: 1)",
    ),
    "code list of a column without codes": (
        GOOD,
        {
            FOR_PATIENTS: FOR_PATIENTS.replace("patients", "patients") + "",
            "[files.codes.sex]": "[files.codes.given_name]",
        },
        "[files.codes.given_name] of extracts/people.csv lists codes, but given_name is a text",
    ),
    "code list of no column": (
        GOOD,
        {"[files.codes.sex]": "[files.codes.gender]"},
        "[files.codes] of extracts/people.csv names 'gender', which is no column of register",
    ),
    "code list into values nobody knows": (
        GOOD,
        {'1 = "male"': '1 = "man"'},
        "translates into man, which sex does not know. Expected: a value of sex. "
        "Available: female, male, indeterminate, unknown.",
    ),
    "column list of no column": (GOOD, {'birth_date = "Date': 'born_on = "Date'}, "names 'born_on'"),
    "date format nobody knows": (GOOD, {'date_format = "%d/%m/%Y"': 'date_format = "%d/%Q"'}, "date_format '%d/%Q'"),
    "events of people without a register": (
        GOOD,
        {'path = "extracts/spells.csv"\n': 'path = "extracts/spells.csv"\nsource = "elsewhere"\n'},
        "is about people of the register 'elsewhere', which no file of the place is. Expected: a file of kind register "
        "with the same organisation or source. Available: infirmary, old_town, smallshire.",
    ),
}


@pytest.mark.parametrize("name", STOPS)
def test_a_file_that_cannot_be_used_stops_the_run(name, check_small_place, earlier_output):
    content, place, says = STOPS[name]
    with pytest.raises(CannotProceed) as caught:
        check_small_place({PATIENTS: content}, place)
    assert says in str(caught.value)
    assert CANARY not in "".join(traceback.format_exception(caught.value))
    assert earlier_output()


def test_a_parquet_file_by_name_only_is_refused(small_place_file, check_small_place, earlier_output):
    (small_place_file.parent / "extracts" / "patients.parquet").write_text(GOOD)
    with pytest.raises(CannotProceed, match="is named Parquet but is not"):
        check_small_place({}, {PATIENTS: "extracts/patients.parquet"})
    assert earlier_output()


@pytest.mark.parametrize("change", ["appended", "replaced", "removed"])
def test_a_file_that_changes_while_it_is_read_is_not_used(change, check_small_place, earlier_output, monkeypatch):
    read = rows.read_rows

    def read_and_change(engine, reading, **given):
        read(engine, reading, **given)
        if reading.sent.path == PATIENTS:
            path = Path(reading.received.path)
            if change == "appended":
                path.write_text(path.read_text() + ROW.replace("H1", "H9"))
            elif change == "replaced":
                path.write_text(path.read_text().replace("Allen", "Aller"))
            else:
                path.unlink()

    monkeypatch.setattr(inspection.rows, "read_rows", read_and_change)
    with pytest.raises(CannotProceed, match=r"extracts/patients.csv .* while it was being read") as caught:
        check_small_place({PATIENTS: GOOD})
    assert CANARY not in str(caught.value)
    assert earlier_output()


def test_a_file_that_goes_before_it_is_read_is_named(check_small_place, earlier_output, small_place_file, monkeypatch):
    make = inspection.rows.make_table
    patients = small_place_file.parent / PATIENTS
    monkeypatch.setattr(inspection.rows, "make_table", lambda *given: (patients.unlink(missing_ok=True), make(*given)))
    with pytest.raises(CannotProceed, match=r"extracts/patients.csv cannot be opened: No such file"):
        check_small_place()
    assert earlier_output()


def test_a_full_disk_inside_the_engine_is_not_taken_for_a_bad_file(check_small_place, earlier_output, monkeypatch):
    def no_room(*given):
        raise SqlError("IO Error: Could not write file: No space left on device")

    monkeypatch.setattr(rows, "insert", no_room)
    with pytest.raises(SqlError, match="No space left"):
        check_small_place()
    assert earlier_output()


def test_a_full_disk_leaves_earlier_output_untouched(check_small_place, earlier_output, monkeypatch):
    def no_room(*given):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(inspection.report, "write_report", no_room)
    with pytest.raises(OSError, match="No space left"):
        check_small_place()
    assert earlier_output()


def test_a_fault_of_ours_after_reading_leaves_earlier_output_untouched(check_small_place, earlier_output, monkeypatch):
    monkeypatch.setattr(keys, "list_problems", lambda engine: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        check_small_place()
    assert earlier_output()


@pytest.mark.slow
def test_a_line_of_two_gigabytes_is_refused_after_sixteen_megabytes(tmp_path):
    path = tmp_path / "long.csv"
    with path.open("wb") as file:
        file.write(HEADER.encode())
        file.truncate(2_000_000_000)  # sparse: NULs without a line end
    with pytest.raises(CannotProceed, match=r"Line 2 of long.csv is longer than 16 MB"):
        received.receive(path, "long.csv", tmp_path, declared=None, max_line_bytes=16_000_000)
