"""Which people may a member of staff come across, and what is known of them? The only door to people."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.apps import apps
from django.db.models import Case, Count, Exists, Max, OuterRef, Q, QuerySet, When
from django.db.models.functions import Coalesce, Greatest

from joinedup.web.governance.queries import (
    from_source,
    in_care_of,
    objecting_to,
    relationships,
    sealed_from,
    standing,
)
from joinedup.web.people.models import FormerId, Neighbourhood, Organisation, Person, Run, TimelineEntry, UnpaidCarer

INVOLVED_DAYS = 90
CONTINUING = ("social_care_event", "referral")  # without an end these go on; other kinds are over in a day


def current_run(*, with_performance: bool = False) -> Run | None:
    """The run the pages show, if one was loaded; the figures of its models, which are long, only if asked for."""
    runs = Run.objects.all() if with_performance else Run.objects.defer("performance")
    return runs.order_by("-loaded_at").first()


def neighbourhood_names() -> dict[str, str]:
    return dict(Neighbourhood.objects.order_by("name").values_list("code", "name"))


def neighbourhoods() -> list[Neighbourhood]:
    return list(Neighbourhood.objects.order_by("name"))


def organisation_names() -> dict[str, str]:
    return dict(Organisation.objects.values_list("code", "name"))


def patch(by: Any) -> Q:
    """The condition a row with a neighbourhood meets if it lies where a member of staff works."""
    return Q(neighbourhood=by.neighbourhood) if by.neighbourhood else Q()


def reach(by: Any, *, at: datetime) -> Q:
    """The condition a person meets who lives where the user works, or was brought to them by more than their own word.

    A referral, a team or a plan that names somebody reaches wherever the person lives.
    """
    if not by.neighbourhood:
        return Q()
    brought = from_source(by, at=at).values("person_id")
    merged = FormerId.objects.filter(former_id__in=brought).values("person_id")
    return patch(by) | Q(person_id__in=brought) | Q(person_id__in=merged)


def brought_ids(by: Any, *, at: datetime) -> set[str]:
    """Ids of the people brought to the user by more than their own word, by those they have today."""
    brought = set(from_source(by, at=at).values_list("person_id", flat=True))
    became = dict(FormerId.objects.filter(former_id__in=brought).values_list("former_id", "person_id"))
    return {became.get(one, one) for one in brought}


def person_within_reach(person_id: str, *, by: Any, at: datetime) -> Person | None:
    """A person within the user's reach (as `reach` says); an id that a run merged into another finds the other."""
    ids = ids_with(person_id)
    person = Person.objects.filter(person_id=ids[0]).order_by().first()
    if person is None or not is_within_reach(person, ids, by=by, at=at):
        return None
    person.ids = ids
    return person


def is_within_reach(person: Person, ids: list[str], *, by: Any, at: datetime) -> bool:
    """What `reach` asks of many, of one person, with all ids they have had."""
    if by.neighbourhood in ("", person.neighbourhood):
        return True
    return from_source(by, at=at).filter(person_id__in=ids).exists()


def ids_with(person_id: str) -> list[str]:
    """Every id of the person who has one or had it, that of today first."""
    either = Q(former_id=person_id) | Q(person_id=person_id)
    became = dict(FormerId.objects.filter(either).values_list("former_id", "person_id"))
    return all_ids(became[person_id]) if person_id in became else [person_id, *became]


def person_today(person_id: str) -> Person | None:
    """Who has an id today, wherever they live; for what goes on by itself, not for showing anybody."""
    return Person.objects.filter(person_id=current_id(person_id)).first()


def all_ids(person_id: str) -> list[str]:
    """A person's id and those it has had: decisions may stand under any of them."""
    return [person_id, *FormerId.objects.filter(person_id=person_id).values_list("former_id", flat=True)]


def in_care(person_ids: Iterable[str], *, by: Any, at: datetime, became: Mapping[str, str] | None = None) -> set[str]:
    """Those of some people whom the user may see by name, whatever ids they had before.

    Relationship and objection may stand under different ids of one person: each holds for all of them.

    Parameters
    ----------
    became : their `former_ids`, where they are known already.
    """
    wanted = set(person_ids)
    if not wanted:
        return set()
    became = former_ids(wanted) if became is None else became
    every = {*wanted, *became}
    held = {became.get(one, one) for one in in_care_of(by, every, at)}
    if not became or not held:
        return held
    objecting = {became.get(one, one) for one in objecting_to(by, every)}
    return {one for one in held if one not in objecting or standing(by, all_ids(one), at=at).glass}


def everybody_in_care(by: Any, *, at: datetime) -> set[str]:
    """Everybody the user may see by name, by the id they have today; as many queries for many as for few."""
    held = set(relationships(by, at=at).values_list("person_id", flat=True))
    became = dict(FormerId.objects.filter(former_id__in=held).values_list("former_id", "person_id"))
    return in_care((became.get(one, one) for one in held), by=by, at=at)


def hidden_parts(person_ids: Iterable[str], *, by: Any, became: Mapping[str, str] | None = None) -> dict[str, set[str]]:
    """By person, the parts sealed from the user's organisation, under any id they had; `became` as of `in_care`."""
    wanted = set(person_ids)
    became = former_ids(wanted) if became is None else became
    found: dict[str, set[str]] = {}
    for one, parts in sealed_from(by, {*wanted, *became}).items():
        found.setdefault(became.get(one, one), set()).update(parts)
    return found


def without_objecting(rows: QuerySet[Any], objections: QuerySet[Any]) -> QuerySet[Any]:
    """Rows with a `person_id`, without those whose person objects, under any id they had.

    Two conditions, one after the other: with *or* between them the planner would ask again for every row.
    """
    ids = objections.values("person_id")
    merged = FormerId.objects.filter(person_id=OuterRef("person_id"), former_id__in=ids)
    return rows.filter(~Exists(objections.filter(person_id=OuterRef("person_id")))).filter(~Exists(merged))


def current_id(person_id: str) -> str:
    """The id a run gave the person since."""
    return FormerId.objects.filter(former_id=person_id).values_list("person_id", flat=True).first() or person_id


def is_in_circle(person: Person, own_id: str) -> bool:
    """Whether a person shares a home with another, or one cares or cared for the other, as records or staff say."""
    own = Person.objects.filter(person_id=own_id).only("household_id").first()
    if own and own.household_id and own.household_id == person.household_id:
        return True
    either = Q(carer=own_id, cared_for=person.person_id) | Q(carer=person.person_id, cared_for=own_id)
    if UnpaidCarer.objects.filter(either).exists():
        return True
    ids, own_ids = all_ids(person.person_id), all_ids(own_id)
    said = Q(carer_id__in=own_ids, cared_for_id__in=ids) | Q(carer_id__in=ids, cared_for_id__in=own_ids)
    return bool(apps.get_model("care.CarerLink").objects.filter(said).exists())  # by name: `care` builds on people


def former_ids(person_ids: Iterable[str]) -> dict[str, str]:
    """The ids that were merged into some people, with whom each became."""
    return dict(FormerId.objects.filter(person_id__in=list(person_ids)).values_list("former_id", "person_id"))


def timeline(
    person: Person, *, kind: str = "", organisation: str = "", before: tuple[date, int] | None = None
) -> QuerySet[TimelineEntry]:
    """A person's entries, latest first; nothing of what is sealed from the reader.

    Parameters
    ----------
    before : start and id of the last entry seen; the answer begins after it.
    """
    entries = entries_shown(person)
    if kind:
        entries = entries.filter(kind=kind)
    if organisation:
        entries = entries.filter(organisation=organisation)
    if before:
        on, last_id = before
        # `lte` repeats what follows from the rest, so that the planner walks the index
        entries = entries.filter(Q(starts_on__lt=on) | Q(starts_on=on, id__lt=last_id), starts_on__lte=on)
    return entries.order_by("-starts_on", "-id")


def entries_shown(person: Person) -> QuerySet[TimelineEntry]:
    """A person's entries without those sealed from whoever opened the record."""
    return TimelineEntry.objects.filter(person_id=person.person_id).exclude(kind__in=person.hidden_parts)


def timeline_kinds(person: Person) -> list[dict[str, Any]]:
    """Which agencies and kinds of entry a person's timeline has, with how many of each."""
    entries = entries_shown(person)
    return list(entries.values("organisation", "kind").annotate(entries=Count("id")).order_by("organisation", "kind"))


def involved(person: Person, *, as_at: date) -> list[dict[str, Any]]:
    """One row per agency and kind of service active in the 90 days before a day, latest first."""
    since = as_at - timedelta(days=INVOLVED_DAYS)
    continuing = Q(ends_on=None, kind__in=CONTINUING)
    active = Q(starts_on__gte=since) | Q(ends_on__gte=since) | continuing
    entries = entries_shown(person).filter(active).exclude(kind__in=("register", "unpaid_carer"))
    last_on = Max(
        Case(When(ends_on__gt=as_at, then="starts_on"), default=Greatest("starts_on", Coalesce("ends_on", "starts_on")))
    )
    return list(
        entries.values("organisation", "kind")
        .annotate(
            last_on=last_on, entries=Count("id"), continuing=Count("id", filter=continuing | Q(ends_on__gt=as_at))
        )
        .order_by("-last_on", "organisation", "kind")
    )


def household(person: Person) -> list[Person]:
    """The living people who share the person's home, without the person.

    A sensitive person shares no home with anybody here: the address of the one would be that of the other.
    """
    if not person.household_id or person.is_sensitive:
        return []
    others = Person.objects.filter(household_id=person.household_id, death_date=None, is_sensitive=False)
    return list(others.exclude(person_id=person.person_id).order_by("birth_date", "person_id")[:20])


def caring(person_id: str) -> list[UnpaidCarer]:
    """Pairs of carer and person cared for that the person is in, on either side; present ones first."""
    pairs = UnpaidCarer.objects.filter(Q(carer=person_id) | Q(cared_for=person_id)).select_related("carer", "cared_for")
    return sorted(pairs, key=lambda pair: (pair.ends_on is not None, -pair.starts_on.toordinal()))


def people_by_id(person_ids: Iterable[str], *, by: Any, at: datetime) -> dict[str, Person]:
    return Person.objects.filter(reach(by, at=at)).in_bulk(list(person_ids))


def ids_within_reach(person_ids: Iterable[str], *, by: Any, at: datetime) -> set[str]:
    """Of some people, those within the user's reach."""
    found = Person.objects.filter(reach(by, at=at), person_id__in=list(person_ids))
    return set(found.values_list("person_id", flat=True))


def may_be_named(person_ids: Iterable[str], *, by: Any, at: datetime) -> set[str]:
    """Of some people, those in the user's care whose page the user may open: somebody out of reach has no name."""
    held = in_care(person_ids, by=by, at=at)
    return set(people_by_id(held, by=by, at=at)) if held else set()


def person_ids_of(nhs_numbers: Iterable[str]) -> dict[str, str]:
    """Person id by NHS number, of those the index knows under one."""
    found = Person.objects.filter(nhs_number__in=list(nhs_numbers)).exclude(nhs_number="")
    return dict(found.values_list("nhs_number", "person_id"))
