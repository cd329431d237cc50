"""The comparison: what is on, what came of it, and the pages on which the team lead switches it."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from joinedup.web.components.problems import first_of, listed
from joinedup.web.governance.permissions import may, requires
from joinedup.web.people.queries import current_run, neighbourhood_names
from joinedup.web.risk import words
from joinedup.web.risk.hold_out import actions, presenters, queries
from joinedup.web.risk.hold_out.forms import KINDS, REASON_LETTERS, SwitchOffForm, SwitchOnForm
from joinedup.web.risk.registry.queries import scoring


@requires("risk.view_hold_out")
@require_safe
def comparison(request: HttpRequest) -> HttpResponse:
    run = current_run()
    if run is None:
        return render(request, "risk/no_run.jinja")
    outcome = chosen_outcome(request.GET.get("outcome", ""), run)
    actions.view(by=request.user, at=request.at, outcome=outcome)
    return render(request, "risk/hold_out.jinja", about(request, run, outcome))


def chosen_outcome(asked: str, run: Any) -> str:
    """The outcome asked for if there is such a one, else the first."""
    return asked if asked in run.outcomes else next(iter(run.outcomes), "")


def about(request: HttpRequest, run: Any, outcome: str, form: Any = None) -> dict[str, Any]:
    """What every page of the comparison shows."""
    here = request.user.neighbourhood
    history = queries.history(here, outcome)
    latest = history[0] if history else None
    begun = next((one for one in history if one.is_on), None)
    would_be = len(queries.would_be_listed(outcome, here))
    return {
        "run": run,
        "place": neighbourhood_names().get(here, run.place_name),
        "outcome": words.outcome(outcome),
        "outcomes": [(code, words.outcome(code).name) for code in run.outcomes],
        "is_on": bool(latest and latest.is_on),
        "number": latest.number if latest else 0,
        "would_be": would_be,
        "history": [presenters.switched(one) for one in history],
        "drawn": presenters.drawn_words(queries.sizes(begun)) if begun else "",
        "comparisons": presenters.comparisons(queries.arms(begun)) if begun else [],
        "is_in_steps": bool(begun and begun.steps > 1),
        "may_switch": may(request.user, "risk.hold_out"),
        "form": form,
        "problems": first_of(form.errors) if form else {},
        "problem_list": listed(first_of(form.errors)) if form else [],
        "kinds": [{"value": value, "text": text} for value, text in KINDS],
        "letters": REASON_LETTERS,
    }


@requires("risk.hold_out")
@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Switch on or off: first a page that says what will happen, then, confirmed there, it is done."""
    run = current_run()
    if run is None:
        return render(request, "risk/no_run.jinja")
    outcome = chosen_outcome(request.POST.get("outcome", ""), run)
    is_on = any(one.neighbourhood == request.user.neighbourhood for one in queries.in_force(outcome))
    form = (SwitchOffForm if is_on else SwitchOnForm)(request.POST)
    if not form.is_valid():
        return render(request, "risk/hold_out.jinja", about(request, run, outcome, form), status=422)
    plan, page = form.plan(request.user.neighbourhood, outcome), about(request, run, outcome, form)
    if not form.cleaned_data["confirmed"]:
        off = round(plan.share * page["would_be"])
        how = presenters.how_words(plan.share, plan.steps, plan.days_per_step) if plan.is_on else ""
        return render(request, "risk/confirm_hold_out.jinja", {**page, "off": off, "how": how})
    in_use = scoring()
    version = in_use.versions.get(outcome, "") if in_use else ""
    try:
        actions.switch(plan, version=version, by=request.user, at=request.at, on=timezone.localdate(request.at))
    except actions.SwitchedMeanwhile:
        return render(request, "risk/hold_out.jinja", {**page, "form": None, "is_stale": True}, status=409)
    messages.success(request, f"The comparison is {'on' if plan.is_on else 'off'}")
    return redirect(f"{reverse('risk:hold_out')}?{urlencode({'outcome': outcome})}")
