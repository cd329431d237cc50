"""Which of an agency's columns and codes become which of ours?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from joinedup.core.errors import CannotProceed
from joinedup.core.interop.contract import Column, Contract
from joinedup.core.interop.header import folded, shown
from joinedup.core.interop.place import AgencyFile

TRUTHS: Mapping[str, str] = {
    **dict.fromkeys(("true", "yes", "y", "t", "1"), "true"),
    **dict.fromkeys(("false", "no", "n", "f", "0"), "false"),
}


class MissingColumn(CannotProceed):
    """A column that is needed is not in the file."""


class DuplicateColumn(CannotProceed):
    """A column that is needed is in the file more than once."""


class UnknownCodeList(CannotProceed):
    """The place file translates codes of a column that has none, or into values that are none of ours."""


@dataclass(frozen=True)
class Mapped:
    """Where each of our columns is in one file.

    Parameters
    ----------
    position_of : place of the column in the file, from 0, by our name; columns not sent are left out.
    unused : names of the file's columns nobody asked for.
    """

    position_of: Mapping[str, int]
    unused: tuple[str, ...]

    def absent(self, contract: Contract) -> tuple[str, ...]:
        """Our columns the agency did not send."""
        return tuple(name for name in contract.columns if name not in self.position_of)


def check_mapping(sent: AgencyFile, contract: Contract) -> None:
    """The place file's [files.columns] and [files.codes] speak of columns and values of the contract.

    Raises
    ------
    MissingColumn, UnknownCodeList : with the entry named.
    """
    for section, names in (("columns", sent.columns), ("codes", sent.codes)):
        for name in names:
            if name not in contract.columns:
                raise (MissingColumn if section == "columns" else UnknownCodeList)(
                    f"[files.{section}] of {sent.path} names '{name}', which is no column of {contract.kind}",
                    expected="one of our columns",
                    available=contract.columns,
                )
    for name, codes in sent.codes.items():
        check_codes(sent, name, contract.columns[name], codes)


def check_codes(sent: AgencyFile, name: str, column: Column, codes: Mapping[str, str]) -> None:
    """A code list translates into values of its column; '' (missing) is allowed for any column."""
    ours = {"code": list(column.values), "boolean": ["true", "false"]}.get(column.type, [])
    wrong = sorted({value for value in codes.values() if value and value not in ours})
    if wrong and not ours:
        raise UnknownCodeList(
            f"[files.codes.{name}] of {sent.path} lists codes, but {name} is a {column.type}",
            expected='a column of codes, or "" for what stands for missing',
        )
    if wrong:
        raise UnknownCodeList(
            f"[files.codes.{name}] of {sent.path} translates into {', '.join(wrong)}, which {name} does not know",
            expected=f"a value of {name}",
            available=ours,
        )


def expected_names(sent: AgencyFile, contract: Contract) -> dict[str, str]:
    """By our name, the name the column should have in the file."""
    return {name: sent.columns.get(name, name).strip() for name in contract.columns}


def map_columns(sent: AgencyFile, contract: Contract, header: Sequence[str]) -> Mapped:
    """Find our columns in a header: by the very name, or by the only one alike but for capitals and blanks.

    Raises
    ------
    MissingColumn : a required column, or one the place file names, is not there.
    DuplicateColumn : it is there more than once.
    """
    found: dict[str, int] = {}
    for name, theirs in expected_names(sent, contract).items():
        places = [at for at, column in enumerate(header) if column == theirs]
        places = places or [at for at, column in enumerate(header) if folded(column) == folded(theirs)]
        if len(places) > 1:
            raise DuplicateColumn(
                f"{sent.path} has {len(places)} columns named '{theirs}'", expected=f"one column for {name}"
            )
        if places:
            found[name] = places[0]
        elif name in sent.columns or contract.columns[name].required:
            refuse_missing(sent, contract, name, theirs, header)
    unused = tuple(column for at, column in enumerate(header) if at not in set(found.values()))
    return Mapped(found, unused)


def refuse_missing(sent: AgencyFile, contract: Contract, name: str, theirs: str, header: Sequence[str]) -> None:
    """Raise, saying which column is missing and which there are."""
    codes = [value for column in contract.columns.values() for value in column.values]
    meant = f" (a column named '{theirs}')" if theirs != name else ""
    raise MissingColumn(
        f"{sent.path} has no column for {name}{meant}",
        expected=f"{name}: {contract.columns[name].meaning}",
        available=shown(header, codes),
    )


def translation(sent: AgencyFile, name: str, column: Column) -> tuple[dict[str, str], bool]:
    """Our value by what the agency wrote, and whether capitals make no difference.

    Examples
    --------
    >>> file = AgencyFile(path="x", kind="register", organisation="y", codes={"sex": {"F": "female"}})
    >>> sex = Column(type="code", required=False, meaning="", needed_for=(), values={"female": "", "male": ""})
    >>> translation(file, "sex", sex)
    ({'female': 'female', 'male': 'male', 'f': 'female'}, True)
    """
    own = {value: value for value in column.values} if column.type == "code" else dict(TRUTHS)
    exact = without_zeros({**own, **{code: value for code, value in sent.codes.get(name, {}).items() if value}})
    folds = {code.lower(): value for code, value in exact.items()}
    agree = all(folds[code.lower()] == value for code, value in exact.items())
    return (folds, True) if agree else (exact, False)


def without_zeros(codes: Mapping[str, str]) -> dict[str, str]:
    """The codes, and those of digits also without the zeros in front that a spreadsheet loses, if nothing else is so.

    Examples
    --------
    >>> without_zeros({"01": "male", "02": "female"})
    {'1': 'male', '2': 'female', '01': 'male', '02': 'female'}
    >>> without_zeros({"01": "male", "1": "female"})
    {'01': 'male', '1': 'female'}
    """
    meanings: dict[str, set[str]] = {}
    for code, value in codes.items():
        if code.isdecimal():
            meanings.setdefault(code.lstrip("0") or "0", set()).add(value)
    shortened = {short: value for short, values in meanings.items() if len(values) == 1 for value in values}
    return shortened | dict(codes)


def missing_codes(sent: AgencyFile, name: str) -> list[str]:
    """What the agency writes where a value is missing, such as 9 for not recorded."""
    return [code for code, value in sent.codes.get(name, {}).items() if not value]
