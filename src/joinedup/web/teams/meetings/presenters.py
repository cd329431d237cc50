"""How are an agenda, a person on it, and the minutes shown?"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from joinedup.core.teams.agenda import reasons
from joinedup.web.components.words import day, moment
from joinedup.web.people.words import reference

STATES = {"waiting": "Not yet", "discussed": "Talked about", "deferred": "Deferred"}
LEVELS = {"waiting": "waiting", "discussed": "low", "deferred": "medium"}
NEWS = {"action": "To do", "done": "Done", "dropped": "No longer needed", "open": "To do", "under_way": "Under way"}
OPEN = ("To do", "Under way")
OBJECTS = "Objects to being spoken of here"


@dataclass(frozen=True)
class AgendaLine:
    """One person on an agenda."""

    position: int
    who: str
    reasons: tuple[str, ...]
    state: str
    level: str
    outcomes: int


def agenda_lines(
    items: Sequence[Any], names: Mapping[str, str], *, objecting: Collection[str] = ()
) -> list[AgendaLine]:
    """An agenda as a list.

    Parameters
    ----------
    names : by person id, of those the reader has in their care; the others go by their reference.
    objecting : ids of those who object by now to being spoken of: nothing is said of them.
    """
    return [
        AgendaLine(
            position=item.position,
            who=names.get(item.person_id, reference(item.person_id)),
            reasons=(OBJECTS,) if item.person_id in objecting else reasons_of(item),
            state=STATES[item.state],
            level=LEVELS[item.state],
            outcomes=0 if item.person_id in objecting else len(item.outcomes.all()),
        )
        for item in items
    ]


def reasons_of(item: Any) -> tuple[str, ...]:
    """The kinds of change that brought somebody to the agenda, the most urgent first."""
    return tuple(dict.fromkeys(reasons()[one["reason"]].name for one in item.findings))


def finding_lines(item: Any) -> list[dict[str, str]]:
    """Why somebody is on the agenda, with the source of each."""
    return [
        {
            "name": reasons()[one["reason"]].name,
            "why": reasons()[one["reason"]].why,
            "words": one["words"],
            "source": one["source"],
            "on": day(date.fromisoformat(one["on"])),
        }
        for one in item.findings
    ]


def outcome_lines(outcomes: Sequence[Any]) -> list[dict[str, Any]]:
    """Decisions and actions, as they were recorded."""
    return [
        {
            "number": one.pk,
            "what": "Decision" if one.kind == "decision" else "Action",
            "words": one.words,
            "who": f"{one.who.name}, by {day(one.due_on)}" if one.who else "",
            "state": NEWS.get(getattr(one, "state", ""), "") if one.kind == "action" else "",
            "in_plan": bool(getattr(one, "plan_status", "")),
            "by": f"{one.by.name}, {moment(one.at)}",
            "notes": note_lines(one.news.all()),
        }
        for one in outcomes
    ]


def note_lines(news: Iterable[Any]) -> list[dict[str, str]]:
    """What was noted of an action, the latest last, with how it was said to stand then."""
    return [
        {"words": one.note, "by": f"{NEWS[one.state]}, {one.by.name}, {moment(one.at)}"} for one in news if one.note
    ]


def follow_up_lines(actions: Sequence[Any]) -> list[dict[str, Any]]:
    """What became of each action of a meeting, by the reference of whom it is for."""
    lines = outcome_lines(actions)
    return [
        {**line, "person_id": one.item.person_id, "reference": reference(one.item.person_id)}
        for line, one in zip(lines, actions, strict=True)
    ]


def left_out_words(left_out: Mapping[str, int]) -> list[str]:
    """Who is not on an agenda, in counts."""
    objecting, further = left_out.get("objecting", 0), left_out.get("further", 0)
    one = [f"{objecting} not shown because they object to being spoken of"] if objecting else []
    return one + (
        [f"{further} further with changes, for whom there is no time; they come next time"] if further else []
    )


def meeting_words(meeting: Any) -> str:
    """When a meeting was, in a line."""
    return f"{moment(meeting.prepared_at)}, led by {meeting.chair.name}"
