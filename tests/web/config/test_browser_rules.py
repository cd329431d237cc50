"""What browsers are told: run only our scripts, keep no page, send no form twice for somebody else."""

import re

import pytest
from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def directives(response) -> dict[str, list[str]]:
    policy = response.headers["Content-Security-Policy"]
    return {words[0]: words[1:] for part in policy.split(";") if (words := part.split())}


@pytest.mark.parametrize("path", ["/sign-in/", "/nowhere/", "/healthz", "/", "/audit/"])
def test_every_answer_has_a_strict_content_security_policy(client, path):
    policy = directives(client.get(path))
    assert policy["default-src"] == ["'none'"]
    assert policy["frame-ancestors"] == policy["base-uri"] == policy["object-src"] == ["'none'"]
    assert policy["style-src"] == ["'self'"]
    assert not {"'unsafe-inline'", "'unsafe-eval'", "*", "http:", "https:", "data:"} & {
        word for words in policy.values() for word in words
    }


def test_scripts_carry_the_nonce_of_their_own_answer(client):
    first, second = client.get("/sign-in/"), client.get("/sign-in/")
    nonces = [set(re.findall(r'<script[^>]* nonce="([^"]+)"', page.content.decode())) for page in (first, second)]
    assert len(nonces[0]) == len(nonces[1]) == 1
    assert nonces[0] != nonces[1]
    assert f"'nonce-{nonces[0].pop()}'" in directives(first)["script-src"]


@pytest.mark.parametrize("path", ["/sign-in/", "/nowhere/", "/healthz"])
def test_every_answer_has_the_other_headers(client, path):
    headers = client.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "geolocation=()" in headers["Permissions-Policy"]


def test_pages_are_kept_by_no_cache(signed_in):
    assert signed_in("information_governance_lead").get("/audit/").headers["Cache-Control"] == "no-store"


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(signed_in):
    client = signed_in("gp")
    for name in ("sessionid", "csrftoken"):
        assert client.cookies[name]["httponly"]
        assert client.cookies[name]["samesite"] == "Lax"


@pytest.mark.parametrize("path", ["/sign-in/persona/", "/sign-out/"])
def test_form_without_its_token_is_refused_in_plain_words(as_staff, path):
    user = as_staff("gp")
    client = Client(enforce_csrf_checks=True)
    response = client.post(path, {"username": user.username})
    assert response.status_code == 403
    assert "This form has expired" in response.content.decode()
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("path", ["/", "/audit/", "/audit/?person_id=p1"])
def test_whoever_is_not_signed_in_is_sent_to_sign_in(client, path):
    response = client.get(path)
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/sign-in/?next=/")
