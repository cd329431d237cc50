"""What happened on a day, and what does it make of the file of the day and of what people fixed?"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from joinedup.core.errors import CannotProceed
from joinedup.core.visits import Attendance

Happening = Mapping[str, Any]


class HappenedNot(CannotProceed):
    """What is said to have happened does not fit the day."""


@dataclass(frozen=True)
class Picture:
    """A day's file, what people fixed, and who comes when.

    Parameters
    ----------
    document : docs/reference/visits-of-a-day.md.
    held : see `models.Revision`.
    """

    document: Mapping[str, Any]
    held: Mapping[str, Any]
    attendances: Sequence[Attendance] = ()

    @property
    def visits(self) -> list[dict[str, Any]]:
        """The visits of the file."""
        return [dict(one) for one in self.document["visits"]]

    def with_visits(self, visits: Iterable[Mapping[str, Any]]) -> "Picture":
        return replace(self, document={**self.document, "visits": list(visits)})

    def with_held(self, **parts: Any) -> "Picture":
        return replace(self, held={**self.held, **parts})


def after(picture: Picture, happened: Iterable[Happening], places: Mapping[str, Mapping[str, Any]]) -> Picture:
    """The day once all of it has happened.

    Parameters
    ----------
    places : of the provider's clients, by code, as the file of a day has places.

    Raises
    ------
    HappenedNot : it speaks of a carer, visit or client that is not there.
    """
    for one in happened:
        picture = HAPPENED[one["kind"]](picture, one, places)
    return picture


def away(picture: Picture, one: Happening, _: Any) -> Picture:
    """A carer takes nothing more; what they do before they leave is theirs."""
    carer, since = one["carer"], one.get("since")
    check_known("carer", carer, [each["id"] for each in picture.document["carers"]])
    pinned = {visit: pin for visit, pin in picture.held.get("pinned", {}).items() if carer not in pin.get("carers", ())}
    if since is not None:
        theirs = [each for each in picture.attendances if each.carer == carer and each.start < since]
        pinned |= {each.visit: pin_of(picture.attendances, each.visit) for each in theirs}
    return picture.with_held(pinned=pinned, away={**picture.held.get("away", {}), carer: since})


def pin_of(attendances: Iterable[Attendance], visit: str) -> dict[str, Any]:
    """A visit fixed as it is."""
    there = [one for one in attendances if one.visit == visit]
    return {"carers": sorted(one.carer for one in there), "start": min(one.start for one in there)}


def back(picture: Picture, one: Happening, _: Any) -> Picture:
    """A carer can work after all."""
    gone = picture.held.get("away", {})
    return picture.with_held(away={carer: since for carer, since in gone.items() if carer != one["carer"]})


def overrun(picture: Picture, one: Happening, _: Any) -> Picture:
    """A visit takes so many minutes today."""
    check_known("visit", one["visit"], [each["id"] for each in picture.visits])
    return picture.with_visits(
        {**each, "minutes": one["minutes"]} if each["id"] == one["visit"] else each for each in picture.visits
    )


def cancelled(picture: Picture, one: Happening, _: Any) -> Picture:
    """A visit is not wanted; what followed it, or was only with it, is planned without it."""
    gone = one["visit"]
    check_known("visit", gone, [each["id"] for each in picture.visits])
    kept = [each for each in picture.visits if each["id"] != gone]
    for each in kept:
        if (each.get("follows") or {}).get("visit") == gone:
            del each["follows"]
        if each.get("only_with") == gone:
            del each["only_with"]
    pinned = {visit: pin for visit, pin in picture.held.get("pinned", {}).items() if visit != gone}
    return picture.with_visits(kept).with_held(pinned=pinned)


def visit(picture: Picture, one: Happening, places: Mapping[str, Mapping[str, Any]]) -> Picture:
    """A further visit to a client."""
    check_known("client", one["client"], places)
    taken = {each["id"] for each in picture.visits}
    code = next(name for number in range(1, len(taken) + 2) if (name := f"{one['client']}-more{number}") not in taken)
    made = {
        "id": code,
        "place": one["client"],
        "person": one["client"],
        "minutes": one["minutes"],
        "carers": one["sides"],
        "earliest": one["earliest"],
        "due": one["latest"],
        "latest": one["latest"],
        "skills": list(one["skills"]),
    }
    known = [each["id"] if isinstance(each, Mapping) else each for each in picture.document["places"]]
    more = [] if one["client"] in known else [dict(places[one["client"]])]
    document = {**picture.document, "places": [*picture.document["places"], *more]}
    return replace(picture, document=document).with_visits([*picture.visits, made])


def cut_off(picture: Picture, one: Happening, _: Any) -> Picture:
    """Some clients are hard to reach."""
    homes = sorted({each["place"] for each in picture.visits if each.get("person") in set(one["clients"])})
    if not homes:
        raise HappenedNot("None of these clients is visited that day", expected="a client of the day")
    return picture.with_held(cut_off=[*picture.held.get("cut_off", ()), {"places": homes, "minutes": one["minutes"]}])


def again(picture: Picture, one: Happening, _: Any) -> Picture:
    """Nothing but what is known."""
    return picture


def check_known(what: str, code: str, known: Iterable[str]) -> None:
    """Raise if a code is none of those."""
    if code not in set(known):
        raise HappenedNot(f"That {what} is not there that day", expected=f"a {what} of the day")


HAPPENED: Mapping[str, Callable[[Picture, Happening, Any], Picture]] = {
    "away": away,
    "back": back,
    "overrun": overrun,
    "cancelled": cancelled,
    "visit": visit,
    "cut_off": cut_off,
    "again": again,
}
