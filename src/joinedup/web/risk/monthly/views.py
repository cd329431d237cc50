"""The monthly changes: who rose, who fell, who is new on the list, and why."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from joinedup.web.governance.permissions import may, requires
from joinedup.web.people.queries import current_run, neighbourhood_names
from joinedup.web.risk import standing, words
from joinedup.web.risk.monthly import actions, presenters
from joinedup.web.risk.registry import queries as registry
from joinedup.web.risk.standing import score_date
from joinedup.web.risk.views import validity


@requires("risk.view_list")
@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    run, names = current_run(), neighbourhood_names()
    if run is None:
        return render(request, "risk/no_run.jinja")
    asked, own = request.GET.get("outcome", ""), request.user.neighbourhood
    outcome = asked if asked in run.outcomes else next(iter(run.outcomes), "")
    chosen = request.GET.get("neighbourhood", "")
    neighbourhood = chosen if not own and chosen in names else ""
    page = actions.open_changes(outcome, neighbourhood, by=request.user, at=request.at)
    scoring = registry.scoring()
    context = {
        "run": run,
        "place": names.get(own or neighbourhood, run.place_name),
        "outcome": words.outcome(outcome),
        "outcomes": [(code, words.outcome(code).name) for code in run.outcomes],
        "neighbourhood": neighbourhood,
        "choices": [] if own else [{"value": code, "text": name} for code, name in (("", "All"), *names.items())],
        "is_unknown": bool(asked) and asked != outcome,
        "kinds": presenters.kinds(page, names),
        "has_neighbourhoods": not own and not neighbourhood,
        "may_open": may(request.user, "people.view_person"),
        "standing": standing.of(scoring, outcome, registry.signed_on(scoring, timezone.localdate(request.at))),
        "score_date": score_date(run.as_at, timezone.localdate(request.at), validity(scoring, outcome)),
    }
    return render(request, "risk/changes.jinja", context)
