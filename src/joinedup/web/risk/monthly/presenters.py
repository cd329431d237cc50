"""How is a change of risk put into words?"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from joinedup.core.risk.features.catalogue import rests_on
from joinedup.web.components.words import percent
from joinedup.web.risk.presenters.reason_lines import points

WHY_SHOWN = 3
TITLES = {
    "new": ("New on the list", "Above the mark now, and not a month before."),
    "rose": ("Rose", "Above the mark before and now, and higher now."),
    "fell": ("Fell", "Above the mark before and now, and lower now."),
    "gone": ("No longer on the list", "Above the mark a month before, and below it now."),
}


@dataclass(frozen=True)
class ChangeRow:
    """One person whose risk moved."""

    person_id: str
    reference: str
    name: str
    age: str
    neighbourhood: str
    before: str
    now: str
    why: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Kind:
    """Everybody of one kind of change."""

    code: str
    title: str
    meaning: str
    people: int
    rows: tuple[ChangeRow, ...]


def kinds(page: Any, neighbourhoods: Mapping[str, str]) -> list[Kind]:
    return [
        Kind(
            code=code,
            title=TITLES[code][0],
            meaning=TITLES[code][1],
            people=page.counts.get(code, 0),
            rows=tuple(change_row(one, one.person_id in page.named, neighbourhoods) for one in rows),
        )
        for code, rows in page.by_kind.items()
    ]


def change_row(change: Any, is_named: bool, neighbourhoods: Mapping[str, str]) -> ChangeRow:
    person = change.person
    return ChangeRow(
        person_id=person.person_id,
        reference=person.reference,
        name=person.full_name if is_named else "",
        age="" if person.age_years is None else str(person.age_years),
        neighbourhood=neighbourhoods.get(change.neighbourhood, ""),
        before=percent(change.before),
        now=percent(change.now),
        why=tuple((said, points(added)) for said, added, _ in told(change.why, person.hidden_parts)[:WHY_SHOWN]),
    )


def told(why: Sequence[Sequence[Any]], hidden: Collection[str]) -> list[tuple[str, float, bool]]:
    """What moved a score and rests on no record sealed from the reader: words, log-odds, whether help may change it.

    Where a run was loaded before terms were kept with their words, nothing is told of somebody with anything sealed.
    """
    known = [(said, added, bool(may), "".join(term)) for said, added, may, *term in why]
    return [
        (said, added, may)
        for said, added, may, term in known
        if not hidden or (term and not rests_on(term.split(" & "), hidden))
    ]


@dataclass(frozen=True)
class Moved:
    """What changed in one score since a month before."""

    words: str
    why: tuple[tuple[str, str, bool], ...]  # words, points, whether help may change it


CHANGE_WORDS = {
    "new": "Above the mark now, and not a month before",
    "gone": "No longer above the mark",
    "rose": "Rose",
    "fell": "Fell",
}


def moved(change: Any | None, hidden: Collection[str]) -> Moved | None:
    """A change in words; None where nothing moved.

    Parameters
    ----------
    hidden : kinds of record sealed from the reader.
    """
    if change is None:
        return None
    how = CHANGE_WORDS.get(change.kind, "Changed")
    before, now = percent(change.before), percent(change.now)
    return Moved(
        words=f"{how}, and is {now} as before" if before == now else f"{how}: from {before} to {now}",
        why=tuple((said, points(added), may) for said, added, may in told(change.why, hidden)),
    )
