"""The two halves of signing in by an identity provider: setting out, and coming back."""

import secrets
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from joinedup.web.accounts import actions, queries
from joinedup.web.accounts.claims import CLOCKS_MAY_DIFFER_SECONDS, ClaimsRefused, Expected, checked
from joinedup.web.accounts.models import User
from joinedup.web.accounts.provider import Provider

SECONDS_FOR_THE_WAY = 15 * 60


def provider() -> Provider:
    """The provider named by the settings."""
    wanted = ("issuer", "client_id", "client_secret", "private_key_file", "key_id", "scope", "acr_values")
    return Provider(**{name: settings.OIDC[name] for name in wanted})


def start(request: HttpRequest, *, onward: str, at: datetime, is_anew: bool = False) -> str:
    """Note in the session what must come back; returns where to send the browser."""
    secret = {name: secrets.token_urlsafe(48) for name in ("state", "nonce", "verifier")}
    request.session["oidc"] = {**secret, "onward": onward, "at": at.timestamp(), "is_anew": is_anew}
    return provider().start_address(back=back_address(), is_anew=is_anew, **secret)


def finish(request: HttpRequest, *, at: datetime) -> tuple[User, str]:
    """Find out who came back, and sign them in; returns the user and where they were going.

    Raises
    ------
    ClaimsRefused
        If this is not the way this browser set out, the provider's word does not hold, or nobody
        on the staff is meant by it.
    ProviderFailed
        If the provider cannot be reached.
    """
    kept = request.session.pop("oidc", None)
    code = code_from(request, kept, at=at)
    asked = provider()
    tokens = asked.tokens(code=code, back=back_address(), verifier=kept["verifier"])
    claims = checked(str(tokens.get("id_token", "")), asked.keys(), expected(kept["nonce"]), at=at)
    if kept.get("is_anew"):
        check_signed_in_anew(claims, since=kept["at"])
    claims = with_user_info(asked, claims, str(tokens.get("access_token", "")))
    with transaction.atomic():
        user = staff_member_for(claims, at=at)
        known = {"subject": str(claims["sub"]), "sid": str(claims.get("sid", ""))}
        actions.sign_in(request, user, at=at, how="identity provider", **known)
    request.session["id_token"] = tokens["id_token"]
    return user, kept["onward"]


def check_signed_in_anew(claims: dict[str, Any], *, since: float) -> None:
    """Raise unless the provider says that the person signed in since; asked for `max_age`, it must say when."""
    said = claims.get("auth_time")
    if not isinstance(said, (int, float)) or said < since - CLOCKS_MAY_DIFFER_SECONDS:
        raise ClaimsRefused("The identity provider did not ask you to sign in again", why="auth_time")


def code_from(request: HttpRequest, kept: dict[str, Any] | None, *, at: datetime) -> str:
    """The code the provider sent the browser back with, if it is the way we sent the browser."""
    if not kept or not constant_time_compare(request.GET.get("state", ""), kept["state"]):
        raise ClaimsRefused("This is not the sign-in that was begun in this browser", why="state")
    if at.timestamp() - kept["at"] > SECONDS_FOR_THE_WAY:
        raise ClaimsRefused("Signing in took too long", why="too slow", expected="to begin again")
    if "error" in request.GET or "code" not in request.GET:
        raise ClaimsRefused("The identity provider did not sign you in", why="provider refused")
    return request.GET["code"]


def expected(nonce: str) -> Expected:
    """What the ID token must say."""
    wanted = ("issuer", "client_id", "assurance_claim", "assurance_level")
    return Expected(nonce=nonce, **{name: settings.OIDC[name] for name in wanted})


def with_user_info(asked: Provider, claims: dict[str, Any], access_token: str) -> dict[str, Any]:
    """The claims, with those of the user-info endpoint, if staff are made from claims."""
    if not settings.OIDC["provision_claims"]:
        return claims
    further = asked.user_info(access_token)
    if further and further.get("sub") != claims["sub"]:
        raise ClaimsRefused("The identity provider speaks of two people", why="user info: sub")
    return {**further, **claims}


def staff_member_for(claims: dict[str, Any], *, at: datetime) -> User:
    """The member of staff the claims mean: an active one with this subject, or one made from the claims."""
    subject = str(claims.get(settings.OIDC["subject_claim"], ""))
    if subject and settings.OIDC["provision_claims"]:
        actions.provision(subject, claims, settings.OIDC["provision_claims"], at=at)
    user = queries.staff_member_by_subject(subject) if subject else None
    if user is None:
        raise ClaimsRefused("You are not on this service's list of staff", why="unknown subject", expected="an account")
    return user


def sign_out_address(request: HttpRequest) -> str:
    """Where the provider's own session ends, if it was the provider that signed this person in."""
    id_token = request.session.get("id_token", "")
    back = settings.PUBLIC_URL + reverse("accounts:sign_in")
    return provider().sign_out_address(id_token=id_token, back=back) if id_token else ""


def back_address() -> str:
    """Where the provider sends the browser back to; it must be registered there exactly so."""
    return settings.PUBLIC_URL + reverse("accounts:oidc_back")
