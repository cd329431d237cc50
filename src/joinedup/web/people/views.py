"""A person's whole timeline, a page at a time."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from joinedup.web.governance.permissions import requires
from joinedup.web.people import actions, forms, queries
from joinedup.web.people.presenters import persons, timelines

PAGE_SIZE = 50


@requires("people.view_person")
@require_safe
def timeline(request: HttpRequest, person_id: str) -> HttpResponse:
    person = actions.open_person_in_care(person_id, by=request.user, at=request.at, action="people.view_timeline")
    run = queries.current_run()
    if person is None or run is None:
        raise Http404
    kinds, organisations = queries.timeline_kinds(person), queries.organisation_names()
    kind = forms.chosen(request.GET.get("kind", ""), kinds, "kind")
    organisation = forms.chosen(request.GET.get("agency", ""), kinds, "organisation")
    before = forms.read_cursor(request.GET.get("before", ""))
    found = list(queries.timeline(person, kind=kind, organisation=organisation, before=before)[: PAGE_SIZE + 1])
    further = {"before": forms.write_cursor(found[PAGE_SIZE - 1])} if len(found) > PAGE_SIZE else {}
    choice = {"kind": kind, "agency": organisation}
    context = {
        "who": persons.header(person, as_at=run.as_at, neighbourhoods=queries.neighbourhood_names()),
        "years": timelines.by_year(found[:PAGE_SIZE], organisations),
        "choice": choice,
        "choices": timelines.timeline_choices(kinds, organisations),
        "older": "?" + urlencode({**choice, **further}) if further else "",
        "is_first": before is None,
        "newest": "?" + urlencode(choice),
    }
    return render(request, "people/timeline.jinja", context)
