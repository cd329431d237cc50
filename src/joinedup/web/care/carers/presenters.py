"""How are carers and those cared for put on a page?"""

from dataclasses import dataclass
from typing import Any

from joinedup.web.components.words import day
from joinedup.web.people.presenters.households import HOURS

LIVES = {True: "lives in the same home", False: "lives elsewhere", None: ""}


@dataclass(frozen=True)
class PairLine:
    """One pair, seen from one of the two; a name and a note only where there is a care relationship with the other.

    A note may be what the other told in confidence.
    """

    other_id: str
    name: str
    is_cared_for: bool  # the person of the page is the one cared for
    words: str
    since: str
    until: str
    said: str
    note: str


def pair_line(pair: Any, person: Any, named: set[str]) -> PairLine:
    is_cared_for = pair.cared_for_id == person.person_id
    other = pair.carer if is_cared_for else pair.cared_for
    is_hidden = pair.carer.is_sensitive or pair.cared_for.is_sensitive  # sharing a home would tell the address
    lives = "" if is_hidden else LIVES[pair.is_co_resident]
    hours = HOURS.get(pair.hours_per_week, "hours not known")
    return PairLine(
        other_id=other.person_id,
        name=other.full_name if other.person_id in named else "",
        is_cared_for=is_cared_for,
        words=", ".join(part for part in (hours, lives) if part),
        since=day(pair.starts_on),
        until=day(pair.ends_on, empty=""),
        said=f"Said by {pair.said_by.name}" if pair.said_by else "From an agency's record",
        note=pair.note if other.person_id in named else "",
    )


def choices(pairs: tuple[tuple[str, str], ...]) -> list[dict[str, str]]:
    return [{"value": value, "text": text} for value, text in pairs]


def sent(form: Any) -> dict[str, str]:
    """What was typed, as the template gives it back."""
    names = ("direction", "other", "nhs_number", "hours_per_week", "is_co_resident", "note")
    names += ("on-day", "on-month", "on-year")
    return {name.replace("-", "_"): form.data.get(name, "")[:1000] for name in names}


def problems(form: Any) -> dict[str, str]:
    """By field, what is wrong; "on" stands for what is wrong with the day or the pair."""
    if not form.is_bound:
        return {}
    return {"on" if name == "__all__" else name: said[0] for name, said in form.errors.items()}
