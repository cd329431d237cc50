"""Deciding on the items of a person's package."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from joinedup.web.components.problems import first_of, listed
from joinedup.web.governance.permissions import requires
from joinedup.web.people.pages import found, person_in_care, who
from joinedup.web.people.queries import organisation_names
from joinedup.web.plans import actions, presenters, queries
from joinedup.web.plans.forms import NOTE_LETTERS, DecisionForm, UndoForm


@requires("plans.decide_item")
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, person_id: str, code: str) -> HttpResponse:
    person, offer = person_and_offer(request, person_id, code, "plans.decide_item")
    if request.method == "GET":
        return decision_page(request, person, offer, None)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return decision_page(request, person, offer, form, status=422)
    try:
        decision = actions.decide(person, offer, form.choice, by=request.user, at=request.at)
    except actions.DecidedMeanwhile:
        return decision_page(request, person, offer, form, is_stale=True, status=409)
    messages.success(request, f"{offer.name}: {decision.choice}")
    return to_person(person.person_id)


@requires("plans.decide_item")
@require_POST
def undo(request: HttpRequest, person_id: str, code: str) -> HttpResponse:
    person, offer = person_and_offer(request, person_id, code, "plans.decide_item")
    form = UndoForm(request.POST)
    if not form.is_valid():
        return decision_page(request, person, offer, form, status=422)
    try:
        actions.decide(person, offer, form.choice, by=request.user, at=request.at)
    except actions.DecidedMeanwhile:
        return decision_page(request, person, offer, None, is_stale=True, status=409)
    messages.success(request, f"{offer.name}: decision undone")
    return to_person(person.person_id)


@requires("plans.decide_item")
@require_safe
def add(request: HttpRequest, person_id: str) -> HttpResponse:
    person = person_in_care(request, person_id, "plans.view_catalogue")
    left_out, taken = queries.left_out_of(person), {item.offer_id for item in queries.items_of(person)}
    taken |= set(queries.decisions_in_force(queries.history(person)))
    fitting = [presenters.left_out_line(one, person.hidden_parts) for one in left_out if one.offer_id not in taken]
    shown = taken | {line.code for line in fitting}
    others = [presenters.offer_line(offer) for offer in queries.catalogue() if offer.code not in shown]
    context = {"who": who(person), "fitting": fitting, "others": others}
    return render(request, "plans/add.jinja", context)


def person_and_offer(request: HttpRequest, person_id: str, code: str, action: str) -> tuple[Any, Any]:
    return person_in_care(request, person_id, f"{action}_open"), found(queries.offer(code))


def decision_page(
    request: HttpRequest,
    person: Any,
    offer: Any,
    form: DecisionForm | UndoForm | None,
    *,
    is_stale: bool = False,
    status: int = 200,
) -> HttpResponse:
    """One offer, what was decided about it so far, and the form; with the version now in force."""
    latest = queries.latest_decision(person, offer.code)
    item = next((one for one in queries.items_of(person) if one.offer_id == offer.code), None)
    shown = presenters.proposed_item(item, None, 0, organisation_names(), hidden=person.hidden_parts) if item else None
    context = {
        "who": who(person),
        "offer": offer,
        "item": shown,
        "cost_and_payer": presenters.cost_and_payer(offer, person, organisation_names()),
        **sent(form, offer.code),
        "decided": presenters.decided(latest) if latest and latest.choice != "undone" else None,
        "version": latest.version if latest else 0,
        "is_stale": is_stale,
        "choices": presenters.choices(),
        "note_letters": NOTE_LETTERS,
    }
    return render(request, "plans/decide.jinja", context, status=status)


def sent(form: DecisionForm | UndoForm | None, code: str) -> dict[str, Any]:
    """What was sent, and what is wrong with it, as the form's template wants it."""
    if form is None:
        return {"chosen": "", "note": "", "problems": {}, "problem_list": []}
    problems = first_of(form.errors)
    return {
        "chosen": form.data.get("decision", ""),
        "note": form.data.get("note", "")[: 4 * NOTE_LETTERS],
        "problems": problems,
        "problem_list": listed(problems, f"{code}-"),
    }


def to_person(person_id: str) -> HttpResponse:
    response = redirect("teams:person", person_id=person_id)
    response["Location"] += "#package"
    return response
