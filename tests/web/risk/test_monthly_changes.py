"""Who rose, fell, is new or left the list since a month before, and why; names only of those in care."""

import re

import pytest

from joinedup.web.governance.models import Objection
from joinedup.web.people.models import Person
from joinedup.web.risk.models import Change
from tests.web import small_run

CHANGES = "/most-at-risk/changes/"
MARK = small_run.THRESHOLDS["admission_or_death"]


def words_of(response) -> str:
    return " ".join(re.sub("<[^>]+>", " ", response.content.decode()).split())


def people_in(response) -> list[str]:
    return re.findall(r'href="/people/([^/]+)/"', response.content.decode())


def expected(number: int) -> str:
    """What kind of change a person's is, worked out the slow way."""
    now = small_run.probability(number, "admission_or_death")
    before = now / 2 if number % 2 == 0 else (1 + now) / 2
    if now >= MARK > before:
        return "new"
    if now < MARK <= before:
        return "gone"
    return "rose" if now > before else "fell"


def test_every_change_is_of_its_kind(small_place):
    found = {one.person_id: one.kind for one in Change.objects.all()}
    numbers = [n for n in range(0, 60, 3) if small_run.is_scored(n, "admission_or_death")]
    assert found == {small_run.person_id(n): expected(n) for n in numbers}
    assert set(found.values()) == {"new", "rose", "fell", "gone"}


def test_page_shows_those_of_the_list_with_the_reasons_heaviest_first(signed_in_as):
    response = signed_in_as("nurse").get(CHANGES)
    listed = set(Change.objects.filter(is_listed=True, neighbourhood="swanage").values_list("person_id", flat=True))
    assert set(people_in(response)) == listed
    text = words_of(response)
    new = sum(1 for n in range(0, 60, 3) if small_run.is_scored(n, "admission_or_death") and expected(n) == "new")
    assert f"New on the list: {new} people" in text
    assert text.index("New: 1 fall in the last 2 years (+0.60)") < text.index("Aged one more (+0.20)")


def test_names_only_of_those_in_care_and_all_of_it_audited(signed_in_as, take_into_care, audited):
    client = signed_in_as("nurse")
    shown = people_in(client.get(CHANGES))
    take_into_care(client.user, shown[0])
    text = words_of(client.get(CHANGES))
    known = Person.objects.get(person_id=shown[0])
    assert known.full_name in text
    others = Person.objects.exclude(person_id=shown[0])
    assert not [one for one in others if one.family_name in text]
    assert audited("risk.view_changes")[0].detail["named"] == [shown[0]]


def test_other_neighbourhoods_are_out_of_reach(signed_in_as):
    assert people_in(signed_in_as("elsewhere").get(CHANGES)) == []
    assert people_in(signed_in_as("elsewhere").get(CHANGES, {"neighbourhood": "swanage"})) == []


def test_who_works_everywhere_may_choose_a_neighbourhood(signed_in_as):
    client = signed_in_as("countywide")
    assert people_in(client.get(CHANGES, {"neighbourhood": "swanage"})) == people_in(client.get(CHANGES))
    assert people_in(client.get(CHANGES, {"neighbourhood": "wareham"})) == []


@pytest.mark.parametrize("scope", ["lists", "all"])
def test_who_objects_stands_neither_on_the_list_nor_among_its_changes(signed_in_as, staff, at, scope):
    client = signed_in_as("nurse")
    someone, *others = people_in(client.get(CHANGES))
    objection = {"scope": scope, "words": "I do not want to be on lists", "recorded_at": at}
    Objection.objects.create(person_id=someone, recorded_by=staff("gp"), **objection)
    assert someone not in people_in(client.get("/most-at-risk/", {"number": 100}))
    assert people_in(client.get(CHANGES)) == others


def test_unknown_outcome_is_said(signed_in_as):
    client = signed_in_as("nurse")
    for wrong in ("x", "'; drop table risk_change; --", "\x00", "9" * 3000):
        response = client.get(CHANGES, {"outcome": wrong, "neighbourhood": wrong})
        assert response.status_code == 200
        assert "There is no such list" in words_of(response)


def test_analyst_sees_no_way_to_anybody_and_governance_nothing(signed_in_as):
    assert people_in(signed_in_as("analyst").get(CHANGES)) == []
    assert signed_in_as("ig").get(CHANGES).status_code == 403


def test_page_takes_a_fixed_number_of_queries(signed_in_as, django_assert_max_num_queries):
    client = signed_in_as("countywide")
    with django_assert_max_num_queries(19):
        client.get(CHANGES)
