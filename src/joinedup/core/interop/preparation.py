"""What can be refused before any file is read, and what does the engine need before it reads the first?"""

import re
from pathlib import Path

import pyarrow as pa

from joinedup.core.engine import Engine, SqlError
from joinedup.core.errors import CannotProceed
from joinedup.core.interop import keys
from joinedup.core.interop.contract import read_contract
from joinedup.core.interop.mapping import check_mapping
from joinedup.core.interop.place import AgencyFile, Place

MACROS = Path(__file__).with_name("macros.sql")


class NoRegister(CannotProceed):
    """Events speak of people of a register nobody sent."""


class NoDateFormat(CannotProceed):
    """A date format cannot be understood."""


def prepare(engine: Engine, place: Place) -> None:
    """Refuse what can be refused before anything is read, and make the tables every kind needs."""
    registers = {source_of(sent) for sent in place.files if read_contract(sent.kind).is_register}
    for sent in place.files:
        check_mapping(sent, read_contract(sent.kind))
        check_date_format(engine, sent)
        if source_of(sent) not in registers:
            raise NoRegister(
                f"{sent.path} is about people of the register '{source_of(sent)}', which no file of the place is",
                expected="a file of kind register with the same organisation or source",
                available=sorted(registers),
            )
    engine.execute("set preserve_insertion_order = true")  # line numbers are counted as rows come
    engine.execute(MACROS.read_text(encoding="utf-8"))
    engine.register("sent_file", sent_files(place))
    engine.register("place_postcode", place.postcodes)
    keys.make_tables(engine)


def source_of(sent: AgencyFile) -> str:
    """The register a file's record ids belong to."""
    return sent.source or sent.organisation


def sent_files(place: Place) -> pa.Table:
    """One row per file: file_number, file, kind, source, and the organisation its rows belong to today."""
    return pa.table(
        {
            "file_number": pa.array(range(len(place.files)), pa.int32()),
            "file": [sent.path for sent in place.files],
            "kind": [sent.kind for sent in place.files],
            "source": [source_of(sent) for sent in place.files],
            "organisation": [place.current(sent.organisation, place.as_at) for sent in place.files],
        }
    )


def check_date_format(engine: Engine, sent: AgencyFile) -> None:
    """Refuse a date format the engine does not know."""
    if sent.kind == "register" and re.search("%[yc]", sent.date_format or ""):
        raise NoDateFormat(
            f"{sent.path} has the date_format '{sent.date_format}': "
            "a year of birth in two digits may be of either century",
            expected="dates with four digits of the year: ask the agency for them",
        )
    wrong = sent.date_format is not None and "%" not in sent.date_format  # such as dd/mm/yyyy: it would fit no date
    try:
        if sent.date_format:
            engine.value("select try_strptime('', $pattern)", pattern=sent.date_format)
    except SqlError:
        wrong = True
    if wrong:
        raise NoDateFormat(
            f"{sent.path} has the date_format '{sent.date_format}', which cannot be understood",
            expected="a strptime pattern",
            available=("%d/%m/%Y", "%Y%m%d", "%d-%b-%Y"),
        )
