"""From a person's page to services that fit: who may, what is written down, with what consent, and did it help?"""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from joinedup.core.directory import Carers
from joinedup.core.errors import CannotProceed
from tests.web import small_run
from tests.web.directory.some_services import of_kind, services  # noqa: F401
from tests.web.loaded import run_folder, signed_in_as, small_place, staff, take_into_care  # noqa: F401

PERSON = small_run.person_id(0)


@pytest.fixture
def nurse(signed_in_as, services, take_into_care):  # noqa: F811
    """Signed in, with the person in care."""
    client = signed_in_as("nurse")
    take_into_care(client.user, PERSON)
    return client


@pytest.fixture
def service(services):  # noqa: F811
    return of_kind(services, "strength and balance exercise")


def send(client, service, **said):
    sent = {"how": "told", "weeks": "4", "note": "", **said}
    return client.post(f"/people/{PERSON}/signposts/to/{service.id}/", sent)


def test_page_needs_a_care_relationship(signed_in_as, services):  # noqa: F811
    assert signed_in_as("nurse").get(f"/people/{PERSON}/signposts/").status_code == 403


def test_search_puts_what_fits_first_and_says_what_speaks_against_the_rest(nurse):
    html = nurse.get(f"/people/{PERSON}/signposts/", {"q": "carer worn out, keeps falling"}).content.decode()
    assert "Fits " in html
    assert "Signpost" in html


def test_whom_it_is_not_for_and_what_to_know_now_are_shown_to_staff(nurse, service, at):
    from joinedup.web.directory import store

    rules = replace(service.eligibility, not_for=("people in a crisis now",))
    told = replace(service, name="Zumbathon", eligibility=rules, alert="No class until May")
    store.put([told], source=store.own_source(), change=store.Change(at))
    found = nurse.get(f"/people/{PERSON}/signposts/", {"q": "zumbathon"}).content.decode()
    chosen = nurse.get(f"/people/{PERSON}/signposts/to/{service.id}/").content.decode()
    for page in (found, chosen):
        assert "Not for people in a crisis now" in page
        assert "No class until May" in page


def test_danger_is_shown_to_staff_too(nurse):
    html = nurse.get(f"/people/{PERSON}/signposts/", {"q": "she wants to kill herself"}).content.decode()
    assert "116 123" in html


def test_what_may_be_danger_is_one_line_to_staff(nurse):
    html = nurse.get(f"/people/{PERSON}/signposts/", {"q": "fell out with my neighbour"}).content.decode()
    assert "If somebody is in danger: <strong>999</strong> Emergency services" in html
    assert "nhsuk-warning-callout" not in html


def test_signpost_is_written_down_audited_and_shown(nurse, service):
    from joinedup.web.directory.models import Signpost
    from joinedup.web.governance.models import AuditEntry

    assert send(nurse, service, note="Likes company").status_code == 302
    made = Signpost.objects.get()
    assert (made.person_id, made.service_id, made.how, made.has_consent) == (PERSON, service.id, "told", False)
    assert made.follow_up_on - made.at.date() == timedelta(weeks=4)
    entry = AuditEntry.objects.get(action="directory.signpost")
    assert (entry.person_id, entry.detail["service"]) == (PERSON, service.id)
    assert "Likes company" in nurse.get(f"/people/{PERSON}/signposts/").content.decode()


def test_contacting_the_service_needs_consent(nurse, service):
    from joinedup.web.directory.models import Signpost

    response = send(nurse, service, how="contacted")
    assert response.status_code == 422
    assert "has to agree" in response.content.decode()
    assert send(nurse, service, how="contacted", has_consent="1").status_code == 302
    assert Signpost.objects.get().has_consent


def test_consent_is_asked_for_below_the_form_as_well(nurse, service, at):
    from joinedup.web.directory.models import Service
    from joinedup.web.directory.signposting.actions import NoConsent, Pointing, point

    said = Pointing("contacted", False, "", "", at.date())
    with pytest.raises(NoConsent):
        point(PERSON, Service.objects.get(id=service.id), said, by=nurse.user, at=at)


def test_signposts_are_never_changed(nurse, service):
    from joinedup.web.directory.models import Signpost

    send(nurse, service)
    made = Signpost.objects.get()
    made.note = "other"
    with pytest.raises(CannotProceed):
        made.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("update directory_signpost set note = 'other'")


def test_did_it_help_is_written_down_and_the_latest_counts(nurse, service):
    from joinedup.web.directory.models import Signpost
    from joinedup.web.directory.signposting.queries import helped

    send(nurse, service)
    address = f"/people/{PERSON}/signposts/{Signpost.objects.get().pk}/"
    assert nurse.post(address, {"helped": "no"}).status_code == 302
    assert nurse.post(address, {"helped": "yes", "note": "Goes every week"}).status_code == 302
    assert "Goes every week" in nurse.get(f"/people/{PERSON}/signposts/").content.decode()
    assert helped(service.id) == (1, 1, 1)
    assert nurse.post(address, {"helped": "perhaps"}).status_code == 422


def test_due_lists_what_is_to_be_asked_and_only_in_ones_care(nurse, service, at):
    from joinedup.web.directory.models import Service
    from joinedup.web.directory.signposting.actions import Pointing, point
    from joinedup.web.governance.actions import end_relationships
    from joinedup.web.governance.models import CareRelationship

    long_ago = Pointing("told", False, "", "", at.date() - timedelta(days=1))
    point(PERSON, Service.objects.get(id=service.id), long_ago, by=nurse.user, at=at)
    assert service.name in nurse.get("/signposts/").content.decode()
    relationship = CareRelationship.objects.get()
    end_relationships(by=nurse.user, at=relationship.starts_at, person_id=PERSON, reason="Moved away")
    assert service.name not in nurse.get("/signposts/").content.decode()


def test_service_that_does_not_fit_can_be_chosen_and_that_is_written_down(nurse, services):  # noqa: F811
    from joinedup.web.directory.models import Signpost

    carers_only = next(
        one for one in services.services.values() if one.eligibility.carers is Carers.ONLY and not one.service_areas
    )
    areas = next((one for one in services.services.values() if "Kinson" in str(one.service_areas)), carers_only)
    assert send(nurse, areas).status_code == 302
    made = Signpost.objects.get()
    assert made.despite == ("Not for where you live" if areas.service_areas else "")


def test_only_care_roles_may(signed_in_as, services):  # noqa: F811
    assert signed_in_as("analyst").get(f"/people/{PERSON}/signposts/").status_code == 403
