"""A scheduler's day: looked at, changed by hand, undone, published."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from joinedup.core.errors import CannotProceed
from joinedup.web.governance.permissions import requires
from joinedup.web.visits import actions, queries
from joinedup.web.visits.planning import day_page, visit_page
from joinedup.web.visits.planning.day import Day, day_of
from joinedup.web.visits.planning.forms import MoveForm, SeenForm
from joinedup.web.visits.planning.moves import change_of, effect_of
from joinedup.web.visits.planning.presenters.standing import late_calls


@requires("visits.plan_rounds")
@require_safe
def today(request: HttpRequest) -> HttpResponse:
    on = queries.nearest_day(queries.organisation_of(request.user), timezone.localdate(request.at))
    return redirect("visits:day", on=on.isoformat()) if on else render(request, "visits/no_day.jinja")


@requires("visits.plan_rounds")
@require_safe
def day(request: HttpRequest, on: str) -> HttpResponse:
    organisation, wanted = queries.organisation_of(request.user), day_in(on)
    found = day_of(organisation, wanted, at=request.at)
    if found is None:
        before, after = queries.days_around(organisation, wanted)
        is_over = wanted < timezone.localdate(request.at)
        about = {"on": wanted, "before": before, "after": after, "is_over": is_over}
        return render(request, "visits/no_day.jinja", about)
    number = request.GET.get("page", "1")
    context = day_page.page(
        found,
        by=request.user,
        at=request.at,
        carer=request.GET.get("carer", ""),
        number=int(number) if number.isdecimal() and len(number) < 6 else 1,
    )
    return render(request, "visits/day.jinja", context)


@requires("visits.plan_rounds")
@require_http_methods(["GET", "HEAD", "POST"])
def visit(request: HttpRequest, on: str, visit: str) -> HttpResponse:
    """One visit: who comes and why, what a move would do (asked by GET), and the move itself (by POST)."""
    found = day_or_404(request, on)
    if request.method == "POST":
        return move(request, found, visit)
    form = visit_page.move_form(found, visit, request.GET if "start" in request.GET else None)
    return shown(request, found, visit, form)


def move(request: HttpRequest, found: Day, visit: str) -> HttpResponse:
    """Make a move, unless the day was changed meanwhile: then its effect on the day as it is now is shown first."""
    form, seen = visit_page.move_form(found, visit, request.POST), SeenForm(request.POST)
    if not form.is_valid() or not seen.is_valid():
        return shown(request, found, visit, form, status=422)
    if seen.cleaned_data["seen"] != found.state.number:
        return shown(request, found, visit, form, words=CHANGED_MEANWHILE, status=409)
    try:
        change = change_of(found, form.move, effect_of(found, form.move))
        made = actions.keep(
            change,
            organisation=found.organisation,
            on=found.on,
            after=found.state.number,
            by=request.user,
            at=request.at,
        )
    except actions.ChangedMeanwhile:
        return shown(
            request, day_or_404(request, found.on.isoformat()), visit, form, words=CHANGED_MEANWHILE, status=409
        )
    except CannotProceed as problem:
        form.add_error(None, str(problem))
        return shown(request, found, visit, form, status=422)
    messages.success(request, f"Moved. This is state {made.number} of the day; carers see it once you publish it.")
    return redirect("visits:day", on=found.on.isoformat())


CHANGED_MEANWHILE = (
    "Somebody else changed this day while you were looking. Nothing is lost: this is what your move would do to the "
    "day as it is now."
)


def shown(
    request: HttpRequest, found: Day, visit: str, form: MoveForm | None, *, words: str = "", status: int = 200
) -> HttpResponse:
    """The page of one visit."""
    context = visit_page.page(found, visit, form, by=request.user, at=request.at)
    if status == 200 and form is not None and form.errors:
        status = 422
    return render(request, "visits/visit.jinja", {**context, "changed_meanwhile": words}, status=status)


@requires("visits.plan_rounds")
@require_safe
def late(request: HttpRequest, on: str) -> HttpResponse:
    """Who runs late now, without a client's name: asked by the day's page while somebody looks at it."""
    organisation, wanted = queries.organisation_of(request.user), day_in(on)
    words = late_calls(queries.events(organisation, wanted), queries.carers(organisation), on=wanted)
    return render(request, "visits/late.jinja", {"late": words})


@requires("visits.plan_rounds")
@require_POST
def publish(request: HttpRequest, on: str) -> HttpResponse:
    form = SeenForm(request.POST)
    try:
        seen = form.cleaned_data["seen"] if form.is_valid() else -1
        organisation = queries.organisation_of(request.user)
        made = actions.publish(organisation, day_in(on), seen=seen, by=request.user, at=request.at)
    except (actions.ChangedMeanwhile, actions.VisitHasBegun) as problem:
        messages.warning(request, str(problem))
    else:
        messages.success(request, f"Published: carers see state {made.revision.number} of the day from now on")
    return redirect("visits:day", on=on)


@requires("visits.plan_rounds")
@require_POST
def undo(request: HttpRequest, on: str) -> HttpResponse:
    form = SeenForm(request.POST)
    try:
        seen = form.cleaned_data["seen"] if form.is_valid() else -1
        organisation = queries.organisation_of(request.user)
        made = actions.undo(organisation, day_in(on), seen=seen, by=request.user, at=request.at)
    except (actions.ChangedMeanwhile, actions.NothingToUndo) as problem:
        messages.warning(request, str(problem))
    else:
        messages.success(request, f"Undone: the day is as state {made.detail['as']} was")
    return redirect("visits:day", on=on)


def day_in(on: str) -> date:
    """The day of an address."""
    try:
        return date.fromisoformat(on)
    except ValueError as problem:
        raise Http404 from problem


def day_or_404(request: HttpRequest, on: str) -> Day:
    """A day of the scheduler's own provider."""
    found = day_of(queries.organisation_of(request.user), day_in(on), at=request.at)
    if found is None:
        raise Http404
    return found
