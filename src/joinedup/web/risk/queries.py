"""Who is most at risk where a member of staff works, and what do the models say of one person?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Prefetch, Q, QuerySet, Sum

from joinedup.web.people.models import Person
from joinedup.web.people.queries import patch
from joinedup.web.risk.models import Reason, ReferenceScore, Score

AGES = {"under-65": (0, 64), "65-74": (65, 74), "75-84": (75, 84), "85-over": (85, 200)}


@dataclass(frozen=True)
class ListFilter:
    """Which people of the list are wanted; empty means any.

    Parameters
    ----------
    age : a key of AGES.
    quintile : fifth of deprivation; "1" is the most deprived.
    carer, package : "yes" or "no".
    """

    outcome: str
    age: str = ""
    frailty: str = ""
    reason: str = ""
    quintile: str = ""
    carer: str = ""
    package: str = ""
    neighbourhood: str = ""


@dataclass(frozen=True)
class Cursor:
    """Where a page of the list begins: after this probability and person."""

    probability: float
    person_id: str


def most_at_risk(wanted: ListFilter, *, by: Any) -> QuerySet[Score]:
    """Scores above the place's threshold where the user works, as wanted."""
    here = Q(neighbourhood=wanted.neighbourhood) if wanted.neighbourhood else Q()
    return Score.objects.filter(patch(by), here, *conditions(wanted), outcome=wanted.outcome, is_above_threshold=True)


def conditions(wanted: ListFilter) -> list[Q]:
    chosen: list[Q] = [Q(person__death_date=None)]
    if wanted.age:
        chosen.append(Q(person__age_years__range=AGES[wanted.age]))
    if wanted.frailty:
        chosen.append(Q(person__frailty=wanted.frailty))
    if wanted.reason:
        chosen.append(Q(main_group=wanted.reason))
    if wanted.quintile:
        lowest = 2 * int(wanted.quintile) - 1
        chosen.append(Q(person__deprivation_decile__range=(lowest, lowest + 1)))
    if wanted.carer:
        chosen.append(Q(person__has_unpaid_carer=wanted.carer == "yes"))
    if wanted.package:
        chosen.append(Q(person__package__isnull=wanted.package == "no"))
    return chosen


def page(wanted: ListFilter, *, by: Any, after: Cursor | None, size: int) -> list[Score]:
    """The next people of the list, highest probability first; one more than `size` if there are further pages."""
    scores = most_at_risk(wanted, by=by)
    if after:
        later = Q(probability__lt=after.probability) | Q(probability=after.probability, person_id__gt=after.person_id)
        # `lte` repeats what follows from the rest, so that the planner walks the index
        scores = scores.filter(later, probability__lte=after.probability)
    return list(with_details(scores, wanted.outcome).order_by("-probability", "person_id")[: size + 1])


def with_details(scores: QuerySet[Score], outcome: str) -> QuerySet[Score]:
    """Scores with their person, main reasons (those that raise the risk most) and size of package."""
    reasons = Reason.objects.filter(outcome=outcome, contribution__gt=0).order_by("-contribution", "position")
    return (
        scores.select_related("person")
        .annotate(item_count=F("person__package__item_count"))
        .prefetch_related(Prefetch("person__reasons", queryset=reasons, to_attr="raising"))
    )


def totals(wanted: ListFilter, *, by: Any) -> Mapping[str, Any]:
    """How many people the list holds, how many events are expected among them, how many have a package."""
    return most_at_risk(wanted, by=by).aggregate(
        people=Count("id"), expected=Sum("probability"), with_package=Count("person__package")
    )


def scores_of(person: Person) -> list[Score]:
    """A person's scores, those above the threshold first."""
    return list(Score.objects.filter(person=person).order_by("-is_above_threshold", "-probability"))


def reasons_of(person: Person) -> dict[str, list[Reason]]:
    """A person's reasons by outcome, in the order they are shown in."""
    by_outcome: dict[str, list[Reason]] = {}
    for reason in Reason.objects.filter(person=person).order_by("outcome", "position"):
        by_outcome.setdefault(reason.outcome, []).append(reason)
    return by_outcome


def reference_scores_of(person: Person) -> list[ReferenceScore]:
    return list(ReferenceScore.objects.filter(person=person).order_by("score"))
