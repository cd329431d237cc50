"""Whom do the actions of a plan name? The record opens to them, they are told, and it closes when none names them."""

from collections.abc import Collection
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from joinedup.core.care import Action, Plan
from joinedup.web.care import versions
from joinedup.web.care.models import AgreedAction, Version
from joinedup.web.care.plan import queries
from joinedup.web.governance.actions import end_relationships, open_relationship
from joinedup.web.notices.actions import notify

NAMED_DAYS = 180  # an action that names somebody opens the record to them for so long, or until 90 days after it is due
AFTER_DUE_DAYS = 90


def name_staff(now: versions.Standing, made: Version, plan: Plan, *, by: Any, at: datetime) -> None:
    """Open the record to those whom an open action names, and end that for those whom none does any longer.

    Whoever closes an action of their own keeps the record open until somebody else saves: they are still at work on it.
    """
    held = {(one.user.username, one.source): one.user for one in queries.named_by_plan(now.person_ids, at=at)}
    in_waiting = pairs_in(*(queries.read(one.content) for one in still_waiting(now, made)))
    for username, source in held.keys() - pairs_in(plan) - in_waiting:
        for person_id in now.person_ids if username != by.username else ():
            user, why = held[username, source], queries.NOT_NAMED
            end_relationships(by=by, at=at, user=user, person_id=person_id, source=source, reason=why)
    open_to_named(now, made, plan, held.keys(), by=by, at=at)


def open_to_named(
    now: versions.Standing, made: Version, plan: Plan, held: Collection[tuple[str, str]], *, by: Any, at: datetime
) -> None:
    """Open the record to those it is not open to, and tell those to whom this version gives an action.

    What somebody ended, their own care or that of whoever left, opens again only where an action is given to them anew.
    """
    staff, named = queries.staff_in(plan.items), named_by(plan)
    wanted = {pair for pair in pairs_in(plan) if pair[0] in staff and staff[pair[0]].is_active}
    given = wanted - pairs_in(*(queries.read(one.content) for one in (now, *now.others)))
    missing = wanted.difference(held)
    ended = queries.ended_by_somebody(now.person_ids, {source for _, source in missing}) if missing else set()
    for username, source in sorted(missing - (ended - given)):
        open_to(staff[username], made.person_id, source, named[source], by=by, at=at)
    for username, source in sorted(given):
        tell(staff[username], made, named[source], by=by, at=at)


def open_to(member: Any, person_id: str, source: str, action: Action, *, by: Any, at: datetime) -> None:
    """Open the record to somebody an action names."""
    reason, until = "An action of the person's plan names them", named_until(action, at)
    told = {"by": by, "at": at, "ground": "named", "source": source, "reason": reason}
    open_relationship(user=member, person_id=person_id, ends_at=until, **told)


def tell(member: Any, made: Version, action: Action, *, by: Any, at: datetime) -> None:
    """Have somebody told that a version gave them an action; where it was agreed they were told of theirs already."""
    is_told = (
        AgreedAction.objects.filter(agreed_in=action.agreed_in, who=member).exists() if action.agreed_in else False
    )
    if member.pk != by.pk and not is_told:
        notify([member], "task", at=at, key=f"care.version:{made.pk}:{action.id}")


def release(now: versions.Standing, plan: Plan, *, by: Any, at: datetime) -> None:
    """End what an agreement elsewhere had opened, once the plan closed its action or gave it to somebody else.

    Whoever closes an action of their own stays at work on it, as `name_staff` has it.
    """
    agreed = {action.agreed_in: action for action in plan.of(Action) if action.agreed_in}
    for one in queries.opened_by(now.person_ids, agreed, at=at) if agreed else ():
        action = agreed[one.source]
        if one.user_id != by.pk and not (action.is_open and action.who_staff == one.user.username):
            reason = "The plan closed the action, or gave it to somebody else"
            end_relationships(by=by, at=at, user=one.user, person_id=one.person_id, source=one.source, reason=reason)


def named_by(plan: Plan) -> dict[str, Action]:
    """By the source of the relationship it gives, each open action that names a member of staff."""
    return {queries.source_of(action.id): action for action in plan.of(Action) if action.is_open and action.who_staff}


def pairs_in(*plans: Plan) -> set[tuple[str, str]]:
    """Whom open actions of some plans name, each with the source of the relationship that gives."""
    return {(action.who_staff, source) for plan in plans for source, action in named_by(plan).items()}


def still_waiting(now: versions.Standing, made: Version) -> list[Version]:
    """Plans of earlier ids that a new version does not hold yet."""
    brought = versions.brought_numbers([made])
    return [other for other in now.others if other.number > brought.get(other.person_id, 0)]


def named_until(action: Action, at: datetime) -> datetime:
    """Until when the record is open to somebody an action names."""
    latest = at + timedelta(days=NAMED_DAYS)
    if action.due_on is None:
        return latest
    after_due = timezone.make_aware(datetime.combine(action.due_on, time.min)) + timedelta(days=AFTER_DUE_DAYS)
    return max(after_due, at + timedelta(days=AFTER_DUE_DAYS))
