"""How do the contracts of extracts, the job's tables and the evidence read as documents?"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from joinedup import definitions
from joinedup.core.interop.contract import Column, Contract, all_contracts
from joinedup.core.interop.typed import GENERAL_RULES
from joinedup.core.plans import library
from joinedup.core.plans.reference import evidence_page
from joinedup.core.risk.features.reference import features_page

HOW_WRITTEN = {
    "text": "text",
    "date": "date: 2024-03-31, or the file's `date_format`",
    "number": "number: 12.5",
    "integer": "whole number: 12",
    "boolean": "yes or no: yes, no, y, n, true, false, 1, 0",
    "code": "one of the values below, or the agency's codes translated in the place file",
    "list": "several values with semicolons between",
    "nhs_number": "ten digits, blanks and hyphens allowed",
    "postcode": "postcode, with or without the blank",
}


def documents() -> dict[str, str]:
    """Every document under docs/reference that is made from the definitions: its text by its path.

    Examples
    --------
    >>> "extracts/register.md" in documents()
    True
    """
    contracts = all_contracts()
    pages = {f"extracts/{contract.kind}.md": extract_page(contract) for contract in contracts}
    made = {"evidence.md": evidence_page(library()), "features.md": features_page()}
    return {"extracts/README.md": extracts_page(contracts), "tables.md": tables_page(), **made, **pages}


def write_documents(folder: Path) -> list[Path]:
    """Write the documents into a folder; returns their paths."""
    written = []
    for name, text in documents().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        written.append(path)
    return written


def extracts_page(contracts: list[Contract]) -> str:
    """The list of kinds, and the rules every file is held to."""
    kinds = [f"| [{each.kind}]({each.kind}.md) | {each.meaning} | {each.grain} |" for each in contracts]
    rules = [f"| `{rule}` | {meaning} |" for rule, meaning in GENERAL_RULES.items()]
    return page(
        "What an agency sends",
        "One contract for each kind of extract. [The place file](../place-file.md) joins files to contracts.",
        "| kind | what it is | grain |\n|---|---|---|\n" + "\n".join(kinds),
        "## Rules for every file\n\nA row that breaks a rule is left out and listed in `check/rejects.csv` with file, "
        "line, field, the shape of the value (never the value) and the rule. `line` is the line of the file on which "
        "the row begins, the header being line 1; in Parquet, the number of the row.",
        "| rule | a row is listed when |\n|---|---|\n" + "\n".join(rules),
    )


def extract_page(contract: Contract) -> str:
    """One contract: columns, values, rules."""
    columns = [column_row(name, column) for name, column in contract.columns.items()]
    parts = [
        f"{contract.meaning} Grain: {contract.grain}.",
        "| column | how it is written | needed | meaning | used for |\n|---|---|---|---|---|\n" + "\n".join(columns),
    ]
    if contract.key:
        key = ", ".join(f"`{name}`" for name in contract.key)
        parts.append(f"Rows of one source with the same {key}: the first good one counts, the others are rejected.")
    parts += [values_section(name, column) for name, column in contract.columns.items() if column.values]
    if contract.rules:
        rules = [f"| `{rule}` | `{holds}` |" for rule, holds in contract.rules.items()]
        parts.append("## Rules\n\n| a row is rejected as | unless |\n|---|---|\n" + "\n".join(rules))
    return page(contract.kind, *parts)


def column_row(name: str, column: Column) -> str:
    """One line of a contract's table of columns."""
    national = f" National name: {column.national_name}." if column.national_name else ""
    personal = " Personal." if column.personal else ""
    cells = (
        f"`{name}`",
        HOW_WRITTEN[column.type],
        "yes" if column.required else "no",
        f"{column.meaning}{national}{personal}",
        ", ".join(column.needed_for),
    )
    return f"| {' | '.join(cells)} |"


def values_section(name: str, column: Column) -> str:
    """The values of a code."""
    values = [f"| `{value}` | {meaning} |" for value, meaning in column.values.items()]
    return f"## Values of {name}\n\n| value | meaning |\n|---|---|\n" + "\n".join(values)


def tables_page() -> str:
    """The tables the job writes."""
    tables: Mapping[str, Mapping[str, Any]] = definitions.read("tables.yaml")
    sections = [table_section(name, table) for name, table in tables.items()]
    introduction = (
        "Every table is a Parquet file in the folder of a run. Beside these, `check/<kind>.parquet` holds the good "
        "rows of one kind: the columns of its [contract](extracts/README.md), then `source` (the register `record_id` "
        "belongs to), `organisation` (whose row it is today), `file` and `line`; `link/events/<kind>.parquet` holds "
        "the same with `person_id` first."
    )
    return page("The tables of a run", introduction, *sections)


def table_section(name: str, table: Mapping[str, Any]) -> str:
    """One table: grain and columns."""
    notes = table.get("notes", {})
    columns = [f"| `{column}` | {kind} | {notes.get(column, '')} |" for column, kind in table["columns"].items()]
    return f"## {name}\n\nGrain: {table['grain']}.\n\n| column | type | note |\n|---|---|---|\n" + "\n".join(columns)


def page(title: str, *parts: str) -> str:
    """A document, with a word on where it comes from."""
    origin = "<!-- Made by `joinedup reference` from src/joinedup/definitions; change it there. -->"
    return "\n\n".join([f"# {title}", origin, *parts]) + "\n"
