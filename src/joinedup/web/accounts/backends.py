"""Who does a session belong to?"""

from django.contrib.auth.backends import BaseBackend

from joinedup.web.accounts.models import User


class Staff(BaseBackend):
    """Finds the user of a session, while they are active. Nobody signs in by password."""

    def get_user(self, user_id: int) -> User | None:
        return User.objects.filter(pk=user_id, is_active=True).first()
