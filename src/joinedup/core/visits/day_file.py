"""How is a day of visits written in a file of joinedup's own?"""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, ValidationError

from joinedup.core.visits.breaks import lawful_rest
from joinedup.core.visits.carer import Carer, Rest
from joinedup.core.visits.problem import Problem, Weights
from joinedup.core.visits.times import minutes_of
from joinedup.core.visits.travel import Point, StraightLines, TravelTimes
from joinedup.core.visits.visit import FOREVER, Follows, Task, Visit
from joinedup.core.visits.wall_clock import DAY_MINUTES
from joinedup.core.visits.wrong_days import RoundsWrong, check_said

FORM = "visits of a day"
LONGEST_MINUTES = 2 * DAY_MINUTES
"""Times may go past midnight: "25:30" is half past one of the next day."""


DEAREST = 1e7
"""A weight as high as that is more than anything else a day can come to."""

Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Time = Annotated[Number, BeforeValidator(minutes_of), Field(ge=0, le=LONGEST_MINUTES)]
Length = Annotated[Number, Field(ge=0, le=DAY_MINUTES)]
Name = Annotated[str, Field(min_length=1, max_length=100)]
Weight = Annotated[Number, Field(ge=0, le=DEAREST)]


class Entry(BaseModel):
    """A part of the file: nothing in it is unknown."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class PlaceEntry(Entry):
    """A place on the map."""

    id: Name
    latitude: Number
    longitude: Number
    rural: StrictBool = False


class FollowsEntry(Entry):
    """The visit this one comes after."""

    visit: Name
    least_minutes: Length = 0
    most_minutes: Length | None = None
    by_another: StrictBool = False


class VisitEntry(Entry):
    """A visit; `carers` of it come together, each with all `skills` and for all `minutes`."""

    id: Name
    place: Name
    minutes: Length
    carers: Annotated[int, Field(strict=True, ge=1, le=2)] = 1
    skills: tuple[Name, ...] = ()
    earliest: Time
    due: Time | None = None
    latest: Time | None = None
    refused_carers: tuple[Name, ...] = ()
    preferred_carers: tuple[Name, ...] = ()
    follows: FollowsEntry | None = None
    priority: Annotated[Number, Field(gt=0, le=1000)] = 1
    person: str = ""
    pinned_carers: tuple[Name, ...] = ()
    pinned_start: Time | None = None
    short_because: str = ""
    next_window: tuple[Time, Time] | None = None
    only_with: str = ""


class RestEntry(Entry):
    """A break, due where more than `after_minutes` lies between the first visit's start and the last one's end."""

    minutes: Length
    earliest: Time
    latest: Time
    after_minutes: Length = 360


class CarerEntry(Entry):
    """A carer on shift."""

    id: Name
    skills: tuple[Name, ...] = ()
    begins: Name
    ends: Name | None = None
    shift_starts: Time
    shift_ends: Time
    travels_by: Name = "car"
    is_away: StrictBool = False
    rest: RestEntry | None = None
    most_paid_minutes: Length | None = None
    target_paid_minutes: Length | None = None


class DayFile(Entry):
    """The whole file; travel is by straight lines unless `travel_minutes` says it, by kind, places × places."""

    joinedup: Literal["visits of a day"]
    places: tuple[PlaceEntry, ...] | tuple[Name, ...]
    travel_minutes: dict[str, list[list[Annotated[float, Field(strict=True)]]]] | None = None
    visits: tuple[VisitEntry, ...]
    carers: tuple[CarerEntry, ...]
    weights: dict[str, Weight | None] = {}


def is_day(said: Mapping[str, Any]) -> bool:
    """Whether a JSON document is of this form."""
    return said.get("joinedup") == FORM


def read(said: Mapping[str, Any], travel: TravelTimes | None = None) -> Problem:
    """The problem of a document.

    Parameters
    ----------
    travel : who knows how long ways take, where the document does not say.

    Raises
    ------
    RoundsWrong : an entry is unknown, missing, of the wrong kind, or names what is not there.
    """
    try:
        given = DayFile.model_validate(said)
    except ValidationError as problem:
        raise wrong_entry(problem) from problem
    kinds = sorted({carer.travels_by for carer in given.carers}) or ["car"]
    visits = tuple(visit_of(entry) for entry in given.visits)
    carers = tuple(carer_of(entry) for entry in given.carers)
    check_said(visits, carers)
    return Problem(
        visits=visits,
        carers=tuple(replace(one, rest=lawful_rest(one.rest, one.shift_starts, one.shift_ends)) for one in carers),
        places=tuple(one if isinstance(one, str) else one.id for one in given.places),
        travel_minutes=travel_of(given, kinds, travel or StraightLines()),
        weights=weights_of(given.weights),
    )


def wrong_entry(problem: ValidationError) -> RoundsWrong:
    """What is wrong with the first entry that is, and where it stands."""
    first = problem.errors(include_url=False, include_input=False, include_context=False)[0]
    where = ", ".join(f"entry {part + 1}" if isinstance(part, int) else str(part) for part in first["loc"])
    words = f"{where or 'The file'}: {first['msg'][0].lower()}{first['msg'][1:]}"
    return RoundsWrong(words, expected="docs/reference/visits-of-a-day.md")


def weights_of(said: Mapping[str, float | None]) -> Weights:
    """What counts how much; null only where that means that something may not be."""
    known = {field.name: field.type for field in fields(Weights)}
    if said.keys() - known.keys():
        raise RoundsWrong("A weight is unknown", available=sorted(known))
    for name, weight in said.items():
        if weight is None and known[name] is float:
            raise RoundsWrong(f"The weight '{name}' is null", expected="a number")
    return Weights(**said)  # type: ignore[arg-type]


def travel_of(given: DayFile, kinds: list[str], travel: TravelTimes) -> dict[str, Any]:
    """Minutes by kind of travel."""
    if given.travel_minutes is not None:
        try:
            return {kind: np.array(rows, float) for kind, rows in given.travel_minutes.items()}
        except ValueError as problem:
            raise RoundsWrong("travel_minutes has rows of different lengths", expected="places × places") from problem
    points = [one for one in given.places if isinstance(one, PlaceEntry)]
    if len(points) < len(given.places):
        raise RoundsWrong("Places have no latitude and longitude, and travel_minutes is not given", expected="either")
    where = [Point(one.latitude, one.longitude, one.rural) for one in points]
    return {kind: travel.minutes(where, kind) for kind in kinds}


def visit_of(entry: VisitEntry) -> Visit:
    """A visit as the search takes it."""
    follows = entry.follows and Follows(
        entry.follows.visit,
        entry.follows.least_minutes,
        FOREVER if entry.follows.most_minutes is None else entry.follows.most_minutes,
        entry.follows.by_another,
    )
    return Visit(
        id=entry.id,
        place=entry.place,
        tasks=(Task(entry.minutes, frozenset(entry.skills)),) * entry.carers,
        earliest=entry.earliest,
        due=FOREVER if entry.due is None else entry.due,
        latest=FOREVER if entry.latest is None else entry.latest,
        refused=frozenset(entry.refused_carers),
        preferred=frozenset(entry.preferred_carers),
        follows=follows or None,
        priority=entry.priority,
        person=entry.person,
        pinned_carers=frozenset(entry.pinned_carers),
        pinned_start=entry.pinned_start,
        short_because=entry.short_because,
        next_window=entry.next_window,
        only_with=entry.only_with,
    )


def carer_of(entry: CarerEntry) -> Carer:
    """A carer as the search takes it."""
    rest = entry.rest
    return Carer(
        entry.id,
        frozenset(entry.skills),
        entry.begins,
        entry.ends or entry.begins,
        entry.shift_starts,
        entry.shift_ends,
        entry.travels_by,
        entry.is_away,
        None if rest is None else Rest(rest.minutes, rest.earliest, rest.latest, rest.after_minutes),
        FOREVER if entry.most_paid_minutes is None else entry.most_paid_minutes,
        entry.target_paid_minutes,
    )
