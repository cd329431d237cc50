"""A person's whole timeline, a page at a time."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from joinedup.web.governance.permissions import requires
from joinedup.web.people import forms, queries
from joinedup.web.people.pages import person_in_care, who
from joinedup.web.people.presenters import timelines

PAGE_SIZE = 50


@requires("people.view_person")
@require_safe
def timeline(request: HttpRequest, person_id: str) -> HttpResponse:
    person = person_in_care(request, person_id, "people.view_timeline")
    kinds, organisations = queries.timeline_kinds(person), queries.organisation_names()
    kind = forms.chosen(request.GET.get("kind", ""), kinds, "kind")
    organisation = forms.chosen(request.GET.get("agency", ""), kinds, "organisation")
    before = forms.read_cursor(request.GET.get("before", ""))
    found = list(queries.timeline(person, kind=kind, organisation=organisation, before=before)[: PAGE_SIZE + 1])
    further = {"before": forms.write_cursor(found[PAGE_SIZE - 1])} if len(found) > PAGE_SIZE else {}
    choice = {"kind": kind, "agency": organisation}
    context = {
        "who": who(person),
        "years": timelines.by_year(found[:PAGE_SIZE], organisations),
        "choice": choice,
        "choices": timelines.timeline_choices(kinds, organisations),
        "older": "?" + urlencode({**choice, **further}) if further else "",
        "is_first": before is None,
        "newest": "?" + urlencode(choice),
    }
    return render(request, "people/timeline.jinja", context)
