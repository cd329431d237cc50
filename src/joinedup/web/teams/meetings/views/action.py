"""What became of an action that a meeting agreed."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from joinedup.web.care.saving import ChangedMeanwhile
from joinedup.web.components.problems import first_of
from joinedup.web.governance.actions import record
from joinedup.web.governance.permissions import may, requires
from joinedup.web.people.queries import (
    current_id,
    may_be_named,
)
from joinedup.web.teams.meetings import actions, forms, presenters, queries


def own_action(request: HttpRequest, number: int) -> Any:
    """An action the user promised, or of whose person they keep the plan; others are not found, and that is audited."""
    found = queries.action(number)
    if found is None or not (found.who_id == request.user.pk or keeps_plan(request, found.item.person_id)):
        why = {"why": "not the user's", "action": number}
        record(by=request.user, at=request.at, action="teams.open_action", detail=why, outcome="refused")
        raise Http404
    return found


def keeps_plan(request: HttpRequest, person_id: str) -> bool:
    """Whether the user writes in plans, and has this person in their care."""
    person_ids = {current_id(person_id)} if may(request.user, "care.edit_plan") else set()
    return bool(may_be_named(person_ids, by=request.user, at=request.at))


@requires("teams.view_tasks")
@require_http_methods(["GET", "HEAD", "POST"])
def action(request: HttpRequest, number: int) -> HttpResponse:
    """Say what became of an action."""
    found = own_action(request, number)
    form = forms.NewsForm(request.POST if request.method == "POST" else None)
    told = {"by": request.user, "at": request.at}
    plan_stays = bool(found.plan_status) and not may(request.user, "care.edit_plan")
    if form.is_valid() and plan_stays and not form.cleaned_data["note"].strip():
        form.add_error("note", "Say in a few words what became of it: whoever keeps the plan reads it there")
    if form.is_valid():
        try:
            state, note = form.cleaned_data["state"], form.cleaned_data["note"].strip()
            if not queries.is_said(found, state, note):
                actions.say_of_action(found, state, note, **told)
        except ChangedMeanwhile as problem:
            form.add_error("state", f"{problem}. Look at how it stands, and say it again")
        else:
            later = ". It stays open until somebody who keeps the person's plan closes it there" if plan_stays else ""
            messages.success(request, f"Written down{later}")
            return redirect("teams:tasks")
    record(**told, action="teams.open_action", person_id=found.item.person_id, detail={"action": number})
    context = {
        "line": presenters.outcome_lines([found])[0],
        "states": [{"value": value, "text": text} for value, text in form.fields["state"].choices],
        "problems": first_of(form.errors),
        "chosen": request.POST.get("state", ""),
        "note": request.POST.get("note", "")[:1200],
    }
    return render(request, "teams/meetings/action.jinja", context, status=422 if form.errors else 200)
