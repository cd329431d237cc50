"""How is a version told: its number, who saved and signed it, and, where two changed an item, both ways of it?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from joinedup.core.care import Item, ItemDifference, field_differences, heading_of
from joinedup.web.care.plan.presenters.items import Staff, said_in
from joinedup.web.components.words import moment


@dataclass(frozen=True)
class VersionLine:
    """One version of a plan in its history."""

    pk: int
    number: str
    by: str
    at: str
    changes: tuple[ItemDifference, ...]
    signed: tuple[str, ...]


def version_line(
    version: Any, number: int, changes: Sequence[ItemDifference], signed: Iterable[Any], *, is_earlier_id: bool
) -> VersionLine:
    """A version, with its number among those there are for the reader."""
    earlier = " of the record that was joined with this one" if is_earlier_id else ""
    return VersionLine(
        pk=version.pk,
        number=f"Version {number}{earlier}",
        by=f"{version.saved_by.name}, {version.saved_by.role_words}",
        at=moment(version.saved_at),
        changes=tuple(changes),
        signed=tuple(signed_words(one) for one in signed),
    )


def signed_words(one: Any) -> str:
    """Who signed a version, and with whom it was agreed."""
    role = f" ({one.role})" if one.role else ""
    how = {
        "person": f"Agreed with the person, {one.full_name}{role}",
        "representative": f"Agreed with {one.full_name}{role}, who speaks for them",
        "best_interests": f"Decided in the person's best interests by {one.full_name}{role}",
    }[one.agreed_with]
    note = f" “{one.note}”" if one.note else ""
    return f"{how}. Signed by {one.signed_by.name}, {moment(one.signed_at)}.{note}"


@dataclass(frozen=True)
class Both:
    """An item two people changed: as it stands, and as the one who saves would have it."""

    name: str
    title: str
    standing: tuple[tuple[str, str], ...]
    mine: tuple[tuple[str, str], ...]
    differing: frozenset[str]


def both(standing: Item | None, mine: Item | None, staff: Staff) -> Both:
    """Two ways of one item, side by side, with the headings under which they differ."""
    shown = standing or mine
    if shown is None:
        raise ValueError("there is no item to show")
    return Both(
        name=shown.name,
        title=heading_of(shown),
        standing=said_in(standing, staff),
        mine=said_in(mine, staff),
        differing=frozenset(one.heading for one in field_differences(standing, mine)),
    )
