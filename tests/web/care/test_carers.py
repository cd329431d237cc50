"""Carers are people: linked to those they care for, without a key to each other's record."""

import pytest

from joinedup.web.care.carers import queries
from joinedup.web.care.models import CarerLink
from joinedup.web.governance.models import AuditEntry, Objection
from joinedup.web.people.models import FormerId, Person
from tests.web import small_run
from tests.web.care.writing import fields_of, words_of

HERE, RECORDED_CARER, OTHER = (small_run.person_id(n) for n in (0, 1, 6))
CARING = f"/people/{HERE}/caring/"
SINCE = {"on-day": "1", "on-month": "2", "on-year": "2025"}


@pytest.fixture
def worker(signed_in_as, take_into_care):
    client = signed_in_as("worker")
    take_into_care(client.user, HERE)
    return client


def link(client, **typed):
    number = Person.objects.get(person_id=OTHER).nhs_number
    form = fields_of(client.get(f"{CARING}add/"))
    return client.post(f"{CARING}add/", {**form, "direction": "carer", "nhs_number": number, **SINCE, **typed})


def test_carer_is_linked_and_both_audits_say_so(worker, audited):
    assert link(worker, hours_per_week="20-49", is_co_resident="no", note="Does the shopping").status_code == 302
    text = words_of(worker.get(CARING))
    assert "20 to 49 hours a week, lives elsewhere" in text
    assert "Said by Sam Social" in text
    assert {entry.person_id for entry in audited("care.link_carer")} == {HERE, OTHER}
    assert "20 to 49 hours a week" in words_of(worker.get(f"/people/{HERE}/"))


def test_link_is_no_permission_and_gives_no_name(worker, take_into_care):
    link(worker)
    other = Person.objects.get(person_id=OTHER)
    assert other.family_name not in words_of(worker.get(CARING))
    assert worker.get(f"/people/{OTHER}/caring/").status_code == 403
    assert worker.get(f"/people/{OTHER}/plan/").status_code == 403
    take_into_care(worker.user, OTHER)
    assert other.full_name in words_of(worker.get(CARING))
    assert Person.objects.get(person_id=HERE).full_name in words_of(worker.get(f"/people/{OTHER}/caring/"))


def test_link_of_an_agencys_record_is_ended_and_a_later_run_brings_it_not_back(worker, run_folder):
    from joinedup.web import loading
    from tests.web.loaded import LOADED_AT

    assert "From an agency's record" in worker.get(CARING).content.decode().replace("&#39;", "'")
    address = f"{CARING}{RECORDED_CARER}/end/"
    assert worker.post(address, {**fields_of(worker.get(address)), **SINCE, "note": "Moved away"}).status_code == 302
    assert "until 1 February 2025" in words_of(worker.get(CARING))
    loading.load(*run_folder, at=LOADED_AT)
    assert "until 1 February 2025" in words_of(worker.get(CARING))
    assert worker.get(address).status_code == 404


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"nhs_number": "12"}, "has 10 digits"),
        ({"nhs_number": "9999999999"}, "Nobody with that NHS number is known where you work"),
        ({"nhs_number": ""}, "Enter the other person"),
        ({"direction": "both"}, "Select who cares for whom"),
        ({"on-year": "2999"}, "in the future"),
        ({"on-month": "13"}, "must be a real date"),
        ({"on-day": "", "on-month": "", "on-year": ""}, "Enter: since when"),
        ({"hours_per_week": "168"}, "Select the hours from the list"),
        ({"note": "x" * 100_000}, "500 characters or fewer"),
    ],
)
def test_bad_input_links_nobody(worker, typed, words):
    response = link(worker, **typed)
    assert response.status_code == 422
    assert words in words_of(response)
    assert not CarerLink.objects.exists()


def test_note_is_shown_only_where_the_other_may_be_named(worker, take_into_care):
    link(worker, note="Told in confidence")
    Person.objects.filter(person_id=OTHER).update(neighbourhood="swanage")
    assert "Told in confidence" not in words_of(worker.get(CARING))
    take_into_care(worker.user, OTHER)
    for person_id in (HERE, OTHER):
        assert "Told in confidence" in words_of(worker.get(f"/people/{person_id}/caring/"))
    Objection.objects.create(
        person_id=HERE, scope="all", words="No", recorded_by=worker.user, recorded_at="2026-04-01T12:00Z"
    )
    assert "Told in confidence" not in words_of(worker.get(f"/people/{OTHER}/caring/"))


@pytest.mark.parametrize(("died", "status"), [("2025-01-31", 422), ("2025-02-01", 302)])
def test_nobody_begins_to_care_or_be_cared_for_after_their_death(worker, died, status):
    Person.objects.filter(person_id=HERE).update(death_date=died)
    for direction in ("carer", "cared_for"):
        assert link(worker, direction=direction).status_code == status


def test_nobody_is_their_own_carer(worker):
    response = link(worker, nhs_number=Person.objects.get(person_id=HERE).nhs_number)
    assert "Nobody is their own carer" in words_of(response)


def test_same_form_sent_twice_says_it_once(worker):
    link(worker)
    link(worker)
    assert CarerLink.objects.count() == 1


def test_hours_said_by_mistake_are_taken_back_and_stay_when_caring_ends(worker):
    link(worker, hours_per_week="50+", is_co_resident="yes")
    link(worker, hours_per_week="", is_co_resident="")
    said = queries.pair_with(Person.objects.get(person_id=OTHER), HERE)
    assert (said.hours_per_week, said.is_co_resident) == ("", None)
    link(worker, hours_per_week="20-49")
    address = f"{CARING}{OTHER}/end/"
    assert worker.post(address, {**fields_of(worker.get(address)), **SINCE, "on-year": "2026"}).status_code == 302
    assert "20 to 49 hours a week" in words_of(worker.get(CARING))


def test_caring_cannot_end_before_it_began(worker):
    link(worker)
    address = f"{CARING}{OTHER}/end/"
    response = worker.post(address, {**fields_of(worker.get(address)), **SINCE, "on-year": "2024"})
    assert "would end before it began" in words_of(response)
    assert CarerLink.objects.count() == 1


def test_link_finds_the_person_another_became(worker, take_into_care):
    link(worker)
    became = small_run.person_id(9)
    FormerId.objects.create(former_id=OTHER, person_id=became)
    take_into_care(worker.user, became)
    assert Person.objects.get(person_id=became).full_name in words_of(worker.get(CARING))


def test_somebody_of_the_household_is_chosen_by_name_only_if_in_ones_care(worker, take_into_care):
    Person.objects.filter(person_id=OTHER).update(household_id=Person.objects.get(person_id=HERE).household_id)
    assert OTHER not in worker.get(f"{CARING}add/").content.decode()
    assert link(worker, nhs_number="", other=OTHER).status_code == 422
    take_into_care(worker.user, OTHER)
    assert OTHER in worker.get(f"{CARING}add/").content.decode()
    assert AuditEntry.objects.filter(action="people.view_name_beside", person_id=OTHER).count() == 1
    assert link(worker, nhs_number="", other=OTHER).status_code == 302


def test_sensitive_persons_home_is_not_told_by_whom_they_live_with(worker):
    Person.objects.filter(person_id=OTHER).update(is_sensitive=True)
    link(worker, is_co_resident="yes")
    assert "lives in the same home" not in words_of(worker.get(CARING)).split("Say who")[0].split("For whom")[1]


def test_page_asks_the_database_the_same_however_many_carers_there_are(worker, django_assert_max_num_queries):
    for number in (6, 9, 12):
        person = Person.objects.get(person_id=small_run.person_id(number))
        link(worker, nhs_number=person.nhs_number)
    with django_assert_max_num_queries(23):
        worker.get(CARING)
