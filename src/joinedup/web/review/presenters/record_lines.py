"""How is one record put on a page: beside the other of a pair, and in the list of a person's?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from joinedup.web.components.words import day, percent
from joinedup.web.people.words import agency, kind_words, spaced
from joinedup.web.review import words
from joinedup.web.review.presenters.field_lines import WITHHELD


@dataclass(frozen=True)
class Side:
    """What else is known of one of two records."""

    letter: str
    agency: str
    record_id: str
    updated: str
    others: list[str]
    more_others: int
    events: list[str]


MOST_OTHERS = 10


def side(
    letter: str,
    record: Any,
    *,
    joined: Iterable[Any],
    events: Iterable[Mapping[str, Any]],
    organisations: Mapping[str, str],
) -> Side:
    """One side of a pair.

    Parameters
    ----------
    joined : the records of both people, of which those of this person are told.
    events : entries on timelines, counted by person and kind.
    """
    others = [one for one in joined if one.person_id == record.person_id and one.pk != record.pk]
    told = [
        f"{agency(one.organisation or one.source, organisations)}, joined by {words.how(one.how)}" for one in others
    ]
    return Side(
        letter=letter,
        agency=agency(record.organisation or record.source, organisations),
        record_id=record.record_id,
        updated=day(record.updated_on),
        others=told[:MOST_OTHERS],
        more_others=max(0, len(told) - MOST_OTHERS),
        events=[
            f"{kind_words(row['kind'])}: {row['entries']:,}, latest {day(row['last_on'])}"
            for row in events
            if row["person_id"] == record.person_id
        ],
    )


@dataclass(frozen=True)
class RecordLine:
    """One record of a person, as the page of their records lists it."""

    key: int
    agency: str
    record_id: str
    name: str
    born: str
    nhs_number: str
    address: str
    updated: str
    why: str


def record_line(record: Any, *, organisations: Mapping[str, str]) -> RecordLine:
    address = ", ".join(part for part in (record.address, record.postcode) if part) or "not recorded"
    strength = f" ({record.weight:.0f} bits)" if record.weight is not None else ""
    return RecordLine(
        key=record.pk,
        agency=agency(record.organisation or record.source, organisations),
        record_id=record.record_id,
        name=f"{record.given_name} {record.family_name}".strip() or "not recorded",
        born=day(record.birth_date, empty="not recorded"),
        nhs_number=spaced(record.nhs_number) if record.nhs_number else "not recorded",
        address=WITHHELD if record.is_sensitive else address,
        updated=day(record.updated_on),
        why=f"{words.how(record.how)}{strength}".capitalize().replace("nhs", "NHS"),
    )


def chance(probability: float | None) -> str:
    """The highest chance of anything scored, in words."""
    return percent(probability, empty="")
