"""A carer's own round, on their phone; works without JavaScript, and what is sent twice counts once."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from joinedup.web.governance.permissions import Refused, requires
from joinedup.web.visits import queries
from joinedup.web.visits.actions import record_look
from joinedup.web.visits.planning.day_page import notices
from joinedup.web.visits.walking import presenters
from joinedup.web.visits.walking.actions import CannotTell
from joinedup.web.visits.walking.actions import tell as write_down
from joinedup.web.visits.walking.forms import TellForm
from joinedup.web.visits.walking.queries import day_now, walk

SAID = {"arrived": "Checked in", "left": "Checked out", "running_late": "Your scheduler knows that you run late"}


@requires("visits.walk_round")
@require_safe
def my_round(request: HttpRequest, on: str = "") -> HttpResponse:
    """Today's round unless another day is asked for; what is shown of clients is written into the audit."""
    carer = own_carer(request)
    wanted = day_in(on) if on else day_now(carer, request.at)
    found = walk(carer, wanted, user=request.user)
    context: dict[str, Any] = {
        "on": wanted,
        "cards": [],
        "today": timezone.localdate(request.at),
        "published": None,
        "carer": carer.code,
    }
    if found is not None:
        record_look("visits.view_round", found.clients.values(), by=request.user, at=request.at, on=wanted)
        context |= {
            "cards": presenters.cards(found),
            "published": found.published,
            "notices": notices(wanted),
            "late_choices": presenters.late_choices(),
        }
    return render(request, "visits/my_round.jinja", context)


@requires("visits.walk_round")
@require_POST
def tell(request: HttpRequest, on: str, visit: str, kind: str) -> HttpResponse:
    """Checked in, checked out, running late; a phone that could not send at once says when it was."""
    carer, what = own_carer(request), kind.replace("-", "_")
    found = walk(carer, day_in(on))
    if found is None:
        raise Http404
    form = TellForm(request.POST, is_late=what == "running_late")
    if not form.is_valid():
        return refused(request, on, next(iter(form.errors.values()))[0], status=422)
    try:
        given = form.cleaned_data
        is_new = write_down(
            found,
            visit,
            what,
            happened_at=given["happened_at"],
            minutes=given["minutes"] or 0,
            by=request.user,
            at=request.at,
        )
    except CannotTell as problem:
        return refused(request, on, str(problem), status=409)
    messages.success(request, SAID[what] if is_new else "That was known already")
    return HttpResponse(status=204) if is_by_script(request) else redirect("visits:round_of_day", on=on)


def is_by_script(request: HttpRequest) -> bool:
    """Whether the page's script asks, which shows no page it is sent on to: that would use up what is said there."""
    return request.headers.get("X-Told-By") == "script"


def refused(request: HttpRequest, on: str, words: str, *, status: int) -> HttpResponse:
    """Why something is not taken: to the script, which keeps it until it was read, or on the page."""
    if is_by_script(request):
        return HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")
    messages.warning(request, words)
    return redirect("visits:round_of_day", on=on)


def own_carer(request: HttpRequest) -> Any:
    """The carer who is signed in, if they still work for the provider.

    Raises
    ------
    Refused : they left, or were never one of its carers.
    """
    carer = queries.carer_of(request.user)
    if carer is None:
        raise Refused("visits.walk_round", words="Your provider does not have you among its carers.")
    return carer


def day_in(on: str) -> date:
    """The day of an address."""
    try:
        return date.fromisoformat(on)
    except ValueError as problem:
        raise Http404 from problem
