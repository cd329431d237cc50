"""What does the index keep so that the next increment need not read everything again?

The rows as they were sent, the faces they show, the keys by which faces meet, and what was counted over everybody. All
of it is sorted into circles: records that share a number or a description, and pairs that are likely. Records of
different circles do not bear on one another, so a run that judges whole circles finds what a run over everybody would.
"""

from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa

from joinedup.core.engine import Engine
from joinedup.core.people.linking.known import Known
from joinedup.core.people.linking.registers import check_values, known_as, typed
from joinedup.core.people.statements import run, text

TEXT = (
    "source", "record_id", "nhs_number", "superseded_nhs_number", "given_name", "family_name", "sex", "address",
    "postcode", "birth_place", "occupation", "changed_identity_of",
)  # fmt: skip
KINDS = dict.fromkeys(TEXT, "varchar") | {"birth_date": "date", "updated_on": "date", "is_sensitive": "boolean"}
TABLES = ("record", "face", "sharing_key", "block_key", "quarantined", "once", "used_word", "share")
FROZEN = ("once", "used_word")
SHARED = ("given", "family", "birth_place", "occupation")
MOST_CHANGED = 0.1  # share of records that came or went since names and words were counted, above which they are again


def read_rows(engine: Engine, registers: pa.Table | Path | str) -> None:
    """Make `linkage_row` readable: one row per record, as it was sent, with a hash of what it says.

    Raises
    ------
    NotARegister
        As `joinedup.core.people.linking.registers.check_values`.
    """
    name = known_as(engine, registers, registers if isinstance(registers, str) else "linkage_sent")
    check_values(engine, name)
    engine.execute(f"create or replace temp view linkage_sent_row as {typed(engine, name, KINDS)}")
    run(engine, "identity/store/rows")
    if engine.value("select count(*) > count(distinct (source, record_id)) from linkage_row"):
        run(engine, "identity/store/rows_once")


def write_keys(engine: Engine, *, closed: int, names_tell: bool) -> None:
    """Write `linkage_key`: every block key of every face, also of those that no residual face shares yet."""
    for statement in text("linking/blocks").split(";\n"):
        if " macro " in statement:  # how a key is made is said there, once
            engine.execute(statement)
    run(engine, "identity/store/keys", closed=closed, names_tell=names_tell)


def keep_everything(
    engine: Engine, *, closed: int, accepts_test_numbers: bool | None, counted: bool, settings: Mapping[str, str]
) -> None:
    """Replace what is kept by what this run over everybody found; inside a transaction.

    Parameters
    ----------
    closed : the registers with which a unit has a record of each.
    accepts_test_numbers : whether numbers of the test range count; None if there are no numbers.
    counted : whether this run counted anew how common names and words are.
    settings : what the run was made with, by name.
    """
    for table in TABLES:
        engine.execute(f"delete from people.{table}")
    for table in FROZEN:
        engine.execute(f"insert into people.{table} select * from linkage.{table}")
    for column in SHARED:
        if engine.value("select count(*) from duckdb_tables() where table_name = $name", name=f"share_{column}"):
            engine.execute(
                f"insert into people.share select $name, value, share from linkage.share_{column}", name=column
            )
    kept = {
        **settings,
        "closed": str(closed),
        "accepts_test_numbers": "" if accepts_test_numbers is None else str(int(accepts_test_numbers)),
    }
    if counted:
        kept["records"] = str(engine.value("select count(*) from linkage.record_face"))
    for name, value in kept.items():
        engine.execute("insert or replace into people.setting values ($name, $value)", name=name, value=value)
    _keep_circles(engine, rows="linkage_row")


def keep_part(engine: Engine) -> None:
    """Replace what is kept of the circles in `linkage_stale` by what this run over them found; inside a transaction."""
    engine.execute("delete from people.block_key where face in (select face from linkage_stale_face)")
    for table in ("record", "face", "sharing_key"):
        engine.execute(f"delete from people.{table} where circle in (select circle from linkage_stale)")
    engine.execute("delete from people.quarantined")
    _keep_circles(engine, rows="linkage_scope_row")


def known(engine: Engine, *, is_part: bool) -> Known | None:
    """What was counted over everybody with the index's model.

    A run over everybody uses it too, so that an increment and a run over everybody find the same; but not where the
    registers have grown or shrunk so much since that it has to be counted anew.
    """
    kept = dict(engine.connection.execute("select name, value from people.setting").fetchall())
    if not is_part and _has_changed(engine, int(kept["records"])):
        return None
    accepts = {"0": False, "1": True}.get(kept["accepts_test_numbers"]) if is_part else None
    return Known(closed=int(kept["closed"]), accepts_test_numbers=accepts, is_part=is_part)


def _has_changed(engine: Engine, records: int) -> bool:
    now = engine.value("select count(*) from linkage_row")
    return bool(abs(now - records) > MOST_CHANGED * records)


def write_circles(engine: Engine) -> None:
    """Write `linkage_circle`: one row per unit that bears on another, and the lowest unit of its circle."""
    run(engine, "identity/store/circles")
    engine.components("select unit_l, unit_r from linkage_bears", into="linkage_circle")


def forget(engine: Engine) -> None:
    """Drop what was written outside the index."""
    for table in (
        "bears",
        "key",
        "changed",
        "removed",
        "stale",
        "scope_row",
        "block",
        "outside",
        "outside_face",
        "flipped",
        "stale_key",
    ):
        engine.execute(f"drop table if exists linkage_{table}")
    for view in ("kept_row", "row", "sent_row", "stale_face", "scope", "born"):
        engine.execute(f"drop view if exists linkage_{view}")
    for name in ("circle", "sent", "gone", "decided", "decided_number", "changed_number", "entered"):
        engine.forget(f"linkage_{name}")


def _keep_circles(engine: Engine, *, rows: str) -> None:
    engine.execute(f"create or replace temp view linkage_kept_row as select * from {rows}")
    run(engine, "identity/store/keep")
    engine.execute("insert into people.quarantined select number, records from linkage.quarantined")
