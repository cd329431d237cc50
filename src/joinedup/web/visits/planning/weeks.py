"""A scheduler's week: looked at, planned in the background, taken on or thrown away; and what it is paid."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from joinedup.web.components.words import plural
from joinedup.web.governance.permissions import requires
from joinedup.web.visits import jobs
from joinedup.web.visits.actions import ChangedMeanwhile, VisitHasBegun
from joinedup.web.visits.asking import NotReady
from joinedup.web.visits.planning import pay_page, week_page, week_plan_page
from joinedup.web.visits.planning.forms import ChosenDaysForm, SeenDaysForm
from joinedup.web.visits.planning.views import day_in
from joinedup.web.visits.queries import nearest_day, organisation_of
from joinedup.web.visits.weeks import actions, queries
from joinedup.web.visits.weeks.queries import MOST_WEEKS, monday_of

YEARS = range(2000, 2101)


@requires("visits.plan_rounds")
@require_safe
def this_week(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate(request.at)
    on = nearest_day(organisation_of(request.user), today) or today
    return redirect("visits:week", monday=monday_of(on).isoformat())


@requires("visits.plan_rounds")
@require_safe
def week(request: HttpRequest, monday: str) -> HttpResponse:
    wanted = known_day_in(monday)
    if wanted != monday_of(wanted):
        return redirect("visits:week", monday=monday_of(wanted).isoformat())
    number = request.GET.get("page", "1")
    context = week_page.page(
        week_page.week_of(organisation_of(request.user), wanted),
        by=request.user,
        at=request.at,
        number=int(number) if number.isdecimal() and len(number) < 6 else 1,
    )
    return render(request, "visits/week.jinja", context)


@requires("visits.view_pay")
@require_safe
def pay(request: HttpRequest, monday: str) -> HttpResponse:
    found = week_page.week_of(organisation_of(request.user), monday_in(monday))
    return render(request, "visits/pay.jinja", pay_page.page(found, by=request.user, at=request.at))


@requires("visits.plan_rounds")
@require_POST
def plan(request: HttpRequest, monday: str) -> HttpResponse:
    """Have the week planned by a job, alone or with the three after it."""
    weeks = MOST_WEEKS if request.POST.get("weeks") == str(MOST_WEEKS) else 1
    return asked_again(request, monday_in(monday), weeks)


@requires("visits.plan_rounds")
@require_POST
def publish(request: HttpRequest, monday: str) -> HttpResponse:
    """Let carers see the days of the week that were on the screen as not published."""
    form, days = SeenDaysForm(request.POST), set(queries.days_of(monday_in(monday)))
    try:
        seen = form.cleaned_data["seen"] if form.is_valid() else {}
        if not seen or not seen.keys() <= days:
            raise ChangedMeanwhile
        count = actions.publish_days(organisation_of(request.user), seen, by=request.user, at=request.at)
    except (ChangedMeanwhile, VisitHasBegun) as problem:
        messages.warning(request, str(problem))
    else:
        messages.success(request, f"Published: carers see {plural(count, 'day')} from now on")
    return redirect("visits:week", monday=monday)


@requires("visits.plan_rounds")
@require_safe
def week_plan(request: HttpRequest, monday: str, number: str) -> HttpResponse:
    """How far it is; once ready, what each day would be, and what the days come to that are ticked."""
    asked, form = plan_or_404(request, monday, number), ChosenDaysForm(request.GET)
    chosen = form.cleaned_data["on"] if form.is_valid() else set()
    return render(request, "visits/week_plan.jinja", week_plan_page.page(asked, at=request.at, chosen=chosen))


@requires("visits.plan_rounds")
@require_safe
def week_plan_day(request: HttpRequest, monday: str, number: str, on: str) -> HttpResponse:
    """Every visit of one day that would change."""
    asked = plan_or_404(request, monday, number)
    found = queries.planned_day(asked, day_in(on))
    if found is None or asked.state not in {"ready", "accepted"}:
        raise Http404
    context = week_plan_page.day_page(asked, found, by=request.user, at=request.at)
    return render(request, "visits/week_plan_day.jinja", context)


@requires("visits.plan_rounds")
@require_POST
def accept(request: HttpRequest, monday: str, number: str) -> HttpResponse:
    """Take the ticked days on, once what they come to together was on the screen; else show that."""
    asked, form = plan_or_404(request, monday, number), ChosenDaysForm(request.POST)
    said = form.cleaned_data if form.is_valid() else {"on": set(), "shown": set(), "broken": []}
    here = reverse("visits:week_plan", kwargs={"monday": monday, "number": number})
    if said["on"] and ("look" in request.POST or said["on"] != said["shown"]):
        if "look" not in request.POST:
            messages.info(request, "These are other days than you looked at: see what they come to, then take them on")
        return redirect(f"{here}?{urlencode({'on': sorted(said['on'])}, doseq=True)}")
    try:
        changed = actions.accept(asked, said["on"], known=said["broken"], by=request.user, at=request.at)
    except (ChangedMeanwhile, NotReady) as problem:
        messages.warning(request, str(problem))
        return redirect(here)
    messages.success(request, f"Taken on: {plural(changed, 'day')} changed. Carers see each once you publish it.")
    return redirect("visits:week", monday=monday)


@requires("visits.plan_rounds")
@require_POST
def drop(request: HttpRequest, monday: str, number: str) -> HttpResponse:
    actions.drop(plan_or_404(request, monday, number), by=request.user, at=request.at)
    messages.success(request, "Thrown away: every day is as it was")
    return redirect("visits:week", monday=monday)


@requires("visits.plan_rounds")
@require_POST
def again(request: HttpRequest, monday: str, number: str) -> HttpResponse:
    """The same, asked of the days as they are now."""
    asked = plan_or_404(request, monday, number)
    return asked_again(request, asked.monday, asked.weeks)


def asked_again(request: HttpRequest, monday: date, weeks: int) -> HttpResponse:
    """Ask, and go where one sees how far it is."""
    try:
        made = actions.ask(organisation_of(request.user), monday, weeks, by=request.user, at=request.at)
    except actions.NothingToPlan as problem:
        messages.warning(request, str(problem))
        return redirect("visits:week", monday=monday.isoformat())
    jobs.plan_weeks.enqueue(made.pk)
    return redirect("visits:week_plan", monday=monday.isoformat(), number=made.pk)


def known_day_in(on: str) -> date:
    """The day of an address, of a year in which there may be rounds."""
    found = day_in(on)
    if found.year not in YEARS:
        raise Http404
    return found


def monday_in(monday: str) -> date:
    """The Monday of an address; another day is no week."""
    found = known_day_in(monday)
    if found != monday_of(found):
        raise Http404
    return found


def plan_or_404(request: HttpRequest, monday: str, number: str) -> Any:
    """What somebody of the scheduler's own provider asked for that week."""
    asked = queries.plan(organisation_of(request.user), int(number))
    if asked is None or asked.monday != monday_in(monday):
        raise Http404
    return asked
