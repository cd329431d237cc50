"""Which staff are there?"""

from django.db.models import QuerySet

from joinedup.web.accounts.models import User


def active_staff() -> QuerySet[User]:
    """The staff who may sign in, by role and name."""
    return User.objects.filter(is_active=True).order_by("role", "name")


def staff_member(username: str) -> User | None:
    """An active member of staff by username."""
    return User.objects.filter(username=username, is_active=True).first()


def staff_member_by_subject(subject: str) -> User | None:
    """An active member of staff by what the identity provider calls them."""
    return User.objects.filter(subject=subject, is_active=True).first()
