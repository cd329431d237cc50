"""Which records are one person by NHS number with agreeing demographics, or by identical demographics?"""

import pyarrow as pa
import pyarrow.compute as pc

from joinedup.core.engine import Engine
from joinedup.core.errors import CannotProceed
from joinedup.core.people.linking import decided
from joinedup.core.people.linking.clusters import Integers, components
from joinedup.core.people.linking.nicknames import nicknames
from joinedup.core.people.parameters import LinkParameters
from joinedup.core.people.statements import run

TEXT = ("nhs_number", "superseded_nhs_number", "given_name", "family_name", "sex", "address", "postcode")
DATES = ("birth_date", "updated_on")
LONGEST_CHAIN = 4  # a number replaced by a number that was itself replaced, and so on


class NotARegister(CannotProceed):
    """A table of registers lacks what tells records apart."""


def join(
    engine: Engine,
    registers: pa.Table,
    parameters: LinkParameters,
    *,
    must_link: pa.Table | None = None,
    cannot_link: pa.Table | None = None,
) -> dict[str, int]:
    """Read the registers and join what can be joined without a model, or was decided by people.

    Leaves in the engine's schema `linkage`: `record_face` (one row per record), `face` (one row per set of records
    alike in every compared value), `standing` (what each face's number is worth), `unit` (the unit of each face).
    """
    engine.execute("drop schema if exists linkage cascade; create schema linkage")
    _read(engine, registers)
    decided.register(engine, must_link, cannot_link)
    _resolve_numbers(engine, parameters)
    run(engine, "linking/decided")
    run(engine, "linking/agree_by_number")
    _units(engine, "number_unit", "select face_l, face_r from linkage.number_pair where agrees")
    run(engine, "linking/standing")
    run(engine, "linking/agree_by_demographics")
    _units(
        engine,
        "unit",
        "select face_l, face_r from linkage.number_pair where agrees union all from linkage.demographic_pair"
        " union all select face_l, face_r from linkage.must_link",
    )
    return _counts(engine) | {
        "repeated_keys": registers.num_rows - engine.value("select count(*) from linkage.record_face")
    }


def forget(engine: Engine) -> None:
    """Drop every table and view of the linkage from the engine."""
    engine.execute("drop schema if exists linkage cascade")
    for view in ("trained", "u_sample", "compared", "blocked"):
        engine.execute(f"drop view if exists linkage_{view}")
    for table in ("register", "nickname", "previous", "grown", "must_link", "cannot_link"):
        engine.connection.unregister(f"linkage_{table}")


def _read(engine: Engine, registers: pa.Table) -> None:
    missing = {"source", "record_id"} - set(registers.column_names)
    if missing:
        raise NotARegister(
            f"No column {' or '.join(sorted(missing))}",
            expected="one row per record with source and record_id",
            available=registers.column_names,
        )
    for column in ("source", "record_id"):
        if registers[column].null_count:
            raise NotARegister(f"Records without {column}", expected=f"{column} on every record")
    engine.register("linkage_register", _completed(registers))
    engine.register("linkage_nickname", nicknames())
    run(engine, "macros")
    run(engine, "linking/clean")
    if engine.value("select count(*) > count(distinct record) from linkage.sent"):
        run(engine, "linking/repeated_keys")


def _completed(registers: pa.Table) -> pa.Table:
    """The columns that are compared, typed, empty where the registers have none."""

    def column(name: str, kind: pa.DataType) -> pa.ChunkedArray:
        if name not in registers.column_names:
            return pa.chunked_array([pa.nulls(registers.num_rows, kind)])
        return pc.cast(registers[name], kind)

    kinds = {name: pa.string() for name in ("source", "record_id", *TEXT)} | {name: pa.date32() for name in DATES}
    return pa.table({name: column(name, kind) for name, kind in kinds.items()})


def _resolve_numbers(engine: Engine, parameters: LinkParameters) -> None:
    run(engine, "linking/superseded")
    for _ in range(LONGEST_CHAIN):
        engine.execute(
            "update linkage.superseded as old set number = newer.number"
            " from linkage.superseded newer where old.number = newer.old_number"
        )
    engine.execute("delete from linkage.superseded where number = old_number")
    run(
        engine,
        "linking/quarantine",
        most_records=parameters.most_records_of_number,
        most_descriptions=parameters.most_descriptions_of_number,
    )
    run(engine, "linking/records")
    run(engine, "linking/faces")
    engine.execute(
        "create table linkage.record_face as"
        " select source, record_id, record, face from linkage.record join linkage.face using (content)"
    )


def _units(engine: Engine, name: str, pairs: str) -> None:
    """Write `linkage.<name>`: one row per face and the unit it belongs to, named by its lowest face."""
    count = engine.value("select count(*) from linkage.face")
    table = engine.table(pairs)
    left, right = (numbers(table, side) for side in ("face_l", "face_r"))
    unit = components(count, left, right)
    engine.register("linkage_grown", pa.table({"face": pa.array(range(count), pa.int64()), "unit": unit}))
    engine.execute(f"create table linkage.{name} as from linkage_grown")
    decided.hold_apart(engine, name, pairs)


def numbers(table: pa.Table, column: str) -> Integers:
    """A column of whole numbers as an array."""
    array: Integers = table[column].to_numpy().astype("int64")
    return array


def _counts(engine: Engine) -> dict[str, int]:
    count = engine.value
    return {
        "registers": count("select count(distinct source) from linkage.record_face"),
        "records_with_number": count("select count(number) from linkage.record"),
        "numbers_superseded": count("select count(*) from linkage.superseded"),
        "numbers_quarantined": count("select count(*) from linkage.quarantined"),
        "records_of_quarantined_numbers": count("select coalesce(sum(records), 0)::bigint from linkage.quarantined"),
        "numbers_disputed": count(
            "select count(distinct face.number) from linkage.face join linkage.standing using (face) where is_disputed"
        ),
        "faces": count("select count(*) from linkage.face"),
        "units_after_first_pass": count("select count(distinct unit) from linkage.unit"),
    }
