"""Whoever tampers with addresses and forms gets nothing, no fault page, and an entry in the audit."""

import pytest
from django.test import Client
from django.urls import get_resolver

from joinedup.web.governance.models import AuditEntry, CareRelationship
from joinedup.web.people.models import Person, UnpaidCarer
from joinedup.web.plans.models import Decision
from tests.web import small_run

pytestmark = pytest.mark.one_database

HERE, SENSITIVE = small_run.person_id(0), small_run.person_id(3)
DECIDE = f"/people/{HERE}/package/befriending/decide/"
AGREED = {"decision": "accepted:agreed", "version": "0"}


@pytest.fixture
def nurse(signed_in_as, take_into_care):
    """The nurse, with two people in her care: one of them sensitive."""
    client = signed_in_as("nurse")
    take_into_care(client.user, HERE, SENSITIVE)
    return client


@pytest.mark.parametrize("days", ["until=9999-12-31", "since=0001-01-01", "since=0001-01-01&until=9999-12-31"])
def test_audit_of_days_of_which_no_moment_can_be_made_is_refused_in_words(signed_in_as, days):
    response = signed_in_as("ig").get(f"/audit/?{days}")
    assert response.status_code == 400
    assert b"The date must be" in response.content


def test_form_without_its_token_is_refused_and_audited(nurse):
    strict = Client(enforce_csrf_checks=True, headers={"accept": "text/html"})
    strict.cookies = nurse.cookies
    assert strict.post(DECIDE, AGREED).status_code == 403
    entry = AuditEntry.objects.first()
    assert (entry.username, entry.person_id, entry.outcome) == ("nurse", HERE, "refused")
    assert entry.detail == {"page": "plans:decide", "why": "form without its token"}
    assert not Decision.objects.exists()


def test_form_without_its_token_from_a_stranger_does_not_fill_the_audit(small_place):
    assert Client(enforce_csrf_checks=True).post("/sign-in/persona/", {"username": "nurse"}).status_code == 403
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize(
    "sent",
    [
        {"version": "99"},
        {"version": "-1"},
        {"version": "9" * 400},
        {"version": "1.5"},
        {"decision": "undone:"},
        {"decision": "accepted:'; drop table"},
        {"note": "\x00"},
        {"note": "x" * 100_000},
    ],
)
def test_tampered_decision_is_not_written(nurse, sent):
    assert nurse.post(DECIDE, {**AGREED, **sent}).status_code in {409, 422}
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    "sent", [{"ground": "x" * 10_000}, {"ground": "contact\x00"}, {"ground": "contact", "note": "\x00"}]
)
def test_tampered_ground_opens_no_relationship(signed_in_as, sent):
    assert signed_in_as("nurse").post(f"/people/{HERE}/relationship/", sent).status_code == 422
    assert not CareRelationship.objects.exists()


ODD = ["x" * 5000, "%00", "%ff", "%27%20or%201=1", "0.5~p1", "nan~p1", "9999-99-99~1", "%F0%9F", "1&outcome=2"]


@pytest.mark.parametrize("odd", ODD)
def test_odd_query_strings_are_pages_without_a_fault(nurse, odd):
    names = ("outcome", "after", "age", "neighbourhood", "reason", "quintile", "before", "kind", "agency")
    query = "&".join(f"{name}={odd}" for name in names)
    for page in ("/most-at-risk/", "/dashboard/", f"/people/{HERE}/timeline/"):
        assert nurse.get(f"{page}?{query}").status_code == 200


def test_address_with_thousands_of_parameters_is_refused(nurse):
    assert nurse.get("/most-at-risk/?" + "&".join(f"a{n}=1" for n in range(3000))).status_code == 400


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_no_address_takes_other_methods(nurse, method):
    assert len(addresses()) >= 15
    for pattern in addresses():
        if method == "options" and pattern.startswith("/api/"):
            continue  # pages of other sites ask there whether they may read
        assert getattr(nurse, method)(pattern).status_code in {403, 404, 405}, pattern


def addresses() -> list[str]:
    known = {"person_id": HERE, "code": "befriending", "pair_id": "v0", "decision_id": "0"}
    known |= {"item_id": "i1", "kind": "need", "other_id": HERE, "test": "adult", "version_id": 1}
    known |= {"outcome": "fall", "version": "0" * 64, "number": 1, "alert_id": 1, "objection_id": 1}
    known |= {"letter": "A", "token": "x" * 60, "what": "check"}
    known |= dict.fromkeys(("service_id", "key", "entry_id"), "00000000-0000-0000-0000-000000000000")
    known |= {"deed": "accept", "position": 1, "on": "2026-04-01", "monday": "2026-03-30", "visit": "lunch"}
    found = get_resolver().reverse_dict
    namespaces = get_resolver().namespace_dict.values()
    dicts = [found, *(inner.reverse_dict for _, inner in namespaces)]
    templates = {one[0][0][0] for each in dicts for name in each for one in [each[name]] if isinstance(name, str)}
    return sorted("/" + template % known for template in templates)


def test_every_page_for_people_signed_in_is_kept_by_no_cache(nurse):
    for page in ("/dashboard/", "/most-at-risk/", f"/people/{HERE}/", "/audit/", "/people/nobody/"):
        assert nurse.get(page).headers["Cache-Control"] == "no-store"


def test_session_chosen_by_somebody_else_is_not_taken_over(small_place):
    client = Client()
    client.cookies["sessionid"] = "a" * 32
    client.post("/sign-in/persona/", {"username": "nurse"})
    cookie = client.cookies["sessionid"]
    assert cookie.value != "a" * 32
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


@pytest.mark.parametrize(
    "onward", ["/\\elsewhere.example", "/a\r\nSet-Cookie: x=1", "///elsewhere.example", "http:elsewhere"]
)
def test_way_onward_stays_here_and_sets_no_header(client, small_place, onward):
    response = client.post("/sign-in/persona/", {"username": "nurse", "next": onward})
    assert response.headers["Location"].startswith("/")
    assert not response.headers["Location"].startswith(("//", "/\\"))
    assert "x" not in response.cookies


def test_form_sent_by_somebody_signed_out_leads_to_words_after_signing_in(client, small_place):
    onward = client.post(f"/people/{HERE}/relationship/", {"ground": "contact"}).headers["Location"]
    assert "next=" in onward
    response = client.post(
        "/sign-in/persona/", {"username": "nurse", "next": f"/people/{HERE}/relationship/"}, follow=True
    )
    assert response.status_code == 405
    assert b"Nothing was saved" in response.content


def test_address_of_a_sensitive_person_is_on_no_page_of_theirs_or_of_their_household(nurse):
    Person.objects.filter(pk__in=[HERE, SENSITIVE]).update(household_id="h0000", address="7 Hidden Lane")
    hers = Person.objects.get(pk=SENSITIVE)
    pages = ("", "timeline/", "package/add/", "package/befriending/decide/")
    for html in (nurse.get(f"/people/{SENSITIVE}/{page}").content.decode() for page in pages):
        assert "Hidden Lane" not in html
        assert hers.postcode not in html
    housemate = nurse.get(f"/people/{HERE}/").content.decode()
    assert "Hidden Lane" in housemate
    assert hers.family_name not in housemate
    assert SENSITIVE not in housemate
    assert Person.objects.get(pk=HERE).family_name not in nurse.get(f"/people/{SENSITIVE}/").content.decode()


def test_carer_of_a_sensitive_person_is_not_said_to_live_with_them(nurse):
    UnpaidCarer.objects.create(
        carer_id=HERE, cared_for_id=SENSITIVE, starts_on=small_run.AS_AT, hours_per_week="50+", is_co_resident=True
    )
    for person in (HERE, SENSITIVE):
        html = nurse.get(f"/people/{person}/").content.decode()
        assert "50 hours a week or more" in html
        assert "same home" not in html.partition("Cares for:")[2].partition("</section>")[0]
    assert "same home" not in nurse.get(f"/people/{SENSITIVE}/").content.decode()


def test_carer_who_lives_in_another_neighbourhood_has_neither_name_nor_link(nurse, take_into_care):
    elsewhere = small_run.person_id(1)
    UnpaidCarer.objects.create(carer_id=elsewhere, cared_for_id=SENSITIVE, starts_on=small_run.AS_AT)
    take_into_care(nurse.user, elsewhere)
    html = nurse.get(f"/people/{SENSITIVE}/").content.decode()
    assert "A carer" in html
    assert elsewhere not in html
    assert Person.objects.get(pk=elsewhere).family_name not in html
