"""The check of one register and its hospital spells, row by row in plain Python: slow, obvious, and the same answer."""

import csv
import io
import re
from datetime import date


def is_nhs_number(digits: str) -> bool:
    if not re.fullmatch(r"\d{10}", digits) or len(set(digits)) == 1:
        return False
    remainder = sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return remainder != 1 and int(digits[9]) == (11 - remainder) % 11


def read_date(text: str | None) -> date | None:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text or ""):
        return None
    try:
        return date(*map(int, text.split("-")))
    except ValueError:
        return None


def rows_of(text: str, delimiter: str) -> list[dict]:
    reader = csv.DictReader(io.StringIO(text), delimiter=delimiter)
    return [{**{name: value.strip() or None for name, value in row.items()}, "line": reader.line_num} for row in reader]


def broken(*rules: tuple[object, str, str]) -> list[tuple[str, str]]:
    return [(field, rule) for is_broken, field, rule in rules if is_broken]


def unreadable(row: dict, name: str) -> tuple[object, str, str]:
    return (row[name] and not read_date(row[name]), name, "date_not_readable")


def unknown(row: dict, name: str, values: str) -> tuple[object, str, str]:
    return (row[name] and row[name].lower() not in values.split(), name, "unknown_code")


def missing(row: dict, name: str) -> tuple[object, str, str]:
    return (not row[name], name, "required_missing")


def register(text: str, delimiter: str, as_at: date) -> tuple[list[dict], list[tuple], set[str]]:
    """Good rows, rejects (line, field, rule), and every id seen."""
    kept, rejects, seen = [], [], set()
    for row in rows_of(text, delimiter):
        born, died = read_date(row["birth_date"]), read_date(row["death_date"])
        number = re.sub(r"[\s-]", "", row["nhs_number"] or "")
        if number and not is_nhs_number(number):
            rejects.append((row["line"], "nhs_number", "nhs_number_not_valid"))
            number = ""
        faults = broken(
            missing(row, "record_id"),
            unreadable(row, "birth_date"),
            unreadable(row, "death_date"),
            unknown(row, "sex", "female male indeterminate unknown"),
            (born and died and died < born, "death_date", "death_before_birth"),
            (born and born < date(1900, 1, 1), "birth_date", "born_before_1900"),
            (born and born > as_at, "birth_date", "born_after_as_at"),
            (died and died > as_at, "death_date", "died_after_as_at"),
        )
        repeats = row["record_id"] in {each["record_id"] for each in kept}
        faults = faults or broken((repeats, "record_id", "duplicate_key"))
        seen |= {row["record_id"]} - {None}
        rejects += [(row["line"], field, rule) for field, rule in faults]
        if not faults:
            sex = row["sex"] and row["sex"].lower()
            kept.append({**row, "birth_date": born, "death_date": died, "sex": sex, "nhs_number": number or None})
    return kept, rejects, seen


def spells(text: str, delimiter: str, as_at: date, kept_ids: set[str], seen_ids: set[str]) -> tuple[list, list]:
    """Good rows and rejects (line, field, rule)."""
    kept, rejects, keys = [], [], set()
    for row in rows_of(text, delimiter):
        came, went = read_date(row["admitted_on"]), read_date(row["discharged_on"])
        faults = broken(
            *(missing(row, name) for name in ("spell_id", "record_id", "admitted_on", "admission_method")),
            unreadable(row, "admitted_on"),
            unreadable(row, "discharged_on"),
            unknown(row, "admission_method", "emergency elective maternity transfer"),
            (came and came > as_at, "admitted_on", "admitted_after_as_at"),
            (went and went > as_at, "discharged_on", "discharged_after_as_at"),
            (came and went and went < came, "discharged_on", "discharged_before_admitted"),
        )
        faults = faults or broken((row["spell_id"] in keys, "spell_id", "duplicate_key"))
        keys |= set() if faults else {row["spell_id"]}
        stranger = "record_rejected" if row["record_id"] in seen_ids else "no_such_record"
        faults = faults or broken((row["record_id"] not in kept_ids, "record_id", stranger))
        rejects += [(row["line"], field, rule) for field, rule in faults]
        if not faults:
            method = row["admission_method"].lower()
            kept.append({**row, "admitted_on": came, "discharged_on": went, "admission_method": method})
    return kept, rejects
