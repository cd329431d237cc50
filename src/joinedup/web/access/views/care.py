"""Who has a person in their care, and who opens a record in need, as pages."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from joinedup.web.access import presenters, queries, sealing
from joinedup.web.access.actions import opening
from joinedup.web.access.forms import (
    EndForm,
    GlassForm,
    problems_of,
)
from joinedup.web.accounts.middleware import signed_in_just_now
from joinedup.web.governance.permissions import requires
from joinedup.web.people.pages import found, person_in_care, who
from joinedup.web.people.queries import organisation_names

WRITING_SECONDS = 600  # to write why a record must be opened, once the form is there


@requires("people.record_relationship")
@require_http_methods(["GET", "POST"])
def in_care_of(request: HttpRequest, person_id: str) -> HttpResponse:
    """Who has a person in their care, why and until when; and the form that ends one's own."""
    person = person_in_care(request, person_id, "access.view_care")
    form = EndForm(request.POST) if request.method == "POST" else None
    if form is None or not form.is_valid():
        held = sealing.holding(person, by=request.user, at=request.at)
        lines = presenters.care_lines(held, organisation_names(), by=request.user)
        context = {"who": who(person), "lines": lines, **problems_of(form)}
        return render(request, "access/in_care_of.jinja", context, status=422 if form else 200)
    opening.end_care(person, by=request.user, at=request.at, reason=form.cleaned_data["reason"])
    messages.success(request, f"{person.reference} is no longer in your care")
    return redirect("home")


@requires("access.break_glass")
@require_http_methods(["GET", "POST"])
def break_glass(request: HttpRequest, person_id: str) -> HttpResponse:
    """Ask why, and open the record for a while; where the place wants it so, only just after signing in."""
    if settings.BREAK_GLASS_SIGN_IN and not signed_in_just_now(request, writing_seconds=WRITING_SECONDS):
        return redirect(f"{reverse('accounts:oidc_start')}?{urlencode({'anew': 'yes', 'next': request.path})}")
    person = found(opening.find_anybody(person_id, by=request.user, at=request.at, action="access.break_glass"))
    form = GlassForm(request.POST) if request.method == "POST" else None
    if form is None or not form.is_valid():
        glass = queries.glass_of(request.user, person.ids, at=request.at)
        minutes = settings.BREAK_GLASS_MINUTES
        context = {"person": person, "form": GlassForm(), "glass": glass, "minutes": minutes, **problems_of(form)}
        return render(request, "access/break_glass.jinja", context, status=422 if form else 200)
    opening.break_glass(person, form.choice, by=request.user, at=request.at)
    return redirect("teams:person", person_id=person.person_id)


@requires("access.break_glass")
@require_POST
def close_glass(request: HttpRequest, person_id: str) -> HttpResponse:
    """Close what was opened by break-glass, before its time."""
    person = found(opening.find_anybody(person_id, by=request.user, at=request.at, action="access.close_glass"))
    opening.close_glass(person, by=request.user, at=request.at)
    messages.success(request, "The record you opened by break-glass is closed")
    return redirect("home")
