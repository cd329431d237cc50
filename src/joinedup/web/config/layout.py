"""What does every page show around its content?"""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from joinedup.web.accounts.middleware import limits
from joinedup.web.governance.permissions import may


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
        "assetPath": f"{settings.STATIC_URL}vendor/nhsuk",
    }


def menu(user: Any, path: str) -> list[dict[str, Any]]:
    """The menu's pages this user may use, in order, with the current one marked."""
    items = [item for config in apps.get_app_configs() for item in getattr(config, "menu", ())]
    shown = sorted((item for item in items if may(user, item.permission)), key=lambda item: (item.order, item.text))
    addresses = [(item.text, reverse(item.url_name)) for item in shown]
    return [
        {
            "text": text,
            "href": address,
            "current": path == address,
            "active": address != "/" and path.startswith(address),
        }
        for text, address in addresses
    ]
