"""Which tables do feature and outcome queries read, and what if an agency sent nothing of a kind?"""

from pathlib import Path

import pyarrow as pa

from joinedup import definitions
from joinedup.core.engine import Engine
from joinedup.core.risk.features.catalogue import rows
from joinedup.core.risk.features.score_tables import weights_of

ARROW_TYPES = {
    "text": pa.string(),
    "code": pa.string(),
    "nhs_number": pa.string(),
    "postcode": pa.string(),
    "date": pa.date32(),
    "number": pa.float64(),
    "integer": pa.int64(),
    "boolean": pa.bool_(),
    "list": pa.list_(pa.string()),
}
PERSON_COLUMNS = (
    "person_id, birth_date, death_date, sex, ethnicity, deprivation_decile, neighbourhood, household_id, is_opted_out"
)


def event_schema(kind: str) -> pa.Schema:
    """Columns of the event table of a kind: one row per record of the extract, with its person."""
    columns = definitions.read(f"extracts/{kind}.yaml")["columns"]
    ids = ["person_id", "cared_for_person_id"] if kind == "unpaid_carer" else ["person_id"]
    return pa.schema(
        [(name, pa.string()) for name in ids]
        + [(name, ARROW_TYPES[column["type"]]) for name, column in columns.items()]
        + [("source", pa.string()), ("organisation", pa.string()), ("file", pa.string()), ("line", pa.int64())]
    )


def open_sources(engine: Engine, link: Path) -> set[str]:
    """Make the tables of a finished link step readable by name; returns the kinds there are.

    Names, addresses and NHS numbers are not among them. A kind nobody sent reads as an empty table.

    Parameters
    ----------
    link : folder with person.parquet and events/*.parquet.
    """
    engine.register("indexed_person", link / "person.parquet")
    engine.execute(f"create or replace temp table person as select {PERSON_COLUMNS} from indexed_person")
    present = set()
    for kind in definitions.names("extracts"):
        path = link / "events" / f"{kind}.parquet"
        if path.exists():
            engine.register(kind, path)
            present.add(kind)
        elif kind != "register":
            engine.register(kind, event_schema(kind).empty_table())
    open_codelists(engine)
    return present


def open_codelists(engine: Engine) -> None:
    """Make the code lists and score tables readable.

    condition, high_risk_medicine, frailty_deficit, frailty_weight, cambridge_code, cambridge_weight, charlson_code.
    """
    conditions = rows("codelists/conditions.csv")
    engine.register(
        "condition",
        text_table(conditions, {"feature": "feature", "efi_deficit": "efi_deficit", "snomed_code": "snomed_code"}),
    )
    risky = [row for row in rows("codelists/medicines.csv") if row["is_high_risk"] == "1"]
    engine.register("high_risk_medicine", text_table(risky, {"bnf_code": "bnf_code"}))
    engine.register("frailty_deficit", text_table(weights_of("efi"), {"deficit": "deficit"}))
    engine.register("frailty_weight", weight_table(weights_of("hfrs"), "icd10", pa.decimal128(4, 1)))
    codes = rows("codelists/cambridge.csv")
    engine.register(
        "cambridge_code", text_table(codes, {name: name for name in ("condition", "snomed_code", "bnf_code")})
    )
    engine.register("cambridge_weight", weight_table(weights_of("cambridge"), "condition", pa.decimal128(4, 2)))
    groups = [row | {"prefix": prefix} for row in weights_of("charlson") for prefix in row["icd10_prefixes"].split("|")]
    columns = {"prefix": "prefix", "category": "category", "not_with": "not_with", "weight": "weight"}
    charlson = text_table(groups, columns)
    engine.register("charlson_code", charlson.set_column(3, "weight", charlson["weight"].cast(pa.int64())))


def weight_table(found: list[dict[str, str]], key: str, kind: pa.DataType) -> pa.Table:
    """The weights of a published score by key, as exact decimals."""
    table = text_table(found, {key: key, "weight": "weight"})
    return table.set_column(1, "weight", table["weight"].cast(kind))


def text_table(found: list[dict[str, str]], columns: dict[str, str]) -> pa.Table:
    """Columns of a CSV definition as text, empty as null, without repeated rows."""
    unique = dict.fromkeys(tuple(row[column] or None for column in columns.values()) for row in found)
    return pa.table({name: pa.array([row[i] for row in unique], pa.string()) for i, name in enumerate(columns)})
