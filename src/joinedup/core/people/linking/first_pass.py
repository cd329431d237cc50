"""Which records are one person by NHS number with agreeing demographics, or by identical demographics?"""

from dataclasses import replace

import pyarrow as pa

from joinedup.core.engine import Engine
from joinedup.core.people.checks.numbers import refuse
from joinedup.core.people.linking import decided, registers
from joinedup.core.people.linking.known import Known
from joinedup.core.people.parameters import LinkParameters
from joinedup.core.people.statements import run

CLAIMED = ", number, records, registers"  # what a face brings into the unit of its number
TIMES_DOUBLED = 6
"""Replaced numbers are followed 64 on, more than anybody ever has."""
STANDING = ", standing.unit as number_unit, number, records, registers, is_trusted"  # what a face brings into its unit


def join(
    engine: Engine,
    sent: registers.Registers,
    parameters: LinkParameters,
    *,
    must_link: pa.Table | None = None,
    cannot_link: pa.Table | None = None,
    known: Known | None = None,
) -> dict[str, int]:
    """Read the registers and join what can be joined without a model, or was decided by people.

    Leaves in the engine's schema `linkage`: `record_face` (one row per record), `face` (one row per set of records
    alike in every compared value), `standing` (what each face's number is worth), `unit` (the unit of each face).
    """
    engine.execute("drop schema if exists linkage cascade; create schema linkage")
    counts = {"repeated_keys": registers.read(engine, sent)}
    decided.register(engine, must_link, cannot_link)
    counts |= _resolve_numbers(engine, parameters, known)
    if known:
        known.quarantine(engine)
    _find_registers(engine, parameters, known)
    _write_faces(engine)
    run(engine, "linking/decided")
    run(engine, "linking/agree_by_number")
    _units(engine, "number_unit", "select face_l, face_r from linkage.number_link", of="face", columns=CLAIMED)
    run(engine, "linking/standing")
    run(engine, "linking/agree_by_demographics")
    _units(
        engine,
        "unit",
        "select face_l, face_r from linkage.number_link"
        " union all select face_l, face_r from linkage.demographic_pair"
        " union all select face_l, face_r from linkage.must_link",
        of="standing",
        columns=STANDING,
    )
    return _counts(engine) | counts


def _find_registers(engine: Engine, parameters: LinkParameters, known: Known | None) -> None:
    """Write `once`: the registers that list people once."""
    if known:
        known.copy(engine, "once")
        return
    least, most = parameters.least_records_of_register, parameters.most_repeated
    run(engine, "linking/once", least_records=least, most_repeated=most)


def forget(engine: Engine) -> None:
    """Drop every table and view of the linkage from the engine."""
    engine.execute("drop schema if exists linkage cascade")
    for view in ("trained_names", "trained_birth", "u_sample", "wanted"):
        engine.execute(f"drop view if exists linkage_{view}")
    registers.forget(engine)
    for table in ("previous", "joined", "must_link", "cannot_link", "sharing"):
        engine.forget(f"linkage_{table}")


def _resolve_numbers(engine: Engine, parameters: LinkParameters, known: Known | None) -> dict[str, int]:
    """Find out which numbers stand for others, and which join nobody."""
    follow_replaced(engine)
    run(engine, "checks/not_numbers")
    run(
        engine,
        "linking/quarantine",
        most_records=parameters.most_records_of_number,
        most_descriptions=parameters.most_descriptions_of_number,
        most_different=parameters.most_block_members,
    )
    if known and known.accepts_test_numbers is not None:
        parameters = replace(parameters, accepts_test_numbers=known.accepts_test_numbers)
    return refuse(engine, parameters)


def follow_replaced(engine: Engine) -> None:
    """Write `superseded`: which number stands for each replaced one now."""
    run(engine, "linking/replaced")
    for _ in range(TIMES_DOUBLED):
        run(engine, "linking/led_further")
    run(engine, "linking/superseded")


def _write_faces(engine: Engine) -> None:
    """Write `face` and `record_face`; of what was sent, only the numbers are kept beside them."""
    run(engine, "linking/faces")
    engine.execute("drop view linkage.shown")
    for table in ("sent", "repeated"):
        engine.execute(f"drop table linkage.{table}")
    run(engine, "linking/given_names")
    engine.execute(
        "create view linkage.sent as"
        " select source, record_id, record, face, sent_number as number, old_number from linkage.record_face"
    )


def _units(engine: Engine, name: str, pairs: str, *, of: str, columns: str = "") -> None:
    """Write `linkage.<name>`: one row per face and the unit it belongs to, named by its lowest face.

    Parameters
    ----------
    pairs : a query of the pairs of faces that are one.
    of : the table that has a row for each face, and with it `columns`.
    """
    engine.components(pairs, into="linkage_joined")
    engine.execute(
        f"create table linkage.{name} as select {of}.face, coalesce(joined.root, {of}.face) as unit{columns}"
        f" from linkage.{of} left join linkage_joined joined on joined.member = {of}.face"
    )
    decided.hold_apart(engine, name, pairs)


def _counts(engine: Engine) -> dict[str, int]:
    count = engine.value
    return {
        "registers": count("select count(distinct source) from linkage.record_face"),
        "records_with_number": count(
            "select coalesce(sum(records), 0)::bigint from linkage.face where number is not null"
        ),
        "numbers_superseded": count("select count(*) from linkage.superseded"),
        "numbers_quarantined": count("select count(*) from linkage.quarantined"),
        "records_of_quarantined_numbers": count("select coalesce(sum(records), 0)::bigint from linkage.quarantined"),
        "numbers_disputed": count(
            "select count(distinct face.number) from linkage.face join linkage.standing using (face) where is_disputed"
        ),
        "faces": count("select count(*) from linkage.face"),
        "units_after_first_pass": count("select count(*) from linkage.unit where face = unit"),
    }
