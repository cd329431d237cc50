"""Which forms has somebody begun and not saved?"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from joinedup.web.drafts.models import Draft

LONGEST_NAME = 120


@dataclass(frozen=True)
class Begun:
    """One form of somebody's.

    Parameters
    ----------
    user : whose.
    form : the form's address: below the person (`refer/`), or from the root (`/meetings/3/people/1/#action`).
    person_ids : the id the person has, then those they had; none where the form is about nobody known yet.

    Examples
    --------
    >>> Begun("nurse", "refer/", ("p1", "p0")).person_id
    'p1'
    """

    user: Any
    form: str
    person_ids: tuple[str, ...] = ("",)

    @property
    def person_id(self) -> str:
        """The id a draft is kept under."""
        return self.person_ids[0]

    @property
    def name(self) -> str:
        """The form's address, as much of it as is kept."""
        return self.form[:LONGEST_NAME]


def drafts_of(begun: Begun) -> QuerySet[Draft]:
    """What was typed into a form and not saved: one, or one under each id the person had."""
    return about(begun.user, begun.person_ids).filter(form=begun.name)


def about(user: Any, person_ids: Iterable[str], *, but: Collection[str] = ()) -> QuerySet[Draft]:
    """Every draft of somebody's about a person, latest first, but of some forms."""
    found = Draft.objects.filter(user=user, person_id__in=list(person_ids))
    return found.exclude(form__in=list(but)).order_by("-saved_at")


def all_of(user: Any) -> QuerySet[Draft]:
    """Every draft of somebody's, latest first."""
    return Draft.objects.filter(user=user).order_by("-saved_at")
