"""The pages every service has: home, health, and words for when something is amiss."""

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404
from django.urls import path

from joinedup.core.errors import CannotProceed
from joinedup.web.config import urls as ours
from joinedup.web.governance.models import AuditEntry
from joinedup.web.governance.permissions import public

pytestmark = pytest.mark.django_db


def raising(problem):
    @public
    def view(request):
        raise problem

    return view


class Amiss:
    """Our addresses, and some where things go wrong."""

    urlpatterns = (
        *ours.urlpatterns,
        path("cannot/", raising(CannotProceed("No plan is open", expected="an open plan"))),
        path("fault/", raising(ZeroDivisionError("secret words"))),
        path("gone/", raising(Http404("secret words"))),
        path("refused/", raising(PermissionDenied("secret words"))),
        path("odd/", raising(SuspiciousOperation("secret words"))),
    )
    handler400, handler403, handler404, handler500 = ours.handler400, ours.handler403, ours.handler404, ours.handler500


PAGES = {
    "/cannot/": (409, "No plan is open. Expected: an open plan."),
    "/fault/": (500, "Sorry, there is a problem with the service"),
    "/gone/": (404, "Page not found"),
    "/refused/": (403, "You do not have access to this page"),
    "/odd/": (400, "The request could not be read"),
}


@pytest.mark.parametrize(("address", "expected"), PAGES.items(), ids=PAGES.keys())
def test_what_is_amiss_is_said_without_a_traceback(client, settings, address, expected):
    settings.ROOT_URLCONF = Amiss
    client.raise_request_exception = False
    response = client.get(address)
    html = response.content.decode()
    assert (response.status_code, expected[1] in html) == (expected[0], True)
    assert html.count("<h1") == 1
    assert "secret words" not in html
    assert "Traceback" not in html


def test_plain_refusal_is_audited_too(client, settings):
    settings.ROOT_URLCONF = Amiss
    client.get("/refused/")
    assert (AuditEntry.objects.get().action, AuditEntry.objects.get().outcome) == ("view_page", "refused")


def test_health_asks_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert client.get("/healthz").content == b"ok"


def test_robots_are_kept_out(client):
    assert b"Disallow: /" in client.get("/robots.txt").content


def test_home_leads_to_the_first_page_of_ones_menu(signed_in):
    assert signed_in("information_governance_lead").get("/").status_code == 302


def test_menu_holds_what_the_role_may_use(signed_in):
    lead = signed_in("information_governance_lead")
    assert 'href="/audit/"' in lead.get("/audit/").content.decode()
    lead.post("/sign-out/")
    assert 'href="/audit/"' not in signed_in("gp").get("/nowhere/").content.decode()


def test_demo_says_that_nobody_is_real(client, settings):
    assert "Invented people only" in client.get("/sign-in/").content.decode()
    settings.DEMO = False
    assert "Invented people only" not in client.get("/sign-in/").content.decode()


def test_names_of_the_service_are_settings(client, settings):
    settings.SERVICE_NAME, settings.SERVICE_OWNER = "Care here", "An invented council"
    html = client.get("/sign-in/").content.decode()
    assert "<title>Sign in – Care here</title>" in html
    assert "An invented council" in html
    assert "NHS England" not in html
