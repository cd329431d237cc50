"""When does a session end by itself? After minutes without a request, and some hours after signing in."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse

from joinedup.web.accounts import actions

SECONDS_BETWEEN_NOTES = 20  # how often "last seen" is written, at most


class SessionLimits:
    """Signs out whoever was idle or signed in for too long."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            why = over_limit(request)
            if why:
                actions.sign_out(request, at=request.at, why=why)
                return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")
            if request.at.timestamp() - request.session["last_seen_at"] > SECONDS_BETWEEN_NOTES:
                request.session["last_seen_at"] = request.at.timestamp()
        return self.get_response(request)


def over_limit(request: HttpRequest) -> str:
    """Which limit a session is over: `idle`, `too long`, or none. A session without its times is over."""
    at: datetime = request.at
    signed_in_at = request.session.get("signed_in_at", 0)
    last_seen_at = request.session.get("last_seen_at", 0)
    if at.timestamp() - signed_in_at >= settings.SESSION_HOURS * 3600:
        return "too long"
    if at.timestamp() - last_seen_at >= settings.SESSION_IDLE_MINUTES * 60:
        return "idle"
    return ""
