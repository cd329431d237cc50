"""What stands on the pages of planning a day anew?"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from joinedup.web.components.problems import first_of, listed
from joinedup.web.visits.actions import record_look
from joinedup.web.visits.days import attendances_of, problem_of
from joinedup.web.visits.planning.day import Day
from joinedup.web.visits.planning.forms import HAPPENINGS
from joinedup.web.visits.planning.presenters.effects import changed_lines, compared
from joinedup.web.visits.planning.presenters.happened import happened_words
from joinedup.web.visits.planning.presenters.sentences import in_names, named_in
from joinedup.web.visits.planning.visit_page import carers_of
from joinedup.web.visits.queries import People
from joinedup.web.visits.words import call_name, carer_name, client_name, time_words

LOST_SECONDS = 60
"""So long after twice its time a plan is taken to be lost: the worker was stopped, not just slow."""
QUEUE_SECONDS = 20
"""So long after asking nobody seems to work the queue off."""


def choices_of(day: Day) -> dict[str, Any]:
    """What the forms offer: carers on shift, visits nobody has left, clients, skills."""
    problem, people = day.problem, day.people
    left = {one.visit for one in day.told if one.kind == "left"}
    start = {one.visit: one.start for one in day.attendances}
    skills = sorted({skill for carer in problem.carers for skill in carer.skills})
    visits = sorted(
        (one for one in problem.visits if one.id not in left), key=lambda one: start.get(one.id, one.earliest)
    )
    return {
        "carers": carers_of(day),
        "gone": [(one, carer_name(one, people.carers)) for one in day.state.held.get("away", {})],
        "visits": [(one.id, visit_words(one, start.get(one.id), people)) for one in visits],
        "clients": sorted(((code, one.name) for code, one in people.clients.items()), key=lambda pair: pair[1]),
        "skills": [(one, one.capitalize()) for one in skills],
    }


def visit_words(visit: Any, start: float | None, people: People) -> str:
    """A visit in a list to choose from."""
    client = people.clients.get(visit.person)
    when = "nobody comes" if start is None else time_words(start)
    return f"{client_name(client)}, {call_name(visit.id, client)} ({when})"


def asking(day: Day, form: Any | None = None, *, by: Any, at: datetime) -> dict[str, Any]:
    """The forms of what may have happened; that their clients were seen is written into the audit."""
    record_look("visits.view_day", day.people.clients.values(), by=by, at=at, on=day.on)
    choices = choices_of(day)
    return {
        "on": day.on,
        "state": day.state,
        "choices": {name: items(values) for name, values in choices.items()},
        "forms": {kind: {} for kind in HAPPENINGS},
        "kind": form.kind if form else "",
        "sent": sent_of(form),
        "problems": first_of(form.errors) if form else {},
        "problem_list": listed(first_of(form.errors), f"{form.kind}-") if form else [],
    }


def sent_of(form: Any | None) -> dict[str, Any]:
    """What was sent, for the form to show again."""
    if form is None:
        return {}
    many = {"clients", "skills"}
    return {
        name: form.data.getlist(name)[:500] if name in many else str(form.data.get(name, ""))[:200]
        for name in form.fields
    }


def items(choices: Any) -> list[dict[str, str]]:
    """A list to choose from, as the design system's fields want it."""
    return [{"value": value, "text": text} for value, text in choices]


def page(asked: Any, day: Day, *, by: Any, at: datetime) -> dict[str, Any]:
    """How far a plan is, and once it is ready what it would change."""
    people = day.people
    about = {
        "on": day.on,
        "asked": asked,
        "happened": [],  # named once it is planned, and written into the audit then
        "is_stale": asked.base.number != day.state.number,
        "state": day.state,
        **progress(asked, at),
    }
    if about["is_open"]:
        return about
    about["happened"] = [happened_words(one, people) for one in asked.changes]
    seen = clients_of(asked.changes, asked.base.file.document)
    if asked.state not in {"ready", "accepted"}:
        record_seen(seen, day, by=by, at=at)
        return about
    problem = problem_of(asked.document, asked.held, day.begun, day.off)
    before, after = attendances_of(asked.base.calls), attendances_of(asked.calls)
    changed = changed_lines(before, after, problem, people, asked.unplanned)
    client_of = {one.id: one.person for one in problem.visits}
    seen |= {client_of.get(one.visit, "") for one in changed}
    seen |= named_in([*asked.figures.get("broken", ()), *asked.unplanned], client_of)
    record_seen(seen, day, by=by, at=at)
    visits = max(len(problem.visits), 1)
    return {
        **about,
        "figures": compared(asked.base.figures, asked.figures),
        "changed": changed,
        "share": f"{len(changed)} of {visits} visits",
        "broken": [in_names(words, people, client_of) for words in asked.figures.get("broken", ())],
        "unplanned": [in_names(f"{visit}: {why}", people, client_of) for visit, why in sorted(asked.unplanned.items())],
    }


def clients_of(happened: Iterable[Mapping[str, Any]], document: Mapping[str, Any]) -> set[str]:
    """Codes of the clients that what happened names."""
    person = {one["id"]: one.get("person", "") for one in document["visits"]}
    return {person.get(one.get("visit", ""), one.get("client", "")) for one in happened}


def record_seen(codes: Iterable[str], day: Day, *, by: Any, at: datetime) -> None:
    """Write into the audit that these clients were seen."""
    clients = [day.people.clients[one] for one in codes if one in day.people.clients]
    record_look("visits.view_day", clients, by=by, at=at, on=day.on)


def progress(asked: Any, at: datetime) -> Mapping[str, Any]:
    """How far a plan is, by the clock: it is searched for as long as was said."""
    since = (at - (asked.started_at or asked.asked_at)).total_seconds()
    is_running, is_waiting = asked.state == "running", asked.state == "waiting"
    return {
        "is_open": is_running or is_waiting,
        "percent": min(round(100 * since / max(asked.seconds, 1)), 99) if is_running else 0,
        "is_lost": is_running and since > 2 * asked.seconds + LOST_SECONDS,
        "is_unheard": is_waiting and since > QUEUE_SECONDS,
    }
