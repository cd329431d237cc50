"""What do the pages about one person share: their address, the person opened, and who they are?"""

from typing import Any

from django.http import Http404, HttpRequest

from joinedup.web.people.actions import open_person_in_care
from joinedup.web.people.presenters.persons import Header, header
from joinedup.web.people.queries import current_run, neighbourhood_names

PERSON_ID = r"[A-Za-z0-9_-]{1,40}"
PERSON = rf"^people/(?P<person_id>{PERSON_ID})"
"""How the address of a page about a person begins."""


def found(thing: Any) -> Any:
    """A thing that is there; not found otherwise."""
    if thing is None:
        raise Http404
    return thing


def person_in_care(request: HttpRequest, person_id: str, action: str) -> Any:
    """The person, if in the user's care; not found otherwise. Either way the audit says so."""
    return found(open_person_in_care(person_id, by=request.user, at=request.at, action=action))


def who(person: Any) -> Header:
    """The person's header, as every page about them has it."""
    return header(person, as_at=found(current_run()).as_at, neighbourhoods=neighbourhood_names())
