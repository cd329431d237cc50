"""What stands in a person's plan, who agreed to it, and what has each member of staff to do?"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from joinedup.core.care import AboutMe, Action, Item, Plan, from_list, heading_id, sealed_items, without_sealed
from joinedup.core.care.choices import OPEN_STATUS
from joinedup.core.care.items import heading_of
from joinedup.web.accounts.models import User
from joinedup.web.care import versions
from joinedup.web.care.models import AgreedAction, Agreement, PlannedAction, Version
from joinedup.web.governance.models import CareRelationship
from joinedup.web.governance.queries import items_in
from joinedup.web.governance.roles import CARE
from joinedup.web.people.models import FormerId, Person
from joinedup.web.people.queries import hidden_parts, ids_within_reach, in_care

PLAN = Version.Document.PLAN.value
MOST_STAFF = 300
NOT_NAMED = "No open action of the plan names them"  # why the plan ends a care relationship


def standing(person: Person) -> versions.Standing:
    """The version of a person's plan that stands."""
    return versions.standing(person.ids, PLAN)


def seen(now: versions.Standing, reference: str) -> Version | None:
    """The version of a plan that a form carries."""
    return versions.at_reference(now.person_ids, PLAN, reference)


def read(content: Any) -> Plan:
    """A plan as kept, or an empty one."""
    return from_list(content or [])


def agreements(version: Version) -> list[Agreement]:
    """The signatures under a version, latest first."""
    return list(version.agreements.select_related("signed_by").order_by("-signed_at", "-id"))


def latest_agreement(now: versions.Standing) -> Agreement | None:
    """The last signature under any version of what became the plan that stands; none under one that waits beside it."""
    of_it = set(now.person_ids) - {one.person_id for one in now.others}
    signed = Agreement.objects.filter(version__person_id__in=of_it, version__document=PLAN)
    return signed.select_related("signed_by", "version").order_by("-signed_at", "-id").first()


def agreements_of(found: Iterable[Version | int]) -> dict[int, list[Agreement]]:
    """By version, the signatures under several."""
    signed: dict[int, list[Agreement]] = {}
    rows = Agreement.objects.filter(version__in=list(found)).select_related("signed_by").order_by("signed_at", "id")
    for one in rows:
        signed.setdefault(one.version_id, []).append(one)
    return signed


def actions_by_offer(now: versions.Standing) -> dict[str, PlannedAction]:
    """By offer, what became of it in the plan, for the page about a person; sealed or not."""
    if now.version is None:
        return {}
    rows = PlannedAction.objects.filter(person_id__in=now.person_ids).exclude(offer_code="")
    own_last = sorted(rows, key=lambda row: row.person_id == now.person_ids[0])
    return {row.offer_code: row for row in own_last}


def staff_to_name(person: Person) -> list[User]:
    """Whom an action may name: staff who care for people where the person lives, or in the whole place."""
    here = Q(neighbourhood=person.neighbourhood) | Q(neighbourhood="")
    found = User.objects.filter(here, is_active=True, role__in=CARE).order_by("name", "username")
    return list(found[:MOST_STAFF])


def staff_by_username(usernames: Iterable[str]) -> dict[str, User]:
    """Members of staff, those who left too."""
    wanted = set(usernames)
    return {one.username: one for one in User.objects.filter(username__in=wanted)} if wanted else {}


def staff_in(*plans: Mapping[str, Item]) -> dict[str, User]:
    """The members of staff that some plans name."""
    named = {item.who_staff for items in plans for item in items.values() if isinstance(item, Action)}
    return staff_by_username(named - {""})


def source_of(action_id: str) -> str:
    """What a care relationship that comes from being named says it comes from."""
    return f"care.action:{action_id}"


def named_by_plan(person_ids: Iterable[str], *, at: datetime) -> list[CareRelationship]:
    """The care relationships with a person that hold because an action of the plan names somebody."""
    held = CareRelationship.objects.filter(person_id__in=list(person_ids), ended_at=None, ends_at__gt=at)
    return list(held.filter(source__startswith=source_of("")).select_related("user"))


def ended_by_somebody(person_ids: Iterable[str], sources: Iterable[str]) -> set[tuple[str, str]]:
    """Username and source of the care relationships from some sources that somebody ended.

    Those that ran out, or that the plan itself ended, are none of them.
    """
    made = CareRelationship.objects.filter(person_id__in=list(person_ids), source__in=list(sources))
    latest = {(one.user.username, one.source): one for one in made.select_related("user").order_by("pk")}
    by_itself = (CareRelationship.RAN_OUT, NOT_NAMED)
    return {pair for pair, one in latest.items() if one.ended_at and one.end_reason not in by_itself}


def opened_by(person_ids: Iterable[str], sources: Iterable[str], *, at: datetime) -> list[CareRelationship]:
    """The care relationships with a person that hold because of one of some sources."""
    held = CareRelationship.objects.filter(person_id__in=list(person_ids), ended_at=None, ends_at__gt=at)
    return list(held.filter(source__in=list(sources)).select_related("user"))


def agreed_actions(person_ids: Iterable[str]) -> list[AgreedAction]:
    """What was agreed elsewhere about a person and not withdrawn, as it was agreed."""
    found = AgreedAction.objects.filter(person_id__in=list(person_ids)).select_related("who")
    return list(found.order_by("pk"))


def still_agreed(agreed_in: Collection[str]) -> set[str]:
    """Those of some agreements that nobody withdrew, about whomever they are."""
    found = AgreedAction.objects.filter(agreed_in__in=list(agreed_in))
    return set(found.values_list("agreed_in", flat=True)) if agreed_in else set()


def due_by(on: date) -> list[User]:
    """The staff whom an open action of a plan names that is due by a day."""
    due = PlannedAction.objects.filter(status__in=OPEN_STATUS, due_on__lte=on)
    return list(User.objects.filter(is_active=True, pk__in=due.values("user")))


@dataclass(frozen=True)
class Task:
    """One open action that names a member of staff.

    Parameters
    ----------
    person_id : the id the person has today.
    """

    person_id: str
    action: PlannedAction
    is_overdue: bool


def tasks_of(user: Any, *, at: datetime) -> list[Task]:
    """The open actions of plans that name a member of staff, those due first first; no date comes last.

    Only of people still in their care and within their reach. An action of a plan that was brought into that of
    another id stands there alone.
    """
    rows = list(PlannedAction.objects.filter(user=user, status__in=OPEN_STATUS))
    became = dict(
        FormerId.objects.filter(former_id__in={row.person_id for row in rows}).values_list("former_id", "person_id")
    )
    on = timezone.localdate(at)
    today = {row.pk: became.get(row.person_id, row.person_id) for row in rows}
    may_see = ids_within_reach(in_care(today.values(), by=user, at=at), by=user, at=at)
    of_today = PlannedAction.objects.filter(person_id__in=set(became.values()))
    brought_in = set(of_today.values_list("person_id", "item_id")) if became else set()
    kept: dict[tuple[str, str], PlannedAction] = {}
    for row in rows:
        person_id = today[row.pk]
        if person_id in may_see and (row.person_id == person_id or (person_id, row.item_id) not in brought_in):
            kept[person_id, row.item_id] = row
    tasks = [
        Task(person_id, row, is_overdue=row.due_on is not None and row.due_on < on)
        for (person_id, _), row in kept.items()
    ]
    return sorted(tasks, key=lambda task: (task.action.due_on is None, task.action.due_on or on, task.action.pk))


def about_me_of(person_ids: Collection[str], headings: Iterable[str], *, by: Any) -> dict[str, list[tuple[str, str]]]:
    """By person, what the latest version of their plan says to somebody under some headings of About Me.

    Of the id asked for alone: what another id became is for the person's own page.
    """
    wanted, sealed = list(headings), hidden_parts(person_ids, by=by)
    latest: dict[str, Version] = {}
    for one in Version.objects.filter(person_id__in=list(person_ids), document=PLAN).order_by("number"):
        latest[one.person_id] = one
    found = {}
    for person_id, version in latest.items():
        plan = read(version.content)
        hidden = sealed_items([plan], items_in(sealed.get(person_id, ())), username=by.username)
        about = without_sealed(plan, hidden).of(AboutMe)
        said = [(heading_of(one), one.words) for code in wanted for one in about if heading_id(one.id) == code]
        if said:
            found[person_id] = said
    return found
