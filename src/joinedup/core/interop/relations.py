"""How does the engine read a file's columns as text, each row with the line it began on?"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from joinedup.core.engine import Engine, SqlError
from joinedup.core.engine.duck import quoted
from joinedup.core.interop import careful
from joinedup.core.interop.contract import Contract
from joinedup.core.interop.header import Header
from joinedup.core.interop.mapping import Mapped, missing_codes
from joinedup.core.interop.place import AgencyFile
from joinedup.core.interop.received import CHUNK_BYTES, Received, UnreadableFile
from joinedup.core.interop.typed import Bindings, raw

BLANKS = " \t\r\n\u00a0\ufeff"
PLAIN_CSV = "auto_detect=false, quote='\"', escape='\"', nullstr='', allow_quoted_nulls=true"


@dataclass(frozen=True)
class Reading:
    """One file, ready to be read.

    Parameters
    ----------
    number : of the file in the place file, from 0.
    mapped : where our columns are in it.
    types : of its columns in the engine, for Parquet; empty for text.
    """

    number: int
    sent: AgencyFile
    contract: Contract
    received: Received
    header: Header
    mapped: Mapped
    types: tuple[str, ...] = ()

    @property
    def wanted(self) -> Mapping[str, int]:
        """Position in the file by our name, of the columns sent."""
        return self.mapped.position_of


Relation = Callable[[Reading, Bindings], str]


def cleaned(reading: Reading, column_of: Mapping[str, str], bindings: Bindings) -> str:
    """The raw columns of a relation, in SQL: without blanks around; null if empty or a code for missing.

    Parameters
    ----------
    column_of : SQL of the text as it is in the file, by our name.
    """
    blanks, columns = bindings.bind(BLANKS), []
    for name, text in column_of.items():
        value = f"nullif(nullif(trim({text}, {blanks}), ''), 'NULL')"  # what SQL Server writes for nothing
        for code in missing_codes(reading.sent, name):
            value = f"nullif({value}, {bindings.bind(code)})"
        columns.append(f"{value} as {raw(name)}")
    return ", ".join(columns)


def text_relation(reading: Reading, bindings: Bindings) -> str:
    """A sound text file of which every line is a row."""
    columns = bindings.bind({f"c{at}": "VARCHAR" for at in range(len(reading.header.columns))})
    path, delimiter = bindings.bind(str(reading.received.path)), bindings.bind(reading.header.delimiter)
    raws = cleaned(reading, {name: f"c{at}" for name, at in reading.wanted.items()}, bindings)
    return f"""
        select row_number() over () + 1 as line, null::varchar as fault, null::varchar as shape, {raws}
        from read_csv({path}, delim={delimiter}, columns={columns}, {PLAIN_CSV}, header=true)
    """


def sound_relation(reading: Reading, bindings: Bindings, *, path: Path, longest_row_characters: int) -> str:
    """A text file that was read with care and written again."""
    names = [*careful.OWN_COLUMNS, *(f"c{at}" for at in range(len(reading.wanted)))]
    columns = bindings.bind(dict.fromkeys(names, "VARCHAR"))
    raws = cleaned(reading, {name: f"c{at}" for at, name in enumerate(reading.wanted)}, bindings)
    longest = bindings.bind(
        max(4 * longest_row_characters, 2 * CHUNK_BYTES)
    )  # UTF-8 takes up to four bytes a character
    return f"""
        select line::bigint as line, nullif(fault, '') as fault, shape, {raws}
        from read_csv({bindings.bind(str(path))}, delim=',', columns={columns}, {PLAIN_CSV}, header=false,
            max_line_size={longest})
    """


def parquet_relation(reading: Reading, bindings: Bindings) -> str:
    """A Parquet file, its values written as a text file would write them."""
    columns = reading.header.columns
    column_of = {name: as_text(columns[at], reading.types[at], reading.sent) for name, at in reading.wanted.items()}
    raws = cleaned(reading, column_of, bindings)
    return f"""
        select file_row_number + 1 as line, null::varchar as fault, null::varchar as shape, {raws}
        from read_parquet({bindings.bind(str(reading.received.path))}, file_row_number=true)
    """


def as_text(name: str, kind: str, sent: AgencyFile) -> str:
    """SQL that writes a Parquet column as a text file would: days as days, whole numbers without a decimal point.

    Examples
    --------
    >>> print(as_text("born", "DATE", AgencyFile(path="x", kind="register", organisation="y")))
    strftime("born", '%Y-%m-%d')
    """
    column = quoted(name)
    if kind == "DATE" or kind.startswith("TIMESTAMP"):
        pattern = (sent.date_format or "%Y-%m-%d").replace("'", "''")
        return f"strftime({column}, '{pattern}')"
    if kind in ("FLOAT", "DOUBLE"):  # a table of whole numbers with gaps often comes as fractions
        # "Not a number" is outside a Parquet file's own minimum and maximum, and the engine, which trusts them, may
        # answer isnan with false: so it is told by its text, and the cast is tried.
        whole = f"when abs({column}) < 1e15 and {column} = trunc({column}) then try_cast({column} as bigint)::varchar"
        return f"case {whole} when regexp_matches({column}::varchar, '^-?[0-9]') then {column}::varchar end"
    if kind.endswith("[]"):
        return f"array_to_string({column}, ';')"
    return f"{column}::varchar"


def parquet_columns(engine: Engine, path: Path, name: str) -> dict[str, str]:
    """The columns of a Parquet file and their types, in order.

    Raises
    ------
    UnreadableFile : it is not Parquet inside.
    """
    try:
        described = engine.table("describe select * from read_parquet($path)", path=str(path))
    except SqlError:
        raise damaged_parquet(name) from None
    return dict(zip(described["column_name"].to_pylist(), described["column_type"].to_pylist(), strict=True))


def damaged_parquet(name: str) -> UnreadableFile:
    """The sentence for a Parquet file that cannot be read."""
    return UnreadableFile(f"{name} begins like Parquet but cannot be read", expected="a complete Parquet file")
