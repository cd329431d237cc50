"""Is what the provider says about somebody true, meant for us, and enough?

References
----------
OpenID Connect Core 1.0, section 3.1.3.7 (ID token validation).
"""

import re
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
    if level_of(claims.get(expected.assurance_claim)) < expected.assurance_level:
        raise ClaimsRefused(
            "Your identity is not confirmed to the level this service needs",
            why="assurance",
            expected=f"level {expected.assurance_level} or higher",
        )


def level_of(said: Any) -> int:
    """An assurance level as a number; 0 where none is said.

    Examples
    --------
    >>> level_of("3"), level_of(2), level_of("AAL3_ANY"), level_of("high"), level_of(None), level_of(True)
    (3, 2, 3, 0, 0, 0)
    """
    found = re.fullmatch(r"([0-9])|AAL([0-9])(_[A-Z0-9_]+)?", str(said))
    return int(found[1] or found[2]) if found else 0


def told(claims: Mapping[str, Any], path: str) -> str:
    """What a claim says; of several jobs, that of the one the person chose when they signed in.

    NHS CIS2 tells of roles as a list of objects, `nhsid_nrbac_roles`, and of the one chosen as `selected_roleid`, which
    is its `person_roleid`. With several and none chosen nothing is told: the service does not pick one.

    Examples
    --------
    >>> jobs = [{"person_roleid": "1", "org_code": "RBD"}, {"person_roleid": "2", "org_code": "J81001"}]
    >>> told({"nhsid_nrbac_roles": jobs, "selected_roleid": "2"}, "nhsid_nrbac_roles.org_code")
    'J81001'
    >>> told({"nhsid_nrbac_roles": jobs}, "nhsid_nrbac_roles.org_code"), told({"name": "Ann"}, "name")
    ('', 'Ann')
    """
    found: Any = claims
    for step in path.split("."):
        if isinstance(found, list):
            found = chosen_job(found, claims.get("selected_roleid"))
        found = found.get(step) if isinstance(found, Mapping) else None
    return "" if found is None or isinstance(found, (list, Mapping)) else str(found)


def chosen_job(jobs: list[Any], selected: Any) -> Any:
    """The job with the id chosen, or the only one there is."""
    if selected is None and len(jobs) == 1:
        return jobs[0]
    return next((job for job in jobs if isinstance(job, Mapping) and job.get("person_roleid") == selected), None)


def role_meant(code: str, role_codes: Mapping[str, str]) -> str:
    """Our role for a provider's code: of the whole code, or of the job in it (the last part); else the code itself.

    Examples
    --------
    >>> role_meant("S0010:G0020:R0260", {"R0260": "gp"}), role_meant("gp", {})
    ('gp', 'gp')
    """
    return role_codes.get(code) or role_codes.get(code.rsplit(":", 1)[-1]) or code
