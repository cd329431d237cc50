"""Which organisation owns a record today, when councils and trusts merge and change their names?"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from joinedup.core.errors import CannotProceed

OrganisationKind = Literal[
    "council",
    "commissioner",
    "acute_trust",
    "community_trust",
    "ambulance",
    "fire",
    "police",
    "charity",
    "general_practice",
    "home_care_provider",
]


class SuccessionWrong(CannotProceed):
    """The organisations of a place do not succeed one another in a way that can be followed."""


class Organisation(BaseModel):
    """One organisation of a place.

    Parameters
    ----------
    code : our code for it, used everywhere.
    starts_on, ends_on : first day, and first day on which it is no more (end excluded).
    successor : code of the organisation its records belong to from `ends_on`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$")]
    name: str
    kind: OrganisationKind
    starts_on: date | None = None
    ends_on: date | None = None
    successor: str | None = None


def current(organisations: Mapping[str, Organisation], code: str, *, on: date) -> str:
    """Who owns, on a day, the records that `code` made: itself, or the last of its successors so far.

    Parameters
    ----------
    organisations : by code; `check_succession` holds for them.
    on : the day asked about; on the day a predecessor ends, its successor owns the records.

    Examples
    --------
    >>> old = Organisation(code="ccg", name="CCG", kind="commissioner", ends_on=date(2022, 7, 1), successor="icb")
    >>> new = Organisation(code="icb", name="ICB", kind="commissioner")
    >>> [current({"ccg": old, "icb": new}, "ccg", on=day) for day in (date(2022, 6, 30), date(2022, 7, 1))]
    ['ccg', 'icb']
    """
    owner = organisations[code]
    while owner.successor and owner.ends_on and owner.ends_on <= on:
        owner = organisations[owner.successor]
    return owner.code


def check_succession(organisations: Iterable[Organisation]) -> None:
    """Refuse successors that are unknown, without a date, or that lead round in a circle.

    Raises
    ------
    SuccessionWrong : with the organisation named.
    """
    by_code = {organisation.code: organisation for organisation in organisations}
    for organisation in by_code.values():
        check_one(organisation, by_code)
    for organisation in by_code.values():
        check_ends_somewhere(organisation, by_code)


def check_one(organisation: Organisation, by_code: Mapping[str, Organisation]) -> None:
    """An organisation's own dates and successor make sense."""
    here = f"Organisation '{organisation.code}'"
    if organisation.successor and organisation.successor not in by_code:
        raise SuccessionWrong(
            f"{here} has the successor '{organisation.successor}', which is not an organisation of the place",
            expected="the code of one of [[organisations]]",
            available=by_code,
        )
    if organisation.successor and not organisation.ends_on:
        raise SuccessionWrong(f"{here} has a successor but no ends_on", expected="the day its records pass over")
    if organisation.starts_on and organisation.ends_on and organisation.ends_on <= organisation.starts_on:
        raise SuccessionWrong(
            f"{here} ends on {organisation.ends_on}", expected=f"a day after it starts, {organisation.starts_on}"
        )


def check_ends_somewhere(organisation: Organisation, by_code: Mapping[str, Organisation]) -> None:
    """Following the successors does not come back."""
    chain = [organisation.code]
    while successor := by_code[chain[-1]].successor:
        if successor in chain:
            raise SuccessionWrong(
                f"Organisations succeed one another in a circle: {' → '.join([*chain, successor])}",
                expected="a chain that ends with an organisation of today",
            )
        chain.append(successor)
