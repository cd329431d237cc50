"""What is right row by row and wrong together earns a sentence, and a sound file none."""

from datetime import date, timedelta

import pytest

PEOPLE_FILE, SPELLS = "extracts/patients.csv", "extracts/spells.csv"
HEADER = "record_id,given_name,family_name,birth_date,sex,postcode,gp_practice\n"
STAY = "spell_id,record_id,admitted_on,discharged_on,admission_method\n"


def people(**change):
    """300 people, each column as it is in a sound file, or as a function of the row's number."""
    sound = {
        "record_id": lambda n: f"H{n}",
        "given_name": lambda n: f"Given{n % 97}",
        "family_name": lambda n: f"Family{n % 89}",
        "birth_date": lambda n: str(date(1930, 1, 2) + timedelta(days=97 * n)),
        "sex": lambda n: ("female", "male")[n % 2],
        "postcode": lambda n: ("ZZ1 1AA", "ZZ1 1AB", "ZZ1 2AA")[n % 3] if n % 20 == 0 else "",
        "gp_practice": lambda n: "J81000",
    }
    columns = {**sound, **change}
    return HEADER + "".join(",".join(make(n) for make in columns.values()) + "\n" for n in range(300))


def stays(days_ago):
    method = ("emergency", "elective")
    return STAY + "".join(
        f"S{n},H{n % 300},{date(2026, 3, 31) - timedelta(days=days)},,{method[n % 2]}\n"
        for n, days in enumerate(days_ago)
    )


def warnings(checked, file=PEOPLE_FILE):
    return list(checked.reports[file].warnings)


STRANGE = {
    "birth_date": (
        lambda n: "1900-01-01" if n % 10 == 0 else str(date(1930, 1, 2) + timedelta(days=97 * n)),
        ["10% of rows have the same birth_date.", "10% of birth_date fall on 1 January, as placeholders do."],
    ),
    "family_name": (
        lambda n: "TESTPATIENT" if n % 5 == 0 else f"Family{n % 89}",
        ["20% of rows have the same family_name."],
    ),
    "given_name": (lambda n: "", ["given_name is empty in every row."]),
    "sex": (lambda n: "unknown" if n % 4 == 0 else "male", ["sex is not known in 25% of rows."]),
    "gp_practice": (lambda n: "", ["gp_practice is empty in every row."]),
}


@pytest.mark.parametrize("column", STRANGE)
def test_a_strange_column_earns_a_sentence_without_a_value(column, check_small_place):
    make, sentences = STRANGE[column]
    checked = check_small_place(
        {PEOPLE_FILE: people(postcode=lambda n: f"ZZ{n % 30} 1AA", **{column: make}), SPELLS: STAY}
    )
    found = [sentence for sentence in warnings(checked) if "postcode" not in sentence]
    assert found == sentences
    assert "TESTPATIENT" not in checked.words


def test_postcodes_elsewhere_and_missing_ones_are_remarked_on(check_small_place):
    checked = check_small_place(
        {PEOPLE_FILE: people(postcode=lambda n: "" if n % 3 else f"XX{n % 60} 1AA"), SPELLS: STAY}
    )
    assert warnings(checked) == [
        "postcode is missing in 67% of rows; records are joined with it.",
        "100% of postcodes are not in the place's postcode file.",
    ]


def test_many_rejected_rows_are_remarked_on(check_small_place):
    checked = check_small_place(
        {PEOPLE_FILE: people(birth_date=lambda n: "?" if n % 3 == 0 else "1950-05-05"), SPELLS: STAY}
    )
    assert warnings(checked)[0] == "33% of the rows were rejected."


def test_a_sound_history_is_passed_over_in_silence(check_small_place):
    checked = check_small_place({PEOPLE_FILE: people(), SPELLS: stays(range(1200))})
    assert warnings(checked, SPELLS) == ["discharged_on is empty in every row."]


def test_a_missing_month_and_a_swollen_year_are_remarked_on(check_small_place):
    days = [day for day in range(1200) if (date(2026, 3, 31) - timedelta(days=day)).strftime("%Y-%m") != "2024-11"]
    checked = check_small_place({PEOPLE_FILE: people(), SPELLS: stays(days + list(range(365)) * 2)})
    assert warnings(checked, SPELLS)[1:] == [
        "2024-11 has no rows, in the middle of the history.",
        "Year 1 before the as-at date has 3.0 times as many rows as is usual for the file.",
    ]


def test_a_file_of_events_without_rows_says_so(check_small_place):
    assert warnings(check_small_place({SPELLS: STAY}), SPELLS) == ["The file has a header and no rows."]
