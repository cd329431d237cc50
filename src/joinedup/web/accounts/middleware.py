"""When does a session end by itself? After minutes without a request, and some hours after signing in."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from joinedup.web.accounts import actions

SECONDS_BETWEEN_NOTES = 20  # how often "last seen" is written, at most
JUST_NOW_SECONDS = 300
WARN_SECONDS = 120  # how long before the end of a session the person is told


class SessionLimits:
    """Signs out whoever was idle or signed in for too long."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            why = over_limit(request)
            if why:
                actions.sign_out(request, at=request.at, why=why)
                return self.after_the_end(request)
            seconds_between = min(SECONDS_BETWEEN_NOTES, settings.SESSION_IDLE_MINUTES * 60 / 4)
            if request.at.timestamp() - request.session["last_seen_at"] > seconds_between:
                request.session["last_seen_at"] = request.at.timestamp()
        return self.get_response(request)

    def after_the_end(self, request: HttpRequest) -> HttpResponse:
        """To the sign-in page, and from there back to where they were going; what was sent is not carried out."""
        if request.path == reverse(settings.LOGIN_URL) and request.method == "GET":
            return self.get_response(request)
        return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")


def signed_in_just_now(request: HttpRequest, *, writing_seconds: int = 0) -> bool:
    """Whether somebody signed in within the last minutes, as those who open a record by break-glass may have to.

    Parameters
    ----------
    writing_seconds : by how much longer ago it may be where a form is sent: what they wrote in it would be lost.
    """
    allowed = JUST_NOW_SECONDS + (writing_seconds if request.method == "POST" else 0)
    return bool(request.at.timestamp() - request.session.get("signed_in_at", 0) < allowed)


def limits(request: HttpRequest) -> dict[str, int] | None:
    """The whole seconds a session has left, for the warning on the page; None where nobody is signed in.

    Returns
    -------
    idle_seconds : until it ends for want of requests.
    whole_seconds : until it ends in any case.
    warn_seconds : how long before either the person is told; at most half the time there is.
    """
    user, session = getattr(request, "user", None), getattr(request, "session", {})
    if user is None or not user.is_authenticated or "signed_in_at" not in session:
        return None
    now, idle = request.at.timestamp(), settings.SESSION_IDLE_MINUTES * 60
    return {
        "idle_seconds": max(0, int(session["last_seen_at"] + idle - now)),
        "whole_seconds": max(0, int(session["signed_in_at"] + settings.SESSION_HOURS * 3600 - now)),
        "warn_seconds": int(min(WARN_SECONDS, idle / 2)),
    }


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
