"""What is known of a day while it is looked at or changed?"""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from django.utils import timezone

from joinedup.core.visits import Attendance, Problem
from joinedup.core.visits.wall_clock import minutes_at
from joinedup.web.visits import queries
from joinedup.web.visits.days import LAST_MINUTE, Begun, attendances_of, problem_of
from joinedup.web.visits.models import CallEvent, Revision, TimeOff
from joinedup.web.visits.queries import People
from joinedup.web.visits.words import ZONE


@dataclass(frozen=True)
class Day:
    """A day as it stands, with all that bears on it.

    Parameters
    ----------
    now : minutes from midnight of the day; None on a day to come.
    off : who has time off, by carer.
    """

    organisation: str
    on: date
    state: Revision
    people: People
    told: list[CallEvent]
    begun: dict[str, Begun]
    now: float | None
    off: dict[str, TimeOff] = field(default_factory=dict)

    @cached_property
    def planned(self) -> Problem:
        """What is planned, whatever happened since."""
        return problem_of(self.state.file.document, self.state.held, off=self.off)

    @cached_property
    def problem(self) -> Problem:
        """What is planned, with what has begun as it began."""
        return problem_of(self.state.file.document, self.state.held, self.begun, self.off)

    @property
    def is_over(self) -> bool:
        """Whether nothing of the day can be changed any more."""
        return self.now is not None and self.now > LAST_MINUTE

    @property
    def attendances(self) -> tuple[Attendance, ...]:
        """Who comes when."""
        return attendances_of(self.state.calls)


def day_of(organisation: str, on: date, *, at: datetime) -> Day | None:
    """A day as it stands; None where it has no rounds."""
    state = queries.latest(organisation, on)
    if state is None:
        return None
    told = queries.events(organisation, on)
    return Day(
        organisation,
        on,
        state,
        queries.people_of(organisation),
        told,
        queries.begun(told, on=on, at=at),
        None if on > timezone.localdate(at) else minutes_at(on, at, ZONE),
        queries.off_on(organisation, on),
    )
