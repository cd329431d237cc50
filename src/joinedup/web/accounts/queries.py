"""Which staff are there?"""

from django.db.models import QuerySet

from joinedup.web.accounts.models import LiveSession, User
from joinedup.web.people.queries import current_run, neighbourhood_names, organisation_names


def active_staff() -> QuerySet[User]:
    """The staff who may sign in, by role and name."""
    return User.objects.filter(is_active=True).order_by("role", "name")


def names_of_places() -> tuple[str, dict[str, str], dict[str, str]]:
    """What the place is called, its organisations and its neighbourhoods by code; empty until a run is loaded."""
    run = current_run()
    return run.place_name if run else "", organisation_names(), neighbourhood_names()


def staff_member(username: str) -> User | None:
    """An active member of staff by username."""
    return User.objects.filter(username=username, is_active=True).first()


def staff_member_by_subject(subject: str) -> User | None:
    """An active member of staff by what the identity provider calls them."""
    return User.objects.filter(subject=subject, is_active=True).first()


def live_sessions(*, subject: str = "", sid: str = "") -> QuerySet[LiveSession]:
    """The sessions the provider means: the one it names, or all of one subject; with both, those that are both."""
    meant = {name: value for name, value in {"subject": subject, "sid": sid}.items() if value}
    return LiveSession.objects.filter(**meant) if meant else LiveSession.objects.none()


def staff_of_organisation(organisation: str) -> QuerySet[User]:
    """The active staff of an organisation."""
    return User.objects.filter(organisation=organisation, is_active=True)
