"""Clients: who can take a new one, and what is known of one."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from joinedup.core.errors import CannotProceed
from joinedup.web.components.problems import first_of
from joinedup.web.governance.permissions import requires
from joinedup.web.visits import queries
from joinedup.web.visits.intake.clients import PostcodeUnknown, add_client, change_likes
from joinedup.web.visits.planning import candidate_page
from joinedup.web.visits.planning.forms import LikesForm, NewClientForm, NewVisitForm
from joinedup.web.visits.planning.replan_page import choices_of, items, sent_of
from joinedup.web.visits.planning.views import day_or_404
from joinedup.web.visits.planning.visit_page import problem_list


@requires("visits.plan_rounds")
@require_safe
def who_can_take(request: HttpRequest, on: str) -> HttpResponse:
    """Every carer, for a visit that is not planned yet: asked by GET, so that it can be kept and sent."""
    found = day_or_404(request, on)
    choices = choices_of(found)
    form = NewVisitForm(request.GET, **choices) if "client" in request.GET else None
    context: dict[str, Any] = {
        "on": found.on,
        "choices": {name: items(values) for name, values in choices.items()},
        "sent": sent_of(form),
        "asked": None,
    }
    if form is not None and form.is_valid():
        try:
            context |= candidate_page.asked(found, form.happened, by=request.user, at=request.at)
        except CannotProceed as problem:
            form.add_error(None, str(problem))
    if form is not None:
        context |= {
            "problems": first_of(form.errors),
            "problem_list": [
                {**one, "href": f"#visit-{one['href'][1:]}"} if "href" in one else one for one in problem_list(form)
            ],
        }
    status = 422 if form is not None and form.errors else 200
    return render(request, "visits/who_can_take.jinja", context, status=status)


@requires("visits.plan_rounds")
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Somebody new to visit."""
    form = NewClientForm(request.POST) if request.method == "POST" else None
    if form is not None and form.is_valid():
        try:
            made = add_client(
                queries.organisation_of(request.user), **form.cleaned_data, by=request.user, at=request.at
            )
        except PostcodeUnknown as problem:
            form.add_error("postcode", str(problem))
        else:
            messages.success(request, f"{made.name} is a client now")
            return redirect("visits:client", code=made.code)
    return render(request, "visits/add_client.jinja", form_words(form), status=422 if form else 200)


@requires("visits.plan_rounds")
@require_http_methods(["GET", "HEAD", "POST"])
def client(request: HttpRequest, code: str) -> HttpResponse:
    """What the provider knows of a client, and what they like."""
    found = queries.client(queries.organisation_of(request.user), code)
    if found is None:
        raise Http404
    form = LikesForm(request.POST) if request.method == "POST" else None
    if form is not None and form.is_valid():
        change_likes(found, form.cleaned_data["likes"], by=request.user, at=request.at)
        messages.success(request, "Saved: carers read it from now on")
        return redirect("visits:client", code=code)
    context = {**form_words(form), **candidate_page.client_words(found, by=request.user, at=request.at)}
    return render(request, "visits/client.jinja", context, status=422 if form else 200)


def form_words(form: Any | None) -> dict[str, Any]:
    """What a form's template needs."""
    return {
        "sent": {name: str(form.data.get(name, ""))[:4000] for name in form.fields} if form else {},
        "problems": first_of(form.errors) if form else {},
        "problem_list": problem_list(form),
    }
