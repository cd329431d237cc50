"""Where is it kept who was who, run after run, and what people decided?

One DuckDB file. Runs, models, decisions, person ids, memberships, edges and lineage are only ever added to; what holds
now is a view over them. Beside them stands what the next increment works with. A run writes in one transaction: cut off
halfway, it leaves the index as it was. While a run has the file open, no other can.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from joinedup.core.engine import Engine
from joinedup.core.errors import CannotProceed
from joinedup.core.people.identity import decisions as decided
from joinedup.core.people.identity import keeping
from joinedup.core.people.identity.changed_numbers import changed_numbers
from joinedup.core.people.linking.known import Known
from joinedup.core.people.parameters import LinkParameters
from joinedup.core.people.statements import digest, run, text

FILE = "people.duckdb"
RECORD = pa.schema([("source", pa.string()), ("record_id", pa.string())])
KEPT = "2"  # of the rows kept of each record; where they are of another, everybody has to be linked once more
FORMAT = "1"  # of the tables in the file; another number means that it cannot be read by this version


class OtherIndex(CannotProceed):
    """The index was written in a form this version does not know."""


class PersonIndex:
    """The index, open for one run.

    Examples
    --------
    >>> import tempfile
    >>> from joinedup.core.people import link
    >>> register = pa.table({"source": ["gp", "council"], "record_id": ["1", "A"], "nhs_number": ["9990000018"] * 2,
    ...     "given_name": ["Margaret", "Peggy"], "family_name": ["Lane"] * 2})
    >>> path = Path(tempfile.mkdtemp()) / "people.duckdb"
    >>> for _ in range(2):
    ...     with Engine() as engine, opened(engine, path) as index:
    ...         linkage = link(register, engine=engine, seed=1, index=index)
    >>> linkage.counts["ids_changed"]
    0
    """

    used_ids = "people.person"  # one row per person id ever given

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.last_run = int(engine.value("select coalesce(max(run), 0) from people.run"))

    def previous(self, *, scope: str = "people.known_record") -> pa.Table:
        """One row per record ever seen: source, record_id and the person_id it has or had last.

        Parameters
        ----------
        scope : a table of the records asked about.
        """
        return self.engine.table(
            "select source, record_id, latest.person_id"
            f" from (select * from people.known_record where record in (select record from {scope})) join ("
            "select record, arg_max(membership, run) as latest from people.membership"
            f" where record in (select record from {scope}) group by record) using (record)"
        )

    def seen(self, records: Iterable[decided.Record]) -> set[decided.Record]:
        """Those of some records that the index has ever seen."""
        asked = [dict(zip(("source", "record_id"), record, strict=True)) for record in records]
        self.engine.register("linkage_asked", pa.Table.from_pylist(asked, schema=RECORD))
        found = self.engine.table(
            "select distinct source, record_id from people.known_record"
            " semi join linkage_asked using (source, record_id)"
        )
        self.engine.forget("linkage_asked")
        return set(zip(found["source"].to_pylist(), found["record_id"].to_pylist(), strict=True))

    def parameters(self) -> LinkParameters | None:
        """What the last run over everybody was set to, if the index was made by linking as it is now."""
        kept = dict(self.engine.connection.execute("select name, value from people.setting").fetchall())
        if kept.get("made_with") != made_with():
            return None
        return LinkParameters(**json.loads(kept["parameters"]))

    def decisions(self) -> pa.Table:
        """Every decision the index was told of, as `identity.decisions.SCHEMA`."""
        return self.engine.table(f"select {', '.join(decided.SCHEMA.names)} from people.decision order by decision_id")

    def decisions_held_to(self) -> pa.Table:
        """The decisions the last run held to; others were added since."""
        columns = ", ".join(decided.SCHEMA.names)
        return self.engine.table(f"select {columns} from people.decision where run < $run", run=self.last_run)

    def with_decisions(self, decisions: pa.Table | None) -> pa.Table:
        """The decisions the index knows, and those of `decisions` that are new to it."""
        known = self.decisions()
        if decisions is None:
            return known
        decided.rows_of(decisions.slice(0, 0))  # names the columns that are missing
        new = decisions.select(decided.SCHEMA.names).cast(decided.SCHEMA)
        is_known = pc.is_in(new["decision_id"], value_set=known["decision_id"].combine_chunks())
        return pa.concat_tables([known.cast(decided.SCHEMA), new.filter(pc.invert(is_known))])

    def changed_numbers(self, decisions: pa.Table | None, rows: str = "people.record") -> pa.Table:
        """The NHS numbers that changed identities keep apart: those of earlier runs, and those that rows now tell.

        Parameters
        ----------
        decisions : what people and registers say.
        rows : a table of the engine with the source, record_id and nhs_number of every record there is now.
        """
        return changed_numbers(
            self.engine,
            decisions,
            f"select source, record_id, nhs_number from {rows}"
            " union all select source, record_id, nhs_number from people.record",
            kept=self.kept_numbers(),
        )

    def kept_numbers(self) -> pa.Table:
        """The NHS numbers that changed identities kept apart in earlier runs, also of decisions undone since."""
        return self.engine.table("select decision_id, left_number, right_number from people.changed_number")

    def add_changed_numbers(self, numbers: pa.Table) -> None:
        """Add the numbers that are new; they stay when the records they were found on are gone."""
        self.engine.register("linkage_found_number", numbers)
        self.engine.execute(
            "insert into people.changed_number from linkage_found_number except from people.changed_number"
        )
        self.engine.forget("linkage_found_number")

    def with_stand_ins(self, cannot_link: pa.Table, rows: str) -> pa.Table:
        """Pairs to keep apart, and for a record that is gone the others of the person it last belonged to.

        Otherwise a changed identity would be joined to the old one by whichever record of it is left.

        Parameters
        ----------
        cannot_link : left_source, left_record_id, right_source, right_record_id.
        rows : a table of the engine with the source and record_id of every record there is now.
        """
        if not (cannot_link.num_rows and self.last_run):
            return cannot_link
        self.engine.register("linkage_apart", cannot_link)
        self.engine.execute(f"create or replace temp view linkage_now as select source, record_id from {rows}")
        self.engine.register("linkage_last", self.previous())
        try:
            return self.engine.table(text("identity/store/stand_ins")).cast(cannot_link.schema)
        finally:
            self.engine.execute("drop view linkage_now")
            for each in ("apart", "last"):
                self.engine.forget(f"linkage_{each}")

    def write_people(self, into: Path) -> None:
        """Write person_record and edge of everybody as they stand now, as Parquet into a folder."""
        self.engine.write(
            "select source, record_id, person_id, how, weight from people.record",
            into / "person_record.parquet",
        )
        self.engine.write(text("identity/store/edges_now"), into / "edge.parquet")

    def add_decisions(self, decisions: pa.Table | None) -> int:
        """Add the decisions whose id is new; returns how many were."""
        if decisions is None:
            return 0
        self.engine.register("linkage_decision", decisions.select(decided.SCHEMA.names).cast(decided.SCHEMA))
        added = self.engine.value("select count(*) from linkage_decision anti join people.decision using (decision_id)")
        self.engine.execute(
            "insert into people.decision by name select $run as run, * from linkage_decision"
            " anti join people.decision using (decision_id)",
            run=self.last_run,
        )
        self.engine.forget("linkage_decision")
        return int(added)

    def model(self) -> dict[str, Any] | None:
        """The model of the last run, if there was a run."""
        settings = self.engine.value(
            "select settings from people.model where model_version ="
            " (select model_version from people.run order by run desc limit 1)"
        )
        return None if settings is None else dict(json.loads(settings))

    def known(self, model: dict[str, Any], *, is_part: bool = False) -> Known | None:
        """What was counted over everybody with a model, if it is the one of the last run.

        Parameters
        ----------
        is_part : a run over some records; a run over everybody counts anew where many records came or went since.
        """
        last = self.engine.value("select model_version from people.run order by run desc limit 1")
        return keeping.known(self.engine, is_part=is_part) if last == version_of(model) else None

    def add_run(
        self, *, model: dict[str, Any], seed: int, kind: str, versions: dict[str, str], at: datetime | None
    ) -> None:
        """Add what the linkage in the engine's schema `linkage` found; inside a transaction.

        Parameters
        ----------
        kind : `full`, over everybody; or `increment`, over the records of `linkage_scope`.
        """
        number, name = self.last_run + 1, version_of(model)
        execute = self.engine.execute
        if kind == "full":
            execute("create or replace temp view linkage_scope as select record from people.known_record")
        run(self.engine, "identity/store/changes", run=number, model_version=name)
        execute(
            "insert into people.model select $version, $run, $settings"
            " where $version not in (select model_version from people.model)",
            version=name, run=number, settings=json.dumps(model, sort_keys=True),
        )  # fmt: skip
        execute(
            "insert into people.run select $run, $at, $kind, $version, $seed, $versions",
            run=number, at=at, kind=kind, version=name, seed=seed, versions=json.dumps(versions, sort_keys=True),
        )  # fmt: skip
        self.last_run = number


@contextmanager
def opened(engine: Engine, path: Path) -> Iterator[PersonIndex]:
    """Open the index in a file, made if it is not there, for as long as the block lasts.

    Raises
    ------
    FileInUse
        Another run has it open.
    NotADatabase, OtherIndex
        It cannot be read.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    engine.attach("people", path)
    try:
        with engine.transaction():
            _prepare(engine, path)
        yield PersonIndex(engine)
    finally:
        engine.execute("drop view if exists linkage_scope")
        engine.execute("detach people")


def made_with() -> str:
    """What linking is made of: its code, the engine whose hashes are kept, and what is kept of a record."""
    return f"{digest()} {version('duckdb')} {KEPT}"


def version_of(model: dict[str, Any]) -> str:
    """A short name for a model: the same weights, the same name.

    Examples
    --------
    >>> version_of({"a": 1.0, "b": []}) == version_of({"b": [], "a": 1.0}) != version_of({"a": 2.0})
    True
    """
    return hashlib.blake2b(json.dumps(model, sort_keys=True).encode(), digest_size=6).hexdigest()


def _prepare(engine: Engine, path: Path) -> None:
    engine.execute(text("identity/store/schema"))
    engine.execute("insert or ignore into people.setting values ('format', $format)", format=FORMAT)
    found = engine.value("select value from people.setting where name = 'format'")
    if found != FORMAT:
        raise OtherIndex(f"{path} has form {found}", expected=f"form {FORMAT}, or a folder without an index")
