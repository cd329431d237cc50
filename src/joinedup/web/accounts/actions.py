"""Sign in and out; keep the staff table."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib import auth
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from joinedup.core.errors import CannotProceed
from joinedup.web.accounts.claims import role_meant, told
from joinedup.web.accounts.models import LiveSession, User
from joinedup.web.governance.actions import end_relationships, record
from joinedup.web.governance.roles import Role


class UnknownRole(CannotProceed):
    """A member of staff has a role that joinedup does not know."""

    def __init__(self, role: str) -> None:
        super().__init__(f"No role {role!r}", expected="a role joinedup knows", available=list(Role))


@transaction.atomic
def sign_in(request: HttpRequest, user: User, *, at: datetime, how: str, subject: str = "", sid: str = "") -> None:
    """Begin a session: the session's key and the forms' token are new from here on.

    Parameters
    ----------
    subject, sid : what the identity provider calls the person and its session, by which it can end this one.
    """
    auth.login(request, user, backend="joinedup.web.accounts.backends.Staff")
    request.session["signed_in_at"] = request.session["last_seen_at"] = at.timestamp()
    request.session.save()
    key = str(request.session.session_key)
    LiveSession.objects.filter(at__lt=at - timedelta(hours=settings.SESSION_HOURS)).delete()
    LiveSession.objects.update_or_create(
        session_key=key, defaults={"user": user, "subject": subject, "sid": sid, "at": at}
    )
    record(by=user, at=at, action="accounts.sign_in", detail={"how": how})


@transaction.atomic
def sign_out(request: HttpRequest, *, at: datetime, why: str = "asked") -> None:
    """End the session and forget everything in it."""
    if request.user.is_authenticated:
        record(by=request.user, at=at, action="accounts.sign_out", detail={"why": why})
        LiveSession.objects.filter(session_key=request.session.session_key).delete()
    auth.logout(request)


@transaction.atomic
def end_sessions(live: QuerySet[LiveSession], *, at: datetime, why: str) -> int:
    """End sessions wherever they are open; returns how many."""
    ending = list(live.select_related("user"))
    keys = [one.session_key for one in ending]
    Session.objects.filter(session_key__in=keys).delete()
    LiveSession.objects.filter(session_key__in=keys).delete()
    for one in ending:
        record(by=one.user, at=at, action="accounts.sign_out", detail={"why": why})
    return len(ending)


def remove_organisation(organisation: str, *, at: datetime) -> int:
    """Let nobody of an employer in any more, as `remove` does; returns how many left.

    Raises
    ------
    NotOnTheStaff
        If nobody of that organisation is active.
    """
    leaving = list(User.objects.filter(organisation=organisation, is_active=True))
    if not leaving:
        raise NotOnTheStaff(f"Nobody active works for {organisation!r}", expected="an organisation's code")
    return remove(leaving, at=at, why="employer removed", reason="Their employer was removed")


def remove_people(usernames: Iterable[str], *, at: datetime) -> int:
    """Let some members of staff in no more, as `remove` does; returns how many left.

    Raises
    ------
    NotOnTheStaff
        If one of them is not active; then nobody is removed.
    """
    asked = set(usernames)
    leaving = list(User.objects.filter(username__in=asked, is_active=True))
    if lacking := asked - {user.username for user in leaving}:
        words = f"No active member of staff has the username {', '.join(sorted(lacking))}"
        raise NotOnTheStaff(words, expected="usernames as in staff.csv")
    return remove(leaving, at=at, why="left", reason="They left")


@transaction.atomic
def remove(leaving: Sequence[User], *, at: datetime, why: str, reason: str) -> int:
    """End at once the sessions of staff who leave, and their care relationships, and let them in no more."""
    end_sessions(LiveSession.objects.filter(user__in=leaving), at=at, why=why)
    for user in leaving:
        end_relationships(by=user, at=at, user=user, reason=reason)
        record(by=user, at=at, action="accounts.remove", detail={"why": why})
    User.objects.filter(pk__in=[user.pk for user in leaving]).update(is_active=False)
    return len(leaving)


class NotOnTheStaff(CannotProceed):
    """Nobody active is called so, or works for the organisation that should be removed."""


def stay(request: HttpRequest, *, at: datetime) -> None:
    """Count somebody as there: their session lasts as long again as it may without a request."""
    request.session["last_seen_at"] = at.timestamp()


class StaffNotReadable(CannotProceed):
    """A list of staff lacks a column."""


@transaction.atomic
def load_staff(rows: Iterable[Mapping[str, str]]) -> int:
    """Enter staff, or bring them up to date, from rows with the columns of staff.csv; returns how many.

    Parameters
    ----------
    rows : one per member of staff: username, name, role, organisation, neighbourhood, and optionally
        subject (what the identity provider calls them) and email.

    Raises
    ------
    UnknownRole
        If a row has a role that is none of ours.
    StaffNotReadable
        If a row lacks a column.
    """
    staff = [member_of_staff(row) for row in rows]
    optional = [column for column in ("subject", "email") if any(getattr(member, column) for member in staff)]
    User.objects.bulk_create(
        staff,
        update_conflicts=True,
        unique_fields=["username"],
        update_fields=[*STAFF_COLUMNS[1:], "is_active", *optional],
    )
    return len(staff)


def member_of_staff(row: Mapping[str, str]) -> User:
    """A member of staff from a row, not yet saved."""
    lacking = [column for column in STAFF_COLUMNS if row.get(column) is None]
    if lacking:
        raise StaffNotReadable(f"The list of staff has no {', '.join(lacking)}", expected=", ".join(STAFF_COLUMNS))
    if row["role"] not in set(Role):
        raise UnknownRole(row["role"])
    known = {column: row[column] for column in STAFF_COLUMNS}
    return User(**known, subject=row.get("subject") or None, email=row.get("email") or "", is_active=True)


@transaction.atomic
def provision(subject: str, claims: Mapping[str, Any], mapping: Mapping[str, str], *, at: datetime) -> User:
    """Make a member of staff from the identity provider's claims, or bring one up to date.

    Somebody made inactive here stays inactive, whatever the provider says.

    Parameters
    ----------
    subject : what the provider calls the person.
    mapping : our field (name, role, organisation, neighbourhood, email) = the claim that tells it; that of a job among
        several as `nhsid_nrbac_roles.org_code` (`claims.told`).

    Raises
    ------
    UnknownRole
        If the claim for the role names none of ours.
    """
    known = {field: told(claims, claim) for field, claim in mapping.items() if field in PROVISIONED}
    if "role" in known:
        known["role"] = role_meant(known["role"], settings.OIDC["role_codes"])
    if known.get("role", "") not in set(Role):
        raise UnknownRole(known.get("role", ""))
    user, is_new = User.objects.update_or_create(
        subject=subject, defaults=known, create_defaults={**known, "username": subject}
    )
    if is_new:
        record(by=user, at=at, action="accounts.provision", detail={"role": user.role})
    return user


PROVISIONED = ("name", "role", "organisation", "neighbourhood", "email")
STAFF_COLUMNS = ("username", "name", "role", "organisation", "neighbourhood")
