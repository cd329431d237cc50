"""How is somebody signed in by an identity provider? OpenID Connect, authorization code with PKCE.

References
----------
OpenID Connect Core 1.0, sections 3.1 (authorization code flow) and 9 (client authentication);
OpenID Connect Discovery 1.0, section 4; OpenID Connect RP-Initiated Logout 1.0, section 2;
RFC 7636 (PKCE); RFC 7523 (`private_key_jwt`).
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
from authlib.oauth2.rfc7523 import private_key_jwt_sign
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc.jwk import RSAKey

from joinedup.core.errors import CannotProceed

SECONDS_TO_WAIT = 10
ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


class ProviderFailed(CannotProceed):
    """The identity provider could not be reached, or its answer cannot be used."""


@dataclass(frozen=True)
class Provider:
    """An identity provider, and what this service is to it. Parameters are those of `settings.OIDC`."""

    issuer: str
    client_id: str
    client_secret: str = ""
    private_key_file: str = ""
    key_id: str = ""
    scope: str = "openid profile"
    acr_values: str = ""

    @property
    def described(self) -> dict[str, Any]:
        """What the provider says of itself; asked for once in the life of the process."""
        return _described(self.issuer)

    def start_address(self, *, back: str, state: str, nonce: str, verifier: str, is_anew: bool = False) -> str:
        """Where to send the browser, to come back to `back` with a code.

        Parameters
        ----------
        is_anew : the person is to sign in now, though they may be signed in there already.
        """
        asked = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": back,
            "scope": self.scope,
            "state": state,
            "nonce": nonce,
            "code_challenge": create_s256_code_challenge(verifier),
            "code_challenge_method": "S256",
            **({"prompt": "login", "max_age": "0"} if is_anew else {}),
            **({"acr_values": self.acr_values} if self.acr_values else {}),
        }
        return _with_query(self.described["authorization_endpoint"], asked)

    def tokens(self, *, code: str, back: str, verifier: str) -> dict[str, Any]:
        """Exchange the code for tokens."""
        address = self.described["token_endpoint"]
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": verifier}
        if self.private_key_file:
            return _fetch("POST", address, data=form | self._assertion(address))
        if self.client_secret:
            return _fetch("POST", address, data=form, auth=(self.client_id, self.client_secret))
        return _fetch("POST", address, data=form | {"client_id": self.client_id})

    def keys(self) -> dict[str, Any]:
        """The provider's public keys as they are now: providers change them without notice."""
        return _fetch("GET", self.described["jwks_uri"])

    def user_info(self, access_token: str) -> dict[str, Any]:
        """Further claims about the person, or none if the provider has no such endpoint."""
        address = self.described.get("userinfo_endpoint")
        return _fetch("GET", address, headers={"Authorization": f"Bearer {access_token}"}) if address else {}

    def sign_out_address(self, *, id_token: str, back: str) -> str:
        """Where to end the session at the provider too, or nothing if it has no such page."""
        address = self.described.get("end_session_endpoint", "")
        asked = {"id_token_hint": id_token, "client_id": self.client_id, "post_logout_redirect_uri": back}
        return _with_query(address, asked) if address else ""

    def _assertion(self, address: str) -> dict[str, str]:
        # RS512 is what NHS CIS2 wants; providers that take RS256 take it too
        key = RSAKey.import_key(Path(self.private_key_file).read_text(encoding="utf-8"))
        header = {"kid": self.key_id} if self.key_id else {}
        signed = private_key_jwt_sign(key, self.client_id, address, alg="RS512", header=header)
        return {"client_id": self.client_id, "client_assertion_type": ASSERTION_TYPE, "client_assertion": str(signed)}


@lru_cache(maxsize=8)
def _described(issuer: str) -> dict[str, Any]:
    described = _fetch("GET", f"{issuer}/.well-known/openid-configuration")
    if str(described.get("issuer", "")).rstrip("/") != issuer:
        raise ProviderFailed("The identity provider calls itself otherwise than OIDC_ISSUER does", expected=issuer)
    return described


def _fetch(method: str, address: str, **options: Any) -> dict[str, Any]:
    """A JSON object from the provider. What it says in an error is not passed on: it may name somebody."""
    try:
        response = httpx.request(method, address, timeout=SECONDS_TO_WAIT, follow_redirects=False, **options)
        answer = response.raise_for_status().json()
    except httpx.HTTPStatusError as error:
        raise ProviderFailed(f"The identity provider refused, with status {error.response.status_code}") from error
    except (httpx.HTTPError, ValueError) as error:
        raise ProviderFailed("The identity provider could not be reached", expected="to try again later") from error
    if not isinstance(answer, dict):
        raise ProviderFailed("The identity provider's answer could not be read", expected="a JSON object")
    return answer


def _with_query(address: str, asked: dict[str, str]) -> str:
    return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}"
