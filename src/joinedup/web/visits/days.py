"""How does a day that is kept become a problem of the core, and how do rounds become what is kept?"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from joinedup.core.visits import Attendance, Checked, Hours, Problem, Visit, check, day_file, given_rounds
from joinedup.core.visits.checking import lateness
from joinedup.core.visits.given import settled
from joinedup.core.visits.reasons import why_unplanned
from joinedup.core.visits.replanning import from_present
from joinedup.core.visits.roads import with_places_cut_off
from joinedup.core.visits.visit import SAME_START_MINUTES
from joinedup.core.visits.worked import hours_with_break

Held = Mapping[str, Any]
Document = Mapping[str, Any]
LAST_MINUTE = 36 * 60
"""Until noon of the next day a day may still be changed: some rounds go on past midnight."""
NOTHING_HELD: dict[str, Any] = {"pinned": {}, "away": {}, "cut_off": []}


@dataclass(frozen=True)
class Begun:
    """A visit that carers have begun.

    Parameters
    ----------
    start : when the first was there, minutes from midnight.
    carers : who is there, or was.
    minutes : how long it took at most or, until all have left, takes so far.
    told_minutes : how long it took at least: until the last left of whom it is told.
    """

    start: float
    carers: frozenset[str]
    minutes: float = 0.0
    is_over: bool = False
    told_minutes: float = 0.0

    def takes(self, planned_minutes: float) -> float:
        """How long it takes, going by what is known now; where leaving was forgotten, as planned if that can be."""
        if not self.is_over:
            return max(planned_minutes, self.minutes)
        return min(max(planned_minutes, self.told_minutes), self.minutes)


def problem_of(
    document: Document, held: Held, begun: Mapping[str, Begun] | None = None, off: Collection[str] = ()
) -> Problem:
    """What is to be planned, with what people fixed, and visits under way where they are.

    Parameters
    ----------
    held : see `models.Revision`.
    begun : visits that began, by id.
    off : carers with time off that day.

    Raises
    ------
    RoundsWrong : the document is not as docs/reference/visits-of-a-day.md says.
    """
    read = day_file.read(document)
    carers = {one.id for one in read.carers}
    problem = replace(
        read,
        visits=tuple(fixed(one, held, (begun or {}).get(one.id), carers) for one in read.visits),
        carers=tuple(replace(one, is_away=one.id in held.get("away", {}) or one.id in off) for one in read.carers),
    )
    for one in held.get("cut_off", ()):
        problem = with_places_cut_off(problem, one["places"], one["minutes"])
    return problem


def fixed(visit: Visit, held: Held, begun: Begun | None, carers: set[str]) -> Visit:
    """A visit with who must come and when: because it has begun, or somebody said so."""
    if begun and begun.carers <= carers and len(begun.carers) == len(visit.tasks):
        tasks = tuple(replace(task, minutes=begun.takes(task.minutes)) for task in visit.tasks)
        return replace(visit, tasks=tasks, pinned_carers=begun.carers, pinned_start=begun.start, has_started=True)
    if begun and begun.carers <= carers and len(begun.carers) < len(visit.tasks):
        return replace(visit, pinned_carers=begun.carers)  # one is there and waits for the other
    pin = held.get("pinned", {}).get(visit.id)
    if not pin:
        return visit
    return replace(visit, pinned_carers=frozenset(pin.get("carers", ())) & carers, pinned_start=pin.get("start"))


def attendances_of(calls: Iterable[Sequence[Any]]) -> tuple[Attendance, ...]:
    """Calls as the core takes them."""
    return tuple(Attendance(carer, visit, int(side), float(start)) for carer, visit, side, start in calls)


def calls_of(attendances: Iterable[Attendance]) -> list[list[Any]]:
    """Calls as they are kept."""
    return [[one.carer, one.visit, one.side, one.start] for one in attendances]


def as_begun(problem: Problem, attendances: Iterable[Attendance]) -> list[Attendance]:
    """Those of a plan that the problem knows; for visits that have begun, who is there, and since when."""
    visits = problem.visit_of
    planned = [one for one in attendances if one.visit in visits and one.carer in problem.carer_of]
    begun = [visit for visit in problem.visits if visit.has_started and visit.pinned_start is not None]
    there = [
        Attendance(carer, visit.id, side, float(visit.pinned_start or 0.0))
        for visit in begun
        for side, carer in enumerate(sorted(visit.pinned_carers))
    ]
    return [one for one in planned if not visits[one.visit].has_started] + there


@dataclass(frozen=True)
class Weighed:
    """Given rounds with their times worked out, and what they come to."""

    problem: Problem
    attendances: tuple[Attendance, ...]
    checked: Checked

    @property
    def calls(self) -> list[list[Any]]:
        """The calls as they are kept."""
        return calls_of(self.attendances)

    @property
    def unplanned(self) -> dict[str, str]:
        """Visits nobody comes to, and why."""
        visits = self.problem.visit_of
        return {one: why_unplanned(self.problem, visits[one], self.attendances) for one in self.checked.unplanned}

    @property
    def figures(self) -> dict[str, Any]:
        """What the rounds come to, as it is kept: of the day, of each carer and of each person.

        `carers` has the hours of everybody on shift, null without a round; `faces` who comes to a person how often.
        """
        return {
            "visits": len(self.problem.visits),
            "late_visits": len(self.late),
            "carers": self.hours,
            "faces": self.faces,
            "cost": self.checked.cost,
            "travel_minutes": self.checked.travel_minutes,
            "late_minutes": self.checked.late_minutes,
            "worst_late_minutes": self.checked.worst_late_minutes,
            "unplanned": len(self.checked.unplanned),
            "broken": list(self.checked.broken),
        }

    @property
    def late(self) -> set[str]:
        """Visits that begin late."""
        visits = self.problem.visit_of
        return {
            one.visit for one in self.attendances if lateness(self.problem, visits[one.visit], one) > SAME_START_MINUTES
        }

    @property
    def hours(self) -> dict[str, Any]:
        """The hours of everybody on shift, as they are kept: None without a round."""
        rounds = given_rounds(self.problem, self.attendances)
        hours = {who.id: hours_with_break(rounds, who) for who in self.problem.carers}
        away = {who.id for who in self.problem.carers if who.is_away}
        return {who: one and hours_as_kept(one) for who, one in hours.items() if one or who not in away}

    @property
    def faces(self) -> dict[str, dict[str, int]]:
        """By person, how often each carer comes."""
        person = {visit.id: visit.person for visit in self.problem.visits}
        counts: dict[str, Counter[str]] = {}
        for one in self.attendances:
            counts.setdefault(person[one.visit], Counter())[one.carer] += 1
        return {who: dict(carers) for who, carers in counts.items() if who}


def hours_as_kept(hours: Hours) -> dict[str, Any]:
    """Hours as they are kept, to the hundredth of a minute."""
    said = asdict(hours) | {"rest": None if hours.rest is None else [round(one, 2) for one in hours.rest]}
    return {name: round(one, 2) if isinstance(one, float) else one for name, one in said.items()}


def hours_of_kept(said: Mapping[str, Any]) -> Hours:
    """Hours that are kept.

    Examples
    --------
    >>> day = Hours(480.0, 720.0, 490.0, 700.0, 150.0, 70.0, 10.0, 210.0, (600.0, 620.0), 0.0)
    >>> hours_of_kept(hours_as_kept(day)) == day
    True
    """
    return Hours(**{**said, "rest": None if said["rest"] is None else tuple(said["rest"])})


def weighed(problem: Problem, attendances: Sequence[Attendance], *, now: float | None = None) -> Weighed:
    """Rounds as somebody gives them, with times worked out anew where they must be; nothing is searched.

    Parameters
    ----------
    now : minutes from midnight; what was to begin before is taken to have begun. None if the day is to come.
    """
    there = as_begun(problem, attendances)
    facts = replace(from_present(problem, there, now), present=())
    timed = tuple(settled(facts, there))
    return Weighed(facts, timed, check(facts, timed))


def taken_away(begun: Mapping[str, Begun], calls: Iterable[Sequence[Any]], document: Document) -> set[str]:
    """Visits of a day that carers have begun, and that calls leave out or give to somebody else.

    Where more came than a visit takes, it is enough that all who are to come did.

    Parameters
    ----------
    document : the day before these calls; visits and carers it does not have cannot be taken from anybody.
    """
    visits, carers = ({one["id"] for one in document[part]} for part in ("visits", "carers"))
    coming: dict[str, set[str]] = {}
    for carer, visit, _, _ in calls:
        coming.setdefault(visit, set()).add(carer)

    def is_kept(there: frozenset[str], expected: set[str]) -> bool:
        return there <= expected or (bool(expected) and expected <= there)

    return {
        visit
        for visit, one in begun.items()
        if visit in visits and not is_kept(one.carers & carers, coming.get(visit, set()))
    }


def changed_visits(before: Iterable[Sequence[Any]], after: Iterable[Sequence[Any]]) -> set[str]:
    """Visits with other carers, or at another time, in one than in the other."""

    def by_visit(calls: Iterable[Sequence[Any]]) -> dict[str, set[tuple[str, int]]]:
        found: dict[str, set[tuple[str, int]]] = {}
        for carer, visit, _, start in calls:
            found.setdefault(visit, set()).add((carer, round(start)))
        return found

    one, other = by_visit(before), by_visit(after)
    return {visit for visit in one.keys() | other.keys() if one.get(visit) != other.get(visit)}


def with_agreed_lengths(document: Mapping[str, Any], agreed: Mapping[str, float]) -> dict[str, Any]:
    """A day with the lengths that were agreed since its file was written.

    Examples
    --------
    >>> with_agreed_lengths({"visits": [{"id": "tea", "minutes": 30}]}, {"tea": 45})
    {'visits': [{'id': 'tea', 'minutes': 45}]}
    """
    visits = [
        {**one, "minutes": agreed[one["id"]]} if isinstance(one, dict) and one.get("id") in agreed else one
        for one in document.get("visits", ())
    ]
    return {**document, "visits": visits}
