"""A small identity provider on loopback: real HTTP, real signatures, and lies on request.

It keeps the protocol's own rules: a code is used once, by the client it was given to, from the same
`redirect_uri`, with the PKCE verifier whose challenge it was asked with.
"""

import base64
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

SIGNED_OUT = b"<!DOCTYPE html><title>Signed out</title><link rel=icon href='data:,'><h1>Signed out</h1>"


@cache
def its_key() -> RSAKey:
    """Making one takes a while: one for all tests."""
    return RSAKey.generate_key(2048, {"kid": "one"}, auto_kid=False)


@dataclass
class IdentityProvider:
    """What the provider knows, and how it is asked to misbehave.

    `claims` overrides what the ID token says; None leaves a claim out.
    """

    address: str = ""
    client_id: str = "joinedup"
    client_secret: str = "between us"
    client_key: RSAKey | None = None  # if set, the client must sign an assertion
    subject: str = "subject-1"
    claims: dict[str, Any] = field(default_factory=dict)
    user_info: dict[str, Any] = field(default_factory=dict)
    signs_with: RSAKey | None = None
    algorithm: str = "RS256"
    refuses: bool = False
    key: RSAKey = field(default_factory=its_key)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def described(self) -> dict[str, str]:
        ends = {name: f"{self.address}/{name}" for name in ("authorization", "token", "userinfo", "end_session")}
        return {
            "issuer": self.address,
            "jwks_uri": f"{self.address}/keys",
            **{f"{name}_endpoint": address for name, address in ends.items()},
        }

    def authorize(self, asked: dict[str, str]) -> str:
        """Where the browser is sent back to: the person always agrees, unless the provider refuses."""
        if self.refuses:
            return f"{asked['redirect_uri']}?{urlencode({'error': 'access_denied', 'state': asked['state']})}"
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, form: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        asked = self.codes.pop(form["code"], None)
        if asked is None or not self.knows_client(form, authorization):
            return 401, {"error": "invalid_client"}
        if (
            form["redirect_uri"] != asked["redirect_uri"]
            or create_s256_code_challenge(form["code_verifier"]) != (asked["code_challenge"])
        ):
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        true = {"iss": self.address, "sub": self.subject, "aud": self.client_id, "nonce": asked["nonce"]}
        said = {**true, "iat": now, "exp": now + 300, **self.claims}
        said = {name: value for name, value in said.items() if value is not None}
        id_token = jwt.encode({"alg": self.algorithm, "kid": "one"}, said, self.signs_with or self.key)
        return 200, {"access_token": "opaque", "token_type": "Bearer", "id_token": id_token}

    def logout_token(self, **changed: Any) -> str:
        """A token that says a session ended, true but for what is changed; None leaves a claim out."""
        now, event = int(time.time()), {"http://schemas.openid.net/event/backchannel-logout": {}}
        said = {"iss": self.address, "aud": self.client_id, "iat": now, "exp": now + 120, "events": event}
        said |= {"jti": secrets.token_urlsafe(8), "sub": self.subject, **changed}
        said = {name: value for name, value in said.items() if value is not None}
        return jwt.encode({"alg": self.algorithm, "kid": "one", "typ": "logout+jwt"}, said, self.signs_with or self.key)

    def knows_client(self, form: dict[str, str], authorization: str) -> bool:
        if self.client_key:
            asserted = jwt.decode(form["client_assertion"], self.client_key, algorithms=["RS512"]).claims
            return asserted["sub"] == self.client_id and asserted["aud"] == f"{self.address}/token"
        basic = base64.b64encode(f"{self.client_id}:{self.client_secret}".encode()).decode()
        return authorization == f"Basic {basic}"


def handler(provider: IdentityProvider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
            if parts.path == "/authorization":
                self.send_response(302)
                self.send_header("Location", provider.authorize(asked))
                self.end_headers()
                return
            if parts.path == "/end_session":
                self.send(
                    "text/html", b"<!DOCTYPE html><title>Out</title><link rel=icon href='data:,'><h1>Signed out</h1>"
                )
                return
            pages = {
                "/.well-known/openid-configuration": provider.described,
                "/keys": lambda: KeySet([provider.key]).as_dict(private=False),
                "/userinfo": lambda: {"sub": provider.subject, **provider.user_info},
            }
            self.answer(*((200, pages[parts.path]()) if parts.path in pages else (404, {})))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            self.answer(*provider.token(form, self.headers.get("Authorization", "")))

        def answer(self, status: int, said: dict[str, Any]) -> None:
            self.send("application/json", json.dumps(said).encode(), status)

        def send(self, kind: str, body: bytes, status: int = 200) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *words: object) -> None:
            """Keep quiet."""

    return Handler


@contextmanager
def serving(provider: IdentityProvider) -> Iterator[IdentityProvider]:
    """The provider on a free port."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler(provider))
    provider.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
