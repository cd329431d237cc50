"""Search for a person; that somebody did, and whom they found, is audited, and never what they typed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from joinedup.web.governance.actions import record
from joinedup.web.people import queries
from joinedup.web.people.finding import queries as finding
from joinedup.web.people.finding.asked import Asked
from joinedup.web.people.models import Person


@dataclass(frozen=True)
class Found:
    """The people a search found.

    Parameters
    ----------
    named : ids of those whose name the user may see.
    within_reach : ids of those whose page opens, with or without the name.
    described : ids of those of whom age, sex and neighbourhood may show: within reach, and not objecting.
    has_more : whether there are more than these.
    """

    people: list[Person]
    named: set[str]
    within_reach: set[str]
    described: set[str]
    has_more: bool


@transaction.atomic
def search(asked: Asked, *, by: Any, at: datetime) -> Found:
    """Search, and write down who searched and whom they came across."""
    people = finding.found(asked, by=by, at=at)
    shown = people[: finding.MOST]
    ids = [one.person_id for one in shown]
    named, within = queries.in_care(ids, by=by, at=at), queries.ids_within_reach(ids, by=by, at=at)
    detail = {"by": asked.kind, "people": len(shown), "named": sorted(named & within), "met": sorted(set(ids) - named)}
    only = ids[0] if len(ids) == 1 else ""
    record(by=by, at=at, action="people.search", person_id=only, detail=detail)
    described = within & {one.person_id for one in finding.not_objecting(ids, by=by)}
    return Found(shown, named & within, within, described, has_more=len(people) > finding.MOST)
