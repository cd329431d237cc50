"""What stands on the page of one visit: who comes and why, and what a move would do?"""

from datetime import datetime
from typing import Any

from django.http import Http404

from joinedup.core.errors import CannotProceed
from joinedup.core.visits import given_rounds, what_would_help
from joinedup.web.components.problems import first_of, listed
from joinedup.web.visits.actions import record_look
from joinedup.web.visits.planning.candidate_page import MOST_SHOWN, candidate_lines
from joinedup.web.visits.planning.day import Day
from joinedup.web.visits.planning.forms import MoveForm
from joinedup.web.visits.planning.moves import effect_of
from joinedup.web.visits.planning.presenters.effects import changed_lines, compared, figures_of, there_words
from joinedup.web.visits.planning.presenters.sentences import in_names
from joinedup.web.visits.planning.presenters.unplanned import window_words
from joinedup.web.visits.words import call_name, carer_name, client_name, length_words, time_words


def move_form(day: Day, code: str, data: Any) -> MoveForm | None:
    """The form to move a visit, with what was sent."""
    if data is None:
        return None
    visit = visit_or_404(day, code)
    return MoveForm(data, visit=code, sides=len(visit.tasks), carers=carers_of(day))


def visit_or_404(day: Day, code: str) -> Any:
    found = next((one for one in day.planned.visits if one.id == code), None)
    if found is None:
        raise Http404
    return found


def carers_of(day: Day) -> list[tuple[str, str]]:
    """Those on shift, by name."""
    known = [(one.id, carer_name(one.id, day.people.carers)) for one in day.problem.carers if not one.is_away]
    return sorted(known, key=lambda pair: pair[1])


def page(day: Day, code: str, form: MoveForm | None, *, by: Any, at: datetime) -> dict[str, Any]:
    """The words of the page; that the client was looked at is written into the audit."""
    visit, problem = visit_or_404(day, code), day.problem
    client = day.people.clients.get(visit.person)
    if client is not None:
        record_look("visits.view_client", [client], by=by, at=at, on=day.on, detail={"visit": code})
    there = [one for one in day.attendances if one.visit == code]
    client_of = {one.id: one.person for one in problem.visits}
    return {
        "day": day,
        "on": day.on,
        "visit": visit,
        "name": call_name(code, client),
        "client": client,
        "client_name": client_name(client),
        "length": length_words(visit.tasks[0].minutes),
        "window": window_words(visit),
        "who": there_words(there, day.people),
        "why_nobody": in_names(day.state.unplanned.get(code, ""), day.people, client_of),
        "has_begun": code in day.begun,
        "is_over": day.is_over,
        "preferred": names(day, visit.preferred),
        "refused": names(day, visit.refused),
        "skills": sorted({skill for task in visit.tasks for skill in task.skills}),
        "tasks": (client.calls.get(code, {}) if client else {}).get("tasks", []),
        "carers": [("", "Nobody"), *carers_of(day)],
        "sides": range(1, len(visit.tasks) + 1),
        "sent": sent_of(form, there, visit),
        "problems": first_of(form.errors) if form else {},
        "problem_list": problem_list(form),
        "effect": effect_words(day, form),
        "candidates": candidate_lines(day, problem, day.attendances, code, now=day.now)[:MOST_SHOWN],
        "remedies": remedies(day, code) if code in day.state.unplanned else [],
        "seen": day.state.number,
    }


def remedies(day: Day, code: str) -> list[str]:
    """What would let somebody come to a visit nobody comes to, the least first."""
    problem = day.problem
    rounds = given_rounds(problem, day.attendances, {code: day.state.unplanned[code]})
    client_of = {one.id: one.person for one in problem.visits}
    return [in_names(one.words, day.people, client_of) for one in what_would_help(rounds).get(code, ())]


def names(day: Day, codes: Any) -> list[str]:
    return sorted(carer_name(one, day.people.carers) for one in codes)


def sent_of(form: MoveForm | None, there: Any, visit: Any) -> dict[str, Any]:
    """What the form holds: what was sent, or the visit as it is."""
    if form is not None:
        return {name: str(form.data.get(name, ""))[:200] for name in form.fields}
    start = min((one.start for one in there), default=visit.earliest)
    whole = round(start)
    carers = {f"carer_{one.side + 1}": one.carer for one in there}
    return {"start": f"{whole // 60:02d}:{whole % 60:02d}", "is_fixed": "on", **carers}


def problem_list(form: Any | None) -> list[dict[str, str]]:
    """What is wrong with what was sent, each with a link to where."""
    return listed(first_of(form.errors)) if form else []


def effect_words(day: Day, form: MoveForm | None) -> dict[str, Any] | None:
    """What the move would do; None where it cannot be said."""
    if form is None or not form.is_valid():
        return None
    try:
        effect = effect_of(day, form.move)
    except CannotProceed as problem:
        return {"cannot": str(problem)}
    client_of = {one.id: one.person for one in day.problem.visits}
    before, after = effect.before, effect.after
    return {
        "figures": compared(figures_of(before.checked), figures_of(after.checked)),
        "changed": changed_lines(before.attendances, after.attendances, after.problem, day.people, after.unplanned),
        "broken": [in_names(words, day.people, client_of) for words in effect.new_faults],
        "start": time_words(form.move.start),
    }
