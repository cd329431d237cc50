"""What changed about the people of a neighbourhood? One query for each kind of change, whatever their number."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q
from django.utils import timezone

from joinedup.core.teams.agenda import Finding
from joinedup.core.teams.referrals import kind_of
from joinedup.web.components.words import day, percent
from joinedup.web.people.diagnoses import in_words
from joinedup.web.people.models import Person, TimelineEntry
from joinedup.web.people.words import agency, kind_words
from joinedup.web.plans.models import Decision
from joinedup.web.plans.reasons import reason_words
from joinedup.web.referrals.models import Referral
from joinedup.web.referrals.objections import sealed_parts
from joinedup.web.referrals.presenters import clock_words
from joinedup.web.referrals.queries import ids_today
from joinedup.web.risk import words
from joinedup.web.risk.hold_out.queries import off_the_list
from joinedup.web.risk.models import Change, Flag
from joinedup.web.risk.queries import is_held_out
from joinedup.web.teams.meetings import queries
from joinedup.web.teams.models import AgendaRequest

MODEL = "joinedup's risk model"
STAYS, ACUTE = "hospital_spell", ("ambulance_incident", "emergency_attendance")


@dataclass(frozen=True)
class Since:
    """From when changes count.

    Parameters
    ----------
    data_from, as_at : days of the agencies' records: from, and up to.
    moment : of what was done here.
    known : ids of the people the team may discuss by name, as they are today.
    """

    neighbourhood: str
    data_from: date
    as_at: date
    moment: datetime
    known: frozenset[str]
    organisations: dict[str, str]


def all_findings(since: Since, outcomes: Iterable[str], *, at: datetime) -> list[Finding]:
    """Everything that changed, of whatever kind, about people of the neighbourhood."""
    return [
        *from_timeline(since),
        *fallen_not_conveyed(since),
        *carer_strain(since),
        *new_high_risk(since, outcomes, on=timezone.localdate(at)),
        *overdue_actions(since, at=at),
        *overdue_referrals(since, at=at),
        *declined_offers(since),
        *asked_for(since),
        *deferred(since),
    ]


def from_timeline(since: Since) -> list[Finding]:
    """Falls, emergency admissions and ways home of those the team knows; nothing of what is sealed."""
    fell = Q(kind__in=ACUTE, words__icontains="fall")
    stay = Q(kind=STAYS, words__startswith="Emergency")
    begun = Q(starts_on__gte=since.data_from, starts_on__lte=since.as_at)
    over = Q(kind=STAYS, ends_on__gte=since.data_from, ends_on__lte=since.as_at)
    wanted = begun & (fell | stay) | over
    rows = TimelineEntry.objects.filter(wanted, person__in=since.known).order_by("starts_on", "id")
    sealed = sealed_parts(since.known)
    return [finding for row in rows if (row.person_id, row.kind) not in sealed for finding in of_entry(row, since)]


def fallen_not_conveyed(since: Since) -> list[Finding]:
    """Those referred to the team since because they fell and were not taken to hospital."""
    rows = Referral.objects.filter(
        kind="fallen_not_conveyed", neighbourhood=since.neighbourhood, sent_at__gte=since.moment
    )
    today = ids_today({row.person_id for row in rows})
    return [
        Finding(
            today.get(row.person_id, row.person_id),
            "fall",
            f"{kind_of(row.kind).name} ({row.reference})",
            row.sender_name,
            timezone.localdate(row.sent_at),
            f"fallen:{row.pk}",
        )
        for row in rows
    ]


def of_entry(row: TimelineEntry, since: Since) -> list[Finding]:
    """What one entry of the timeline tells: a stay that began and ended tells of both."""
    source = f"{kind_words(row.kind)}, {agency(row.organisation, since.organisations)}"
    key = f"{row.kind}:{row.starts_on}:{row.organisation}"
    told, said = [], in_words(row.words)
    if row.kind != STAYS:
        told.append(("fall", said, row.starts_on))
    elif row.words.startswith("Emergency") and row.starts_on >= since.data_from:
        told.append(("admission", said, row.starts_on))
    if row.kind == STAYS and row.ends_on and since.data_from <= row.ends_on <= since.as_at:
        told.append(("discharge", f"{said}, since {day(row.starts_on)}", row.ends_on))
    return [
        Finding(row.person_id, reason, what, source, on, f"{reason}:{key}:{row.person_id}") for reason, what, on in told
    ]


def new_high_risk(since: Since, outcomes: Iterable[str], *, on: date) -> list[Finding]:
    """Those above the place's mark now and not a month before; nobody held out of a list for comparison."""
    found = []
    for outcome in outcomes:
        here = Change.objects.filter(
            neighbourhood=since.neighbourhood,
            outcome=outcome,
            kind="new",
            is_listed=True,
            person__death_date=None,
        )
        held_out = off_the_list(outcome, since.neighbourhood, on)
        rows = here.exclude(is_held_out(held_out)) if held_out else here
        for row in rows.order_by("-now", "person_id"):
            said = f"{words.outcome(outcome).name}: from {percent(row.before)} to {percent(row.now)}"
            key = f"risk:{outcome}:{since.as_at}:{row.person_id}"
            found.append(Finding(row.person_id, "new_high_risk", said, MODEL, since.as_at, key))
    return found


def carer_strain(since: Since) -> list[Finding]:
    """Those the team knows whose records point to a carer about to break down."""
    rows = Flag.objects.filter(flag="carer_breakdown", is_raised=True, person__in=since.known)
    return [
        Finding(
            row.person_id,
            "carer_strain",
            f"{row.points} of {row.highest} points: {row.label}".rstrip(": "),
            "A plain rule over the records, no probability",
            since.as_at,
            f"strain:{since.as_at}:{row.person_id}",
        )
        for row in rows
    ]


def overdue_actions(since: Since, *, at: datetime) -> list[Finding]:
    """Promises of earlier meetings that were not kept in time; they come back until they are done."""
    on = timezone.localdate(at)
    rows = queries.open_actions().filter(item__meeting__neighbourhood=since.neighbourhood, due__lt=on)
    rows = rows.exclude(pk__in=queries.sealed_outcomes())
    today = ids_today({row.item.person_id for row in rows})
    return [
        Finding(
            today.get(row.item.person_id, row.item.person_id),
            "overdue_action",
            f"{row.words}; due {day(row.due)}",
            f"{row.who.name}, meeting of {day(timezone.localdate(row.item.meeting.prepared_at))}",
            row.due,
            f"action:{row.pk}:{on}",
        )
        for row in rows.select_related("who", "item__meeting")
    ]


def overdue_referrals(since: Since, *, at: datetime) -> list[Finding]:
    """Referrals to or from the team that wait too long, wherever they lie."""
    team = f"team:{since.neighbourhood}"
    rows = list(Referral.objects.filter(Q(inbox=team) | Q(sender=team), due_at__lt=at).exclude(inbox=""))
    today = ids_today({row.person_id for row in rows})
    return [
        Finding(
            today.get(row.person_id, row.person_id),
            "overdue_referral",
            f"{kind_of(row.kind).name} ({row.reference}): {clock_words(row.due_at, at)}",
            row.holder_name,
            timezone.localdate(row.due_at),
            f"referral:{row.pk}:{row.version}:{timezone.localdate(at)}",
        )
        for row in rows
    ]


def declined_offers(since: Since) -> list[Finding]:
    """Offers that people the team knows said no to since."""
    rows = Decision.objects.filter(choice=Decision.Choice.DECLINED, decided_at__gte=since.moment)
    rows = rows.annotate(decider=F("decided_by__name")).order_by("decided_at", "pk")
    today = ids_today({row.person_id for row in rows})
    found = [(today.get(row.person_id, row.person_id), row) for row in rows]
    return [
        Finding(
            person_id,
            "declined_offer",
            f"{row.offer_name}: {reason_words(row.choice, row.reason)}",
            row.decider,
            timezone.localdate(row.decided_at),
            f"decision:{row.pk}",
        )
        for person_id, row in found
        if person_id in since.known
    ]


def asked_for(since: Since) -> list[Finding]:
    """Those whom members asked to talk about since."""
    rows = AgendaRequest.objects.filter(neighbourhood=since.neighbourhood, at__gte=since.moment).select_related("by")
    today = ids_today({row.person_id for row in rows})
    return [
        Finding(
            today.get(row.person_id, row.person_id),
            "asked",
            row.words,
            row.by.name,
            timezone.localdate(row.at),
            f"asked:{row.pk}",
        )
        for row in rows
    ]


def deferred(since: Since) -> list[Finding]:
    """Those the last meeting deferred, did not reach or had no time for, with why, but for what is sealed since."""
    last = queries.last_closed(since.neighbourhood)
    if last is None:
        return []
    rows = queries.without_sealed(item for item in last.items.all() if item.state != item.State.DISCUSSED)
    today = ids_today({row.person_id for row in rows})
    found = []
    for row in rows:
        person_id = today.get(row.person_id, row.person_id)
        held = day(timezone.localdate(last.prepared_at))
        why = f"No time on {held}" if row.state == row.State.FURTHER else f"Was on the agenda of {held}"
        found.append(Finding(person_id, "deferred", why, "The last meeting", since.as_at, f"deferred:{row.pk}"))
        found += [
            Finding(**{**one, "on": date.fromisoformat(one["on"]), "person_id": person_id})
            for one in row.findings
            if one["reason"] != "deferred"
        ]
    return found


def people_here(person_ids: Collection[str], neighbourhood: str) -> dict[str, Any]:
    """Of some people, the living ones of a neighbourhood."""
    return Person.objects.filter(neighbourhood=neighbourhood, death_date=None).in_bulk(list(person_ids))
