"""The test of the Care Act on its page: visible, kept in versions, decided by a professional and by nobody else."""

import re

import pytest

from joinedup.web.care.models import EligibilityDecision, Version
from joinedup.web.people.models import FormerId, Person
from tests.web import small_run
from tests.web.care.writing import fields_of, words_of

HERE = small_run.person_id(0)
ADULT, CARER = (f"/people/{HERE}/eligibility/{test}/" for test in ("adult", "carer"))
TWO = {
    "nutrition": "unable",
    "nutrition-reason": "Burns pans",
    "hygiene": "danger",
    "hygiene-reason": "Fell in the bath",
}
REST = {
    "arises": "yes",
    "arises-reason": "Stroke in 2025",
    "wellbeing": "yes",
    "wellbeing-reason": "Stays in bed",
    "domains": ["dignity", "health"],
}


@pytest.fixture
def worker(signed_in_as, take_into_care):
    client = signed_in_as("worker")
    take_into_care(client.user, HERE)
    return client


def answer(client, address=ADULT, **typed):
    return client.post(address, {**fields_of(client.get(address)), **typed})


def decide(client, *, decision="yes", reason="Cannot wash or cook safely", address=ADULT):
    form = fields_of(client.get(address), f"{address}decide/")
    return client.post(f"{address}decide/", {**form, "decision": decision, "reason": reason})


def test_count_stands_on_the_page_from_version_to_version(worker, audited):
    assert "0 of 10 outcomes not achievable so far; the test asks for 2 or more" in words_of(worker.get(ADULT))
    answer(worker, **{"nutrition": "unable", "nutrition-reason": "Burns pans"})
    assert "1 of 10 outcomes not achievable so far" in words_of(worker.get(ADULT))
    answer(worker, **TWO, **REST)
    text = words_of(worker.get(ADULT))
    assert "2 of 10 outcomes not achievable so far" in text
    assert "By these answers the test is met." in text
    assert "Every version of the answers (2)" in text
    assert [entry.detail["version"] for entry in audited("care.assess")] == [2, 1]
    assert Version.objects.get(number=2).content["wellbeing"]["domains"] == ["dignity", "health"]


def test_same_form_sent_again_with_another_answer_saves_that_too(worker):
    form = {**fields_of(worker.get(ADULT)), "nutrition": "unable", "nutrition-reason": "Burns pans"}
    for why in ("Burns pans", "Burns pans, and herself"):
        assert worker.post(ADULT, {**form, "nutrition-reason": why}).status_code == 302
    assert Version.objects.get(number=2).content["nutrition"]["reason"] == "Burns pans, and herself"


def test_carer_is_tested_by_one_outcome_or_health(worker):
    assert "0 of 8 outcomes not achievable so far; the test asks for any one, or health at risk" in words_of(
        worker.get(CARER)
    )
    answer(worker, CARER, **REST, health="yes", **{"health-reason": "Back pain from lifting"})
    assert "By these answers the test is met." in words_of(worker.get(CARER))
    assert "takes much longer" not in words_of(worker.get(CARER))
    assert "takes much longer" in words_of(worker.get(ADULT))


def test_decision_is_the_professionals_even_against_the_test(worker, audited):
    answer(worker, **TWO, **REST)
    assert decide(worker, decision="no", reason="Needs are met by the aids of May").status_code == 302
    made = EligibilityDecision.objects.get()
    assert (made.is_eligible, made.test_said, made.version.number) == (False, "met", 1)
    text = words_of(worker.get(ADULT))
    assert "Not eligible" in text
    assert "The decision is not what the test said." in text
    assert audited("care.decide_eligibility")[0].detail["test_said"] == "met"
    caring = words_of(worker.get(f"/people/{HERE}/caring/"))
    assert "needs for care and support : not eligible Sam Social" in caring
    assert "the answers were changed since" not in caring
    answer(worker, **{"toilet": "unable", "toilet-reason": "Needs lifting"})
    assert "The answers were changed since the last decision." in words_of(worker.get(ADULT))
    assert "the answers were changed since" in words_of(worker.get(f"/people/{HERE}/caring/"))


def test_same_decision_sent_twice_is_written_once(worker):
    answer(worker, **TWO)
    decide(worker)
    decide(worker)
    assert EligibilityDecision.objects.count() == 1


def test_nothing_is_decided_without_reason_or_on_answers_not_seen(worker):
    answer(worker, **TWO)
    assert decide(worker, reason=" ").status_code == 422
    form = fields_of(worker.get(ADULT), f"{ADULT}decide/")
    answer(worker, **REST)
    response = worker.post(f"{ADULT}decide/", {**form, "decision": "yes", "reason": "It is so"})
    assert response.status_code == 409
    assert not EligibilityDecision.objects.exists()


def test_only_a_social_worker_decides(signed_in_as, take_into_care):
    nurse = signed_in_as("nurse")
    take_into_care(nurse.user, HERE)
    answer(nurse, **TWO)
    assert "A social worker of the council decides." in words_of(nurse.get(ADULT))
    reference = Version.objects.get().reference
    sent = {"base": reference, "decision": "yes", "reason": "It is so"}
    assert nurse.post(f"{ADULT}decide/", sent).status_code == 403
    assert not EligibilityDecision.objects.exists()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"toilet": "unable"}, "Say why, in a few words"),
        ({"toilet": "sometimes", "toilet-reason": "x"}, "Select an answer from the list"),
        ({"wellbeing": "yes", "wellbeing-reason": "x"}, "Select at least one area"),
        ({"toilet": "unable", "toilet-reason": "x" * 100_000}, "2,000 characters or fewer; it is 100,000"),
    ],
)
def test_answer_that_cannot_be_is_told_and_not_saved(worker, typed, words):
    response = answer(worker, **typed)
    assert response.status_code == 422
    assert words in words_of(response)
    assert not Version.objects.exists()


def test_two_who_answer_different_questions_lose_nothing_and_the_same_one_is_shown_both_ways(
    worker, signed_in_as, take_into_care
):
    begun = fields_of(worker.get(ADULT))
    answer(worker, **{"toilet": "unable", "toilet-reason": "Needs lifting"})
    other = {**begun, "submission": "a" * 32, "clothing": "achievable", "clothing-reason": "Dresses alone"}
    assert worker.post(ADULT, other).status_code == 302
    assert set(Version.objects.get(number=2).content) == {"toilet", "clothing"}
    clash = {**begun, "submission": "b" * 32, "toilet": "achievable", "toilet-reason": "Manages with the rail"}
    response = worker.post(ADULT, clash)
    assert response.status_code == 409
    text = words_of(response)
    assert "Needs lifting" in text
    assert "Manages with the rail" in text
    assert Version.objects.count() == 2


def test_second_of_two_goes_on_from_what_the_first_answered_elsewhere(worker):
    begun = fields_of(worker.get(ADULT))
    answer(
        worker,
        **{"toilet": "unable", "toilet-reason": "Needs lifting", "clothing": "unable", "clothing-reason": "Both arms"},
    )
    response = worker.post(ADULT, {**begun, "toilet": "achievable", "toilet-reason": "Manages with the rail"})
    assert response.status_code == 409
    response.status_code = 200
    together = fields_of(response)
    assert (together["toilet"], together["clothing"]) == ("achievable", "unable")
    assert worker.post(ADULT, together).status_code == 302
    content = Version.objects.order_by("-number")[0].content
    assert content["clothing"]["reason"] == "Both arms"
    assert content["toilet"]["reason"] == "Manages with the rail"


def test_answers_not_saved_come_back_as_a_draft_with_every_box(worker):
    form = fields_of(worker.get(ADULT))
    worker.post(ADULT, {**form, **REST, "draft": "quietly"})
    page = worker.get(ADULT).content.decode()
    assert "Stroke in 2025" in page
    assert page.count("checked") >= 4  # two answers and two areas of wellbeing


def test_pages_need_a_care_relationship_a_role_and_the_patch(signed_in_as):
    assert signed_in_as("nurse").get(ADULT).status_code == 403
    assert signed_in_as("analyst").get(CARER).status_code == 403
    assert signed_in_as("elsewhere").get(ADULT).status_code == 404
    assert signed_in_as("nurse").get(f"/people/{HERE}/eligibility/child/").status_code == 404


def test_clash_names_whoever_answered_the_question_and_nobody_who_answered_another(
    worker, signed_in_as, take_into_care, staff
):
    begun = fields_of(worker.get(ADULT))
    for username, typed in (
        ("gp", {"toilet": "unable", "toilet-reason": "Needs lifting"}),
        ("lead", {"clothing": "unable", "clothing-reason": "Both arms"}),
    ):
        take_into_care(staff(username), HERE)
        answer(signed_in_as(username), **typed)
    clash = {**begun, "toilet": "achievable", "toilet-reason": "Manages with the rail"}
    text = words_of(signed_in_as("worker").post(ADULT, clash)).split("saved first")[0]
    assert staff("gp").name in text
    assert staff("lead").name not in text


def test_answers_of_a_record_that_was_joined_are_shown_and_brought_in(worker, take_into_care, audited):
    other = small_run.person_id(3)
    take_into_care(worker.user, other)
    answer(worker, hygiene="achievable", **{"hygiene-reason": "Can wash"})
    theirs = {"hygiene": "unable", "hygiene-reason": "Cannot wash", "toilet": "unable", "toilet-reason": "By hoist"}
    answer(worker, f"/people/{other}/eligibility/adult/", **theirs)
    FormerId.objects.create(former_id=other, person_id=HERE)
    page = worker.get(ADULT)
    told = words_of(page).split("Saved so far")[0]
    assert "has answers of its own" in told
    assert "Cannot wash" in told
    assert "By hoist" in told
    address = ADULT + re.search(r"\?bringing=\w+", page.content.decode())[0]
    form = fields_of(worker.get(address))
    assert (form["hygiene-reason"], form["toilet-reason"]) == ("Can wash", "By hoist")
    for _ in range(2):
        assert worker.post(address, {**form, "hygiene": "unable", "hygiene-reason": "Cannot wash"}).status_code == 302
    text = words_of(worker.get(ADULT))
    assert "2 of 10 outcomes not achievable so far" in text
    assert "has answers of its own" not in text
    assert audited("care.assess")[0].detail["brought_in"] == [f"{other}:1"]
    FormerId.objects.all().delete()
    assert "somebody else" in words_of(worker.get(ADULT))


@pytest.mark.one_database
@pytest.mark.parametrize("test", [ADULT, CARER])
@pytest.mark.parametrize(("born", "is_told"), [("2016-01-01", True), ("1950-01-01", False), (None, False)])
def test_child_is_said_to_be_one_by_birth_date(worker, test, born, is_told):
    Person.objects.filter(person_id=HERE).update(birth_date=born)
    assert ("This test is for adults" in words_of(worker.get(test))) == is_told
