"""What happened on a day, in a sentence."""

from collections.abc import Callable, Mapping
from typing import Any

from joinedup.web.components.words import plural
from joinedup.web.visits.queries import People
from joinedup.web.visits.words import call_name, carer_name, client_name, length_words, time_words


def happened_words(one: Mapping[str, Any], people: People) -> str:
    """What happened, in words.

    Examples
    --------
    >>> happened_words({"kind": "away", "carer": "ann", "since": 780.0}, People({}, {}))
    'ann is away from 13:00 on'
    """
    return SAID[one["kind"]](one, people)


def away(one: Mapping[str, Any], people: People) -> str:
    since = one.get("since")
    return (
        f"{carer_name(one['carer'], people.carers)} is away{'' if since is None else f' from {time_words(since)} on'}"
    )


def back(one: Mapping[str, Any], people: People) -> str:
    return f"{carer_name(one['carer'], people.carers)} is back"


def overrun(one: Mapping[str, Any], people: People) -> str:
    return f"{visit_of(one['visit'], people)} takes {length_words(one['minutes'])}"


def cancelled(one: Mapping[str, Any], people: People) -> str:
    return f"{visit_of(one['visit'], people)} is not wanted"


def visit(one: Mapping[str, Any], people: People) -> str:
    client = client_name(people.clients.get(one["client"]))
    window = f"from {time_words(one['earliest'])} to {time_words(one['latest'])}"
    two = ", by two carers" if one["sides"] == 2 else ""
    return f"A further visit, {one['name']}, of {length_words(one['minutes'])} to {client}, {window}{two}"


def cut_off(one: Mapping[str, Any], people: People) -> str:
    return f"A road is closed: {length_words(one['minutes'])} more to reach {plural(len(one['clients']), 'client')}"


def again(one: Mapping[str, Any], people: People) -> str:
    return "Planned anew as the day is"


def visit_of(code: str, people: People) -> str:
    """A visit by name and client, whoever of the clients has it."""
    client = next((one for one in people.clients.values() if code in one.calls), None)
    return f"{call_name(code, client)} of {client_name(client)}"


SAID: Mapping[str, Callable[[Mapping[str, Any], People], str]] = {
    "away": away,
    "back": back,
    "overrun": overrun,
    "cancelled": cancelled,
    "visit": visit,
    "cut_off": cut_off,
    "again": again,
}
