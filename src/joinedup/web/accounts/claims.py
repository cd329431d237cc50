"""Is what the provider says about somebody true, meant for us, and enough?

References
----------
OpenID Connect Core 1.0, section 3.1.3.7 (ID token validation).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from joinedup.core.errors import CannotProceed

SIGNATURES = ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384"]  # never none, never a shared secret
CLOCKS_MAY_DIFFER_SECONDS = 60


class ClaimsRefused(CannotProceed):
    """What the provider says does not let somebody in.

    Parameters
    ----------
    why : a short code for the audit.
    """

    def __init__(self, found: str, *, why: str, expected: str = "") -> None:
        super().__init__(found, expected=expected)
        self.why = why


@dataclass(frozen=True)
class Expected:
    """What an ID token must say: who made it, for whom, for which sign-in, and how surely."""

    issuer: str
    client_id: str
    nonce: str
    assurance_claim: str = ""
    assurance_level: int = 3


def checked(id_token: str, keys: Mapping[str, Any], expected: Expected, *, at: datetime) -> dict[str, Any]:
    """The claims of an ID token, once everything about it holds.

    Raises
    ------
    ClaimsRefused
        If the signature, issuer, audience, nonce, times or assurance level are not as they must be.
    """
    registry = jwt.JWTClaimsRegistry(
        now=int(at.timestamp()),
        leeway=CLOCKS_MAY_DIFFER_SECONDS,
        iss={"essential": True, "value": expected.issuer},
        aud={"essential": True, "value": expected.client_id},
        azp={"value": expected.client_id},
        nonce={"essential": True, "value": expected.nonce},
        sub={"essential": True},
        exp={"essential": True},
        iat={"essential": True},
    )
    try:
        claims = jwt.decode(id_token, KeySet.import_key_set(dict(keys)), algorithms=SIGNATURES).claims
        registry.validate(claims)
    except (JoseError, ValueError, KeyError) as error:
        why = getattr(error, "claim", "") or type(error).__name__
        raise ClaimsRefused("The identity provider's answer does not hold", why=f"id_token: {why}") from error
    if isinstance(claims["aud"], list) and len(claims["aud"]) > 1 and "azp" not in claims:
        raise ClaimsRefused("The identity provider's answer is meant for others too", why="id_token: azp")
    check_assurance(claims, expected)
    return claims


def check_assurance(claims: Mapping[str, Any], expected: Expected) -> None:
    """Raise unless the person was identified surely enough, where a level is asked for."""
    if not expected.assurance_claim:
        return
    level = str(claims.get(expected.assurance_claim, ""))
    if not level.isdecimal() or int(level) < expected.assurance_level:
        raise ClaimsRefused(
            "Your identity is not confirmed to the level this service needs",
            why="assurance",
            expected=f"level {expected.assurance_level} or higher",
        )
