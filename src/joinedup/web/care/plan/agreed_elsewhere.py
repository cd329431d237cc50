"""Which actions agreed elsewhere, such as at a meeting, await a place in the plan? Typed by nobody a second time.

Whoever agrees them says so here and hears from the list of the plan's actions what became of each.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from joinedup.core.care import Action, Plan
from joinedup.core.care.choices import DRAFT, OPEN_STATUS
from joinedup.web.care.models import AgreedAction
from joinedup.web.care.plan import actions, queries
from joinedup.web.care.saving import Sent
from joinedup.web.governance.permissions import may
from joinedup.web.governance.queries import all_sealed_items
from joinedup.web.people.queries import person_today


def agree(agreed_in: str, person_id: str, *, what: str, words: str, who: Any, due_on: date) -> AgreedAction:
    """Have an action await its place in a person's plan.

    Parameters
    ----------
    agreed_in : what it comes from, such as `teams.outcome:12`; unique.
    words : where it was agreed, as the plan says it.
    """
    return AgreedAction.objects.create(
        agreed_in=agreed_in, person_id=person_id, what=what, words=words, who=who, due_on=due_on
    )


def withdraw(agreed_in: str) -> None:
    """Take back what was agreed by mistake; an action the plan made of it says so."""
    AgreedAction.objects.filter(agreed_in=agreed_in).delete()


def say(agreed_in: str, status: str, *, by: Any, at: datetime) -> None:
    """Have a plan that took the action up say what became of it, too; the audit says that a version was saved.

    Where it is said by somebody who may not write in plans, the plan stays: whoever keeps it says so there.

    Raises
    ------
    ChangedMeanwhile : somebody changed the action in the plan at the same moment.
    """
    found = AgreedAction.objects.filter(agreed_in=agreed_in).first()
    if found is None:
        return
    AgreedAction.objects.filter(pk=found.pk).update(is_open=status in OPEN_STATUS)
    person = person_today(found.person_id) if may(by, "care.edit_plan") else None
    now = queries.standing(person) if person else None
    action = queries.read(now.content).action_agreed_in(agreed_in) if now else None
    if action is None or action.status == status or (action.is_open and status in OPEN_STATUS):
        return
    sent = Sent(base=now.reference, submission=uuid5(NAMESPACE_OID, f"{agreed_in}{status}{now.reference}").hex)
    actions.save(person, actions.Change(put=(replace(action, status=status),)), sent, by=by, at=at)


def waiting(plan: Plan, agreed: Iterable[AgreedAction]) -> list[Action]:
    """What was agreed and is open that the plan has no action for, as draft actions."""
    return [draft_action(one) for one in agreed if one.is_open and plan.action_agreed_in(one.agreed_in) is None]


def draft_action(one: AgreedAction) -> Action:
    """What was agreed, as an action; everybody who opens it finds the same id."""
    return Action(
        id=one.agreed_in.replace(".", "-").replace(":", "-"),
        what=one.what,
        who_staff=one.who.username,
        due_on=one.due_on,
        status=DRAFT,
        agreed_in=one.agreed_in,
        agreed_words=one.words,
    )


def sealed_agreements(start: str) -> list[str]:
    """What was agreed in places that begin so, and whose action in the plan is sealed, or stands under what is."""
    sealed = all_sealed_items()
    agreed = AgreedAction.objects.filter(agreed_in__startswith=start).exclude(stands_under=[]) if sealed else ()
    return [one.agreed_in for one in agreed if not sealed.isdisjoint(one.stands_under)]


def withdrawn(plan: Plan) -> set[str]:
    """What the plan has an action for although it was withdrawn where it was agreed."""
    taken_up = {action.agreed_in for action in plan.of(Action) if action.agreed_in}
    return taken_up - queries.still_agreed(taken_up)
