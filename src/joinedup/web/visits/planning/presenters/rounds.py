"""Who visits whom when, as lines of a table: one table a carer."""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from joinedup.core.visits import Attendance, Carer, Problem, Visit
from joinedup.web.visits.planning.presenters.sentences import in_names
from joinedup.web.visits.queries import People
from joinedup.web.visits.words import call_name, carer_name, client_name, length_words, time_words, told_words

LATE_MINUTES = 0.5


@dataclass(frozen=True)
class CallLine:
    """One carer's call.

    Parameters
    ----------
    start, end : minutes from midnight.
    way_minutes : on the way there.
    """

    visit: str
    client: str
    name: str
    client_name: str
    start: float
    end: float
    way_minutes: float
    late_minutes: float
    with_whom: str
    is_pinned: bool
    is_preferred: bool
    told: str

    @property
    def time(self) -> str:
        return f"{time_words(self.start)} to {time_words(self.end)}"

    @property
    def way(self) -> str:
        return length_words(self.way_minutes) if self.way_minutes >= LATE_MINUTES else "–"

    @property
    def is_late(self) -> bool:
        return self.late_minutes >= LATE_MINUTES

    @property
    def notes(self) -> tuple[str, ...]:
        """What to know of the call, each in a few words."""
        said = (
            f"With {self.with_whom}" if self.with_whom else "",
            f"{length_words(self.late_minutes)} late" if self.is_late else "",
            "Fixed" if self.is_pinned else "",
            "" if self.is_preferred else "Not a usual carer",
            self.told,
        )
        return tuple(one for one in said if one)


@dataclass(frozen=True)
class RoundLine:
    """One carer's round."""

    carer: str
    name: str
    shift_starts: float
    shift_ends: float
    is_away: bool
    travels_by: str
    calls: tuple[CallLine, ...]
    way_minutes: float

    @property
    def shift(self) -> str:
        return f"{time_words(self.shift_starts)} to {time_words(self.shift_ends)}"

    @property
    def summary(self) -> str:
        """What the round comes to."""
        if self.is_away:
            return "Away"
        with_clients = length_words(sum(call.end - call.start for call in self.calls))
        return (
            f"{self.shift}, by {self.travels_by}: {with_clients} with clients, {length_words(self.way_minutes)} travel"
        )


def round_lines(
    problem: Problem,
    attendances: Sequence[Attendance],
    people: People,
    told: Iterable[Any] = (),
    *,
    on: date,
    only: str = "",
) -> list[RoundLine]:
    """Every carer's round, by when the shift starts.

    Parameters
    ----------
    told : what carers told of their calls.
    only : code of the one carer wanted.
    """
    visits = {visit.id: visit for visit in problem.visits}
    by_carer: dict[str, list[Attendance]] = defaultdict(list)
    at_visit: dict[str, list[str]] = defaultdict(list)
    for one in sorted(attendances, key=lambda each: each.start):
        by_carer[one.carer].append(one)
        at_visit[one.visit].append(one.carer)
    events: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for event in told:
        events[event.carer, event.visit].append(event)
    place = {one: at for at, one in enumerate(problem.places)}

    def call_line(one: Attendance, way: float) -> CallLine:
        visit = visits[one.visit]
        client = people.clients.get(visit.person)
        others = [carer_name(code, people.carers) for code in at_visit[one.visit] if code != one.carer]
        return CallLine(
            visit=one.visit,
            client=visit.person,
            name=call_name(one.visit, client),
            client_name=client_name(client),
            start=one.start,
            end=one.start + visit.tasks[one.side].minutes,
            way_minutes=way,
            late_minutes=max(0.0, one.start - visit.due),
            with_whom=" and ".join(others),
            is_pinned=bool(visit.pinned_carers or visit.pinned_start is not None) and not visit.has_started,
            is_preferred=not visit.preferred or one.carer in visit.preferred,
            told=told_words(events[one.carer, one.visit], on),
        )

    def round_line(carer: Carer) -> RoundLine:
        calls = by_carer[carer.id]
        ways = ways_of(problem, carer, [visits[one.visit] for one in calls], place)
        lines = tuple(call_line(one, way) for one, way in zip(calls, ways, strict=False))
        return RoundLine(
            carer=carer.id,
            name=carer_name(carer.id, people.carers),
            shift_starts=carer.shift_starts,
            shift_ends=carer.shift_ends,
            is_away=carer.is_away,
            travels_by=carer.travels_by,
            calls=lines,
            way_minutes=sum(ways),
        )

    wanted = sorted((one for one in problem.carers if only in ("", one.id)), key=lambda one: (one.shift_starts, one.id))
    return [round_line(one) for one in wanted]


def ways_of(problem: Problem, carer: Carer, visits: Sequence[Visit], place: Mapping[str, int]) -> list[float]:
    """Minutes of travel to each visit of a round, and home last; none where there is no visit."""
    if not visits:
        return []
    stops = [place[carer.begins], *(place[visit.place] for visit in visits), place[carer.ends]]
    minutes = problem.travel_minutes[carer.travels_by]
    return [float(minutes[here, there]) for here, there in itertools.pairwise(stops)]


@dataclass(frozen=True)
class Unplanned:
    """A visit nobody comes to."""

    visit: str
    client: str
    name: str
    client_name: str
    window: str
    why: str


def unplanned_lines(problem: Problem, unplanned: Mapping[str, str], people: People) -> list[Unplanned]:
    """Visits nobody comes to, by when they may begin, and why."""
    visits = sorted((one for one in problem.visits if one.id in unplanned), key=lambda one: one.earliest)
    return [
        Unplanned(
            visit=one.id,
            client=one.person,
            name=call_name(one.id, people.clients.get(one.person)),
            client_name=client_name(people.clients.get(one.person)),
            window=window_words(one),
            why=in_names(unplanned[one.id], people, {visit.id: visit.person for visit in problem.visits}),
        )
        for one in visits
    ]


def window_words(visit: Visit) -> str:
    """When a visit may begin.

    Examples
    --------
    >>> from joinedup.core.visits import Task
    >>> window_words(Visit("v", "home", (Task(30),), earliest=480, due=540, latest=600))
    'from 08:00, by 09:00, at the latest 10:00'
    """
    said = [f"from {time_words(visit.earliest)}"]
    if visit.due < float("inf"):
        said.append(f"by {time_words(visit.due)}")
    if visit.latest < float("inf"):
        said.append(f"at the latest {time_words(visit.latest)}")
    return ", ".join(said)
