"""May this person do this? `requires` for views; `rules` predicates behind it.

A permission says what a job may do. Whether it may be done *now, to this person* is policy, and
is asked of `queries.check_relationship` and of the word concerned.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

import rules
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from joinedup.web.governance.roles import MAY, Role

View = Callable[..., HttpResponse]


class Refused(PermissionDenied):
    """Somebody asked for what they may not have. `governance.middleware` writes it into the audit.

    Parameters
    ----------
    action : what was asked for, such as a permission's name.
    person_id : whom it was about, if anybody.
    words : what to tell the one who asked.
    detail : codes for the audit.
    """

    def __init__(
        self,
        action: str,
        *,
        person_id: str = "",
        words: str = "Your role does not include this.",
        detail: dict[str, str] | None = None,
    ) -> None:
        super().__init__(words)
        self.action, self.person_id, self.words, self.detail = action, person_id, words, detail or {}


def _role_may(permission: str) -> rules.Predicate:
    @rules.predicate(name=f"role_may:{permission}")
    def role_may(user: Any) -> bool:
        return bool(user and user.is_active and user.role in MAY[permission])

    return role_may


@rules.predicate
def is_in_patch(user: Any, thing: Any) -> bool:
    """Whether a thing with a `neighbourhood` lies in the user's, or there is no thing to ask about."""
    return thing is None or not user.neighbourhood or thing.neighbourhood == user.neighbourhood


for _permission in MAY:
    rules.add_perm(_permission, _role_may(_permission) & is_in_patch)


def may(user: Any, permission: str, thing: Any = None) -> bool:
    """Whether a user may do something, anywhere (no `thing`) or to one thing that has a neighbourhood."""
    return bool(user.is_authenticated and rules.has_perm(permission, user, thing))


def check_may(user: Any, permission: str, thing: Any = None, *, person_id: str = "") -> None:
    """Raise `Refused` unless the user may do it."""
    if not may(user, permission, thing):
        raise Refused(permission, person_id=person_id)


def requires(permission: str) -> Callable[[View], View]:
    """Let a view be used only by roles with a permission; others are refused, and that is audited.

    Parameters
    ----------
    permission : a key of `governance.roles.MAY`.
    """
    if permission not in MAY:
        raise LookupError(f"No permission {permission}; there are {', '.join(MAY)}")

    def mark(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            check_may(request.user, permission, person_id=str(kwargs.get("person_id", "")))
            return view(request, *args, **kwargs)

        guarded.needs = permission  # type: ignore[attr-defined]  # read by the habit test
        return guarded

    return mark


def public(view: View) -> View:
    """Let anybody use a view, signed in or not."""

    @wraps(view)
    def open_to_all(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs)

    open_to_all.needs = ""  # type: ignore[attr-defined]  # read by the habit test
    return login_not_required(open_to_all)


def roles_that_may(permission: str) -> frozenset[Role]:
    """The roles with a permission."""
    return MAY[permission]
