"""How are any registers read for linking, each with a small mapping file and no place file?"""

import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
from pydantic import ValidationError

from joinedup.core.engine import Engine
from joinedup.core.errors import CannotProceed
from joinedup.core.interop import rows
from joinedup.core.interop.contract import Column, Contract, read_contract
from joinedup.core.interop.inspection import header_of
from joinedup.core.interop.mapping import check_mapping, map_columns
from joinedup.core.interop.place import AgencyFile
from joinedup.core.interop.preparation import MACROS, check_date_format
from joinedup.core.interop.received import receive
from joinedup.core.interop.relations import Reading
from joinedup.core.interop.unchanged import unchanged

MAP_KEYS = ("source", "delimiter", "encoding", "date_format", "columns", "codes")
LAST_DAY = date(9999, 12, 31)  # no rule about dates is applied here
LONGEST_LINE_BYTES = 1_000_000


class NotAMap(CannotProceed):
    """A mapping file cannot be used."""


class NobodyToLink(CannotProceed):
    """A register holds no record."""


class NoSuchFile(CannotProceed):
    """A file that was named is not there."""


@dataclass(frozen=True)
class Registers:
    """What was read.

    Parameters
    ----------
    table : one row per record of a register, as `joinedup.core.people.link` takes it.
    unread : how many values could not be read, by file and rule; the rows stay, the values are empty.
    """

    table: pa.Table
    unread: Mapping[str, Mapping[str, int]]


def read_registers(engine: Engine, pairs: Sequence[tuple[Path, Path]]) -> Registers:
    """Read registers, each with its mapping file, and stack them.

    Parameters
    ----------
    pairs : register (CSV, gzip or Parquet) and mapping file. A mapping file is a [[files]] entry of a place file
        without path, kind and organisation. A column may be a list of the agency's columns, joined with blanks.

    Raises
    ------
    CannotProceed : a file or a map cannot be used; the sentence says why.
    """
    engine.execute("set preserve_insertion_order = true")
    engine.execute(MACROS.read_text(encoding="utf-8"))
    tables, unread = [], {}
    names: dict[str, str] = {}
    for number, (path, map_path) in enumerate(pairs):
        sent, joined = _read_map(path, map_path)
        _refuse_same_name(sent, map_path, names)
        contract = _contract(joined)
        check_mapping(sent, contract)
        check_date_format(engine, sent)
        tables.append(_read(engine, path, number, sent, contract, joined))
        unread[path.name] = _unread(engine)
    engine.execute("drop table if exists rows; set preserve_insertion_order = false")
    return Registers(pa.concat_tables(tables), unread)


def _read_map(path: Path, map_path: Path) -> tuple[AgencyFile, dict[str, list[str]]]:
    """The mapping, and which of our columns are joined from several of theirs."""
    for each in (path, map_path):
        if not each.is_file():
            raise NoSuchFile(f"There is no file {each}", expected="a register and its map: --register FILE --map FILE")
    try:
        written = tomllib.loads(map_path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        where = str(problem) if isinstance(problem, tomllib.TOMLDecodeError) else "it is not UTF-8"
        raise NotAMap(f"{map_path} is not TOML: {where}", expected="a map such as docs/tutorials/febrl4.toml") from None
    unknown = [key for key in written if key not in MAP_KEYS]
    if unknown:
        raise NotAMap(f"{map_path} has an entry '{unknown[0]}'", expected="entries of a map", available=MAP_KEYS)
    columns: dict[str, Any] = written.pop("columns", {})
    if not isinstance(columns, dict):
        raise NotAMap(f"{map_path}: 'columns' is no section", expected='[columns] with lines such as record_id = "ID"')
    joined = {name: theirs for name, theirs in columns.items() if isinstance(theirs, list)}
    for name, theirs in joined.items():
        _refuse_list(map_path, name, theirs)
    parts = {part: theirs[at] for name, theirs in joined.items() for at, part in enumerate(_parts(name, len(theirs)))}
    single = {name: theirs for name, theirs in columns.items() if name not in joined}
    try:
        sent = AgencyFile(
            path=path.name,
            kind="register",
            organisation=path.stem,
            columns=single | parts,
            **({"source": path.name.split(".")[0]} | {key: value for key, value in written.items() if value != ""}),
        )
    except ValidationError as problem:
        wrong = ".".join(str(place) for place in problem.errors()[0]["loc"])
        raise NotAMap(f"{map_path}: the entry '{wrong}' is not right", expected=problem.errors()[0]["msg"]) from None
    return sent, joined


def _refuse_list(map_path: Path, name: str, theirs: Sequence[str]) -> None:
    """Only text may be put together from several columns, and from at least one."""
    register = read_contract("register").columns
    may = [each for each, column in register.items() if column.type == "text" or each == "postcode"]
    if name not in may or not theirs:
        raise NotAMap(
            f"{map_path}: [columns] puts '{name}' together from {len(theirs)} columns",
            expected="a list of one or more columns, for one of our columns of text",
            available=may,
        )


def _refuse_same_name(sent: AgencyFile, map_path: Path, names: dict[str, str]) -> None:
    """Two registers of one name would mix up their record ids, unless both maps say that they share them."""
    said_by = "file" if sent.source == sent.path.split(".")[0] else "map"
    if sent.source in names and "file" in (said_by, names[sent.source]):
        raise NotAMap(
            f"Two registers are both called '{sent.source}'",
            expected=f"a source in {map_path} that tells them apart, or the same in both maps if they share record ids",
        )
    names[sent.source] = said_by


def _parts(name: str, count: int) -> list[str]:
    return [f"{name} part {at + 1}" for at in range(count)]


def _contract(joined: Mapping[str, Sequence[str]]) -> Contract:
    """The contract of a register, without rules, its postcodes of any country, and with the parts of joined columns."""
    register = read_contract("register")
    text = Column(type="text", required=False, meaning="Part of a column", needed_for=("link",))
    parts = {part: text for name, theirs in joined.items() for part in _parts(name, len(theirs))}
    own = {name: column for name, column in register.columns.items() if name not in joined}
    return register.model_copy(update={"columns": own | {"postcode": text} | parts, "rules": {}})


def _read(
    engine: Engine, path: Path, number: int, sent: AgencyFile, contract: Contract, joined: Mapping[str, Sequence[str]]
) -> pa.Table:
    rows.make_table(engine, contract)
    with TemporaryDirectory(prefix="joinedup-link-") as scratch, unchanged(path, sent.path):
        received = receive(path, sent.path, Path(scratch), declared=sent.encoding, max_line_bytes=LONGEST_LINE_BYTES)
        header, types = header_of(engine, sent, contract, received)
        mapped = map_columns(sent, contract, header.columns)
        reading = Reading(number, sent, contract, received, header, mapped, types)
        rows.read_rows(engine, reading, as_at=LAST_DAY, scratch=Path(scratch), max_line_bytes=LONGEST_LINE_BYTES)
    if not engine.value("select count(*) from rows where record_id is not null"):
        raise NobodyToLink(f"{sent.path} has no row with a record_id", expected="one row per person of the register")
    together = [
        "concat_ws(' ', " + ", ".join(f'"{part}"' for part in _parts(name, len(theirs))) + f") as {name}"
        for name, theirs in joined.items()
    ]
    own = [name for name in read_contract("register").columns if name not in joined]
    return engine.table(
        f"select $source as source, {', '.join(own + together)} from rows "
        "where record_id is not null and not is_of_export(record_id)",
        source=sent.source,
    ).select(["source", *read_contract("register").columns])


def _unread(engine: Engine) -> dict[str, int]:
    found = engine.table("select unnest(problems).rule as rule from rows where problems is not null")
    return dict(sorted(Counter(found["rule"].to_pylist()).items()))
