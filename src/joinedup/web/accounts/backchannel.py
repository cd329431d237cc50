"""The provider says that somebody's session there has ended: which sessions here end with it?

References
----------
OpenID Connect Back-Channel Logout 1.0, sections 2.4 (logout token) and 2.6 (its validation).
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from joinedup.web.accounts import actions, queries
from joinedup.web.accounts.claims import CLOCKS_MAY_DIFFER_SECONDS, SIGNATURES, ClaimsRefused
from joinedup.web.accounts.models import UsedToken
from joinedup.web.accounts.oidc import provider

EVENT = "http://schemas.openid.net/event/backchannel-logout"
LONGEST_TOKEN = 10_000  # letters


def end_sessions(logout_token: str, *, at: datetime) -> int:
    """End the sessions a logout token means; returns how many. A token works once.

    Raises
    ------
    ClaimsRefused
        If the token is not the provider's, not for us, not a logout token, too old, or was used before.
    ProviderFailed
        If the provider's keys cannot be had.
    """
    if not logout_token or len(logout_token) > LONGEST_TOKEN or logout_token.count(".") != 2:
        raise refused("form")
    claims = checked(logout_token, provider().keys(), at=at)
    with transaction.atomic():
        use_once(str(claims["jti"]), at=at)
        live = queries.live_sessions(subject=str(claims.get("sub", "")), sid=str(claims.get("sid", "")))
        return actions.end_sessions(live, at=at, why="ended at the identity provider")


def checked(token: str, keys: Mapping[str, Any], *, at: datetime) -> dict[str, Any]:
    """The claims of a logout token, once everything about it holds."""
    registry = jwt.JWTClaimsRegistry(
        now=int(at.timestamp()),
        leeway=CLOCKS_MAY_DIFFER_SECONDS,
        iss={"essential": True, "value": settings.OIDC["issuer"]},
        aud={"essential": True, "value": settings.OIDC["client_id"]},
        iat={"essential": True},
        exp={"essential": True},
        jti={"essential": True},
    )
    try:
        claims = jwt.decode(token, KeySet.import_key_set(dict(keys)), algorithms=SIGNATURES).claims
        registry.validate(claims)
    except (JoseError, ValueError, KeyError) as error:
        raise refused(getattr(error, "claim", "") or type(error).__name__) from error
    if "nonce" in claims:  # an ID token, sent here in place of a logout token
        raise refused("nonce")
    events = claims.get("events")
    if not isinstance(events, dict) or not isinstance(events.get(EVENT), dict):
        raise refused("events")
    if not claims.get("sub") and not claims.get("sid"):
        raise refused("sub or sid")
    return claims


def use_once(jti: str, *, at: datetime) -> None:
    """Refuse a token that was used before."""
    try:
        with transaction.atomic():
            UsedToken.objects.create(jti=jti[:255], at=at)
    except IntegrityError as problem:
        raise refused("jti") from problem


def refused(why: str) -> ClaimsRefused:
    return ClaimsRefused("The logout token does not hold", why=f"logout_token: {why}")
