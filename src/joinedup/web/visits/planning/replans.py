"""Something happened: a day planned anew in the background, looked at, accepted or left."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from joinedup.core.errors import CannotProceed
from joinedup.web.governance.permissions import requires
from joinedup.web.visits import jobs, queries
from joinedup.web.visits.actions import ChangedMeanwhile
from joinedup.web.visits.asking import NotReady
from joinedup.web.visits.planning import replan_page
from joinedup.web.visits.planning.forms import HAPPENINGS
from joinedup.web.visits.planning.views import day_in, day_or_404
from joinedup.web.visits.replanning import actions


@requires("visits.plan_rounds")
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, on: str) -> HttpResponse:
    """What happened: a form for each kind; one sent, the day is planned anew by a job."""
    found = day_or_404(request, on)
    kind = request.POST.get("kind", "")
    if request.method != "POST" or kind not in HAPPENINGS:
        return render(request, "visits/ask_replan.jinja", replan_page.asking(found, by=request.user, at=request.at))
    form = HAPPENINGS[kind](request.POST, **replan_page.choices_of(found))
    if form.is_valid():
        try:
            asked = actions.ask(found.state, [form.happened], by=request.user, at=request.at)
        except CannotProceed as problem:
            form.add_error(None, str(problem))
        else:
            jobs.plan_anew.enqueue(asked.pk)
            return redirect("visits:replan", on=on, number=asked.pk)
    context = replan_page.asking(found, form, by=request.user, at=request.at)
    return render(request, "visits/ask_replan.jinja", context, status=422)


@requires("visits.plan_rounds")
@require_safe
def replan(request: HttpRequest, on: str, number: str) -> HttpResponse:
    """How far it is; once ready, what would change."""
    asked, found = asked_or_404(request, on, number), day_or_404(request, on)
    context = replan_page.page(asked, found, by=request.user, at=request.at)
    return render(request, "visits/replan.jinja", context)


@requires("visits.plan_rounds")
@require_POST
def accept(request: HttpRequest, on: str, number: str) -> HttpResponse:
    asked, found = asked_or_404(request, on, number), day_or_404(request, on)
    try:
        made = actions.accept(asked, seen=found.state.number, by=request.user, at=request.at)
    except (ChangedMeanwhile, NotReady) as problem:
        messages.warning(request, str(problem))
        return redirect("visits:replan", on=on, number=number)
    messages.success(request, f"Accepted. This is state {made.number} of the day; carers see it once you publish it.")
    return redirect("visits:day", on=on)


@requires("visits.plan_rounds")
@require_POST
def drop(request: HttpRequest, on: str, number: str) -> HttpResponse:
    actions.drop(asked_or_404(request, on, number), by=request.user, at=request.at)
    return redirect("visits:day", on=on)


@requires("visits.plan_rounds")
@require_POST
def again(request: HttpRequest, on: str, number: str) -> HttpResponse:
    """The same, asked of the day as it is now."""
    asked, found = asked_or_404(request, on, number), day_or_404(request, on)
    made = actions.ask(found.state, asked.changes, by=request.user, at=request.at)
    jobs.plan_anew.enqueue(made.pk)
    return redirect("visits:replan", on=on, number=made.pk)


def asked_or_404(request: HttpRequest, on: str, number: str) -> Any:
    """What somebody of the scheduler's own provider asked for that day."""
    asked = queries.replan(queries.organisation_of(request.user), int(number))
    if asked is None or asked.on != day_in(on):
        raise Http404
    return asked
