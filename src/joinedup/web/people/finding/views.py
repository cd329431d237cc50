"""The page on which a person is found. What is typed is sent as a form, so that it stands in no address and no log."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from joinedup.web.governance.permissions import may, requires
from joinedup.web.people.finding import actions, presenters
from joinedup.web.people.finding.asked import LONGEST, read
from joinedup.web.people.queries import current_run, neighbourhood_names


@requires("people.search")
@require_http_methods(["GET", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """The form, and below it whom it found."""
    run, typed = current_run(), request.POST.get("q", "")[:LONGEST]
    if run is None:
        return render(request, "risk/no_run.jinja")
    asked = read(typed)
    is_wrong = request.method == "POST" and not asked.kind
    context = {"typed": typed, "is_wrong": is_wrong, "may_break": may(request.user, "access.break_glass")}
    if request.method == "POST" and asked.kind:
        found = actions.search(asked, by=request.user, at=request.at)
        context |= {
            "lines": presenters.lines(found, as_at=run.as_at, neighbourhoods=neighbourhood_names()),
            "has_more": found.has_more,
            "what": presenters.KINDS[asked.kind],
            "has_searched": True,
        }
    return render(request, "people/search.jinja", context, status=422 if is_wrong else 200)
