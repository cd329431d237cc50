"""A carer's round in words: what comes next, where, for whom, with whom."""

import itertools
from dataclasses import dataclass
from typing import Any

from joinedup.core.visits import Attendance
from joinedup.web.visits.walking.actions import LATE_MINUTES
from joinedup.web.visits.walking.queries import Walk
from joinedup.web.visits.words import call_name, carer_name, client_name, length_words, time_words, told_at


@dataclass(frozen=True)
class CallCard:
    """One call of a round.

    Parameters
    ----------
    map_link : opens the phone's own map; no address goes to anybody else.
    state : to come, there, or done.
    """

    visit: str
    number: int
    name: str
    client: str
    time: str
    length: str
    address: str
    map_link: str
    with_whom: str
    likes: str
    about: tuple[tuple[str, str], ...]
    tasks: tuple[str, ...]
    way: str
    state: str
    arrived: str
    left: str
    late: str
    is_next: bool


def cards(walk: Walk) -> list[CallCard]:
    """The calls of a round, in order; the first that is not done is next."""
    visits = walk.problem.visit_of
    ways = ways_to(walk, visits)
    found, has_next = [], False
    for number, (call, way) in enumerate(zip(walk.calls, ways, strict=True), 1):
        told = {one.kind: one for one in walk.told if one.visit == call.visit}
        state = "done" if "left" in told else "there" if "arrived" in told else "to come"
        is_next = state != "done" and not has_next
        has_next = has_next or is_next
        found.append(card(walk, call, visits[call.visit], number, way, told, state, is_next))
    return found


def card(
    walk: Walk, call: Attendance, visit: Any, number: int, way: float, told: dict[str, Any], state: str, is_next: bool
) -> CallCard:
    client = walk.clients.get(visit.person)
    minutes = visit.tasks[call.side].minutes
    said = (client.calls.get(call.visit, {}) if client else {}).get("tasks", ())
    others = [carer_name(one.carer, walk.carers) for one in walk.others if one.visit == call.visit]

    def when(kind: str) -> str:
        return told_at(walk.on, told[kind].happened_at) if kind in told else ""

    return CallCard(
        visit=call.visit,
        number=number,
        name=call_name(call.visit, client),
        client=client_name(client),
        time=f"{time_words(call.start)} to {time_words(call.start + minutes)}",
        length=length_words(minutes),
        address=client.address if client else "",
        map_link=f"geo:{client.latitude:.5f},{client.longitude:.5f}?q={client.latitude:.5f},{client.longitude:.5f}"
        if client
        else "",
        with_whom=" and ".join(others),
        likes=client.likes if client else "",
        about=tuple(walk.about.get(visit.person, ())),
        tasks=tuple(said),
        way=length_words(way),
        state=state,
        arrived=when("arrived"),
        left=when("left"),
        late=f"{told['running_late'].minutes_late} minutes" if "running_late" in told and state == "to come" else "",
        is_next=is_next,
    )


def ways_to(walk: Walk, visits: dict[str, Any]) -> list[float]:
    """Minutes of travel to each call."""
    carer = next((one for one in walk.problem.carers if one.id == walk.carer.code), None)
    if carer is None:
        return [0.0] * len(walk.calls)
    place = {one: at for at, one in enumerate(walk.problem.places)}
    stops = [place[carer.begins], *(place[visits[one.visit].place] for one in walk.calls)]
    minutes = walk.problem.travel_minutes[carer.travels_by]
    return [float(minutes[here, there]) for here, there in itertools.pairwise(stops)]


def late_choices() -> list[dict[str, str]]:
    """How late a carer can say they are."""
    return [{"value": str(one), "text": f"{one} minutes"} for one in LATE_MINUTES]
