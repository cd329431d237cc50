"""How long did visits take, and which lengths were agreed?"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from joinedup.core.visits.lengths import LengthProposal, learned_length
from joinedup.web.visits import queries
from joinedup.web.visits.models import CallEvent, Client, LengthDecision

SEEN_DAYS = 120
"""So many days back visits count: what somebody needs changes."""

MOST_SEEN = 60
"""Of each visit so many of the latest count."""
SHORTEST_MINUTES = 5.0
"""In less nobody is cared for: checking in was forgotten, and both were pressed on leaving, or nobody was at home."""
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
    told = CallEvent.objects.filter(organisation=organisation, on__gte=since).exclude(kind=CallEvent.Kind.RUNNING_LATE)
    arrived, left = {}, {}
    for on, visit, carer, kind, at in told.order_by("-on").values_list("on", "visit", "carer", "kind", "happened_at"):
        (arrived if kind == CallEvent.Kind.ARRIVED else left)[on, visit, carer] = at
    longest: dict[tuple[date, str], float] = {}
    for (on, visit, carer), at in left.items():
        if (on, visit, carer) in arrived:
            minutes = (at - arrived[on, visit, carer]).total_seconds() / 60
            if SHORTEST_MINUTES <= minutes <= LONGEST_MINUTES:
                longest[on, visit] = max(minutes, longest.get((on, visit), 0.0))
    found: dict[str, list[float]] = defaultdict(list)
    for (_, visit), minutes in longest.items():
        if len(found[visit]) < MOST_SEEN:
            found[visit].append(minutes)
    return dict(found)


@dataclass(frozen=True)
class Proposed:
    """A visit whose length differs from what it takes."""

    visit: str
    client: Client
    length: LengthProposal


def proposals(organisation: str, *, on: date) -> list[Proposed]:
    """Visits of the latest day, and what visits seen in the last months say of their length, where that is otherwise.

    A length that was decided on is proposed again only when visits suggest yet another.
    """
    day = queries.nearest_day(organisation, on)
    state = queries.latest(organisation, day) if day else None
    if state is None:
        return []
    seen = seen_minutes(organisation, on - timedelta(days=SEEN_DAYS))
    clients, decided = queries.clients(organisation), decisions(organisation)
    found = []
    for one in state.file.document["visits"]:
        client = clients.get(one.get("person", ""))
        planned = planned_minutes(one)
        if client is None or one["id"] not in seen or not planned > 0:
            continue
        is_short_agreed = bool(client.calls.get(one["id"], {}).get("is_short_agreed"))
        length = learned_length(planned, seen[one["id"]], is_short_agreed=is_short_agreed)
        before = decided.get(one["id"])
        if length and length.is_change and not (before and before.proposed_minutes == length.proposed_minutes):
            found.append(Proposed(one["id"], client, length))
    return sorted(found, key=lambda one: -abs(one.length.proposed_minutes - one.length.planned_minutes))


def planned_minutes(visit: Mapping[str, Any]) -> float:
    """The length of a visit as its file has it, where it may be written as text.

    Examples
    --------
    >>> planned_minutes({"minutes": 45}), planned_minutes({"minutes": "45"}), planned_minutes({"minutes": None})
    (45.0, 45.0, 0.0)
    """
    try:
        return float(visit["minutes"])
    except (KeyError, TypeError, ValueError):
        return 0.0


def proposal(organisation: str, visit: str, *, on: date) -> Proposed | None:
    """What is proposed for one visit."""
    return next((one for one in proposals(organisation, on=on) if one.visit == visit), None)
