"""A person merged while their page is open: what was begun under the old id reaches the person it became."""

import pytest

from joinedup.web.governance.models import AuditEntry, CareRelationship
from joinedup.web.people.models import FormerId, Person
from joinedup.web.plans.models import Decision
from tests.web import small_run

OLD, NEW = small_run.person_id(6), small_run.person_id(12)  # both of Swanage


@pytest.fixture
def nurse(signed_in_as, take_into_care):
    """The nurse with a page open whose person becomes another while she reads."""
    client = signed_in_as("nurse")
    take_into_care(client.user, OLD)
    assert client.get(f"/people/{OLD}/").status_code == 200
    FormerId.objects.create(former_id=OLD, person_id=NEW)
    return client


def test_page_leads_on_to_the_person_it_became_with_the_relationship(nurse):
    response = nurse.get(f"/people/{OLD}/")
    assert response.headers["Location"] == f"/people/{NEW}/"
    assert Person.objects.get(pk=NEW).family_name in nurse.get(f"/people/{NEW}/").content.decode()


@pytest.mark.parametrize("path", ["timeline/", "package/add/", "records/", "signposts/", "sealed/", "objections/"])
def test_links_of_the_open_page_show_the_person_it_became(nurse, path):
    html = nurse.get(f"/people/{OLD}/{path}").content.decode()
    assert Person.objects.get(pk=OLD).family_name not in html
    assert f"/people/{NEW}/" in html


def test_decision_sent_from_the_open_page_is_about_the_person_it_became(nurse):
    sent = {"decision": "accepted:agreed", "version": "0"}
    assert nurse.post(f"/people/{OLD}/package/befriending/decide/", sent).status_code == 302
    assert Decision.objects.get().person_id == NEW
    assert AuditEntry.objects.filter(action="plans.decide_item").get().person_id == NEW


def test_break_glass_and_objection_sent_from_the_open_page_are_about_the_person_it_became(nurse):
    glass = {"ground": "emergency", "reason": "Found on the floor, not speaking", "is_confirmed": "on"}
    nurse.post(f"/people/{OLD}/break-glass/", glass)
    nurse.post(f"/people/{OLD}/objections/", {"scope": "lists", "words": "No lists"})
    assert CareRelationship.objects.get(ground="break_glass").person_id == NEW
    assert AuditEntry.objects.get(action="access.record_objection").person_id == NEW


@pytest.mark.parametrize(
    "path", ["/people/p0/", "/people/p'%20or%201=1/", "/people/../x/", "/people/p0/timeline/", "/people/p0/sealed/"]
)
def test_tampered_id_is_not_found_and_audited(nurse, path):
    before = AuditEntry.objects.count()
    assert nurse.get(path).status_code == 404
    assert AuditEntry.objects.count() == before + 1
    assert AuditEntry.objects.first().outcome == "refused"


def test_tampered_number_of_a_review_or_objection_is_not_found_and_audited(signed_in_as):
    lead = signed_in_as("ig")
    for path in ("/access/reviews/999999/", "/access/objections/999999/"):
        assert lead.get(path).status_code == 404
        entry = AuditEntry.objects.first()
        assert (entry.outcome, entry.detail["why"]) == ("refused", "no such thing")
