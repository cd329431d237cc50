"""Carers' time off: who is off when, one more recorded, one taken back."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from joinedup.web.components.problems import first_of
from joinedup.web.governance.permissions import requires
from joinedup.web.visits import queries
from joinedup.web.visits.planning.replan_page import items
from joinedup.web.visits.planning.time_off_page import REASONS, carer_choices, off_lines
from joinedup.web.visits.planning.visit_page import problem_list
from joinedup.web.visits.time_off import actions
from joinedup.web.visits.time_off.forms import TimeOffForm


@requires("visits.plan_rounds")
@require_http_methods(["GET", "HEAD", "POST"])
def time_off(request: HttpRequest) -> HttpResponse:
    """Who is off from today on, and a form for one more."""
    organisation, today = queries.organisation_of(request.user), timezone.localdate(request.at)
    carers = queries.carers(organisation)
    choices = {"carers": carer_choices(carers), "reasons": REASONS}
    form = TimeOffForm(request.POST, **choices, today=today) if request.method == "POST" else None
    if form is not None and form.is_valid():
        try:
            made = actions.record_time_off(organisation, **form.cleaned_data, by=request.user, at=request.at)
        except actions.OffAlready as problem:
            form.add_error("first_on", str(problem))
        else:
            messages.success(request, f"Recorded: no plan sends {carers[made.carer].name} out on these days")
            return redirect("visits:time_off")
    context = {
        "lines": off_lines(queries.time_off(organisation, today, date.max), carers),
        "choices": {name: items(values) for name, values in choices.items()},
        "sent": {name: str(form.data.get(name, ""))[:200] for name in form.fields} if form else {},
        "problems": first_of(form.errors) if form else {},
        "problem_list": problem_list(form),
    }
    return render(request, "visits/time_off.jinja", context, status=422 if form else 200)


@requires("visits.plan_rounds")
@require_POST
def remove(request: HttpRequest, number: str) -> HttpResponse:
    organisation = queries.organisation_of(request.user)
    if actions.remove_time_off(organisation, int(number), by=request.user, at=request.at) is None:
        raise Http404
    messages.success(request, "Taken back: plans may send them out again")
    return redirect("visits:time_off")
