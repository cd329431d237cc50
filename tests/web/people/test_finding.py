"""A person is found by name in spite of slips, by NHS number, postcode or reference; every search is audited."""

import pytest

from joinedup.web.governance.models import AuditEntry, Objection
from joinedup.web.people.finding import queries as finding
from joinedup.web.people.models import FormerId, KnownWord, NameWord, Person
from tests.web import small_run

HERE, ELSEWHERE = small_run.person_id(0), small_run.person_id(1)  # of Swanage and of Wareham


@pytest.fixture
def nurse(signed_in_as, take_into_care):
    client = signed_in_as("nurse")
    take_into_care(client.user, HERE)
    call(HERE, "Katherine", "O'Neill-Smythe", "BH19 1AA")
    call(ELSEWHERE, "Katherine", "O'Neill-Smythe", "BH19 1AA")
    finding._vocabulary.cache_clear()
    return client


def call(person_id, given, family, postcode):
    from joinedup.web.people.finding.asked import words_of

    Person.objects.filter(pk=person_id).update(given_name=given, family_name=family, postcode=postcode)
    NameWord.objects.filter(person=person_id).delete()
    for word in words_of(f"{given} {family}"):
        home = Person.objects.get(pk=person_id).neighbourhood
        NameWord.objects.create(person_id=person_id, word=word, neighbourhood=home)
        KnownWord.objects.get_or_create(word=word, defaults={"people": 1})


def found(client, typed):
    """The references a search shows."""
    html = client.post("/find/", {"q": typed}).content.decode()
    met = AuditEntry.objects.filter(action="people.search").first()
    return html, (met.detail["named"], met.detail["met"]) if met else ([], [])


def test_the_load_makes_words_of_every_name(small_place):
    words = set(NameWord.objects.filter(person=HERE).values_list("word", flat=True))
    person = Person.objects.get(pk=HERE)
    assert words == {person.given_name.lower(), *person.family_name.lower().split("-")}
    assert {one.neighbourhood for one in NameWord.objects.filter(person=HERE)} == {person.neighbourhood}
    assert KnownWord.objects.get(word="ada").people == NameWord.objects.filter(word="ada").count()


@pytest.mark.parametrize(
    "typed",
    [
        "Katherine O'Neill-Smythe",
        "o’neill katherine",
        "KATHERINE  ONEILL",
        "Catherine Oneil",  # a wrong letter, and one missing
        "Kathrine Smyhte",  # one missing, and two exchanged
        "kathe smy",  # beginnings
        "Kate O'Neill",  # an everyday form
        "Kathérine Oneill",
    ],
)
def test_name_is_found_in_spite_of_slips(nurse, typed):
    html, (named, _) = found(nurse, typed)
    assert named == [HERE]
    assert "Katherine O&#39;Neill-Smythe" in html


@pytest.mark.parametrize("typed", ["Zebedee", "Katherine Zebedee", "Katherine O'Neill 1/1/1901"])
def test_another_name_or_birth_date_finds_nobody(nurse, typed):
    html, (named, met) = found(nurse, typed)
    assert (named, met) == ([], [])
    assert "Nobody was found" in html


def test_birth_date_beside_the_name_narrows_it(nurse):
    born = Person.objects.get(pk=HERE).birth_date
    assert found(nurse, f"Katherine {born.day}/{born.month}/{born.year}")[1][0] == [HERE]


def test_exact_spelling_comes_before_slips(nurse, take_into_care):
    other = small_run.person_id(3)
    take_into_care(nurse.user, other)
    call(other, "Katherina", "O'Neill", "BH19 1AA")
    html, _ = found(nurse, "Katherina O'Neill")
    assert html.index("Katherina O&#39;Neill") < html.index("Katherine O&#39;Neill")


def test_earlier_name_of_a_register_finds_the_person(nurse):
    NameWord.objects.create(person_id=HERE, word="maidenname", neighbourhood="swanage")
    KnownWord.objects.create(word="maidenname", people=1)
    assert found(nurse, "Katherine Maidenname")[1][0] == [HERE]


@pytest.mark.parametrize("typed", ["number", "reference", "postcode"])
def test_number_reference_and_postcode_find_exactly(nurse, typed):
    person = Person.objects.get(pk=HERE)
    number = person.nhs_number
    said = {"number": f"{number[:3]}-{number[3:6]} {number[6:]}", "reference": person.reference, "postcode": "bh191aa"}
    assert HERE in found(nurse, said[typed])[1][0]


def test_without_a_relationship_the_name_does_not_show(nurse, signed_in_as):
    html, (named, met) = found(signed_in_as("gp"), "Katherine O'Neill")
    assert (named, met) == ([], [HERE])
    assert "O&#39;Neill" not in html.partition("<ol")[2]
    assert Person.objects.get(pk=HERE).reference in html


def test_person_elsewhere_is_found_by_number_only_and_shows_a_reference_and_no_more(nurse):
    assert found(nurse, "Katherine")[1] == ([HERE], [])
    person = Person.objects.get(pk=ELSEWHERE)
    html, (named, met) = found(nurse, person.nhs_number)
    assert (named, met) == ([], [ELSEWHERE])
    assert f"/people/{ELSEWHERE}/break-glass/" in html
    assert "Wareham" not in html.partition("<ol")[2]
    assert f'href="/people/{ELSEWHERE}/"' not in html


def test_home_of_a_sensitive_person_finds_nobody(nurse):
    assert HERE in found(nurse, "BH19 1AA")[1][0]
    Person.objects.filter(pk=HERE).update(is_sensitive=True)
    named, met = found(nurse, "BH19 1AA")[1]
    assert HERE not in [*named, *met]


def test_who_objects_is_not_found_by_name_and_by_number_without_the_name(nurse):
    said = {"scope": "all", "words": "No", "recorded_by": nurse.user, "recorded_at": "2026-01-01T12:00Z"}
    Objection.objects.create(person_id="pold", **said)
    FormerId.objects.create(former_id="pold", person_id=HERE)
    assert found(nurse, "Katherine O'Neill")[1] == ([], [])
    html, (named, met) = found(nurse, Person.objects.get(pk=HERE).nhs_number)
    assert (named, met) == ([], [HERE])
    shown = html.partition("<ol")[2]
    assert "O&#39;Neill" not in shown
    assert "Swanage" not in shown
    assert "years" not in shown


def test_audit_says_that_somebody_searched_and_not_what_they_typed(nurse):
    found(nurse, "Katherine O'Neill")
    entry = AuditEntry.objects.filter(action="people.search").first()
    assert entry.person_id == HERE
    assert "katherine" not in f"{entry.detail}{entry.reason}".lower()


def test_what_was_typed_stands_in_no_address(nurse):
    html = nurse.get("/find/").content.decode()
    assert 'method="post" action="/find/"' in html
    assert 'value="Katherine"' not in nurse.get("/find/?q=Katherine").content.decode()


@pytest.mark.parametrize("typed", ["", "   ", "?!", "🙂"])
def test_nothing_to_search_for_is_said(nurse, typed):
    assert nurse.post("/find/", {"q": typed}).status_code == 422


@pytest.mark.parametrize("typed", ["x" * 100_000, "\x00", "محمد علي", "' or 1=1 --", "%", "1/13/1941 ada", "a " * 5000])
def test_odd_searches_find_nobody_and_do_no_harm(nurse, typed):
    assert nurse.post("/find/", {"q": typed}).status_code in {200, 422}


def test_search_takes_a_bounded_number_of_queries(nurse, django_assert_max_num_queries):
    nurse.post("/find/", {"q": "Katherina Oneil"})
    with django_assert_max_num_queries(25):
        nurse.post("/find/", {"q": "Katherina Oneil"})
