"""What of a plan stands on the page about its person: a few lines, and what became of each accepted offer?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from joinedup.core.care import Action, Goal, asked_of
from joinedup.web.care.plan.presenters.items import short
from joinedup.web.care.plan.reading import Reading
from joinedup.web.components.words import day, moment


@dataclass(frozen=True)
class Summary:
    """A plan in a few lines, for the page about the person."""

    is_there: bool
    saved: str
    signed: str
    goals: tuple[str, ...]
    open_actions: int
    done_actions: int
    waiting: int


def summary(read: Reading, agreement: Any | None, waiting: int) -> Summary:
    """A plan in a few lines, as its reader sees it."""
    plan, version = read.plan, read.version
    goals = sorted(plan.of(Goal), key=lambda one: -(one.importance or 0))
    actions = plan.of(Action)
    return Summary(
        is_there=bool(plan.items),
        saved=f"{version.saved_by.name}, {moment(version.saved_at)}" if version else "",
        signed=signed_short(agreement, read),
        goals=tuple(short(goal.name, 100) for goal in goals if goal.status not in ("dropped", "reached"))[:3],
        open_actions=sum(one.is_open for one in actions),
        done_actions=sum(one.status == "done" for one in actions),
        waiting=waiting,
    )


def signed_short(agreement: Any | None, read: Reading) -> str:
    """Whether what stands is what was agreed."""
    if agreement is None:
        return "Not yet agreed with anybody"
    said = f"Agreed on {day(timezone.localdate(agreement.signed_at))}"
    return said if read.seen(agreement.version) == read.version else f"{said}; changed since"


def offers_in_plan(found: Mapping[str, Any], waiting: Iterable[Any]) -> dict[str, str]:
    """By offer, what became of it in the plan: who does it, by when, how far it is."""
    asked = asked_of(Action)["status"]
    said = {
        code: "; ".join(
            part for part in (asked.words(row.status), row.who, f"by {day(row.due_on)}" if row.due_on else "") if part
        )
        for code, row in found.items()
    }
    return {**dict.fromkeys((one.code for one in waiting), "Draft: nobody has arranged it yet"), **said}
