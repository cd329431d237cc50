"""How are a team's members and their skills shown?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from joinedup.core.teams.skills import LEVELS, Holder, in_order, skills
from joinedup.web.components.words import day


@dataclass(frozen=True)
class SkillLine:
    """One skill of one member."""

    number: int
    name: str
    level: str
    state: str
    is_good: bool
    who: str
    role: str
    organisation: str
    where: str = ""


def holder(row: Any, distances: Mapping[str, float]) -> Holder:
    """A row as the core knows it."""
    distance = distances.get(row.user.neighbourhood, 1e9) if row.user.neighbourhood else None
    return Holder(row.pk, row.level, row.verified_by.name if row.verified_by else "", row.expires_on, distance)


def skill_line(row: Any, organisations: Mapping[str, str], *, on: date, where: str = "") -> SkillLine:
    value = holder(row, {})
    if not value.verified_by:
        state = "Their own word: not verified"
    elif row.expires_on <= on:
        state = f"Expired on {day(row.expires_on)}"
    else:
        state = f"Verified by {value.verified_by}, until {day(row.expires_on)}"
    return SkillLine(
        number=row.pk,
        name=skills()[row.skill].name if row.skill in skills() else row.skill,
        level=LEVELS[row.level],
        state=state,
        is_good=value.can(on),
        who=row.user.name,
        role=row.user.role_words,
        organisation=organisations.get(row.user.organisation, row.user.organisation),
        where=where,
    )


def found_lines(
    rows: Sequence[Any],
    distances: Mapping[str, float],
    neighbourhoods: Mapping[str, str],
    organisations: Mapping[str, str],
    *,
    on: date,
) -> list[SkillLine]:
    """Those with a skill in the order in which to ask them."""
    by_number = {row.pk: row for row in rows}
    ordered = in_order([holder(row, distances) for row in rows], on)
    return [
        skill_line(
            by_number[one.who],
            organisations,
            on=on,
            where=where_words(one, neighbourhoods.get(by_number[one.who].user.neighbourhood, "")),
        )
        for one in ordered
    ]


def where_words(one: Holder, name: str) -> str:
    """Where somebody works, and how far that is.

    Examples
    --------
    >>> where_words(Holder(1, 2, "", None, 12_400), "Wareham"), where_words(Holder(1, 2, "", None, None), "")
    ('Wareham, about 12 km away', 'The whole place')
    """
    if one.distance_metres is None:
        return "The whole place"
    if one.distance_metres == 0 or one.distance_metres >= 1e9:
        return name
    return f"{name}, about {max(1, round(one.distance_metres / 1000))} km away"
