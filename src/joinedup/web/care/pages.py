"""What do the pages about one person's care share: the person opened, and who they are."""

from typing import Any

from django.http import Http404, HttpRequest

from joinedup.web.drafts.pages import opened_as
from joinedup.web.people.actions import open_person_in_care
from joinedup.web.people.presenters.persons import Header, header
from joinedup.web.people.queries import current_run, neighbourhood_names

PERSON = r"^people/(?P<person_id>[A-Za-z0-9_-]{1,40})"


def in_care(request: HttpRequest, person_id: str, action: str) -> Any:
    """The person, if in the user's care; not found otherwise. Either way the audit says so."""
    person = open_person_in_care(person_id, by=request.user, at=request.at, action=opened_as(request, action))
    if person is None:
        raise Http404
    return person


def who(person: Any) -> Header:
    """The person's header, as every page about them has it."""
    run = current_run()
    if run is None:
        raise Http404
    return header(person, as_at=run.as_at, neighbourhoods=neighbourhood_names())
