"""Which hold-outs are in force, and whom do they keep off a list today?"""

from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from joinedup.web.governance.models import IN_FORCE, Objection
from joinedup.web.people.queries import without_objecting
from joinedup.web.risk.models import Allotment, ComparedArm, HoldOut, Score, TeamCapacity
from joinedup.web.risk.queries import HeldOut, capacity, is_held_out

OFF_EVERY_LIST = (Objection.Scope.ALL, Objection.Scope.LISTS)


def history(neighbourhood: str, outcome: str) -> list[HoldOut]:
    """Everything that was switched for one list, latest first."""
    return list(HoldOut.objects.filter(neighbourhood=neighbourhood, outcome=outcome).order_by("-number"))


def in_force(outcome: str = "") -> list[HoldOut]:
    """The hold-outs that are on now, one per neighbourhood and outcome at most."""
    latest: dict[tuple[str, str], HoldOut] = {}
    asked = HoldOut.objects.filter(outcome=outcome) if outcome else HoldOut.objects.all()
    for one in asked.order_by("number"):
        latest[one.neighbourhood, one.outcome] = one
    return [one for one in latest.values() if one.is_on]


def off_the_list(outcome: str, neighbourhood: str, on: date) -> tuple[HeldOut, ...]:
    """The hold-outs that concern a list, each with the draws that keep a person off it on a day.

    Parameters
    ----------
    neighbourhood : of the list; "" is the whole place, which every hold-out concerns.
    """
    concerned = [one for one in in_force(outcome) if not neighbourhood or one.neighbourhood in ("", neighbourhood)]
    found = (HeldOut(one.pk, *draws_off(one, on)) for one in concerned)
    return tuple(one for one in found if one.below > one.since)


def draws_off(one: HoldOut, on: date) -> tuple[float, float]:
    """The draws, from and below, that keep a person off the list on a day; those of the first steps come on first."""
    if on < one.starts_on:
        return 0.0, 0.0
    taken = 0 if one.steps == 1 else min(one.steps, (on - one.starts_on).days // one.days_per_step)
    return one.share * taken / one.steps, one.share


def would_be_listed(outcome: str, neighbourhood: str) -> set[str]:
    """Who would be listed if nobody were held out: as many as the team said it can serve, else those above the mark.

    Parameters
    ----------
    neighbourhood : "" is the whole place: its own list where a number is kept for it, else those of its teams.
    """
    said = capacity(outcome, neighbourhood)
    if said or neighbourhood:
        return top(listable(outcome, neighbourhood), said)
    kept = TeamCapacity.objects.filter(outcome=outcome).values_list("neighbourhood", flat=True).distinct()
    found = top(listable(outcome, "").exclude(neighbourhood__in=kept), None)
    return found.union(*(would_be_listed(outcome, one) for one in kept))


def top(scores: QuerySet[Score], said: TeamCapacity | None) -> set[str]:
    """The first of some scores, as many as a list may hold."""
    ids = scores.order_by("-probability", "person_id").values_list("person_id", flat=True)
    return set(ids[: said.people] if said else ids.filter(is_above_threshold=True))


def listable(outcome: str, neighbourhood: str) -> QuerySet[Score]:
    """The scores of everybody living in a place who does not object to every list."""
    here = {"neighbourhood": neighbourhood} if neighbourhood else {}
    objections = Objection.objects.filter(scope__in=OFF_EVERY_LIST, status__in=IN_FORCE)
    return without_objecting(Score.objects.filter(outcome=outcome, is_living=True, **here), objections)


def sizes(one: HoldOut) -> dict[str, int]:
    """How many people were drawn into each arm."""
    return Allotment.objects.filter(hold_out=one).aggregate(
        listed=Count("id", filter=Q(draw__gte=one.share)), held_out=Count("id", filter=Q(draw__lt=one.share))
    )


def arms(one: HoldOut) -> list[ComparedArm]:
    """What happened in both arms, as each run loaded since says; latest run first."""
    return list(ComparedArm.objects.filter(hold_out=one).order_by("-as_at", "arm"))


def people_off(held_out: tuple[HeldOut, ...], scores: Any) -> int:
    """How many of some scores are kept off a list."""
    return scores.filter(is_held_out(held_out)).count() if held_out else 0
