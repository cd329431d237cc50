"""Whose risk moved since a month before, where a member of staff works?"""

from typing import Any

from django.db.models import Count, Q, QuerySet

from joinedup.web.governance.queries import off_lists
from joinedup.web.people.queries import patch, without_objecting
from joinedup.web.risk.models import Change
from joinedup.web.risk.queries import HeldOut, is_held_out

KINDS = ("new", "rose", "fell", "gone")


def changes(outcome: str, *, by: Any, neighbourhood: str = "", held_out: tuple[HeldOut, ...] = ()) -> QuerySet[Change]:
    """Living people above the mark now or a month before whose risk moved.

    Left out are those held out of the list, and those who object to standing on lists or to the user.
    """
    here = Q(neighbourhood=neighbourhood) if neighbourhood else Q()
    found = Change.objects.filter(patch(by), here, outcome=outcome, is_listed=True, person__death_date=None)
    found = without_objecting(found, off_lists(by))
    return found.exclude(is_held_out(held_out)) if held_out else found


def most_changed(found: QuerySet[Change], kind: str, size: int) -> list[Change]:
    """Those of one kind whose log-odds moved most."""
    return list(found.filter(kind=kind).select_related("person").order_by("-size", "person_id")[:size])


def counts(found: QuerySet[Change]) -> dict[str, int]:
    return dict(found.values_list("kind").annotate(people=Count("id")).order_by())
