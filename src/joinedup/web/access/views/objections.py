"""Objections to sharing, as pages: recorded, taken back, decided."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from joinedup.web.access import presenters, queries
from joinedup.web.access.actions import objecting
from joinedup.web.access.forms import (
    DecideForm,
    ObjectionForm,
    WithdrawForm,
    problems_of,
)
from joinedup.web.governance.permissions import requires
from joinedup.web.people.actions import find
from joinedup.web.people.pages import found
from joinedup.web.people.queries import organisation_names


@requires("access.record_objection")
@require_http_methods(["GET", "POST"])
def objections_of(request: HttpRequest, person_id: str) -> HttpResponse:
    """A person's objections to sharing, and the form that records one."""
    person = found(find(person_id, by=request.user, at=request.at, action="access.view_objections"))
    form = ObjectionForm(request.POST, organisation_names()) if request.method == "POST" else None
    if form is None or not form.is_valid():
        return objections_page(request, person, form)
    objecting.record_objection(person, **form.cleaned_data, by=request.user, at=request.at)
    messages.success(request, "The objection is recorded, and is kept to from now on")
    return redirect("access:objections_of", person_id=person.person_id)


@requires("access.record_objection")
@require_POST
def withdraw(request: HttpRequest, person_id: str) -> HttpResponse:
    """The person takes an objection back."""
    person = found(find(person_id, by=request.user, at=request.at, action="access.view_objections"))
    form = WithdrawForm(request.POST)
    ids = {one.pk: one for one in queries.objections_of(person.ids)}
    if form.is_valid() and form.cleaned_data["objection"] not in ids:
        form.add_error("objection", "There is no such objection of this person. Select one of those below")
    if not form.is_valid():
        return objections_page(request, person, form)
    told = {"status": "withdrawn", "words": form.cleaned_data["words"]}
    objecting.settle_objection(ids[form.cleaned_data["objection"]], **told, by=request.user, at=request.at)
    messages.success(request, "The objection is withdrawn")
    return redirect("access:objections_of", person_id=person.person_id)


def objections_page(request: HttpRequest, person: Any, form: Any) -> HttpResponse:
    organisations = organisation_names()
    held = queries.objections_of(person.ids)
    context = {
        "person": person,
        "lines": [presenters.objection_line(one, organisations) for one in held],
        "scopes": ObjectionForm(None, ()).fields["scope"].choices,
        "organisations": sorted(organisations.items(), key=lambda one: one[1]),
        **problems_of(form),
    }
    return render(request, "access/objections_of.jinja", context, status=422 if form else 200)


@requires("access.decide_objection")
@require_safe
def objections(request: HttpRequest) -> HttpResponse:
    """Objections that wait for a decision, and those decided lately."""
    organisations = organisation_names()
    context = {
        "waiting": [presenters.objection_line(one, organisations) for one in queries.waiting_objections()],
        "done": [presenters.objection_line(one, organisations) for one in queries.decided_objections()],
    }
    return render(request, "access/objections.jinja", context)


@requires("access.decide_objection")
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, objection_id: int) -> HttpResponse:
    """Uphold an objection, or not, with the reason."""
    objection = found(queries.objection(objection_id))
    form = DecideForm(request.POST) if request.method == "POST" else None
    if form is None or not form.is_valid():
        context = {
            "line": presenters.objection_line(objection, organisation_names()),
            "is_waiting": objection.status == "waiting",
            "statuses": DecideForm().fields["status"].choices,
            **problems_of(form),
        }
        return render(request, "access/decide.jinja", context, status=422 if form else 200)
    objecting.settle_objection(objection, **form.cleaned_data, by=request.user, at=request.at)
    messages.success(request, "The decision is kept")
    return redirect("access:objections")
