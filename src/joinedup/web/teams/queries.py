"""How many people are most at risk, where, how far are the teams with them, and who is in whose care?"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet

from joinedup.web.care.models import PlannedAction
from joinedup.web.care.plan.reading import sealed_sources
from joinedup.web.directory.models import Signpost
from joinedup.web.governance.models import CareRelationship, SealedPart
from joinedup.web.members.queries import members_of
from joinedup.web.people.models import FormerId, Person
from joinedup.web.people.queries import former_ids, ids_with, patch
from joinedup.web.plans.models import Decision
from joinedup.web.plans.queries import awaiting, decided_since, later_than_this, proposed_where
from joinedup.web.referrals.models import Referral
from joinedup.web.referrals.objections import not_to_discuss
from joinedup.web.referrals.queries import ids_today
from joinedup.web.risk.models import Score


def most_at_risk_by_neighbourhood() -> dict[str, dict[str, int]]:
    """People above the threshold, by neighbourhood and outcome; "any" counts each person once."""
    above = Score.objects.filter(is_above_threshold=True, is_living=True).exclude(neighbourhood="")
    counted: dict[str, dict[str, int]] = {}
    for row in above.values("neighbourhood", "outcome").annotate(people=Count("id")).order_by():
        counted.setdefault(row["neighbourhood"], {})[row["outcome"]] = row["people"]
    anybody = above.values("neighbourhood").annotate(people=Count("person_id", distinct=True)).order_by()
    for row in anybody:
        counted[row["neighbourhood"]]["any"] = row["people"]
    return counted


def people_at_risk(by: Any) -> QuerySet[Person]:
    """Living people above the threshold for any outcome where the user works."""
    above = Score.objects.filter(person=OuterRef("person_id"), is_above_threshold=True)
    return Person.objects.filter(patch(by), Exists(above), death_date=None)


def people_without_relationship(by: Any, *, at: datetime) -> int:
    """People most at risk where the user works whom nobody has taken into their care."""
    held = CareRelationship.objects.filter(person_id=OuterRef("person_id"), starts_at__lte=at, ends_at__gt=at)
    return people_at_risk(by).filter(~Exists(held)).count()


def people_awaiting_decision(by: Any) -> int:
    """People where the user works with something proposed about which nothing is decided."""
    items = awaiting(proposed_where(patch(by)))
    return items.aggregate(people=Count("person_id", distinct=True))["people"]


def decisions_since(by: Any, since: datetime) -> dict[str, int]:
    """Decisions made since a moment about people where the user works, by choice."""
    here = Person.objects.filter(patch(by))
    now, before = here.filter(person_id=OuterRef("person_id")), FormerId.objects.filter(former_id=OuterRef("person_id"))
    made = decided_since(since).filter(Exists(now) | Exists(before.filter(person_id__in=here.values("person_id"))))
    return dict(made.values_list("choice").annotate(made=Count("id")).order_by())


@dataclass(frozen=True)
class InCare:
    """Somebody in a team's care, as they are today, and the relationships of its members with them."""

    person: Person
    relationships: list[CareRelationship]


def caseload(neighbourhood: str, *, at: datetime, member: int = 0, by: Any = None) -> dict[str, InCare]:
    """The living people of a neighbourhood in the care of its team's members, by today's id.

    Without what only sealed actions of plans tell. Five queries in all, and a few for each with something sealed.

    Parameters
    ----------
    member : of one member only, by user id.
    by : who reads it; None: several at once, who are told nothing that is sealed from anybody.
    """
    members = members_of(neighbourhood, at=at).values("pk")
    held = CareRelationship.objects.filter(user__in=members, starts_at__lte=at, ends_at__gt=at)
    rows = list((held.filter(user=member) if member else held).select_related("user").order_by("starts_at", "id"))
    today = ids_today({row.person_id for row in rows})
    found: dict[str, list[CareRelationship]] = {}
    for row in rows:
        found.setdefault(today.get(row.person_id, row.person_id), []).append(row)
    people = Person.objects.filter(neighbourhood=neighbourhood, death_date=None).in_bulk(list(found))
    sealed = people_with_sealed_items() if people else set()
    for key in sealed & set(people):
        hidden = sealed_sources(people[key], by=by)
        found[key] = [row for row in found[key] if row.source not in hidden]
    ordered = sorted(people.values(), key=lambda person: (person.family_name, person.given_name, person.person_id))
    return {person.person_id: InCare(person, held) for person in ordered if (held := found[person.person_id])}


def people_with_sealed_items() -> set[str]:
    """Those, by today's id, of whose plan somebody sealed something; few."""
    held = SealedPart.objects.filter(part__startswith=SealedPart.ITEM, lifted_at=None)
    ids = set(held.values_list("person_id", flat=True))
    today = ids_today(ids) if ids else {}
    return {today.get(one, one) for one in ids}


def referred_to(neighbourhood: str) -> set[str]:
    """The people, by today's id, whose referral lies with a neighbourhood's team."""
    ids = set(Referral.objects.filter(inbox=f"team:{neighbourhood}").values_list("person_id", flat=True))
    today = ids_today(ids)
    return {today.get(one, one) for one in ids}


def known_to_team(neighbourhood: str, *, at: datetime) -> set[str]:
    """The people the team may discuss by name: in the care of a member, or referred to the team."""
    return set(caseload(neighbourhood, at=at)) | referred_to(neighbourhood)


def employers(neighbourhood: str, *, at: datetime) -> set[str]:
    """The organisations a team's members work for."""
    return set(members_of(neighbourhood, at=at).order_by().values_list("organisation", flat=True))


def as_today(person_ids: Collection[str]) -> dict[str, str]:
    """By the ids people had, those they have now."""
    today = ids_today(person_ids)
    return {one: today.get(one, one) for one in person_ids}


def objecting(person_ids: Collection[str], neighbourhood: str, *, at: datetime) -> set[str]:
    """Of some people, by whatever ids they had, those whom a neighbourhood's team may not talk about by now."""
    current = as_today(person_ids)
    found = not_to_discuss(set(current.values()), employers(neighbourhood, at=at)) if current else set()
    return {one for one, now in current.items() if now in found}


def is_known_to_team(person: Person, neighbourhood: str, *, at: datetime) -> bool:
    """Whether the team may discuss one person by name: in the care of a member, or referred to the team."""
    ids = person.ids
    members = members_of(neighbourhood, at=at).values("pk")
    held = CareRelationship.objects.filter(user__in=members, person_id__in=ids, starts_at__lte=at, ends_at__gt=at)
    told = held.exclude(source__in=sealed_sources(person))
    return told.exists() or Referral.objects.filter(inbox=f"team:{neighbourhood}", person_id__in=ids).exists()


def person_today(person_id: str, neighbourhood: str) -> Person | None:
    """A living person of a neighbourhood, by an id of then."""
    current = ids_today([person_id]).get(person_id, person_id)
    return Person.objects.filter(person_id=current, neighbourhood=neighbourhood, death_date=None).first()


def offers_to_arrange(user: Any) -> QuerySet[Decision]:
    """Offers that somebody accepted for a person that nobody has arranged since, by referral, signpost or word.

    One that the person's plan took up, and gave to somebody, is that action's to arrange.
    """
    same = {"person_id": OuterRef("person_id")}
    referred = Referral.objects.filter(**same, offer=OuterRef("offer_code"), sent_at__gte=OuterRef("decided_at"))
    pointed = Signpost.objects.filter(**same, at__gte=OuterRef("decided_at"))
    planned = PlannedAction.objects.filter(**same, offer_code=OuterRef("offer_code")).exclude(who="")
    mine = Decision.objects.filter(decided_by=user, choice=Decision.Choice.ACCEPTED, arranged=None)
    still = (~Exists(later_than_this()), ~Exists(referred), ~Exists(pointed), ~Exists(planned))
    waiting = mine.filter(*still).order_by("decided_at", "pk")
    return waiting.exclude(pk__in=[one.pk for one in of_merged(waiting) if is_under_way(one)])


def of_merged(decisions: Iterable[Decision]) -> list[Decision]:
    """Those about people who have, or had, another id: what came of the offer may stand under that."""
    rows = list(decisions)
    ids = {one.person_id for one in rows}
    merged = {*ids_today(ids), *former_ids(ids).values()}
    return [one for one in rows if one.person_id in merged]


def is_under_way(decision: Decision) -> bool:
    """Whether an offer was arranged, taken up in the plan or decided anew, under any id of the person."""
    about = {"person_id__in": ids_with(decision.person_id)}
    offer, since = {**about, "offer_code": decision.offer_code}, decision.decided_at
    return (
        Referral.objects.filter(**about, offer=decision.offer_code, sent_at__gte=since).exists()
        or Signpost.objects.filter(**about, at__gte=since).exists()
        or PlannedAction.objects.filter(**offer).exclude(who="").exists()
        or Decision.objects.filter(**offer, decided_at__gt=since).exists()
    )
