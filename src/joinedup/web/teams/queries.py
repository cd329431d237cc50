"""How many people are most at risk, where, and how far are the teams with them?"""

from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet

from joinedup.web.governance.models import CareRelationship
from joinedup.web.people.models import Person
from joinedup.web.people.queries import patch
from joinedup.web.plans.queries import awaiting, decided_since, proposed_where
from joinedup.web.risk.models import Score


def most_at_risk_by_neighbourhood() -> dict[str, dict[str, int]]:
    """People above the threshold, by neighbourhood and outcome; "any" counts each person once."""
    above = Score.objects.filter(is_above_threshold=True, person__death_date=None).exclude(neighbourhood="")
    counted: dict[str, dict[str, int]] = {}
    for row in above.values("neighbourhood", "outcome").annotate(people=Count("id")).order_by():
        counted.setdefault(row["neighbourhood"], {})[row["outcome"]] = row["people"]
    anybody = above.values("neighbourhood").annotate(people=Count("person_id", distinct=True)).order_by()
    for row in anybody:
        counted[row["neighbourhood"]]["any"] = row["people"]
    return counted


def people_at_risk(by: Any) -> QuerySet[Person]:
    """Living people above the threshold for any outcome where the user works."""
    above = Score.objects.filter(person=OuterRef("person_id"), is_above_threshold=True)
    return Person.objects.filter(patch(by), Exists(above), death_date=None)


def people_without_relationship(by: Any, *, at: datetime) -> int:
    """People most at risk where the user works whom nobody has taken into their care."""
    held = CareRelationship.objects.filter(person_id=OuterRef("person_id"), starts_at__lte=at, ends_at__gt=at)
    return people_at_risk(by).filter(~Exists(held)).count()


def people_awaiting_decision(by: Any) -> int:
    """People where the user works with something proposed about which nothing is decided."""
    items = awaiting(proposed_where(patch(by)))
    return items.aggregate(people=Count("person_id", distinct=True))["people"]


def decisions_since(by: Any, since: datetime) -> dict[str, int]:
    """Decisions made since a moment about people where the user works, by choice."""
    here = Person.objects.filter(patch(by), person_id=OuterRef("person_id"))
    made = decided_since(since).filter(Exists(here))
    return dict(made.values_list("choice").annotate(made=Count("id")).order_by())
