"""Sign in and out; keep the staff table."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.contrib import auth
from django.db import transaction
from django.http import HttpRequest

from joinedup.core.errors import CannotProceed
from joinedup.web.accounts.models import User
from joinedup.web.governance.actions import record
from joinedup.web.governance.roles import Role


class UnknownRole(CannotProceed):
    """A member of staff has a role that joinedup does not know."""

    def __init__(self, role: str) -> None:
        super().__init__(f"No role {role!r}", expected="a role joinedup knows", available=list(Role))


@transaction.atomic
def sign_in(request: HttpRequest, user: User, *, at: datetime, how: str) -> None:
    """Begin a session: the session's key and the forms' token are new from here on."""
    auth.login(request, user, backend="joinedup.web.accounts.backends.Staff")
    request.session["signed_in_at"] = request.session["last_seen_at"] = at.timestamp()
    record(by=user, at=at, action="accounts.sign_in", detail={"how": how})


@transaction.atomic
def sign_out(request: HttpRequest, *, at: datetime, why: str = "asked") -> None:
    """End the session and forget everything in it."""
    if request.user.is_authenticated:
        record(by=request.user, at=at, action="accounts.sign_out", detail={"why": why})
    auth.logout(request)


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
        subject (what the identity provider calls them).

    Raises
    ------
    UnknownRole
        If a row has a role that is none of ours.
    StaffNotReadable
        If a row lacks a column.
    """
    staff = [member_of_staff(row) for row in rows]
    has_subjects = any(member.subject for member in staff)
    User.objects.bulk_create(
        staff,
        update_conflicts=True,
        unique_fields=["username"],
        update_fields=[*STAFF_COLUMNS[1:], "is_active", *(["subject"] if has_subjects else [])],
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
    return User(**known, subject=row.get("subject") or None, is_active=True)


@transaction.atomic
def provision(subject: str, claims: Mapping[str, Any], mapping: Mapping[str, str], *, at: datetime) -> User:
    """Make a member of staff from the identity provider's claims, or bring one up to date.

    Somebody made inactive here stays inactive, whatever the provider says.

    Parameters
    ----------
    subject : what the provider calls the person.
    mapping : our field (name, role, organisation, neighbourhood) = the claim that tells it.

    Raises
    ------
    UnknownRole
        If the claim for the role names none of ours.
    """
    known = {field: str(claims.get(claim, "")) for field, claim in mapping.items() if field in PROVISIONED}
    if known.get("role", "") not in set(Role):
        raise UnknownRole(known.get("role", ""))
    user, is_new = User.objects.update_or_create(
        subject=subject, defaults=known, create_defaults={**known, "username": subject}
    )
    if is_new:
        record(by=user, at=at, action="accounts.provision", detail={"role": user.role})
    return user


PROVISIONED = ("name", "role", "organisation", "neighbourhood")
STAFF_COLUMNS = ("username", "name", "role", "organisation", "neighbourhood")
