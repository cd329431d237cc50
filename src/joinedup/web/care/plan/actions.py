"""Save a change to a plan, sign it, bring another record's plan in; all audited."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction

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
from joinedup.web.care.plan import naming, queries
from joinedup.web.care.plan.reading import hidden_from, reading
from joinedup.web.care.saving import Content, Saved, Sent
from joinedup.web.governance.actions import carry_seals, record
from joinedup.web.people.models import Person


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
    naming.name_staff(now, made, after, by=by, at=at)
    naming.release(now, after, by=by, at=at)
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
