"""Parts of a record that an organisation keeps to itself, as pages."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from joinedup.web.access import presenters, queries, sealing
from joinedup.web.access.actions import seals
from joinedup.web.access.forms import (
    LiftForm,
    SealForm,
    problems_of,
)
from joinedup.web.governance.permissions import requires
from joinedup.web.people.pages import person_in_care, who


@requires("access.seal")
@require_http_methods(["GET", "POST"])
def sealed(request: HttpRequest, person_id: str) -> HttpResponse:
    """What the user's organisation sealed of a record, and the form that seals a part."""
    person = person_in_care(request, person_id, "access.view_sealed")
    form = (
        SealForm(request.POST, **sealing.choices(person, by=request.user, at=request.at))
        if request.method == "POST"
        else None
    )
    if form is None or not form.is_valid():
        return sealed_page(request, person, form)
    try:
        seals.seal(person, **form.cleaned_data, by=request.user, at=request.at)
    except seals.SealedAlready as problem:
        form.add_error("part", str(problem))
        return sealed_page(request, person, form)
    messages.success(request, "Sealed: nobody else sees it from now on")
    return redirect("access:sealed", person_id=person.person_id)


@requires("access.seal")
@require_POST
def lift(request: HttpRequest, person_id: str) -> HttpResponse:
    """Lift a seal of the user's own organisation."""
    person = person_in_care(request, person_id, "access.view_sealed")
    form = LiftForm(request.POST)
    if not form.is_valid():
        return sealed_page(request, person, form)
    if not seals.lift_seal(person, form.cleaned_data["seal"], by=request.user, at=request.at):
        raise Http404
    messages.success(request, "The seal is lifted")
    return redirect("access:sealed", person_id=person.person_id)


def sealed_page(request: HttpRequest, person: Any, form: Any) -> HttpResponse:
    choices = sealing.choices(person, by=request.user, at=request.at)
    held = {(one.part, one.sealed_at): one for one in queries.seals_of(person.ids, by=request.user)}  # once for all ids
    context = {
        "who": who(person),
        "lines": presenters.seal_lines(held.values(), dict(choices["parts"]), sealing.named_by(held.values())),
        "choices": choices,
        "ticked": {name: request.POST.getlist(name) for name in ("roles", "staff")},
        **problems_of(form),
    }
    context["sent"] = context["sent"] or {"part": request.GET.get("part", "")}
    return render(request, "access/sealed.jinja", context, status=422 if form else 200)
