"""What does a provider's own staff find of its carers, clients and days? Nothing here reads without an organisation."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from joinedup.core.visits.wall_clock import minutes_at
from joinedup.web.governance.permissions import Refused
from joinedup.web.visits.days import Begun
from joinedup.web.visits.models import CallEvent, Carer, Client, Publication, Replan, Revision, TimeOff
from joinedup.web.visits.words import ZONE

MOST_SHOWN = 12


@dataclass(frozen=True)
class People:
    """A provider's carers and clients by code."""

    carers: Mapping[str, Carer]
    clients: Mapping[str, Client]


def people_of(organisation: str) -> People:
    """Everybody of a provider."""
    return People(carers(organisation), clients(organisation))


def organisation_of(user: Any) -> str:
    """The code of the provider somebody works for, whose data alone they see.

    Raises
    ------
    Refused : they work for none.
    """
    if not user.organisation:
        raise Refused("visits.view_provider", words="Your account names no organisation.")
    return str(user.organisation)


def carers(organisation: str, codes: Iterable[str] | None = None) -> dict[str, Carer]:
    """A provider's carers by code, those who left included."""
    found = Carer.objects.filter(organisation=organisation)
    return {one.code: one for one in (found if codes is None else found.filter(code__in=list(codes)))}


def carer_of(user: Any) -> Carer | None:
    """The carer an account belongs to, if they still work there."""
    return Carer.objects.filter(organisation=organisation_of(user), username=user.username, is_active=True).first()


def clients(organisation: str, codes: Iterable[str] | None = None) -> dict[str, Client]:
    """A provider's clients by code."""
    found = Client.objects.filter(organisation=organisation)
    return {one.code: one for one in (found if codes is None else found.filter(code__in=list(codes)))}


def client(organisation: str, code: str) -> Client | None:
    return Client.objects.filter(organisation=organisation, code=code).first()


def latest(organisation: str, on: date) -> Revision | None:
    """A day as it stands."""
    found = Revision.objects.filter(organisation=organisation, on=on).select_related("file", "made_by")
    return found.order_by("-number").first()


def revision(organisation: str, on: date, number: int) -> Revision | None:
    """A day as it stood once."""
    return Revision.objects.filter(organisation=organisation, on=on, number=number).select_related("file").first()


def history(organisation: str, on: date) -> list[Revision]:
    """The latest states of a day, latest first, without what they hold."""
    found = Revision.objects.filter(organisation=organisation, on=on).select_related("made_by")
    return list(found.defer("held", "calls", "unplanned", "figures").order_by("-number")[:MOST_SHOWN])


def publication(organisation: str, on: date) -> Publication | None:
    """What carers see of a day: the state published last."""
    found = Publication.objects.filter(organisation=organisation, on=on)
    return found.select_related("revision", "revision__file", "published_by").order_by("-number").first()


def publications_before(organisation: str, on: date, at: datetime) -> Iterator[Publication]:
    """What carers saw of a day until a moment, the latest first."""
    found = Publication.objects.filter(organisation=organisation, on=on, published_at__lte=at)
    return found.select_related("revision", "revision__file").order_by("-number").iterator(chunk_size=1)


def days(organisation: str, first: date, last: date) -> list[date]:
    """Days from the first to the last that have rounds."""
    found = Revision.objects.filter(organisation=organisation, on__gte=first, on__lte=last, number=1)
    return list(found.order_by("on").values_list("on", flat=True))


def nearest_day(organisation: str, on: date) -> date | None:
    """The day itself if it has rounds, else the next that has, else the last before."""
    found = Revision.objects.filter(organisation=organisation, number=1)
    after = found.filter(on__gte=on).order_by("on").values_list("on", flat=True).first()
    return after or found.order_by("-on").values_list("on", flat=True).first()


def days_around(organisation: str, on: date) -> tuple[date | None, date | None]:
    """The last day before and the first day after that have rounds."""
    found = Revision.objects.filter(organisation=organisation, number=1)
    before = found.filter(on__lt=on).order_by("-on").values_list("on", flat=True).first()
    after = found.filter(on__gt=on).order_by("on").values_list("on", flat=True).first()
    return before, after


def events(organisation: str, on: date) -> list[CallEvent]:
    """What carers told of a day, in the order it happened."""
    return list(CallEvent.objects.filter(organisation=organisation, on=on).order_by("happened_at", "pk"))


def begun(told: Iterable[CallEvent], *, on: date, at: datetime) -> dict[str, Begun]:
    """Visits of a day that carers have begun, and how long each took or takes so far."""
    times: dict[str, dict[str, dict[str, float]]] = {}
    for one in told:
        if one.kind != CallEvent.Kind.RUNNING_LATE:
            visit = times.setdefault(one.visit, {"arrived": {}, "left": {}})
            visit[one.kind][one.carer] = minutes_at(on, one.happened_at, ZONE)
    now, found = minutes_at(on, at, ZONE), {}
    for visit, known in times.items():
        arrived, left = known["arrived"], known["left"]
        if arrived:
            start, gone = min(arrived.values()), gone_by(visit, times)
            is_over = arrived.keys() <= gone.keys()
            until = max(gone.values()) if is_over else max(now, start)
            told_until = max(left.values(), default=start)
            found[visit] = Begun(start, frozenset(arrived), until - start, is_over, told_until - start)
    return found


def gone_by(visit: str, times: Mapping[str, Mapping[str, Mapping[str, float]]]) -> dict[str, float]:
    """When carers left a visit; who forgot to say so had left when they next arrived somewhere else."""
    gone = dict(times[visit]["left"])
    for carer, since in times[visit]["arrived"].items():
        later = [one["arrived"][carer] for one in times.values() if one["arrived"].get(carer, since) > since]
        if carer not in gone and later:
            gone[carer] = min(later)
    return gone


def replan(organisation: str, number: int) -> Replan | None:
    found = Replan.objects.filter(organisation=organisation, pk=number)
    return found.select_related("base", "base__file", "asked_by").first()


def replans(organisation: str, on: date) -> list[Replan]:
    """The latest times a day was asked to be planned anew, latest first."""
    found = Replan.objects.filter(organisation=organisation, on=on).select_related("asked_by")
    return list(found.defer("document", "held", "calls", "unplanned", "figures").order_by("-asked_at", "-pk")[:5])


def time_off(organisation: str, first: date, last: date) -> list[TimeOff]:
    """Carers' time off of which a day is from the first to the last, as it begins."""
    found = TimeOff.objects.filter(organisation=organisation, first_on__lte=last, last_on__gte=first)
    return list(found.filter(removed_at=None))


def off_on(organisation: str, on: date) -> dict[str, TimeOff]:
    """Who has time off on a day, by carer."""
    return {one.carer: one for one in time_off(organisation, on, on)}
