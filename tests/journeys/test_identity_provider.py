"""A member of staff signs in and out through an identity provider, in a real browser."""

import pytest

from joinedup.web.accounts import provider as provider_module
from tests.web.accounts.identity_provider import IdentityProvider, serving

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def provider(settings, live_server):
    with serving(IdentityProvider()) as running:
        settings.PUBLIC_URL = live_server.url
        settings.DEMO = False
        settings.OIDC = settings.OIDC | {"issuer": running.address, "client_id": "joinedup"}
        settings.OIDC |= {"client_secret": "between us"}
        policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
        directives = policy | {"form-action": [*policy["form-action"], running.address]}
        settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": directives}
        provider_module._described.cache_clear()
        yield running


def test_lead_signs_in_at_the_provider_and_signing_out_ends_there(visitor, provider, as_staff):
    lead = as_staff("information_governance_lead")
    lead.subject = "subject-1"
    lead.save()
    visitor.open("/audit/")  # leads to the sign-in page
    visitor.page.get_by_role("button", name="Sign in with your organisation's account").click()
    visitor.page.get_by_role("heading", level=1, name="Audit").wait_for()
    visitor.looks()
    visitor.page.get_by_role("button", name="Sign out").click()
    visitor.page.get_by_role("heading", level=1, name="Signed out").wait_for()
    visitor.open("/audit/")
    assert visitor.page.get_by_role("heading", level=1).inner_text() == "Sign in"
