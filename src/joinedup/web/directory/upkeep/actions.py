"""Send links, take what comes back by them, decide, edit, take out. Each is audited."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from joinedup.core.directory import Entry
from joinedup.core.directory import Location as CoreLocation
from joinedup.core.directory import Organisation as CoreOrganisation
from joinedup.core.directory import Service as CoreService
from joinedup.core.directory.postcodes import Precision, parse
from joinedup.core.directory.stored import from_json, to_json
from joinedup.core.errors import CannotProceed
from joinedup.core.merging import merge
from joinedup.web.components.words import day
from joinedup.web.directory import store
from joinedup.web.directory.models import (
    KINDS,
    EditLink,
    Proposal,
    Service,
    Source,
    Version,
)
from joinedup.web.directory.upkeep import links, mail, queries
from joinedup.web.governance.actions import record

Why = Version.Why


class DecidedAlready(CannotProceed):
    """Somebody decided about a proposal before."""


def send_link(service: Service, *, by: Any, at: datetime, is_reminder: bool = False) -> None:
    """Send whoever answers for a service a link to its form.

    Raises
    ------
    NobodyToWriteTo, CannotSendMail : it could not be sent; then the link is not kept.
    """
    with transaction.atomic():
        mail.address_for(service)
        token = links.make(service, at=at, by=by, is_reminder=is_reminder)
        until = day(timezone.localtime(at + links.LIFE).date())
        mail.send_link(service, token, until=until, is_reminder=is_reminder)
        action = "directory.remind" if is_reminder else "directory.send_link"
        record(by=by, at=at, action=action, detail={"service": service.id})


@transaction.atomic
def confirm(link: EditLink, *, at: datetime) -> None:
    """Whoever has the link says that everything is right."""
    links.LINKS.use_up(link, at=at)
    mark_checked(link.service, by=None, at=at)


@transaction.atomic
def propose(
    link: EditLink,
    before: CoreService,
    wanted: CoreService,
    *,
    surroundings: Sequence[tuple[Entry, Entry]] = (),
    note: str,
    at: datetime,
) -> Proposal:
    """Take what an organisation proposes by its link; nothing changes until staff accept it.

    Parameters
    ----------
    before : the entry as their form showed it.
    surroundings : the same of the service's organisation and places: before, wanted.

    Raises
    ------
    LinkIsUsed : the link was used before, perhaps a moment ago.
    """
    links.LINKS.use_up(link, at=at)
    made = Proposal.objects.create(
        service=link.service,
        origin=Proposal.Origin.ORGANISATION,
        before=to_json(before),
        content=to_json(wanted),
        surroundings=[changed_part(*pair) for pair in surroundings if pair[0] != pair[1]],
        note=note,
        proposed_at=at,
    )
    record(by=None, at=at, action="directory.propose", detail={"service": link.service_id, "proposal": made.pk})
    return made


def changed_part(before: Entry, wanted: Entry) -> dict[str, Any]:
    kind = "organisation" if isinstance(before, CoreOrganisation) else "location"
    return {"kind": kind, "id": before.id, "before": to_json(before), "content": to_json(wanted)}


@transaction.atomic
def suggest(service: Service, *, words: str, at: datetime) -> Proposal:
    """Take what somebody reading the directory says is wrong; staff look at it."""
    made = Proposal.objects.create(service=service, origin=Proposal.Origin.PUBLIC, note=words[:1000], proposed_at=at)
    record(by=None, at=at, action="directory.suggest", detail={"service": service.id, "proposal": made.pk})
    return made


@transaction.atomic
def accept(proposal: Proposal, *, by: Any, at: datetime) -> None:
    """Make a proposal so. What staff changed since it was written stays as they have it.

    Raises
    ------
    DecidedAlready : somebody decided before.
    """
    decide(proposal, Proposal.State.ACCEPTED, by=by, at=at)
    if proposal.content is None:
        return
    service = Service.objects.select_for_update().get(pk=proposal.service_id)
    merged = merge(proposal.before or {}, service.content, proposal.content)
    value = from_json(CoreService, merged.content)
    for part in proposal.surroundings:
        accept_part(part, service, store.Change(at, Why.PROPOSED, by))
    write(value, service.source, why=Why.PROPOSED, by=by, at=at, is_checked=True)


def accept_part(part: dict[str, Any], service: Service, change: store.Change) -> None:
    """Make so what was proposed for a service's organisation or one of its places, if it is still that service's."""
    model = KINDS[part["kind"]]
    now = queries.surroundings_of(service).get((part["kind"], part["id"]))
    if now is None:
        return
    row = model.objects.select_for_update().get(pk=now.pk)
    value = from_json(model.core_type, merge(part["before"], row.content, part["content"]).content)
    store.put([on_the_map(value) if part["kind"] == "location" else value], source=row.source, change=change)


def on_the_map(place: CoreLocation) -> CoreLocation:
    """A place with the point of its postcode, where it has none of its own and the postcode is known."""
    code = parse(place.postcode)
    if place.latitude is not None or code is None or code.precision is not Precision.UNIT:
        return place
    spot = queries.point_of(code.text)
    return replace(place, latitude=spot.latitude, longitude=spot.longitude) if spot else place


@transaction.atomic
def decline(proposal: Proposal, *, reason: str, by: Any, at: datetime) -> None:
    """Leave the entry as it is, and say why."""
    decide(proposal, Proposal.State.DECLINED, by=by, at=at, reason=reason)


def decide(proposal: Proposal, state: str, *, by: Any, at: datetime, reason: str = "") -> None:
    decided = {"state": state, "decided_by": by, "decided_at": at, "reason": reason}
    waiting = Proposal.objects.filter(pk=proposal.pk, state=Proposal.State.WAITING)
    if waiting.update(**decided) != 1:
        raise DecidedAlready("Somebody decided about this already", expected="a look at what was decided")
    detail = {"service": proposal.service_id, "proposal": proposal.pk, "state": state}
    record(by=by, at=at, action="directory.decide_proposal", detail=detail)


@transaction.atomic
def edit(
    service: Service, wanted: CoreService, *, before: CoreService | None = None, by: Any, at: datetime
) -> tuple[str, ...]:
    """Staff change an entry, and have checked it by that. What others changed meanwhile stays as they have it.

    Parameters
    ----------
    before : the entry as the form showed it; None is as it is now.

    Returns
    -------
    Fields that others changed meanwhile, and that are not saved for it.
    """
    now = Service.objects.select_for_update().select_related("source").get(pk=service.pk)
    merged = merge(now.content if before is None else to_json(before), now.content, to_json(wanted))
    value = from_json(CoreService, merged.content)
    write(value, now.source, why=Why.EDITED, by=by, at=at, is_checked=True)
    record(by=by, at=at, action="directory.edit", detail={"service": service.id})
    return tuple(clash.key for clash in merged.clashes)


@transaction.atomic
def mark_checked(service: Service, *, by: Any, at: datetime) -> None:
    """Somebody looked, and everything is right."""
    write(service.value, service.source, why=Why.CHECKED, by=by, at=at, is_checked=True)
    record(by=by, at=at, action="directory.mark_checked", detail={"service": service.id})


def write(value: CoreService, source: Source, *, why: str, by: Any, at: datetime, is_checked: bool = False) -> None:
    """Put a service in its place, changed at this moment."""
    today = timezone.localdate(at)
    dated = replace(value, last_modified=at, assured_date=today if is_checked else value.assured_date)
    store.put([dated], source=source, change=store.Change(at, why, by))


@transaction.atomic
def take_out(service: Service, *, by: Any, at: datetime) -> None:
    """Take an entry out of the directory; it can be put back."""
    store.take_out("service", [service.id], change=store.Change(at, Why.EDITED, by))
    record(by=by, at=at, action="directory.take_out", detail={"service": service.id})
