"""Which referrals of an inbox may a member of staff come across? One rule: as a condition of rows, and of one row."""

from typing import Any

from django.db.models import Q

from joinedup.web.governance.roles import BY_REFERRAL, Role
from joinedup.web.people.queries import patch
from joinedup.web.referrals.models import Referral

# What is asked of a team, and meant for those of it who open no records; the rest of its inbox is not theirs to read.
MEANT_FOR = {
    Role.DENTIST: ("dental",),
    Role.OPTICIAN: ("eye_care",),
    Role.FIRE_OFFICER: ("safe_and_well",),
    Role.POLICE_OFFICER: (),
    Role.VOLUNTARY_WORKER: ("social_prescribing",),
}


def within(key: str, *, by: Any) -> Q:
    """The condition a referral of an inbox meets that the user may come across.

    Whoever opens records sees all that is asked of their team; others what is meant for them, voluntary workers only if
    the person agreed. Of an agency's each sees those where they work, and those of people who live nowhere in the
    place, so that none is seen by nobody. What somebody sent stays theirs to follow, wherever the person lives.
    """
    if key.startswith("team:"):
        if by.role not in BY_REFERRAL:
            return Q()
        meant = Q(kind__in=MEANT_FOR[by.role])
        return Q(sent_by=by) | (meant & ~Q(consent="") if needs_consent(by) else meant)
    if not by.neighbourhood:
        return Q()  # apart: an empty condition or another is the other alone
    return patch(by) | Q(neighbourhood="") | Q(sent_by=by)


def is_within(row: Referral, key: str, *, by: Any) -> bool:
    """What `within` asks of many, of one referral."""
    if row.sent_by_id == by.pk:
        return True
    if not key.startswith("team:"):
        return not by.neighbourhood or row.neighbourhood in ("", by.neighbourhood)
    if by.role not in BY_REFERRAL:
        return True
    return row.kind in MEANT_FOR[by.role] and (bool(row.consent) or not needs_consent(by))


def needs_consent(by: Any) -> bool:
    """Whether the person has to have agreed before this member of a team is told."""
    return bool(by.role == Role.VOLUNTARY_WORKER)
