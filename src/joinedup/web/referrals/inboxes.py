"""Whose inboxes may somebody work from, what are they called, and where may a referral go?"""

from datetime import datetime
from typing import Any

from django.db.models import Q

from joinedup.core.teams.referrals import Inbox, InboxKind, Kind
from joinedup.web.accounts.models import User
from joinedup.web.directory.models import Organisation as Listed
from joinedup.web.directory.models import Service
from joinedup.web.governance.permissions import roles_that_may
from joinedup.web.members.queries import members_of, teams_of
from joinedup.web.people.models import Organisation
from joinedup.web.people.queries import neighbourhood_names, organisation_names
from joinedup.web.referrals.models import Referral
from joinedup.web.referrals.reach import is_within

MOST_OUTSIDE = 20
REFERRED_TO = (
    "council",
    "community_trust",
    "acute_trust",
    "general_practice",
    "ambulance",
    "fire",
    "police",
    "charity",
    "home_care_provider",
)
TOLD_BY_CONSENT = ("charity", "home_care_provider")


def inboxes_of(user: Any, *, at: datetime) -> list[Inbox]:
    """The inboxes somebody shares: those of their teams, then their employer's."""
    teams = [Inbox(InboxKind.TEAM, code) for code in teams_of(user, at=at)]
    return [*teams, *([Inbox(InboxKind.AGENCY, user.organisation)] if user.organisation else [])]


def acting_inbox(user: Any, keys: tuple[str, ...], *, at: datetime) -> Inbox | None:
    """The first of somebody's inboxes that is among some."""
    return next((inbox for inbox in inboxes_of(user, at=at) if inbox.key in keys), None)


def names_of(keys: set[str]) -> dict[str, str]:
    """What inboxes are called."""
    given = {key: Inbox.of(key) for key in keys}
    hoods, agencies = neighbourhood_names(), organisation_names()
    outside = [inbox.code for inbox in given.values() if inbox.kind is InboxKind.OUTSIDE]
    listed = dict(Listed.objects.filter(pk__in=outside).values_list("pk", "name")) if outside else {}
    by_kind = {
        InboxKind.TEAM: {code: f"{name} neighbourhood team" for code, name in hoods.items()},
        InboxKind.AGENCY: agencies,
        InboxKind.OUTSIDE: listed,
    }
    return {key: by_kind[inbox.kind].get(inbox.code, inbox.code.replace("_", " ")) for key, inbox in given.items()}


def name_of(inbox: Inbox) -> str:
    return names_of({inbox.key})[inbox.key]


def destinations(*, without: tuple[str, ...]) -> list[tuple[str, str]]:
    """Keys and names of the teams and agencies that can be asked, without some.

    Agencies that no longer exist have no inbox to look into; those of the present do.
    """
    hoods = [(f"team:{code}", f"{name} neighbourhood team") for code, name in neighbourhood_names().items()]
    present = Organisation.objects.filter(kind__in=REFERRED_TO).order_by("name").values_list("code", "name")
    agencies = [(f"agency:{code}", name) for code, name in present]
    return [(key, name) for key, name in (*hoods, *agencies) if key not in without]


def outside(text: str) -> list[tuple[str, str]]:
    """Organisations of the directory that can be written to, whose name, or a service's, has some words."""
    if not text.strip():
        return []
    services = Service.objects.filter(name__icontains=text, status="active").values("organisation")
    found = Listed.objects.filter(Q(name__icontains=text) | Q(pk__in=services)).exclude(email="").order_by("name")
    return [(f"outside:{one.pk}", one.name) for one in found[:MOST_OUTSIDE]]


def email_of(inbox: Inbox) -> str:
    """Where an organisation outside is written to; empty if nowhere."""
    return Listed.objects.filter(pk=inbox.code).values_list("email", flat=True).first() or ""


def exists(inbox: Inbox) -> bool:
    """Whether a referral can go there: to a place's team, an agency of it, or somebody who can be written to."""
    if inbox.kind is InboxKind.TEAM:
        return inbox.code in neighbourhood_names()
    if inbox.kind is InboxKind.AGENCY:
        return Organisation.objects.filter(code=inbox.code, kind__in=REFERRED_TO).exists()
    return bool(email_of(inbox))


def needs_consent(inbox: Inbox) -> bool:
    """Whether the person has to agree first: of charities, providers and whoever is outside."""
    if inbox.kind is InboxKind.OUTSIDE:
        return True
    return (
        inbox.kind is InboxKind.AGENCY
        and Organisation.objects.filter(code=inbox.code, kind__in=TOLD_BY_CONSENT).exists()
    )


def fitting(kind: Kind, keys: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Those inboxes a kind of referral may go to."""
    return [(key, name) for key, name in keys if Inbox.of(key).kind in kind.to]


def staff_of(inbox: Inbox, row: Referral, *, at: datetime) -> list[Any]:
    """The staff who share an inbox and may come across a referral there."""
    if inbox.kind is InboxKind.OUTSIDE:
        return []
    agency = User.objects.filter(organisation=inbox.code, is_active=True, role__in=roles_that_may("referrals.use"))
    sharing = members_of(inbox.code, at=at) if inbox.kind is InboxKind.TEAM else agency
    return [one for one in sharing if is_within(row, inbox.key, by=one)]
