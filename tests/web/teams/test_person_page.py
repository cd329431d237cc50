"""A person's page: closed to other patches, without a name until a care relationship, whole after."""

import re

import pytest

from joinedup.web.governance.models import CareRelationship
from joinedup.web.people.models import Person
from joinedup.web.plans.models import LeftOut
from joinedup.web.risk.models import Score
from tests.web import small_run

HERE, NEXT_DOOR, SENSITIVE, OPTED_OUT = (small_run.person_id(n) for n in (0, 1, 3, 5))


def address(person_id: str) -> str:
    return f"/people/{person_id}/"


def words_of(response) -> str:
    return " ".join(re.sub("<[^>]+>", " ", response.content.decode()).split())


@pytest.fixture
def nurse_page(signed_in_as, take_into_care):
    """The page of a person in the nurse's care."""
    client = signed_in_as("nurse")

    def page(person_id: str) -> str:
        take_into_care(client.user, person_id)
        return words_of(client.get(address(person_id)))

    return page


def test_person_of_another_neighbourhood_is_not_found_and_that_is_audited(signed_in_as, audited):
    assert signed_in_as("nurse").get(address(NEXT_DOOR)).status_code == 404
    refused = audited("people.view_person")[0]
    assert (refused.outcome, refused.person_id) == ("refused", NEXT_DOOR)


def test_care_relationship_opens_nothing_outside_the_neighbourhood(signed_in_as, take_into_care):
    client = signed_in_as("nurse")
    take_into_care(client.user, NEXT_DOOR)
    for page in ("", "timeline/", "package/add/", "package/falls_exercise/decide/"):
        assert client.get(address(NEXT_DOOR) + page).status_code == 404
    assert client.post(address(NEXT_DOOR) + "relationship/", {"ground": "contact"}).status_code == 404


@pytest.mark.parametrize("wrong", ["p0", "x" * 41, "p'%20or%201=1", "..%2F..", "%00", "p" + "0" * 39])
def test_id_that_is_nobodys_is_not_found(signed_in_as, wrong):
    assert signed_in_as("nurse").get(address(wrong)).status_code == 404


@pytest.mark.parametrize("username", ["analyst", "ig"])
def test_roles_without_care_are_refused_and_that_is_audited(signed_in_as, audited, username):
    assert signed_in_as(username).get(address(HERE)).status_code == 403
    assert audited("people.view_person")[0].person_id == HERE


def test_without_relationship_nothing_identifying_is_shown(signed_in_as, audited):
    text = signed_in_as("nurse").get(address(HERE)).content.decode()
    person = Person.objects.get(person_id=HERE)
    for secret in (person.family_name, person.given_name, person.nhs_number, "High Street", "BH19", "Tea and Company"):
        assert secret not in text
    assert "P-" in text
    assert "Is this person in your care?" in text
    assert audited("people.view_person_without_name")[0].person_id == HERE


@pytest.mark.parametrize("path", ["timeline/", "package/add/", "package/falls_exercise/decide/"])
def test_inner_pages_are_refused_without_relationship(signed_in_as, path):
    assert signed_in_as("nurse").get(address(HERE) + path).status_code == 403


def test_recording_a_relationship_opens_the_page_and_is_audited(signed_in_as, audited):
    client = signed_in_as("nurse")
    response = client.post(address(HERE) + "relationship/", {"ground": "referral"}, follow=True)
    assert Person.objects.get(person_id=HERE).full_name in words_of(response)
    assert audited("people.record_relationship")[0].detail == {"ground": "referral"}
    assert audited("people.view_person")[0].person_id == HERE


def test_recording_a_relationship_twice_records_it_once(signed_in_as):
    client = signed_in_as("nurse")
    for _ in range(2):
        client.post(address(HERE) + "relationship/", {"ground": "contact"})
    assert CareRelationship.objects.count() == 1


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Select why this person is in your care"),
        ({"ground": "curiosity"}, "Select why this person is in your care"),
        ({"ground": "contact", "note": "x" * 301}, "Note must be 300 characters or fewer"),
    ],
)
def test_relationship_without_a_good_ground_is_not_recorded(signed_in_as, sent, said):
    response = signed_in_as("nurse").post(address(HERE) + "relationship/", sent)
    assert response.status_code == 422
    assert said in words_of(response)
    assert "Error: P-" in response.content.decode()
    assert not CareRelationship.objects.exists()


def test_header_has_name_age_and_spaced_nhs_number(nurse_page):
    text = nurse_page(HERE)
    for words in ("Ada Archer-0", "58 years", "999 000 0000", "0 High Street, Someplace, BH19 1AA", "J81001"):
        assert words in text


def test_sensitive_address_is_withheld_everywhere(nurse_page, signed_in_as):
    text = nurse_page(SENSITIVE)
    assert "Address withheld" in text
    for page in ("", "timeline/", "package/add/", "package/falls_exercise/decide/"):
        text = signed_in_as("nurse").get(address(SENSITIVE) + page).content.decode()
        assert "High Street" not in text
        assert "BH19" not in text
        assert "J81001" not in text


def test_opted_out_person_has_no_scores_and_full_care(signed_in_as, take_into_care):
    client = signed_in_as("countywide")
    take_into_care(client.user, OPTED_OUT)
    text = words_of(client.get(address(OPTED_OUT)))
    assert "opted out of the use of their data for planning, so there are no scores" in text
    assert "Latest on the timeline" in text


def test_scores_reasons_and_sum_are_shown(nurse_page):
    text = nurse_page(HERE)
    assert "3 falls in the last 24 months" in text
    assert "3 records; latest: Emergency department, Dorset County Hospital, 9 January 2026" in text
    assert "ed.csv, line 40" in text
    assert re.search(r"Start for everybody −2\.00 .* make \S+ points: a chance of \d+%", text)
    assert "can be changed" in text


def test_those_already_involved_are_named(nurse_page):
    text = nurse_page(HERE)
    assert "Hospital stay , Dorset County Hospital" in text
    assert "Social care , Dorset Council Continuing" in text


def test_others_in_the_household_are_a_number_until_in_the_users_care(signed_in_as, take_into_care, audited):
    client = signed_in_as("countywide")
    take_into_care(client.user, HERE)
    text = words_of(client.get(address(HERE)))
    assert "2 others in the household" in text
    assert "Bright-1" not in text
    assert "A carer, 50 hours a week or more, lives in the same home" in text
    assert not audited("people.view_name_beside")
    take_into_care(client.user, NEXT_DOOR)
    assert "Bertie Bright-1" in words_of(client.get(address(HERE)))
    assert [one.person_id for one in audited("people.view_name_beside")] == [NEXT_DOOR]


def test_package_says_why_what_it_does_who_pays_and_what_was_left_out(nurse_page):
    text = nurse_page(HERE)
    assert (
        "Has fallen in the last two years. About 3 fewer falls among 100 people like this in a year (between 2 and 4)."
        in text
    )
    assert "£300 · Pays: Dorset Council" in text
    assert "2 offers proposed, £450 in all" in text
    assert "No places left in the neighbourhood" in text
    assert "01632 960 001" in text


def test_earlier_id_leads_to_the_person(signed_in_as, take_into_care):
    client = signed_in_as("nurse")
    take_into_care(client.user, "pold0000000000001")
    response = client.get(address("pold0000000000001"))
    assert response.status_code == 302
    assert response["Location"] == address(HERE)
    assert "Ada Archer-0" in words_of(client.get(address(HERE)))


def test_page_takes_a_bounded_number_of_queries(signed_in_as, take_into_care, django_assert_max_num_queries):
    client = signed_in_as("nurse")
    take_into_care(client.user, HERE)
    with django_assert_max_num_queries(46):
        client.get(address(HERE))


def test_everyone_in_care_roles_may_open_the_page(signed_in_as, take_into_care):
    for username in ("nurse", "gp", "worker", "prescriber", "lead"):
        client = signed_in_as(username)
        take_into_care(client.user, HERE)
        assert client.get(address(HERE)).status_code == 200


def test_carer_the_council_knows_of_but_nobody_names_is_said_with_who_says_so(nurse_page):
    someone = small_run.person_id(6)
    assert "No agency has recorded an unpaid carer." in nurse_page(someone)
    Person.objects.filter(pk=someone).update(carer_said_by="dorset_council", carer_said_on=small_run.AS_AT)
    text = nurse_page(someone)
    assert "Dorset Council recorded on 1 April 2026 that somebody unpaid helps; who it is, is not recorded." in text
    assert "No agency has recorded" not in text


def test_somebody_most_at_risk_without_a_package_is_told_of_with_the_reasons_and_local_help(nurse_page):
    someone = Person.objects.get(pk=small_run.person_id(9))
    assert someone.scores.filter(is_above_threshold=True).exists()
    text = nurse_page(someone.pk)
    assert "is among those most at risk (emergency admission or death" in text
    assert "nothing in the catalogue fits what is recorded about them" in text
    assert "Tea and Company" in text
    LeftOut.objects.create(person=someone, offer_id="befriending", reason="no places left")
    text = nurse_page(someone.pk)
    assert "but no package could be made. What fits their needs, and why each was left out" in text
    assert "No places left" in text


def test_somebody_below_every_mark_is_said_to_be(nurse_page):
    someone = small_run.person_id(9)
    Score.objects.filter(person=someone).update(is_above_threshold=False)
    assert "no score is above the place's mark" in nurse_page(someone)
