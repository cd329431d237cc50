"""What is known about a person that decides which services fit, and to which were they pointed before?"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, Subquery
from django.utils import timezone

from joinedup.core.directory import ReferralRoute, Seeker
from joinedup.core.directory.search import Document
from joinedup.web.directory.current import Current
from joinedup.web.directory.models import Service, Signpost, SignpostOutcome
from joinedup.web.people.models import Person
from joinedup.web.people.queries import all_ids, caring, ids_within_reach, in_care, neighbourhood_names


def seeker(person: Person, *, as_at: date) -> Seeker:
    """What the record says that decides eligibility; staff have every way in."""
    own = [pair for pair in caring(person.person_id) if pair.carer_id == person.person_id]
    is_carer = any(pair.ends_on is None or pair.ends_on > as_at for pair in own)
    return Seeker(
        age=person.age_on(as_at),
        areas=areas(person),
        is_carer=is_carer or None,  # that nobody has recorded it does not mean that it is not so
        routes=tuple(ReferralRoute),
    )


def areas(person: Person) -> tuple[str, ...]:
    """Codes and names of where a person lives."""
    names = neighbourhood_names()
    parts = (person.neighbourhood, names.get(person.neighbourhood, ""), person.local_authority)
    return tuple(part for part in parts if part)


def where(person: Person) -> str:
    """The postcode distances are from; none where the address is withheld."""
    return "" if person.is_sensitive else person.postcode


def delivering(now: Current, offers: Iterable[str]) -> dict[str, list[Document]]:
    """By offer, the services that deliver it."""
    wanted = dict.fromkeys(offers)
    found: dict[str, list[Document]] = {offer: [] for offer in wanted}
    for one in now.catalogue.documents:
        for offer in one.offers:
            if offer in wanted:
                found[offer].append(one)
    return found


def service(service_id: str) -> Service | None:
    return Service.objects.select_related("organisation").filter(id=service_id).first()


def signposts(person_id: str) -> list[Signpost]:
    """Where a person was pointed to, under any id of theirs, latest first, with what came of it."""
    return list(with_outcomes(Signpost.objects.filter(person_id__in=all_ids(person_id))).order_by("-at", "-id"))


def signpost(number: int, person_id: str) -> Signpost | None:
    found = Signpost.objects.filter(pk=number, person_id__in=all_ids(person_id))
    return with_outcomes(found).first()


def with_outcomes(rows: QuerySet[Signpost]) -> QuerySet[Signpost]:
    outcomes = SignpostOutcome.objects.order_by("-at", "-id").select_related("by")
    return rows.select_related("by").prefetch_related(Prefetch("outcomes", queryset=outcomes))


def due(by: Any, *, at: datetime) -> list[Signpost]:
    """What a member of staff has to ask after: theirs, due, and not yet answered; the oldest first.

    Only of people still in their care where they work.
    """
    answered = SignpostOutcome.objects.filter(signpost=OuterRef("pk"))
    rows = list(
        Signpost.objects.filter(~Exists(answered), by=by, follow_up_on__lte=timezone.localdate(at)).order_by(
            "follow_up_on"
        )
    )
    people = [one.person_id for one in rows]
    may_see = in_care(people, by=by, at=at) & ids_within_reach(people, by=by, at=at)
    return [one for one in rows if one.person_id in may_see]


def helped(service_id: str) -> tuple[int, int, int]:
    """How often people were pointed to a service, how many were asked since, and how many it helped at least a little.

    The latest answer to each counts.
    """
    latest = SignpostOutcome.objects.filter(signpost=OuterRef("pk")).order_by("-at", "-id").values("helped")[:1]
    answers = list(
        Signpost.objects.filter(service_id=service_id).annotate(said=Subquery(latest)).values_list("said", flat=True)
    )
    good = (SignpostOutcome.Helped.YES.value, SignpostOutcome.Helped.PARTLY.value)
    return len(answers), sum(one is not None for one in answers), sum(one in good for one in answers)
