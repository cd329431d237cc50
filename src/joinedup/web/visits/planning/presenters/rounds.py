"""Who visits whom when, as lines of a table: one table a carer."""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from joinedup.core.visits import Attendance, Carer, Problem, Visit
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


@dataclass(frozen=True)
class DayCalls:
    """The calls of a day, looked up by carer and by visit.

    Parameters
    ----------
    told : what carers told of their calls.
    """

    problem: Problem
    attendances: Sequence[Attendance]
    people: People
    told: Iterable[Any]
    on: date

    @cached_property
    def by_carer(self) -> dict[str, list[Attendance]]:
        """Each carer's calls, in order."""
        found: dict[str, list[Attendance]] = defaultdict(list)
        for one in sorted(self.attendances, key=lambda each: each.start):
            found[one.carer].append(one)
        return found

    @cached_property
    def at_visit(self) -> dict[str, list[str]]:
        """Who comes to each visit, the first first."""
        found: dict[str, list[str]] = defaultdict(list)
        for one in sorted(self.attendances, key=lambda each: each.start):
            found[one.visit].append(one.carer)
        return found

    @cached_property
    def events(self) -> dict[tuple[str, str], list[Any]]:
        """What each carer told of each visit."""
        found: dict[tuple[str, str], list[Any]] = defaultdict(list)
        for event in self.told:
            found[event.carer, event.visit].append(event)
        return found

    def call_line(self, one: Attendance, way_minutes: float) -> CallLine:
        """One call, after so long a way."""
        visit = self.problem.visit_of[one.visit]
        client = self.people.clients.get(visit.person)
        others = [carer_name(code, self.people.carers) for code in self.at_visit[one.visit] if code != one.carer]
        return CallLine(
            visit=one.visit,
            client=visit.person,
            name=call_name(one.visit, client),
            client_name=client_name(client),
            start=one.start,
            end=one.start + visit.tasks[one.side].minutes,
            way_minutes=way_minutes,
            late_minutes=max(0.0, one.start - visit.due),
            with_whom=" and ".join(others),
            is_pinned=bool(visit.pinned_carers or visit.pinned_start is not None) and not visit.has_started,
            is_preferred=not visit.preferred or one.carer in visit.preferred,
            told=told_words(self.events[one.carer, one.visit], self.on),
        )

    def round_line(self, carer: Carer) -> RoundLine:
        """One carer's round."""
        calls = self.by_carer[carer.id]
        ways = ways_of(self.problem, carer, [self.problem.visit_of[one.visit] for one in calls])
        return RoundLine(
            carer=carer.id,
            name=carer_name(carer.id, self.people.carers),
            shift_starts=carer.shift_starts,
            shift_ends=carer.shift_ends,
            is_away=carer.is_away,
            travels_by=carer.travels_by,
            calls=tuple(self.call_line(one, way) for one, way in zip(calls, ways, strict=False)),
            way_minutes=sum(ways),
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
    day = DayCalls(problem, attendances, people, told, on)
    wanted = [one for one in problem.carers if only in ("", one.id)]
    return [day.round_line(one) for one in sorted(wanted, key=lambda one: (one.shift_starts, one.id))]


def ways_of(problem: Problem, carer: Carer, visits: Sequence[Visit]) -> list[float]:
    """Minutes of travel to each visit of a round, and home last; none where there is no visit."""
    if not visits:
        return []
    place, minutes = problem.place_number, problem.travel_minutes[carer.travels_by]
    stops = [place[carer.begins], *(place[visit.place] for visit in visits), place[carer.ends]]
    return [float(minutes[here, there]) for here, there in itertools.pairwise(stops)]
