"""How does the text of one column become a date, a number or a code, and when is it refused?"""

from dataclasses import dataclass, field
from typing import Any

from joinedup.core.engine.duck import quoted
from joinedup.core.interop.contract import Column
from joinedup.core.interop.mapping import translation
from joinedup.core.interop.place import AgencyFile

UNREADABLE = {
    "date": "date_not_readable",
    "number": "number_not_readable",
    "integer": "integer_not_readable",
    "boolean": "boolean_not_readable",
    "code": "unknown_code",
    "nhs_number": "nhs_number_not_valid",
    "postcode": "postcode_not_valid",
}
ROW_STAYS = ("nhs_number_not_valid", "postcode_not_valid")
GENERAL_RULES = {
    "required_missing": "a required value is missing",
    "date_not_readable": "a date is not in the file's date format, or does not exist",
    "number_not_readable": "a number is not a number",
    "integer_not_readable": "a whole number is not a whole number",
    "boolean_not_readable": "yes or no is neither (yes, no, y, n, true, false, 1, 0, or a code of the place file)",
    "unknown_code": "a code is neither in the place file's list nor one of our values",
    "nhs_number_not_valid": "not ten digits with a right check digit; the row stays, the number is emptied",
    "postcode_not_valid": "not the shape of a postcode; the row stays, the postcode is emptied",
    "not_a_record": "a total or a rule of dashes that the export added, not a record",
    "duplicate_key": "an earlier good row of the same register has the same key",
    "no_such_record": "the record id is in no register of the same source",
    "record_rejected": "the record id is in a register, but that row was rejected",
    "too_few_fields": "the row has fewer fields than the header",
    "too_many_fields": "the row has more fields than the header",
    "quotes_not_readable": "quotation marks around a field do not match; only the line they begin on is rejected",
    "nul_character": "the row contains a NUL character, as a damaged copy does",
}


@dataclass
class Bindings:
    """The values bound to a statement, by name."""

    values: dict[str, Any] = field(default_factory=dict)

    def bind(self, value: Any) -> str:
        """A fresh name for a value, as SQL writes it."""
        name = f"v{len(self.values)}"
        self.values[name] = value
        return f"${name}"


def raw(name: str) -> str:
    """What the agency wrote in a column, in SQL: text without blanks around, null if empty or a code for missing."""
    return quoted(f"raw {name}")


def typed(name: str, column: Column, sent: AgencyFile, bindings: Bindings) -> str:
    """SQL that reads a column's raw text as its type; null where it cannot be read.

    Examples
    --------
    >>> file = AgencyFile(path="x", kind="register", organisation="y")
    >>> date = Column(type="date", required=False, meaning="", needed_for=())
    >>> typed("birth_date", date, file, Bindings())
    'iso_date("raw birth_date")'
    """
    text = raw(name)
    if column.type == "text":
        return text
    if column.type == "date":
        return f"formatted_date({text}, {bindings.bind(sent.date_format)})" if sent.date_format else f"iso_date({text})"
    if column.type in ("code", "boolean"):
        codes, any_case = translation(sent, name, column)
        cases = " ".join(f"when {bindings.bind(code)} then {bindings.bind(ours)}" for code, ours in codes.items())
        chosen = f"case {f'lower({text})' if any_case else text} {cases} end"
        return chosen if column.type == "code" else f"({chosen})::boolean"
    return f"as_{column.type}({text})"


def problem(name: str, value: str, rule: str) -> str:
    """One entry of a row's list of problems, in SQL, still with the value: `classed` takes it away.

    Parameters
    ----------
    name, rule : of a column and rule of our contracts.
    value : SQL of the raw text.
    """
    return f"{{'field': '{name}', 'value': {value}::varchar, 'rule': '{rule}'}}"


def column_problems(name: str, column: Column) -> list[tuple[str, str, str]]:
    """When a column's value is refused: condition and problem, in SQL, and the rule."""
    found = []
    if column.required:
        missing = "required_missing"
        found.append((f"{raw(name)} is null", problem(name, "null", missing), missing))
    if rule := UNREADABLE.get(column.type):
        unread = f"{raw(name)} is not null and {quoted(name)} is null"
        found.append((unread, problem(name, raw(name), rule), rule))
    return found
