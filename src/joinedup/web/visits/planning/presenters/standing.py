"""How a day stands: what it comes to, what carers see of it, who runs late, what was changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from joinedup.web.components.words import moment, plural
from joinedup.web.visits.days import changed_visits
from joinedup.web.visits.queries import People
from joinedup.web.visits.words import call_name, carer_name, client_name, length_words, told_at


@dataclass(frozen=True)
class Tile:
    """A figure with its words."""

    figure: str
    words: str


def figure_tiles(figures: Mapping[str, Any], visits: int) -> list[Tile]:
    """What a day comes to."""
    return [
        Tile(f"{visits - figures['unplanned']:,} of {visits:,}", "visits planned"),
        Tile(length_words(figures["travel_minutes"]), "travel of all carers"),
        Tile(length_words(figures["late_minutes"]), "late, all calls together"),
        Tile(length_words(figures["worst_late_minutes"]), "latest call"),
    ]


def difference_words(published: Any | None, state: Any) -> str:
    """How what carers see differs from the day as it stands."""
    if published is None:
        return "Carers see nothing of this day yet."
    seen = f"Carers see state {published.revision.number}, published {moment(published.published_at)}"
    if published.revision_id == state.pk:
        return f"{seen}: this one."
    changed = len(changed_visits(published.revision.calls, state.calls))
    return f"{seen}. This is state {state.number}: {plural(changed, 'visit')} would change for them."


def late_words(told: Iterable[Any], people: People, client_of: Mapping[str, str], *, on: date) -> list[str]:
    """Who runs late and is not there yet, as carers told it, the latest first."""
    return [
        f"{carer_name(one.carer, people.carers)} is about {one.minutes_late} minutes late for "
        f"{called(one.visit, people, client_of)}, said at {told_at(on, one.happened_at)}."
        for one in running_late(told)
    ]


def late_calls(told: Iterable[Any], carers: Mapping[str, Any], *, on: date) -> list[str]:
    """The same without a client's name."""
    return [
        f"{carer_name(one.carer, carers)} is about {one.minutes_late} minutes late, "
        f"said at {told_at(on, one.happened_at)}."
        for one in running_late(told)
    ]


def running_late(told: Iterable[Any]) -> list[Any]:
    """What was told of calls that carers run late for and have not come to, the latest first."""
    known = list(told)
    arrived = {(one.carer, one.visit) for one in known if one.kind == "arrived"}
    latest = {(one.carer, one.visit): one for one in known if one.kind == "running_late"}
    waiting = [one for key, one in latest.items() if key not in arrived]
    return sorted(waiting, key=lambda one: one.happened_at, reverse=True)


def called(visit: str, people: People, client_of: Mapping[str, str]) -> str:
    """A visit by its name and whose it is."""
    client = people.clients.get(client_of.get(visit, ""))
    return f"{call_name(visit, client)} of {client_name(client)}"


@dataclass(frozen=True)
class HistoryLine:
    """A state the day was in."""

    number: int
    words: str
    by: str


def history_lines(history: Iterable[Any], people: People, client_of: Mapping[str, str]) -> list[HistoryLine]:
    """What was done to a day, the latest first."""
    return [
        HistoryLine(
            one.number,
            what_changed(one.get_how_display(), one.detail, people, client_of),
            f"{one.made_by.name if one.made_by else 'joinedup'}, {moment(one.made_at)}",
        )
        for one in history
    ]


def what_changed(how: str, detail: Mapping[str, Any], people: People, client_of: Mapping[str, str]) -> str:
    """A change in a line.

    Examples
    --------
    >>> what_changed("A change was undone", {"as": 3}, People({}, {}), {})
    'A change was undone: as state 3'
    """
    if "visit" in detail:
        return f"{how}: {called(detail['visit'], people, client_of)}"
    if "as" in detail:
        return f"{how}: as state {detail['as']}"
    if "changes" in detail:
        return f"{how}: {plural(int(detail['changes']), 'visit')} changed"
    return how


@dataclass(frozen=True)
class ReplanLine:
    """A time somebody asked for the day to be planned anew."""

    number: int
    words: str


STATES = {
    "waiting": "waiting",
    "running": "being planned",
    "ready": "ready to look at",
    "failed": "failed",
    "accepted": "accepted",
    "dropped": "left",
}


def replan_lines(asked: Iterable[Any]) -> list[ReplanLine]:
    """When the day was asked to be planned anew, by whom, and what came of it."""
    return [ReplanLine(one.pk, f"{moment(one.asked_at)}, {one.asked_by.name}: {STATES[one.state]}") for one in asked]
