"""What must an extract of each kind look like?"""

import re
from collections.abc import Mapping
from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from joinedup import definitions
from joinedup.core.errors import CannotProceed

ColumnType = Literal["text", "date", "number", "integer", "boolean", "code", "list", "nhs_number", "postcode"]
SQL_TYPES: Mapping[str, str] = {
    "text": "varchar",
    "date": "date",
    "number": "double",
    "integer": "bigint",
    "boolean": "boolean",
    "code": "varchar",
    "list": "varchar[]",
    "nhs_number": "varchar",
    "postcode": "varchar",
}


class UnknownKind(CannotProceed):
    """There is no contract for this kind of extract."""


class Frozen(BaseModel):
    """Fixed once read; nothing in it is unknown."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Column(Frozen):
    """One column of an extract.

    Parameters
    ----------
    required : a row without it is rejected, a file without it stops the run.
    personal : says something about a person by itself; never shown in messages.
    needed_for : what stops working without it.
    values : for a code, its meaning by value.
    national_name : the column's name in the national return, if there is one.
    names_record : it holds the id of a person in the sender's register.
    often_empty : that it is missing in most rows is no surprise.
    """

    type: ColumnType
    required: bool
    meaning: str
    needed_for: tuple[str, ...]
    personal: bool = False
    values: Mapping[str, str] = Field(default_factory=dict)
    national_name: str | None = None
    names_record: bool = False
    often_empty: bool = False

    @model_validator(mode="after")
    def only_codes_have_values(self) -> "Column":
        """A code lists its values; nothing else does."""
        if (self.type == "code") != bool(self.values):
            raise ValueError("a column has values if, and only if, it is a code")
        return self


class Timeline(Frozen):
    """How an event reads on a person's timeline, as SQL over its columns."""

    starts_on: str
    ends_on: str
    words: str


class Contract(Frozen):
    """The contract of one kind of extract.

    Parameters
    ----------
    grain : one row per what.
    key : columns that are unique within one sender's files of the kind; empty if rows have no key.
    rules : by name of the fault, what holds for every good row, as SQL over the columns and `as_at`.
    timeline : None for a register, which is not an event.
    """

    kind: str
    grain: str
    meaning: str
    columns: Mapping[str, Column]
    key: tuple[str, ...] = ()
    rules: Mapping[str, str] = Field(default_factory=dict)
    timeline: Timeline | None = None

    @property
    def is_register(self) -> bool:
        """Whether its rows are people rather than events."""
        return self.timeline is None

    @property
    def record_columns(self) -> tuple[str, ...]:
        """The columns that hold the id of a person in the sender's register."""
        return tuple(name for name, column in self.columns.items() if name == "record_id" or column.names_record)

    def field_of(self, rule: str) -> str:
        """The column a rule is about: the first it mentions.

        Examples
        --------
        >>> read_contract("register").field_of("death_before_birth")
        'death_date'
        """
        words: list[str] = re.findall(r"[a-z_]+", self.rules[rule])
        return next(word for word in words if word in self.columns)


@cache
def read_contract(kind: str) -> Contract:
    """The contract of a kind of extract.

    Raises
    ------
    UnknownKind : there is none.

    Examples
    --------
    >>> read_contract("hospital_spell").key
    ('spell_id',)
    >>> read_contract("unpaid_carer").record_columns
    ('record_id', 'cared_for_record_id')
    """
    kinds = definitions.names("extracts")
    if kind not in kinds:
        raise UnknownKind(f"'{kind}' is no kind of extract", expected="one of our contracts", available=kinds)
    return Contract.model_validate(definitions.read(f"extracts/{kind}.yaml"))


def all_contracts() -> list[Contract]:
    """Every contract, the register first, then by name."""
    contracts = [read_contract(kind) for kind in definitions.names("extracts")]
    return sorted(contracts, key=lambda contract: (not contract.is_register, contract.kind))
