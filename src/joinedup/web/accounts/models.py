"""Who are the staff?"""

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import UserManager
from django.db import models
from django.utils.crypto import salted_hmac

from joinedup.web.governance.roles import Role


def roles_in_words() -> list[tuple[str, str]]:
    """Every role with its words; asked for anew, so that a new role needs no migration."""
    return [(role.value, role.words) for role in Role]


class User(AbstractBaseUser):
    """One row per member of staff.

    There are no passwords: signing in is the identity provider's business. `subject` is what the
    provider calls the person; it is empty until they first sign in, if they were entered by hand.
    """

    password = None  # the base class has one
    username = models.CharField(max_length=150, unique=True)
    name = models.CharField(max_length=150)
    role = models.CharField(max_length=40, choices=roles_in_words)
    organisation = models.CharField(max_length=80, help_text="An organisation's code in the place file.")
    neighbourhood = models.CharField(max_length=80, blank=True, help_text="A code; empty is the whole place.")
    subject = models.CharField(max_length=255, unique=True, null=True, blank=True)
    email = models.EmailField(blank=True, help_text="For notices, which say nothing about anybody.")
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: list[str] = []  # noqa: RUF012  (Django reads a plain list)
    objects = UserManager()

    class Meta:
        ordering = ("username",)

    def __str__(self) -> str:
        return self.name

    @property
    def role_words(self) -> str:
        """The role as people say it."""
        return Role(self.role).words

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Change, and so end every session of theirs, when what they may see changes."""
        scope = f"{self.username}|{self.role}|{self.organisation}|{self.neighbourhood}"
        return salted_hmac("joinedup.accounts.session", scope, secret=secret, algorithm="sha256").hexdigest()


class LiveSession(models.Model):
    """One row per session begun here: whose it is, and what the identity provider calls it, so that it can be ended."""

    session_key = models.CharField(primary_key=True, max_length=40)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    subject = models.CharField(max_length=255, blank=True, db_index=True)  # the provider's `sub`
    sid = models.CharField(max_length=255, blank=True, db_index=True)  # the provider's name of the session
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Session since {self.at:%Y-%m-%d %H:%M}"


class UsedToken(models.Model):
    """One row per logout token that was used: none works twice."""

    jti = models.CharField(primary_key=True, max_length=255)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.jti
