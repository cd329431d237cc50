"""What spreadsheets and databases do to a file on its way out: read where it is plain what was meant, else refused."""

from collections.abc import Callable

import pytest

HEADER = "record_id,given_name,family_name,birth_date,sex,nhs_number,address\n"
ROWS = "H1,Rose,Allen,1941-02-03,female,9990000018,1 High St\nH2,Jack,Brown,1938-05-04,male,9990000026,2 Low St\n"
PLAIN = HEADER + ROWS
BY_DAY = {'path = "extracts/patients.csv"\n': 'path = "extracts/patients.csv"\ndate_format = "%d/%m/%Y"\n'}


def checked(check: Callable, content: str | bytes, place: dict[str, str] | None = None) -> tuple:
    """The people of the infirmary, its rejects, and its warnings."""
    done = check({"extracts/patients.csv": content}, place)
    people = [row for row in done.rows("register") if row["source"] == "infirmary"]
    return people, done.rejects, done.reports["extracts/patients.csv"].warnings


def said(people: list[dict]) -> list[tuple]:
    names = ("record_id", "family_name", "birth_date", "sex", "nhs_number", "address")
    return [tuple(str(row[name]) for name in names) for row in people]


MEANT = [
    ("H1", "Allen", "1941-02-03", "female", "9990000018", "1 High St"),
    ("H2", "Brown", "1938-05-04", "male", "9990000026", "2 Low St"),
]
SEMICOLONS = PLAIN.replace(",", ";")
SAME = {
    "Excel's sep line": "sep=;\n" + SEMICOLONS,
    "the same from a Windows spreadsheet in UTF-16": ("sep=;\r\n" + SEMICOLONS).encode("utf-16"),
    "title rows": "Patients as at 1 April 2026,,,,,,\n,,,,,,\n" + PLAIN,
    "a title and a blank line": "Patient list\n\n" + PLAIN,
    "empty columns on the right": PLAIN.replace("\n", ",,,\n"),
    "times behind dates": PLAIN.replace("1941-02-03", "1941-02-03T13:05:00Z"),
    "capitals and blanks": PLAIN.replace("female", "FEMALE  ").replace(",male", ", Male"),
    "UTF-16 of SQL Server, without a mark": PLAIN.encode("utf-16-le"),
    "NHS numbers as fractions": PLAIN.replace("9990000018", "9990000018.0"),
    "NHS numbers as formulas": PLAIN.replace("9990000018", '"=""9990000018"""').replace("9990000026", "'9990000026"),
    "NHS numbers with an exponent and every digit": PLAIN.replace("9990000026", "9.990000026E+09"),
}


@pytest.mark.parametrize("name", SAME)
def test_what_was_meant_is_read(name: str, check_small_place: Callable) -> None:
    people, rejects, _ = checked(check_small_place, SAME[name])
    assert said(people) == MEANT
    assert [reject for reject in rejects if reject[3] != "required_missing"] == []


def test_lines_are_counted_from_the_top_of_the_file_and_the_report_says_what_was_skipped(check_small_place) -> None:
    people, _, warnings = checked(check_small_place, "Patients\n\n" + PLAIN)
    assert [row["line"] for row in people] == [4, 5]
    assert "The first 2 lines were not read: the column names are on line 3." in warnings


@pytest.mark.parametrize("day", ["03/02/1941 00:00", "3/2/1941 14:05:00", "03/02/1941 02:05:00 PM"])
def test_a_time_behind_a_formatted_date_is_cut_off(day: str, check_small_place: Callable) -> None:
    content = PLAIN.replace("1941-02-03", day).replace("1938-05-04", "04/05/1938")
    assert said(checked(check_small_place, content, BY_DAY)[0]) == MEANT


def test_a_number_that_lost_its_digits_is_emptied_and_its_class_says_how(check_small_place: Callable) -> None:
    people, rejects, _ = checked(check_small_place, PLAIN.replace("9990000018", "9.99E+09"))
    assert people[0]["nhs_number"] is None
    shape = "a number that lost its digits, such as 9.99E+09"
    assert (2, "nhs_number", shape, "nhs_number_not_valid") in rejects


@pytest.mark.parametrize("last", ["Total,2,,,,,", "GRAND TOTAL:,,,,,,", "---------,-----,-----,,,,"])
def test_a_total_is_nobody(last: str, check_small_place: Callable) -> None:
    people, rejects, _ = checked(check_small_place, PLAIN + last + "\n")
    assert [row["record_id"] for row in people] == ["H1", "H2"]
    assert (4, "record_id", "not_a_record") in [(line, field, rule) for line, field, _, rule in rejects]


def test_a_name_that_begins_like_a_total_is_somebody(check_small_place: Callable) -> None:
    people, _, _ = checked(check_small_place, PLAIN + "Totally-7,May,Total,1950-01-01,female,,\n")
    assert [row["family_name"] for row in people] == ["Allen", "Brown", "Total"]


def test_the_word_null_is_no_name(check_small_place: Callable) -> None:
    people, _, _ = checked(check_small_place, PLAIN.replace("Jack,Brown", "NULL,Null"))
    assert (people[1]["given_name"], people[1]["family_name"]) == (None, "Null")


def test_a_code_without_the_zero_a_spreadsheet_lost_is_known(check_small_place: Callable) -> None:
    codes = {'1 = "male"\n2 = "female"': '01 = "male"\n02 = "female"'}
    done = check_small_place(None, codes)
    assert [row["sex"] for row in done.rows("register") if row["source"] == "smallshire"] == [
        "female",
        "male",
        "female",
    ]
