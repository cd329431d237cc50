"""The planning page: limits and prices, what-ifs side by side, and a plan made the month's proposals."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST, require_safe

from joinedup.core.errors import CannotProceed
from joinedup.web.components.problems import first_of, listed
from joinedup.web.governance.counts import sees_exactly
from joinedup.web.governance.permissions import may, requires
from joinedup.web.people.queries import current_run, neighbourhood_names, neighbourhoods, organisation_names
from joinedup.web.plans.planning import actions, queries
from joinedup.web.plans.planning.forms import MOST_BESIDE, NOTE_LETTERS, AcceptForm, SideBySideForm, WhatIfForm
from joinedup.web.plans.planning.presenters import by_neighbourhood, comparison, limits, place, weighing
from joinedup.web.plans.queries import catalogue


@requires("plans.view_plan")
@require_safe
def planning(request: HttpRequest) -> HttpResponse:
    actions.record_look(by=request.user, at=request.at)
    return page(request)


@requires("plans.ask_what_if")
@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    form = what_if_form(request.POST)
    is_whole = form.is_valid()
    number = form.cleaned_data.get("on")
    earlier = plan_or_404(number) if number else None
    if is_whole:
        try:
            asked = actions.ask_what_if(form.wanted(earlier), by=request.user, at=request.at)
            return redirect("plans:compare", number=asked.pk)
        except CannotProceed as problem:
            form.add_error(None, str(problem))
    if earlier:
        return compare_page(request, earlier.pk, more=form, status=422)
    return page(request, form=form, status=422)


@requires("plans.view_plan")
@require_GET
def side_by_side(request: HttpRequest) -> HttpResponse:
    actions.record_look(by=request.user, at=request.at)
    form = SideBySideForm(request.GET, what_ifs=queries.what_ifs())
    base = queries.base_plan()
    if base is None or not form.is_valid():
        return page(request, beside=form, status=422)
    what_ifs = form.cleaned_data["plan"]
    plans = [base, *what_ifs]
    context = {
        "run": current_run(),
        "plans": plans,
        "what_ifs": [(one, changed_words(one)) for one in what_ifs],
        "rows": comparison.compared(plans, organisation_names(), neighbourhood_names()),
    }
    return render(request, "plans/side_by_side.jinja", context)


@requires("plans.view_plan")
@require_GET
def compare(request: HttpRequest, number: int) -> HttpResponse:
    actions.record_look(by=request.user, at=request.at)
    return compare_page(request, number)


@requires("plans.accept_plan")
@require_POST
def accept(request: HttpRequest, number: int) -> HttpResponse:
    plan, form = plan_or_404(number), AcceptForm(request.POST)
    if not form.is_valid():
        return compare_page(request, number, form=form, status=422)
    try:
        actions.accept(
            plan, seen=form.cleaned_data["seen"], note=form.cleaned_data["note"], by=request.user, at=request.at
        )
    except (actions.AcceptedMeanwhile, actions.AskedEarlier, actions.NotAsShown) as problem:
        form.add_error(None, str(problem))
        return compare_page(request, number, form=form, status=409)
    messages.success(request, f"{plan.name} is the month's plan: its packages are proposed now")
    return redirect("plans:planning")


def plan_or_404(number: int) -> Any:
    plan = queries.plan(number)
    if plan is None:
        raise Http404
    return plan


def page(
    request: HttpRequest,
    *,
    form: WhatIfForm | None = None,
    beside: SideBySideForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The planning page, with what was sent if it could not be asked or compared."""
    run, base = current_run(), queries.base_plan()
    if run is None or base is None:
        return render(request, "plans/no_plan.jinja", {"run": run})
    in_force, what_ifs = queries.accepted(run), queries.what_ifs()
    shown = (queries.plan_of(in_force) if in_force else None) or base
    context = {
        **about(request, run, shown),
        "accepted": comparison.accepted_words(in_force),
        "weighed": weighing.weighed(base.figures),
        "own_values": weighing.own_values(base.figures),
        "base": base,
        "shown": shown,
        "what_ifs": comparison.to_select(what_ifs, beside.data.getlist("plan") if beside else ()),
        "most_beside": MOST_BESIDE,
        **asking(request, form),
        **problems_of(form or beside),
        "may_accept": may(request.user, "plans.accept_plan"),
    }
    return render(request, "plans/planning.jinja", context, status=status)


def about(request: HttpRequest, run: Any, plan: Any) -> dict[str, Any]:
    """What the plan says of the place."""
    names, organisations = neighbourhood_names(), organisation_names()
    offers = {offer.code: offer.name for offer in catalogue()}
    named, hoods = limits.Names(offers, names, organisations), neighbourhoods()
    lines = by_neighbourhood.hood_lines(hoods, plan.promises, plan.unmet, request.user)
    is_exact = sees_exactly(request.user, "")
    return {
        "run": run,
        "tiles": place.tiles(plan.figures),
        "how_good": place.how_good(plan.figures),
        "is_feasible": plan.figures["is_feasible"],
        "collisions": limits.collision_words(plan.collisions, named, request.user),
        "limits": limits.dearest(plan.limits, named, request.user),
        "unmet": place.unmet_lines(plan.unmet, offers, names, is_exact=is_exact),
        "lines": lines,
        "map": by_neighbourhood.plan_map(hoods, lines),
        "deprived": by_neighbourhood.deprived_words(plan.promises),
        "ledger": place.ledger_lines(plan.ledger, organisations),
    }


def compare_page(
    request: HttpRequest,
    number: int,
    *,
    form: AcceptForm | None = None,
    more: WhatIfForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """A plan beside the run's own, and the forms to accept it and to go on from it."""
    run, base, plan = current_run(), queries.base_plan(), plan_or_404(number)
    if run is None or base is None:
        raise Http404
    in_force = queries.accepted(run)
    plans = [base] if plan.is_base else [base, plan]
    context = {
        "run": run,
        "plan": plan,
        "plans": plans,
        "rows": comparison.compared(plans, organisation_names(), neighbourhood_names()),
        "changed": changed_words(plan),
        "asked": comparison.asked_words(plan),
        "accepted": comparison.accepted_words(in_force),
        "seen": in_force.number if in_force else 0,
        "note": form.data.get("note", "")[: 4 * NOTE_LETTERS] if form else "",
        "note_letters": NOTE_LETTERS,
        **asking(request, more),
        **problems_of(form or more),
        "may_accept": may(request.user, "plans.accept_plan"),
    }
    return render(request, "plans/compare.jinja", context, status=status)


def changed_words(plan: Any) -> str:
    """What a what-if changes, in words."""
    offers = {offer.code: offer.name for offer in catalogue()}
    return comparison.changed_words(plan.changes, offers, neighbourhood_names(), organisation_names())


def asking(request: HttpRequest, form: WhatIfForm | None) -> dict[str, Any]:
    """What the form for a what-if shows."""
    return {
        "sent": form.data if form else {},
        "choices": choices_of(form or what_if_form()),
        "may_ask": may(request.user, "plans.ask_what_if"),
    }


def problems_of(form: Form | None) -> dict[str, Any]:
    """What is wrong with what was sent, by field and as a list with links to where."""
    first = first_of(form.errors) if form else {}
    return {"problems": first, "problem_list": listed(first)}


NOT_HERE = " (none here yet)"


def what_if_form(data: Any = None) -> WhatIfForm:
    """The form, with what there is to change."""
    base = queries.base_plan()
    limits = base.limits if base else []
    given = {row["offer"] for row in limits if row["offer"] and row["available"]}
    funders = sorted({row["funder"] for row in limits if row["funder"]})
    names = organisation_names()
    return WhatIfForm(
        data,
        offers=[(offer.code, f"{offer.name}{'' if offer.code in given else NOT_HERE}") for offer in catalogue()],
        neighbourhoods=list(neighbourhood_names().items()),
        funders=[(code, names.get(code, code)) for code in funders],
    )


def choices_of(form: WhatIfForm) -> dict[str, list[dict[str, str]]]:
    """The lists to choose from, as a select wants them."""
    return {
        name: [{"value": value, "text": text} for value, text in form.fields[name].choices]
        for name in ("offer", "neighbourhood", "funder")
    }
