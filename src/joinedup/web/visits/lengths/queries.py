"""How long did visits take, and which lengths were agreed?"""

from collections import defaultdict
from datetime import date

from joinedup.web.visits.models import CallEvent, LengthDecision

MOST_SEEN = 60
"""Of each visit so many of the latest days count: what somebody needs changes."""
LONGEST_MINUTES = 12 * 60.0
"""Longer than that nobody stayed: leaving was forgotten, and told another time."""


def decisions(organisation: str) -> dict[str, LengthDecision]:
    """The latest decision on each visit."""
    found = LengthDecision.objects.filter(organisation=organisation).order_by("decided_at", "pk")
    return {one.visit: one for one in found}


def agreed(organisation: str) -> dict[str, float]:
    """Minutes agreed for each visit whose latest decision was to accept."""
    return {one.visit: one.proposed_minutes for one in decisions(organisation).values() if one.is_accepted}


def seen_minutes(organisation: str, since: date) -> dict[str, list[float]]:
    """Minutes from arriving to leaving of each visit, the latest first; of two carers who came, the longer."""
    told = CallEvent.objects.filter(organisation=organisation, on__gte=since).exclude(
        kind=CallEvent.Kind.RUNNING_LATE
    )
    arrived, left = {}, {}
    for on, visit, carer, kind, at in told.order_by("-on").values_list("on", "visit", "carer", "kind", "happened_at"):
        (arrived if kind == CallEvent.Kind.ARRIVED else left)[on, visit, carer] = at
    longest: dict[tuple[date, str], float] = {}
    for (on, visit, carer), at in left.items():
        if (on, visit, carer) in arrived:
            minutes = (at - arrived[on, visit, carer]).total_seconds() / 60
            if 0 <= minutes <= LONGEST_MINUTES:
                longest[on, visit] = max(minutes, longest.get((on, visit), 0.0))
    found: dict[str, list[float]] = defaultdict(list)
    for (_, visit), minutes in longest.items():
        if len(found[visit]) < MOST_SEEN:
            found[visit].append(minutes)
    return dict(found)
