"""What does every page show around its content?"""

from functools import cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.http import HttpRequest
from django.template.backends.utils import csrf_input
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from joinedup.web.accounts.middleware import limits
from joinedup.web.governance.permissions import roles_that_may


def layout(request: HttpRequest) -> dict[str, Any]:
    """The words of the layout template: service, user, menu, and the page's script nonce."""
    user = getattr(request, "user", None)
    return {
        "service": {"name": settings.SERVICE_NAME, "owner": settings.SERVICE_OWNER, "logo": settings.LOGO_FILE},
        "is_demo": settings.DEMO,
        "user": user,
        "menu": menu(user, request.path) if user is not None and user.is_authenticated else [],
        "session_limits": limits(request),
        "here": request.get_full_path() if request.method in {"GET", "HEAD"} else "/",  # where to come back to
        # turned to text at once: until it is, it counts as false, and the NHS template leaves it out
        "cspNonce": str(getattr(request, "csp_nonce", "")),
        "csrf_input": SimpleLazyObject(lambda: csrf_input(request)),  # one mask for all forms of a page
        "assetPath": f"{settings.STATIC_URL}vendor/nhsuk",
    }


def menu(user: Any, path: str) -> list[dict[str, Any]]:
    """The menu's pages this user may use, in order, with the current one marked."""
    return [
        {
            "text": text,
            "href": address,
            "current": path == address,
            "active": address != "/" and path.startswith(address),
        }
        for text, address in pages(user.role)
    ]


@cache
def pages(role: str) -> list[tuple[str, str]]:
    """The text and address of the menu's pages for a role: the same for the life of the process."""
    items = [item for config in apps.get_app_configs() for item in getattr(config, "menu", ())]
    shown = [item for item in items if role in roles_that_may(item.permission)]
    return [(item.text, reverse(item.url_name)) for item in sorted(shown, key=lambda item: (item.order, item.text))]
