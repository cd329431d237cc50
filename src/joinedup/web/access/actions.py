"""Break glass and look into it; record, decide and withdraw objections; seal and lift; link staff."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from joinedup.core.errors import CannotProceed
from joinedup.web.access import queries
from joinedup.web.governance.actions import end_relationships, open_relationship, raise_alert, record, staff_of
from joinedup.web.governance.models import IN_FORCE, AlertReview, BreakGlass, Objection, SealedPart, StaffLink
from joinedup.web.governance.queries import objecting_to
from joinedup.web.governance.roles import Role
from joinedup.web.notices.actions import notify
from joinedup.web.people.models import Person


class CannotReview(CannotProceed):
    """A read cannot be looked into by this person, or was already."""


class CannotDecide(CannotProceed):
    """An objection was decided or withdrawn meanwhile."""


class SealedAlready(CannotProceed):
    """A part is sealed already, from others than it was to be sealed from now."""

    def __init__(self) -> None:
        super().__init__(
            "This is sealed already, and others may see it than you chose now", expected="the seal to be lifted first"
        )


class NoSuchStaff(CannotProceed):
    """No member of staff, or no person of the place, is meant."""


@transaction.atomic
def end_care(person: Person, *, by: Any, at: datetime, reason: str) -> int:
    """End the user's own care relationships with a person, whatever they come from; returns how many held."""
    ended = [end_relationships(by=by, at=at, user=by, person_id=person_id, reason=reason) for person_id in person.ids]
    return sum(ended)


@dataclass(frozen=True)
class GlassChoice:
    """On what ground somebody opens a record, and what of it."""

    ground: str
    reason: str
    opens_sealed: bool


@transaction.atomic
def find_anybody(person_id: str, *, by: Any, at: datetime, action: str) -> Person | None:
    """A person wherever they live; where there is none, the audit says that somebody asked."""
    person = queries.anybody(person_id)
    if person is None:
        why = {"why": "no such person"}
        record(by=by, at=at, action=action, person_id=person_id, outcome="refused", detail=why)
    return person


@transaction.atomic
def break_glass(person: Person, choice: GlassChoice, *, by: Any, at: datetime) -> BreakGlass:
    """Open a person's record for `BREAK_GLASS_MINUTES`, and have it reviewed. One that holds already is given back."""
    ids = person.ids
    holding = queries.glass_of(by, ids, at=at)
    if holding and (holding.opens_sealed or not choice.opens_sealed):
        return holding
    glass = BreakGlass.objects.create(
        user=by,
        person_id=person.person_id,
        ground=choice.ground,
        reason=choice.reason[:500],
        opens_sealed=choice.opens_sealed,
        overrides_objection=bool(objecting_to(by, ids)),
        at=at,
        until=at + timedelta(minutes=settings.BREAK_GLASS_MINUTES),
    )
    asked = {"ground": glass.ground, "sealed": glass.opens_sealed, "objection": glass.overrides_objection}
    record(by=by, at=at, action="access.break_glass", person_id=person.person_id, reason=glass.reason, detail=asked)
    open_relationship(
        by=by,
        at=at,
        person_id=person.person_id,
        ground="break_glass",
        reason=glass.reason,
        source=source_of(glass),
        ends_at=glass.until,
    )
    raise_alert("break_glass", by=by, at=at, person_id=person.person_id, glass=glass)
    return glass


def source_of(glass: BreakGlass) -> str:
    """What the relationship of a break-glass says it comes from."""
    return f"governance.break_glass:{glass.pk}"


@transaction.atomic
def close_glass(person: Person, *, by: Any, at: datetime) -> None:
    """Close what the user opened by break-glass, before its time."""
    glass = queries.glass_of(by, person.ids, at=at)
    while glass:
        end_relationships(by=by, at=at, user=by, source=source_of(glass), reason="Closed by the one who opened it")
        glass = queries.glass_of(by, person.ids, at=at)


@transaction.atomic
def review_alert(alert: Any, *, outcome: str, note: str, by: Any, at: datetime) -> AlertReview:
    """Write down what came of looking into a read.

    Raises
    ------
    CannotReview : it is the reviewer's own read, or somebody reviewed it already.
    """
    if alert.user_id == by.pk:
        raise CannotReview("This is your own read", expected="a review by somebody else")
    try:
        with transaction.atomic():
            made = AlertReview.objects.create(alert=alert, outcome=outcome, note=note, by=by, at=at)
    except IntegrityError as problem:
        raise CannotReview("Somebody reviewed this already", expected="a look at what they found") from problem
    told = {"outcome": outcome, "kind": alert.kind, "alert": alert.pk}
    record(by=by, at=at, action="access.review_alert", person_id=alert.person_id, reason=note, detail=told)
    return made


@transaction.atomic
def escalate_overdue(*, at: datetime) -> int:
    """Tell the Caldicott Guardian of reads nobody looked into in time; returns how many are newly overdue."""
    overdue = list(queries.open_alerts().filter(due_at__lte=at, escalated_at=None))
    for alert in overdue:
        alert.escalated_at = at
        alert.save(update_fields=["escalated_at"])
        notify(staff_of(Role.CALDICOTT_GUARDIAN), "overdue_alert", at=at, key=f"alert:{alert.pk}")
        told = {"kind": alert.kind, "alert": alert.pk}
        record(by=None, at=at, action="access.escalate_alert", person_id=alert.person_id, detail=told)
    return len(overdue)


@transaction.atomic
def record_objection(person: Person, *, scope: str, organisation: str, words: str, by: Any, at: datetime) -> Objection:
    """Keep to an objection from now on, and have it decided. The same one again is the one there is."""
    meant = {
        "scope": scope,
        "organisation": organisation if scope == Objection.Scope.ORGANISATION else "",
        "status__in": IN_FORCE,
        "defaults": {"words": words, "recorded_by": by, "recorded_at": at, "status": Objection.Status.WAITING},
    }
    for former in person.ids[1:]:  # so that it holds if the join is undone, too
        Objection.objects.get_or_create(person_id=former, **meant)
    found, is_new = Objection.objects.get_or_create(person_id=person.person_id, **meant)
    if is_new:
        notify(staff_of(Role.INFORMATION_GOVERNANCE_LEAD), "objection", at=at, key=f"objection:{found.pk}")
        told = {"scope": scope, "organisation": found.organisation}
        record(by=by, at=at, action="access.record_objection", person_id=person.person_id, reason=words, detail=told)
    return found


@transaction.atomic
def settle_objection(objection: Objection, *, status: str, words: str, by: Any, at: datetime) -> None:
    """Uphold an objection, do not, or take it back for the person; under every id of theirs it was recorded under.

    Raises
    ------
    CannotDecide : it is no longer as the one who decides saw it.
    """
    may_be = IN_FORCE if status == Objection.Status.WITHDRAWN else (Objection.Status.WAITING,)  # decided only once
    changed = Objection.objects.filter(pk=objection.pk, status=objection.status, status__in=may_be)
    settled = {"status": status, "decided_by": by, "decided_at": at, "decision_words": words}
    if not changed.update(**settled):
        raise CannotDecide("The objection was decided or withdrawn meanwhile", expected="a look at how it stands")
    queries.same_of_other_ids(objection).filter(status__in=may_be).update(**settled)
    told = {"scope": objection.scope, "status": status}
    record(by=by, at=at, action="access.settle_objection", person_id=objection.person_id, reason=words, detail=told)


@transaction.atomic
def seal(
    person: Person,
    *,
    part: str,
    reason: str,
    by: Any,
    at: datetime,
    roles: Iterable[str] = (),
    staff: Iterable[str] = (),
) -> SealedPart:
    """Seal a part of a record from every organisation but the user's own. Asked the same again, it stays sealed.

    Parameters
    ----------
    part : a kind of entry, or an item of the plan.
    roles : those of the user's organisation who see it; none named: all.
    staff : usernames of others who see it.

    Raises
    ------
    SealedAlready : it is, but for other roles or staff; nothing is changed.
    """
    said = {"reason": reason, "roles": [*roles], "staff": [*staff], "sealed_by": by, "sealed_at": at}
    meant = {"part": part, "organisation": by.organisation, "lifted_at": None, "defaults": said}
    for former in person.ids[1:]:  # so that it holds if the join is undone, too
        check_sees_the_same(SealedPart.objects.get_or_create(person_id=former, **meant)[0], said)
    found, is_new = SealedPart.objects.get_or_create(person_id=person.person_id, **meant)
    check_sees_the_same(found, said)
    if is_new:  # which part is not said: the audit is read by people from whom it is sealed
        record(by=by, at=at, action="access.seal", person_id=person.person_id, detail={"seal": found.pk})
    return found


def check_sees_the_same(held: SealedPart, said: dict[str, Any]) -> None:
    """Raise unless those who see what is sealed are those who are to."""
    if any(set(getattr(held, name)) != set(said[name]) for name in ("roles", "staff")):
        raise SealedAlready


@transaction.atomic
def lift_seal(person: Person, seal_id: int, *, by: Any, at: datetime) -> bool:
    """Lift a seal of the user's own organisation; False if there is none such."""
    theirs = queries.seals_of(person.ids, by=by)
    meant = next((one for one in theirs if one.pk == seal_id), None)
    if meant is None:
        return False
    same = [one.pk for one in theirs if one.part == meant.part]
    SealedPart.objects.filter(pk__in=same).update(lifted_by=by, lifted_at=at)
    record(by=by, at=at, action="access.lift_seal", person_id=person.person_id, detail={"seal": meant.pk})
    return True


@transaction.atomic
def link_staff(member: Any, person: Person, *, by: Any, at: datetime) -> StaffLink:
    """Record which person of the place a member of staff is; only to notice reads of their own circle."""
    link, _ = StaffLink.objects.update_or_create(
        user=member, defaults={"person_id": person.person_id, "recorded_by": by, "recorded_at": at}
    )
    record(by=by, at=at, action="access.link_staff", person_id=person.person_id, detail={"for": member.username})
    return link


@transaction.atomic
def unlink_staff(member: Any, *, by: Any, at: datetime) -> None:
    """Forget which person a member of staff is."""
    for link in StaffLink.objects.filter(user=member):
        record(by=by, at=at, action="access.unlink_staff", person_id=link.person_id, detail={"for": member.username})
        link.delete()


@transaction.atomic
def print_reads(person: Person, *, by: Any, at: datetime) -> list[Any]:
    """Everything the audit says of a person, for showing to them; that it was asked for is in it too."""
    found = queries.reads_of(person.ids)
    record(by=by, at=at, action="access.view_reads", person_id=person.person_id, detail={"reads": len(found)})
    return found
