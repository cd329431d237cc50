"""Which hold-outs are in force, and whom do they keep off a list today?"""

from datetime import date
from typing import Any

from django.db.models import Count, Q

from joinedup.web.risk.models import Allotment, ComparedArm, HoldOut
from joinedup.web.risk.queries import HeldOut, is_held_out


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
