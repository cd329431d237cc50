"""Which visits does nobody come to, when might they begin, and why?"""

from collections.abc import Mapping
from dataclasses import dataclass

from joinedup.core.visits import Problem, Visit
from joinedup.web.visits.planning.presenters.sentences import in_names
from joinedup.web.visits.queries import People
from joinedup.web.visits.words import call_name, client_name, time_words


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
