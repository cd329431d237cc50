"""What visits took, and the length a scheduler makes of it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from joinedup.web.components.problems import OPEN_AGAIN
from joinedup.web.components.words import plural
from joinedup.web.governance.permissions import requires
from joinedup.web.visits import queries as provider
from joinedup.web.visits.actions import ChangedMeanwhile, record_look
from joinedup.web.visits.lengths import actions, presenters, queries
from joinedup.web.visits.lengths.forms import DecideForm


@requires("visits.plan_rounds")
@require_safe
def lengths(request: HttpRequest) -> HttpResponse:
    on = timezone.localdate(request.at)
    found = queries.proposals(provider.organisation_of(request.user), on=on)
    seen = {one.client.code: one.client for one in found}.values()
    record_look("visits.view_lengths", seen, by=request.user, at=request.at, on=on)
    return render(request, "visits/lengths.jinja", {"lines": presenters.lines(found), "days": queries.SEEN_DAYS})


@requires("visits.plan_rounds")
@require_POST
def decide(request: HttpRequest, visit: str) -> HttpResponse:
    form, on = DecideForm(request.POST), timezone.localdate(request.at)
    if not form.is_valid():
        messages.warning(request, OPEN_AGAIN)
        return redirect("visits:lengths")
    organisation, is_accepted = provider.organisation_of(request.user), form.cleaned_data["choice"] == "accept"
    try:
        changed = actions.decide(
            organisation,
            queries.proposal(organisation, visit, on=on),
            minutes=form.cleaned_data["minutes"],
            is_accepted=is_accepted,
            on=on,
            by=request.user,
            at=request.at,
        )
    except (actions.NoProposal, ChangedMeanwhile) as problem:
        messages.warning(request, str(problem))
    else:
        done = (
            f"Accepted: {plural(changed, 'day')} to come changed; look at them and publish"
            if is_accepted
            else "Declined"
        )
        messages.success(request, done)
    return redirect("visits:lengths")
