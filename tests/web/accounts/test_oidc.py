"""Staff sign in through an identity provider; whatever does not hold is refused, and audited."""

import time
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from django.utils import timezone
from joserfc.jwk import OctKey, RSAKey

from joinedup.web.accounts import provider as provider_module
from joinedup.web.accounts.models import User
from joinedup.web.governance.models import AuditEntry
from tests.web.accounts.identity_provider import IdentityProvider, serving

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def provider(settings):
    with serving(IdentityProvider()) as running:
        settings.PUBLIC_URL = "http://testserver"
        settings.OIDC = {**settings.OIDC, "issuer": running.address, "client_id": "joinedup"}
        settings.OIDC |= {"client_secret": "between us"}
        provider_module._described.cache_clear()
        yield running


@pytest.fixture
def nurse(as_staff):
    user = as_staff("community_nurse", neighbourhood="purbeck")
    user.subject = "subject-1"
    user.save()
    return user


def go_and_come_back(client, onward="/", **changed):
    """Set out from the sign-in page, agree at the provider, and come back (with a changed query, if asked)."""
    out = client.get(f"/sign-in/provider/?next={onward}")
    assert out.status_code == 302
    back = urlsplit(httpx.get(out.headers["Location"]).headers["Location"])
    query = {name: values[0] for name, values in parse_qs(back.query).items()} | changed
    return client.get(back.path, query)


def is_signed_in(client):
    return "_auth_user_id" in client.session


def last_entry():
    return AuditEntry.objects.latest("id")


def test_known_member_of_staff_signs_in_and_goes_where_they_were_going(client, provider, nurse):
    response = go_and_come_back(client, onward="/robots.txt")
    assert response.headers["Location"] == "/robots.txt"
    assert client.session["_auth_user_id"] == str(nurse.pk)
    assert (last_entry().action, last_entry().username) == ("accounts.sign_in", nurse.username)
    assert last_entry().detail == {"how": "identity provider"}


def test_session_key_is_new_after_signing_in(client, provider, nurse):
    client.get("/sign-in/provider/")
    before = client.session.session_key
    go_and_come_back(client)
    assert client.session.session_key != before


def test_onward_address_of_another_site_is_not_followed(client, provider, nurse):
    response = go_and_come_back(client, onward="https://elsewhere.example/")
    assert response.headers["Location"] == "/"


def test_provider_is_sent_a_challenge_and_never_the_verifier(client, provider):
    asked = parse_qs(urlsplit(client.get("/sign-in/provider/").headers["Location"]).query)
    kept = client.session["oidc"]
    assert asked["code_challenge_method"] == ["S256"]
    assert kept["verifier"] not in str(asked)
    assert asked["nonce"] == [kept["nonce"]]
    assert asked["redirect_uri"] == ["http://testserver/sign-in/provider/back/"]


LIES = {
    "another nonce": {"nonce": "of another sign-in"},
    "no nonce": {"nonce": None},
    "an expired token": {"exp": int(time.time()) - 3600, "iat": int(time.time()) - 7200},
    "no expiry": {"exp": None},
    "a token of the future": {"iat": int(time.time()) + 86400},
    "another audience": {"aud": "another service"},
    "several audiences without a party": {"aud": ["joinedup", "another service"]},
    "another authorized party": {"aud": ["joinedup", "another"], "azp": "another"},
    "another issuer": {"iss": "https://elsewhere.example"},
    "no subject": {"sub": None},
}


@pytest.mark.parametrize("claims", LIES.values(), ids=LIES.keys())
def test_id_token_that_does_not_hold_is_refused(client, provider, nurse, claims):
    provider.claims = claims
    response = go_and_come_back(client)
    assert response.status_code == 403
    assert not is_signed_in(client)
    assert (last_entry().action, last_entry().outcome) == ("accounts.sign_in", "refused")
    assert last_entry().detail["why"].startswith("id_token")


def test_token_signed_by_another_key_is_refused(client, provider, nurse):
    provider.signs_with = RSAKey.generate_key(2048, {"kid": "one"})
    assert go_and_come_back(client).status_code == 403
    assert not is_signed_in(client)


def test_token_signed_with_a_shared_secret_is_refused(client, provider, nurse):
    provider.algorithm, provider.signs_with = "HS256", OctKey.import_key("between us" * 4, {"kid": "one"})
    assert go_and_come_back(client).status_code == 403
    assert not is_signed_in(client)


def test_wrong_state_is_refused(client, provider, nurse):
    assert go_and_come_back(client, state="of another browser").status_code == 403
    assert last_entry().detail["why"] == "state"


def test_coming_back_twice_is_refused(client, provider, nurse):
    out = client.get("/sign-in/provider/")
    back = httpx.get(out.headers["Location"]).headers["Location"].removeprefix("http://testserver")
    assert client.get(back).status_code == 302
    assert client.get(back).status_code == 403


def test_coming_back_without_setting_out_is_refused(client, provider, nurse):
    assert client.get("/sign-in/provider/back/?code=1&state=2").status_code == 403


def test_coming_back_after_too_long_is_refused(client, provider, nurse):
    client.get("/sign-in/provider/")
    session = client.session
    session["oidc"] |= {"at": (timezone.now() - timedelta(hours=1)).timestamp()}  # noqa: TID251
    session.save()
    assert client.get("/sign-in/provider/back/", {"code": "1", "state": session["oidc"]["state"]}).status_code == 403
    assert last_entry().detail["why"] == "too slow"


def test_refusal_by_the_provider_is_said(client, provider, nurse):
    provider.refuses = True
    response = go_and_come_back(client)
    assert response.status_code == 403
    assert "did not sign you in" in response.content.decode()


def test_stranger_is_refused_and_not_entered(client, provider, nurse):
    provider.subject = "subject-2"
    response = go_and_come_back(client)
    assert "not on this service" in response.content.decode()
    assert User.objects.count() == 1
    assert last_entry().detail["why"] == "unknown subject"


def test_inactive_member_of_staff_is_refused(client, provider, nurse):
    nurse.is_active = False
    nurse.save()
    assert go_and_come_back(client).status_code == 403


def test_member_of_staff_without_a_subject_is_not_taken_for_somebody_without_one(client, provider, as_staff):
    as_staff("gp")
    provider.subject = ""
    assert go_and_come_back(client).status_code == 403


@pytest.mark.parametrize(("level", "status"), [("3", 302), ("2", 403), (None, 403), ("high", 403)])
def test_assurance_below_the_level_asked_for_is_refused(client, provider, nurse, settings, level, status):
    settings.OIDC |= {"assurance_claim": "id_assurance_level", "assurance_level": 3}
    provider.claims = {"id_assurance_level": level}
    assert go_and_come_back(client).status_code == status


def test_staff_are_made_and_kept_up_to_date_from_claims_where_so_configured(client, provider, settings):
    settings.OIDC |= {"provision_claims": {"role": "job", "organisation": "org", "name": "name"}}
    provider.user_info = {"job": "gp", "org": "surgery", "name": "Invented Doctor"}
    assert go_and_come_back(client).status_code == 302
    user = User.objects.get(subject="subject-1")
    assert (user.role, user.organisation, user.name) == ("gp", "surgery", "Invented Doctor")
    provider.user_info |= {"job": "analyst"}
    go_and_come_back(client)
    user.refresh_from_db()
    assert user.role == "analyst"


def test_provisioning_does_not_let_an_inactive_member_of_staff_back_in(client, provider, nurse, settings):
    nurse.is_active = False
    nurse.save()
    settings.OIDC |= {"provision_claims": {"role": "job"}}
    provider.user_info = {"job": "gp"}
    assert go_and_come_back(client).status_code == 403


def test_claim_with_an_unknown_role_is_refused(client, provider, settings):
    settings.OIDC |= {"provision_claims": {"role": "job"}}
    provider.user_info = {"job": "magician"}
    assert go_and_come_back(client).status_code == 403
    assert not User.objects.exists()


def test_user_info_about_somebody_else_is_refused(client, provider, nurse, settings):
    settings.OIDC |= {"provision_claims": {"role": "job"}}
    provider.user_info = {"sub": "subject-2", "job": "gp"}
    assert go_and_come_back(client).status_code == 403


def test_service_that_signs_with_its_key_is_known_by_it(client, provider, nurse, settings, tmp_path):
    provider.client_key = RSAKey.generate_key(2048)
    (tmp_path / "key.pem").write_bytes(provider.client_key.as_pem(private=True))
    settings.OIDC |= {"client_secret": "", "private_key_file": str(tmp_path / "key.pem"), "key_id": "ours"}
    assert go_and_come_back(client).status_code == 302
    assert is_signed_in(client)


def test_wrong_client_secret_is_a_sentence_and_no_traceback(client, provider, nurse, settings):
    settings.OIDC |= {"client_secret": "wrong"}
    response = go_and_come_back(client)
    assert response.status_code == 409
    assert "refused, with status 401" in response.content.decode()


def test_provider_that_cannot_be_reached_is_a_sentence(client, provider, settings):
    settings.OIDC |= {"issuer": "http://127.0.0.1:9"}
    response = client.get("/sign-in/provider/")
    assert response.status_code == 409
    assert "could not be reached" in response.content.decode()


def test_signing_out_ends_at_the_provider_and_names_the_session_there(client, provider, nurse):
    go_and_come_back(client)
    token = client.session["id_token"]
    response = client.post("/sign-out/")
    asked = parse_qs(urlsplit(response.headers["Location"]).query)
    assert response.headers["Location"].startswith(f"{provider.address}/end_session?")
    assert asked["id_token_hint"] == [token]
    assert not is_signed_in(client)


def test_there_is_no_provider_page_without_a_provider(client):
    assert client.get("/sign-in/provider/").status_code == 404
    assert client.get("/sign-in/provider/back/").status_code == 404


def end(client, token):
    """The provider says that a session ended, as it would: from its own machine, without a cookie or a form's token."""
    return type(client)(enforce_csrf_checks=True).post("/sign-in/provider/ended/", {"logout_token": token})


@pytest.mark.parametrize("claims", [{}, {"sid": "s1"}, {"sid": "s1", "sub": None}], ids=["sub", "sid and sub", "sid"])
def test_session_ended_at_the_provider_ends_here(client, provider, nurse, claims):
    provider.claims = {"sid": "s1"}
    go_and_come_back(client)
    response = end(client, provider.logout_token(**claims))
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    assert client.get("/your-notices/").headers["Location"].startswith("/sign-in/")
    assert not is_signed_in(client)
    assert last_entry().detail == {"why": "ended at the identity provider"}
    assert last_entry().username == nurse.username


def test_another_session_of_the_same_person_goes_on(client, provider, nurse):
    provider.claims = {"sid": "s1"}
    go_and_come_back(client)
    assert end(client, provider.logout_token(sid="s2")).status_code == 200
    assert client.get("/your-notices/").status_code == 200


NO_LOGOUT = {
    "no event": {"events": None},
    "another event": {"events": {"http://schemas.openid.net/event/other": {}}},
    "an event that is no object": {"events": {"http://schemas.openid.net/event/backchannel-logout": True}},
    "a nonce": {"nonce": "of an ID token"},
    "neither subject nor session": {"sub": None},
    "no id of its own": {"jti": None},
    "another audience": {"aud": "another service"},
    "another issuer": {"iss": "https://elsewhere.example"},
    "too old": {"iat": int(time.time()) - 7200, "exp": int(time.time()) - 3600},
    "no expiry": {"exp": None},
}


@pytest.mark.parametrize("changed", NO_LOGOUT.values(), ids=NO_LOGOUT.keys())
def test_logout_token_that_does_not_hold_ends_nothing(client, provider, nurse, changed):
    go_and_come_back(client)
    response = end(client, provider.logout_token(**changed))
    assert (response.status_code, response.json()) == (400, {"error": "invalid_request"})
    assert client.get("/your-notices/").status_code == 200


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "a" * 100_000, "..."])
def test_what_is_no_token_is_refused(client, provider, token):
    assert end(client, token).status_code == 400


def test_logout_token_signed_by_another_ends_nothing(client, provider, nurse):
    go_and_come_back(client)
    provider.signs_with = RSAKey.generate_key(2048, {"kid": "one"})
    assert end(client, provider.logout_token()).status_code == 400
    assert client.get("/your-notices/").status_code == 200


def test_logout_token_works_once(client, provider, nurse):
    go_and_come_back(client)
    token = provider.logout_token()
    assert end(client, token).status_code == 200
    go_and_come_back(client)
    assert end(client, token).status_code == 400
    assert client.get("/your-notices/").status_code == 200


def test_without_a_provider_nobody_ends_sessions(client):
    assert end(client, "a.b.c").status_code == 404


JOBS = [
    {"person_roleid": "100", "org_code": "RBD", "role_code": "S0010:G0020:R8000"},
    {"person_roleid": "200", "org_code": "J81001", "role_code": "S0010:G0020:R0260"},
]


@pytest.fixture
def several_jobs(provider, settings):
    """A provider that tells of jobs as NHS CIS2 does."""
    mapping = {"role": "nhsid_nrbac_roles.role_code", "organisation": "nhsid_nrbac_roles.org_code", "name": "name"}
    settings.OIDC |= {"provision_claims": mapping, "role_codes": {"R0260": "gp", "R8000": "community_nurse"}}
    provider.user_info = {"name": "Invented Doctor", "nhsid_nrbac_roles": JOBS}
    return provider


@pytest.mark.parametrize(
    ("chosen", "role", "organisation"), [("200", "gp", "J81001"), ("100", "community_nurse", "RBD")]
)
def test_job_chosen_at_the_provider_is_the_job_here(client, several_jobs, chosen, role, organisation):
    several_jobs.user_info["selected_roleid"] = chosen
    assert go_and_come_back(client).status_code == 302
    user = User.objects.get(subject="subject-1")
    assert (user.role, user.organisation) == (role, organisation)


def test_several_jobs_and_none_chosen_is_refused(client, several_jobs):
    assert go_and_come_back(client).status_code == 403
    assert not User.objects.exists()


def test_changing_the_job_at_the_provider_ends_sessions_in_the_old_one(client, several_jobs):
    several_jobs.user_info["selected_roleid"] = "200"
    go_and_come_back(client)
    other = type(client)()
    several_jobs.user_info["selected_roleid"] = "100"
    go_and_come_back(other)
    assert client.get("/your-notices/").status_code == 302
    assert other.get("/your-notices/").status_code == 200


@pytest.mark.parametrize(("acr", "status"), [("AAL3_ANY", 302), ("AAL2_ANY", 403), (None, 403)])
def test_level_asked_for_is_the_level_required(client, provider, nurse, settings, acr, status):
    settings.OIDC |= {"acr_values": "AAL3_ANY", "assurance_claim": "acr", "assurance_level": 3}
    asked = parse_qs(urlsplit(client.get("/sign-in/provider/").headers["Location"]).query)
    assert asked["acr_values"] == ["AAL3_ANY"]
    provider.claims = {"acr": acr}
    assert go_and_come_back(client).status_code == status


def come_back_anew(client, provider, address):
    """Follow a way to the provider that asks for signing in anew, and come back."""
    out = client.get(address)
    asked = parse_qs(urlsplit(out.headers["Location"]).query)
    assert (asked["prompt"], asked["max_age"]) == (["login"], ["0"])
    back = urlsplit(httpx.get(out.headers["Location"]).headers["Location"])
    return client.get(f"{back.path}?{back.query}")


GLASS = "/people/p0000006100000000/break-glass/"


def test_break_glass_asks_for_a_new_sign_in_where_the_place_wants_it(client, provider, nurse, settings):
    settings.BREAK_GLASS_SIGN_IN = True
    go_and_come_back(client)
    assert client.get(GLASS).status_code == 404  # signed in just now, and there is no such person here
    session = client.session
    session["signed_in_at"] -= 301
    session.save()
    anew = f"/sign-in/provider/?anew=yes&next={GLASS.replace('/', '%2F')}"
    assert client.get(GLASS).headers["Location"] == anew
    assert client.post(GLASS).status_code == 404  # a form opened in time may be sent ten minutes later
    session["signed_in_at"] -= 600
    session.save()
    for ask in (client.get, client.post):
        assert ask(GLASS).headers["Location"] == anew
    provider.claims = {"auth_time": int(time.time())}
    response = come_back_anew(client, provider, client.get(GLASS).headers["Location"])
    assert response.headers["Location"] == GLASS
    assert client.get(GLASS).status_code == 404


@pytest.mark.parametrize("auth_time", [None, int(time.time()) - 3600, "now"], ids=["none", "an hour ago", "words"])
def test_provider_that_did_not_ask_anew_is_not_believed(client, provider, nurse, auth_time):
    provider.claims = {"auth_time": auth_time}
    response = come_back_anew(client, provider, f"/sign-in/provider/?anew=yes&next={GLASS}")
    assert response.status_code == 403
    assert last_entry().detail["why"] == "auth_time"


def test_break_glass_needs_no_new_sign_in_otherwise(client, provider, nurse):
    go_and_come_back(client)
    session = client.session
    session["signed_in_at"] -= 3600
    session.save()
    assert client.get(GLASS).status_code == 404
