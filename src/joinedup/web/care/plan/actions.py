"""Save a change to a plan, sign it, bring another record's plan in; all audited."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from joinedup.core.care import (
    Action,
    How,
    Item,
    Merged,
    Plan,
    differences,
    merge,
    to_list,
    with_sealed,
    without_sealed,
)
from joinedup.core.errors import CannotProceed
from joinedup.web.care import saving, versions
from joinedup.web.care.models import AgreedAction, Agreement, PlannedAction, Version
from joinedup.web.care.plan import queries
from joinedup.web.care.plan.reading import hidden_from, reading
from joinedup.web.care.saving import Content, Saved, Sent
from joinedup.web.governance.actions import carry_seals, end_relationships, open_relationship, record
from joinedup.web.notices.actions import notify
from joinedup.web.people.models import Person

NAMED_DAYS = 180  # an action that names somebody opens the record to them for so long, or until 90 days after it is due
AFTER_DUE_DAYS = 90


class SignedAnother(CannotProceed):
    """The plan changed between reading and signing."""

    def __init__(self) -> None:
        super().__init__("The plan was changed while you were reading it", expected="a look at what is new, then sign")


class SignedOtherwise(CannotProceed):
    """The same signature stands already, with another role or note; what is signed is never changed."""

    def __init__(self) -> None:
        super().__init__(
            "You signed this version in the same name already, with another role or note",
            expected="what is different saved in the plan, then a signature under that version",
        )


@dataclass(frozen=True)
class Change:
    """What a form would do to a plan.

    Parameters
    ----------
    put : items added or changed.
    without : ids of items to go, with everything under them.
    """

    put: tuple[Item, ...] = ()
    without: tuple[str, ...] = ()

    def made_to(self, items: Mapping[str, Item]) -> Mapping[str, Item]:
        """The items with this change."""
        return Plan(items).with_items(self.put, without=self.without).items


def content_of(change: Change, hidden: Collection[str] = ()) -> Content:
    """How a plan is read, changed and kept by somebody from whom some items are hidden: beside those, as they stand."""
    return Content(
        document=queries.PLAN,
        read=lambda kept: without_sealed(queries.read(kept), hidden).items,
        keep=lambda items, kept: to_list(with_sealed(items, queries.read(kept), hidden) if hidden else Plan(items)),
        change=change.made_to,
        parent_of=lambda item: item.parent_id,
    )


def save(person: Person, change: Change, sent: Sent, *, by: Any, at: datetime) -> Saved:
    """Save a change to a person's plan, merged into what stands.

    Raises
    ------
    ChangedMeanwhile : somebody changed the same item since; nothing is saved.
    FormTooOld : the form was opened on a version that is not this person's.
    PlanRefused : the change makes no plan.
    """
    then = partial(follow, person=person, by=by, at=at)
    content = content_of(change, hidden_from(person, by=by))
    return saving.save_merged(person.ids, content, sent, by=by, at=at, then=then)


def follow(now: versions.Standing, made: Version, *, person: Person, by: Any, at: datetime) -> None:
    """What goes with a new version: the list of actions, the relationships of those named, the audit."""
    before, after = queries.read(now.content), queries.read(made.content)
    list_actions(person.person_id, after)
    name_staff(now, made, after, by=by, at=at)
    release(now, after, by=by, at=at)
    counted = [one.how for one in differences(before.items, after.items)]
    detail = {"version": made.number, **{how.value: counted.count(how) for how in How if how in counted}}
    if made.brought_in != (now.version.brought_in if now.version else []):
        detail["brought_in"] = [f"{former}:{number}" for former, number in made.brought_in]
        carry_seals(made.person_id, brought={former for former, _ in made.brought_in})
    record(by=by, at=at, action="care.save_plan", person_id=person.person_id, detail=detail)


def list_actions(person_id: str, plan: Plan) -> None:
    """Make the list of a plan's actions anew."""
    staff = queries.staff_in(plan.items)
    PlannedAction.objects.filter(person_id=person_id).delete()
    PlannedAction.objects.bulk_create(
        PlannedAction(
            person_id=person_id,
            item_id=action.id,
            user=staff.get(action.who_staff),
            who=who_words(action, staff.get(action.who_staff))[:620],
            what=action.what,
            due_on=action.due_on,
            status=action.status,
            offer_code=action.offer,
            agreed_in=action.agreed_in,
        )
        for action in plan.of(Action)
    )
    for action in plan.of(Action):
        if action.agreed_in:
            AgreedAction.objects.filter(agreed_in=action.agreed_in).update(stands_under=plan.above(action.id))


def who_words(action: Action, member: Any) -> str:
    """Whoever does an action, in words."""
    named = f"{member.name}, {member.role_words}" if member else action.who_staff
    return "; ".join(part for part in (named, action.who_name, action.who_role, action.who_team) if part)


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


@dataclass(frozen=True)
class Signature:
    """What somebody signs.

    Parameters
    ----------
    reference : the version they read.
    """

    reference: str
    agreed_with: str
    full_name: str
    role: str
    note: str


def sign(person: Person, said: Signature, *, by: Any, at: datetime) -> Agreement:
    """Sign the version that stands; sent twice, it is signed once.

    Raises
    ------
    SignedAnother : it is no longer the version they read.
    SignedOtherwise : they signed it in this name already, with another role or note.
    """
    read = reading(person, by=by)
    now = read.now
    if now.version is None or read.version is None or read.reference != said.reference:
        raise SignedAnother
    signed = {"version": now.version, "signed_by": by, "agreed_with": said.agreed_with, "full_name": said.full_name}
    try:
        return write_signature(person, signed, said, by=by, at=at)
    except IntegrityError as problem:
        there = Agreement.objects.get(**signed)
        if (there.role, there.note) != (said.role, said.note):
            raise SignedOtherwise from problem
        return there


@transaction.atomic
def write_signature(person: Person, signed: dict[str, Any], said: Signature, *, by: Any, at: datetime) -> Agreement:
    made = Agreement.objects.create(**signed, role=said.role, note=said.note, signed_at=at)
    detail = {"version": made.version.number, "agreed_with": said.agreed_with}
    record(by=by, at=at, action="care.sign_plan", person_id=person.person_id, detail=detail)
    return made


def joined(now: versions.Standing, other: Version) -> Merged[Item]:
    """What another record's plan would add to the one that stands; headings both fill clash.

    Where an earlier version of it was brought in once, what it said then is what both began with.
    """
    before = versions.brought_numbers([now.version] if now.version else []).get(other.person_id, 0)
    seen = versions.numbered(other.person_id, queries.PLAN, before)
    base, standing, theirs = (
        queries.read(one).items for one in (seen.content if seen else None, now.content, other.content)
    )
    return merge(base, standing, theirs, parent_of=lambda item: item.parent_id)


def bring_in(person: Person, other: Version, chosen: Mapping[str, str], sent: Sent, *, by: Any, at: datetime) -> Saved:
    """Bring the plan of a record that became this person's into the plan that stands.

    Parameters
    ----------
    chosen : of each clashing item, by id, "standing" or "mine" (the other record's).

    Raises
    ------
    FormTooOld : the plan that stands, or the other, is no longer the one on their screen; or they chose otherwise when
        they sent the form before.
    """
    now = queries.standing(person)
    done = versions.by_submission(now.person_ids, queries.PLAN, sent.submission)
    if done and is_chosen(chosen, done, other):
        return Saved(now.version, is_new=False)
    read = reading(person, by=by)
    if read.reference != sent.base or other.pk not in {one.pk for one in now.others}:
        raise saving.FormTooOld
    merged = joined(now, other)
    asked = {clash.key: clash.mine for clash in merged.clashes if clash.key not in read.hidden}
    theirs = {key: mine for key, mine in asked.items() if mine and chosen.get(key) == "mine"}
    content, items = content_of(Change()), {**merged.content, **theirs}
    then = partial(follow, person=person, by=by, at=at)
    try:
        made = saving.write(person.person_id, content, items, now, sent, by=by, at=at, then=then, brought=(other,))
    except IntegrityError as problem:
        raise saving.FormTooOld from problem
    return Saved(made, is_new=True)


def is_chosen(chosen: Mapping[str, str], done: Version, other: Version) -> bool:
    """Whether a version in which another record's plan was brought in has of each item what is chosen."""
    said, theirs = queries.read(done.content).items, queries.read(other.content).items
    return all((said.get(key) == item) == (chosen[key] == "mine") for key, item in theirs.items() if key in chosen)
