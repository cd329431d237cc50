"""Whom, or what, is a page asked for? Not found where it is not there."""

from typing import Any

from django.http import Http404, HttpRequest

from joinedup.web.people.actions import open_person_in_care
from joinedup.web.people.presenters.persons import header
from joinedup.web.people.queries import current_run, neighbourhood_names


def found(thing: Any) -> Any:
    if thing is None:
        raise Http404
    return thing


def in_care(request: HttpRequest, person_id: str, action: str) -> Any:
    return found(open_person_in_care(person_id, by=request.user, at=request.at, action=action))


def who(person: Any) -> Any:
    run = found(current_run())
    return header(person, as_at=run.as_at, neighbourhoods=neighbourhood_names())
