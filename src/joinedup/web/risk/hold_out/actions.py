"""Switch a hold-out on or off; draw those who would be listed while it is on. Rows are added, never changed."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from joinedup.core.errors import CannotProceed
from joinedup.core.risk.use.hold_out import draw
from joinedup.web.governance.actions import record
from joinedup.web.people.queries import former_ids
from joinedup.web.risk.hold_out import queries
from joinedup.web.risk.models import Allotment, HoldOut

ROWS_AT_ONCE = 5000


class SwitchedMeanwhile(CannotProceed):
    """Somebody else switched between looking and switching."""

    def __init__(self) -> None:
        super().__init__("Somebody switched the comparison while you were looking", expected="a look at what is on now")


@dataclass(frozen=True)
class Plan:
    """A hold-out as it is to be switched on, or off.

    Parameters
    ----------
    share : of those who would be listed, 0 to a half; steps and days_per_step as `HoldOut` of the core has them.
    seen_number : number of the switch that was on the screen; 0 if there was none.
    """

    neighbourhood: str
    outcome: str
    is_on: bool
    reason: str
    seen_number: int
    share: float = 0.0
    steps: int = 1
    days_per_step: int = 0


def switch(plan: Plan, *, version: str, by: Any, at: datetime, on: date) -> HoldOut:
    """Add a switch in the place of the one its maker saw; of one switched on, draw who stays off.

    Raises
    ------
    SwitchedMeanwhile : the switch in force is no longer the one they saw.
    """
    found = queries.history(plan.neighbourhood, plan.outcome)
    if (found[0].number if found else 0) != plan.seen_number or (found and found[0].is_on) == plan.is_on:
        raise SwitchedMeanwhile
    try:
        return write(plan, version=version, by=by, at=at, on=on)
    except IntegrityError as problem:  # the other of two who switched at the same moment
        raise SwitchedMeanwhile from problem


@transaction.atomic
def write(plan: Plan, *, version: str, by: Any, at: datetime, on: date) -> HoldOut:
    made = HoldOut.objects.create(
        neighbourhood=plan.neighbourhood,
        outcome=plan.outcome,
        number=plan.seen_number + 1,
        is_on=plan.is_on,
        share=plan.share,
        steps=plan.steps,
        days_per_step=plan.days_per_step,
        seed=seed_of(plan, at) if plan.is_on else 0,
        starts_on=on,
        version=version,
        reason=plan.reason,
        by=by,
        name=by.name,
        role=by.role,
        at=at,
    )
    drawn = allot(made, on=on) if plan.is_on else 0
    detail = {"outcome": plan.outcome, "is_on": plan.is_on, "share": plan.share, "steps": plan.steps, "drawn": drawn}
    record(by=by, at=at, action="risk.hold_out", detail=detail)
    return made


def seed_of(plan: Plan, at: datetime) -> int:
    """A seed that nobody chose: it hangs on what is switched and on the moment. It is kept with the hold-out."""
    text = f"{plan.neighbourhood}|{plan.outcome}|{plan.seen_number}|{at.isoformat()}"
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:6], "big")


def allot(one: HoldOut, *, on: date) -> int:
    """Draw those who would be listed and were not drawn before; returns how many."""
    known = set(Allotment.objects.filter(hold_out=one).values_list("person_id", flat=True))
    new = sorted(queries.would_be_listed(one.outcome, one.neighbourhood) - known)
    rows = [Allotment(hold_out=one, person_id=person, draw=value, entered_on=on) for person, value in drawn(one, new)]
    return len(Allotment.objects.bulk_create(rows, batch_size=ROWS_AT_ONCE))


def drawn(one: HoldOut, people: Iterable[str]) -> list[tuple[str, float]]:
    """Each person's draw; somebody whose earlier id was drawn keeps that draw, so that a merge moves nobody."""
    wanted = list(people)
    earlier = {now: before for before, now in former_ids(wanted).items()}
    kept = dict(
        Allotment.objects.filter(hold_out=one, person_id__in=list(earlier.values())).values_list("person_id", "draw")
    )
    return [(person, kept.get(earlier.get(person, ""), draw(one.seed, person))) for person in wanted]


def allot_everywhere(outcome: str = "", *, on: date) -> int:
    """Draw whoever would newly be listed where a hold-out is on: after a run was loaded, or a list became longer.

    Whoever was drawn before keeps their arm. Returns how many are drawn.
    """
    return sum(allot(one, on=on) for one in queries.in_force(outcome))


def view(*, by: Any, at: datetime, outcome: str) -> None:
    """Record that the comparison was looked at."""
    record(by=by, at=at, action="risk.view_hold_out", detail={"outcome": outcome})
