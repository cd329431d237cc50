"""What is sealed shows to the organisation that sealed it and to a break-glass for it; nobody else is told."""

import pytest

from joinedup.web.care.models import Version
from joinedup.web.governance.models import AuditEntry, SealedPart
from joinedup.web.people.models import FormerId, TimelineEntry
from joinedup.web.risk.models import Change, Reason
from tests.web import small_run
from tests.web.care.writing import fields_of

PERSON = small_run.person_id(0)
PAGE = f"/people/{PERSON}/"
SEAL = {"part": "hospital_spell", "reason": "She asked for it"}
WORDS = "Admitted to the clinic"


@pytest.fixture
def nurse(signed_in_as, take_into_care):
    """The nurse, of Dorset HealthCare, with the person in her care."""
    client = signed_in_as("nurse")
    take_into_care(client.user, PERSON)
    TimelineEntry.objects.filter(kind="hospital_spell").update(words=WORDS)
    return client


@pytest.fixture
def sealed(nurse, staff):
    """The council sealed the person's hospital stays."""
    said = {"sealed_by": staff("worker"), "sealed_at": "2026-04-01T12:00Z", "reason": "asked"}
    return SealedPart.objects.create(person_id=PERSON, part="hospital_spell", organisation="dorset_council", **said)


def shown(client):
    return "".join(client.get(f"{PAGE}{page}").content.decode() for page in ("", "timeline/", "sealed/"))


def test_sealed_entries_are_on_no_page_and_nothing_says_so(nurse, sealed):
    html = shown(nurse)
    assert WORDS not in html
    assert "Hospital stay" not in html
    assert "70 entries" not in html
    assert "sealed by your organisation" not in html.lower()


def test_organisation_that_sealed_it_still_sees_it(nurse, sealed, signed_in_as, take_into_care):
    worker = signed_in_as("worker")
    take_into_care(worker.user, PERSON)
    assert WORDS in shown(worker)


def test_break_glass_that_asks_for_it_opens_it_and_another_does_not(nurse, sealed):
    asked = {"ground": "emergency", "reason": "Found on the floor, not speaking", "is_confirmed": "on"}
    nurse.post(f"{PAGE}break-glass/", asked)
    assert WORDS not in shown(nurse)
    nurse.post(f"{PAGE}break-glass/", {**asked, "opens_sealed": "on"})
    assert WORDS in shown(nurse)


def test_package_does_not_say_what_only_a_sealed_record_tells(nurse, sealed):
    fallen = "Has fallen in the last two years"
    html = nurse.get(PAGE).content.decode()
    assert fallen not in html
    assert "It fits" in html
    decide = f"{PAGE}package/falls_exercise/decide/"
    assert fallen not in nurse.get(decide).content.decode()
    assert fallen not in nurse.post(decide, {"decision": "", "version": "0"}).content.decode()
    SealedPart.objects.update(part="social_care_service")
    assert fallen in nurse.get(PAGE).content.decode()


def test_plan_that_others_read_does_not_say_what_its_sealer_knew(nurse, sealed, signed_in_as, take_into_care):
    worker = signed_in_as("worker")
    take_into_care(worker.user, PERSON)
    worker.post(f"{PAGE}package/falls_exercise/decide/", {"decision": "accepted:agreed", "version": "0"})
    address = f"{PAGE}plan/item/offer-falls_exercise/"
    worker.post(address, {**fields_of(worker.get(address)), "status": "planned"})
    for page in ("", "print/", "history/"):
        html = nurse.get(f"{PAGE}plan/{page}").content.decode()
        assert "Strength and balance exercise" in html
        assert "fallen in the last two years" not in html


def test_reason_kept_in_a_plan_goes_unsaid_once_its_record_is_sealed(nurse, signed_in_as, take_into_care, staff):
    nurse.post(
        f"{PAGE}package/falls_exercise/decide/", {"decision": "accepted:agreed", "version": "0", "note": "As Ann says"}
    )
    address, fallen = f"{PAGE}plan/item/offer-falls_exercise/", "fallen in the last two years"
    nurse.post(address, {**fields_of(nurse.get(address)), "status": "planned"})
    version = Version.objects.get().pk
    pages = ("plan/", "plan/print/", f"plan/history/{version}/", "plan/item/offer-falls_exercise/")
    assert all(fallen in nurse.get(PAGE + page).content.decode() for page in pages)
    said = {"sealed_by": staff("worker"), "sealed_at": "2026-04-01T12:00Z", "reason": "asked"}
    SealedPart.objects.create(person_id=PERSON, part="hospital_spell", organisation="dorset_council", **said)
    assert not any(fallen in nurse.get(PAGE + page).content.decode() for page in pages)
    assert "As Ann says" in nurse.get(f"{PAGE}plan/").content.decode()
    nurse.post(address, {**fields_of(nurse.get(address)), "status": "under_way"})
    worker = signed_in_as("worker")  # nothing of it is lost by an edit of somebody who is not told
    take_into_care(worker.user, PERSON)
    assert fallen in worker.get(f"{PAGE}plan/").content.decode()


def test_what_changed_since_last_month_leaves_out_what_rests_on_what_is_sealed(nurse, sealed, signed_in_as):
    fell = "New: 1 fall in the last 2 years"
    pages = (PAGE, "/most-at-risk/changes/")
    Change.objects.exclude(person=PERSON).delete()
    SealedPart.objects.update(part="ambulance_incident")
    assert [fell in nurse.get(page).content.decode() for page in pages] == [False, False]
    assert "Aged one more" in nurse.get(PAGE).content.decode()
    SealedPart.objects.all().update(lifted_at="2026-04-01T13:00Z")
    assert [fell in nurse.get(page).content.decode() for page in pages] == [True, True]


def test_reasons_that_rest_on_what_is_sealed_are_left_out_of_page_and_list(nurse, sealed):
    SealedPart.objects.update(part="emergency_attendance")
    words = Reason.objects.filter(person=PERSON, kind="emergency_attendance").values_list("words", flat=True)[0]
    assert words not in nurse.get(PAGE).content.decode()
    Reason.objects.exclude(person=PERSON).delete()
    assert words not in nurse.get("/most-at-risk/?outcome=admission_or_death").content.decode()
    SealedPart.objects.all().update(lifted_at="2026-04-01T13:00Z")
    assert words in nurse.get("/most-at-risk/?outcome=admission_or_death").content.decode()


def test_staff_seal_and_lift_for_their_own_organisation(nurse, signed_in_as, take_into_care):
    assert nurse.post(f"{PAGE}sealed/", SEAL).status_code == 302
    assert WORDS in shown(nurse)
    assert "She asked for it" in shown(nurse)
    worker = signed_in_as("worker")
    take_into_care(worker.user, PERSON)
    assert WORDS not in shown(worker)
    assert "She asked for it" not in shown(worker)
    number = SealedPart.objects.get(person_id=PERSON).pk
    assert worker.post(f"{PAGE}sealed/lift/", {"seal": number}).status_code == 404
    assert signed_in_as("lead").post(f"{PAGE}sealed/lift/", {"seal": number}).status_code == 403


def test_lifted_while_two_are_joined_by_mistake_what_the_other_had_sealed_stays_so(nurse, take_into_care):
    other = small_run.person_id(6)
    take_into_care(nurse.user, other)
    for person_id in (PERSON, other):
        assert nurse.post(f"/people/{person_id}/sealed/", SEAL).status_code == 302
    FormerId.objects.create(former_id=other, person_id=PERSON)
    assert nurse.get(f"{PAGE}sealed/").content.decode().count("She asked for it") == 2
    assert nurse.post(f"{PAGE}sealed/lift/", {"seal": SealedPart.objects.get(person_id=PERSON).pk}).status_code == 302
    assert nurse.get(f"{PAGE}sealed/").content.decode().count("She asked for it") == 1
    assert {one.person_id for one in SealedPart.objects.filter(lifted_at=None)} == {other}


def test_audit_of_a_seal_does_not_say_what_was_sealed(nurse):
    nurse.post(f"{PAGE}sealed/", SEAL)
    entry = AuditEntry.objects.get(action="access.seal")
    assert "hospital" not in f"{entry.detail}{entry.reason}"
    nurse.post(f"{PAGE}sealed/lift/", {"seal": SealedPart.objects.get(person_id=PERSON).pk})
    assert SealedPart.objects.get(person_id=PERSON).lifted_by == nurse.user


def test_sealing_again_for_others_is_refused_in_words_and_the_same_again_is_one(nurse):
    for _ in range(2):
        assert nurse.post(f"{PAGE}sealed/", SEAL).status_code == 302
    response = nurse.post(f"{PAGE}sealed/", {**SEAL, "reason": "For her GP alone", "roles": ["gp"]})
    assert response.status_code == 422
    html = response.content.decode()
    assert "This is sealed already" in html
    assert "the seal to be lifted first" in html
    assert "For her GP alone" in html
    kept = SealedPart.objects.get(person_id=PERSON)
    assert (kept.roles, kept.reason, kept.lifted_at) == ([], "She asked for it", None)
    assert AuditEntry.objects.filter(action="access.seal").count() == 1
    nurse.post(f"{PAGE}sealed/lift/", {"seal": kept.pk})
    assert nurse.post(f"{PAGE}sealed/", {**SEAL, "roles": ["gp"]}).status_code == 302
    assert SealedPart.objects.get(person_id=PERSON, lifted_at=None).roles == ["gp"]


@pytest.mark.parametrize("sent", [{"part": "everything"}, {"part": ""}, {"reason": ""}])
def test_seal_without_part_or_reason_is_not_kept(nurse, sent):
    assert nurse.post(f"{PAGE}sealed/", {**SEAL, **sent}).status_code == 422
    assert not SealedPart.objects.exists()


def test_problems_of_a_seal_are_listed_in_the_order_of_the_page(nurse):
    html = nurse.post(f"{PAGE}sealed/", {"part": "", "reason": ""}).content.decode()
    assert html.index("Select what to seal") < html.index("Say why it is sealed")
