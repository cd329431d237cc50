"""What a stranger finds in an invented place: its teams at work, by the same actions and permissions as anybody."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from joinedup.core.care import ABOUT_ME
from joinedup.core.plans import library
from joinedup.core.risk.features.catalogue import feature_named
from joinedup.core.teams.agenda import reasons
from joinedup.core.teams.referrals import kinds
from joinedup.core.teams.skills import skills
from joinedup.county.place import HOME_CARE_ROLES, LAST_ROLES, LATER_TEAM_ROLES, TEAM_ROLES
from joinedup.web import loading
from joinedup.web.accounts.models import User
from joinedup.web.care.models import Agreement, PlannedAction, Version
from joinedup.web.governance.models import AuditEntry, CareRelationship
from joinedup.web.governance.permissions import Refused
from joinedup.web.loading.team_work import month, script, shared_plans
from joinedup.web.loading.team_work.deeds import DEEDS
from joinedup.web.loading.team_work.people import candidates
from joinedup.web.loading.team_work.scene import Scene
from joinedup.web.loading.team_work.working_days import Month
from joinedup.web.members.models import SkillRecord
from joinedup.web.people.models import Organisation, Person, Run
from joinedup.web.plans.models import Decision, Package, PackageItem
from joinedup.web.referrals.models import Referral, ReferralEvent
from joinedup.web.risk.models import Reason, Score
from joinedup.web.teams.models import ActionNews, Meeting, Outcome
from tests.web import snapshot

SEED = 7
EMPLOYERS = {"swast": "ambulance", "dwfrs": "fire", "police": "police", "tea": "charity", "quay": "home_care_provider"}
FURTHER_STAFF = (  # username, role, organisation, neighbourhood
    ("pharmacist", "pharmacist", "general_practice", "swanage"),
    ("paramedic", "paramedic", "swast", "swanage"),
    ("volunteer", "voluntary_worker", "tea", "swanage"),
    ("lead.wareham", "team_lead", "dorset_healthcare", "wareham"),
    ("dentist", "dentist", "dorset_healthcare", ""),
    ("optician", "optician", "dorset_healthcare", ""),
    ("police", "police_officer", "police", ""),
    ("fire", "fire_safe_and_well_officer", "dwfrs", ""),
    ("scheduler", "home_care_scheduler", "quay", ""),
)
SHOWN = (
    *("medicine_count", "has_heart_failure", "has_unpaid_carer", "said_to_live_alone", "has_home_care"),
    "emergency_admissions_12m",
)


@pytest.fixture
def staffed(small_place):
    """The small place with a whole team in Swanage, a lead alone in Wareham, and records that show many needs."""

    def write() -> None:
        Organisation.objects.bulk_create(Organisation(code=c, name=c.title(), kind=k) for c, k in EMPLOYERS.items())
        for username, role, organisation, hood in FURTHER_STAFF:
            facts = {"name": username.title(), "role": role, "organisation": organisation, "neighbourhood": hood}
            User.objects.create(username=username, **facts)
        people = Person.objects.filter(neighbourhood__in=("swanage", "wareham"), death_date=None)
        Score.objects.filter(person__in=people).update(is_above_threshold=True)
        for person in people:
            Package.objects.get_or_create(person=person, defaults={"cost_pence": 45_000, "item_count": 2})
            for code in ("falls_exercise", "medicines_review"):
                PackageItem.objects.get_or_create(person=person, offer_id=code, defaults={"cost_pence": 1, "why": "x"})
        about = {"outcome": "admission_or_death", "feature_group": "health", "contribution": 0.5, "words": "x"}
        Reason.objects.bulk_create(
            Reason(person=person, feature=feature, position=position, is_changeable=True, **about)
            for person in people
            for position, feature in enumerate(SHOWN, start=10)
        )

    snapshot.write_once("small run with whole teams", write)


@pytest.fixture
def loaded_at():
    return timezone.now()  # noqa: TID251  (pages ask about the moment of the request)


@pytest.fixture
def worked(staffed, loaded_at):
    """A month of work, as `make run` has it done."""
    snapshot.write_once("a month of work", lambda: loading.work_a_month(seed=SEED, at=loaded_at))


def everything_done() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in (*month.DONE_BY_PEOPLE, AuditEntry)}


@pytest.mark.parametrize(
    ("username", "path", "finds"),
    [
        ("nurse", "/tasks/", ("Overdue (", "To do (", "Action of the person&#39;s plan")),
        ("nurse", "/caseload/", ("Nora Nurse, Community nurse", "in contact")),
        ("nurse", "/referrals/", ("Fell and was not taken to hospital", "Worry about somebody met", "overdue here")),
        ("gp", "/meetings/", ("A meeting is open, led by Lee Lead", "Minutes")),
        ("lead", "/team/", ("Verified", "Not to be relied on", "Structured review of medicines")),
        ("lead", "/dashboard/", ("Offers accepted in",)),
        ("worker", "/referrals/?inbox=agency:dorset_council", ("Carer&#39;s assessment",)),
        ("prescriber", "/tasks/", ("Referral that came back", "Help from a charity")),
        ("pharmacist", "/tasks/", ("Referral you accepted", "Review of medicines")),
        ("volunteer", "/referrals/?inbox=agency:tea", ("Help from a charity", "Accepted")),
        ("volunteer", "/tasks/", ("Help from a charity", "Referral you accepted")),
        ("dentist", "/tasks/", ("Dental care",)),
        ("optician", "/referrals/", ("Sight test", "Looked at")),
        ("fire", "/tasks/", ("Safe and well visit",)),
        ("police", "/referrals/?show=sent", ("Worry about somebody met",)),
        ("scheduler", "/tasks/", ("Care at home",)),
        ("lead.wareham", "/tasks/", ("To do (", "Action of the person&#39;s plan")),
        ("lead.wareham", "/meetings/", ("A meeting is open",)),
        ("ig", "/access/reviews/", ("break-glass",)),
        ("ig", "/access/objections/", ("stand on a list",)),
    ],
)
def test_whoever_signs_in_finds_work_under_way(worked, signed_in_as, username, path, finds):
    text = signed_in_as(username).get(path).content.decode()
    assert [words for words in finds if words.lower() not in text.lower()] == []


def test_a_plan_is_made_of_the_needs_the_record_shows_signed_and_gone_on_with(worked, signed_in_as):
    nurse = signed_in_as("nurse")
    person_id = Version.objects.filter(saved_by=nurse.user, number=2).first().person_id
    person, plan = Person.objects.get(pk=person_id), nurse.get(f"/people/{person_id}/plan/").content.decode()
    for words in ("About me", "Needs, goals and actions", "If things go wrong", person.full_name, "Changed since"):
        assert words in plan
    shown = set(Reason.objects.filter(person=person, contribution__gt=0).values_list("feature", flat=True))
    said = {item["id"].removeprefix("need-") for item in kept(person_id) if item["kind"] == "need"}
    assert said <= set(shared_plans.needs_shown(shown))
    assert Agreement.objects.filter(version__person_id=person_id, full_name=person.full_name).exists()
    assert PlannedAction.objects.filter(person_id=person_id, status="done").exists()
    assert "Plan" in nurse.get(f"/people/{person_id}/").content.decode()


def kept(person_id: str) -> list[dict[str, str]]:
    return Version.objects.filter(person_id=person_id).order_by("-number").first().content


def test_referrals_stand_in_every_way_and_only_those_who_agreed_are_told_of(worked, loaded_at):
    assert set(Referral.objects.values_list("state", flat=True)) == {
        *("sent", "seen", "accepted", "declined", "withdrawn", "done")
    }
    deeds = set(ReferralEvent.objects.values_list("deed", flat=True))
    assert {"transfer", "decline", "withdraw", "finish"} <= deeds
    assert Referral.objects.filter(due_at__lt=loaded_at).exists()
    assert Referral.objects.filter(due_at__gt=loaded_at).exists()
    told = Referral.objects.filter(holder__in=("agency:tea", "agency:quay"))
    assert told.exists()
    assert not told.filter(consent="").exists()
    assert not ReferralEvent.objects.filter(deed="decline", reason="").exists()


def test_a_meeting_was_held_with_decisions_and_actions_some_done_and_another_is_prepared(worked):
    held, prepared = Meeting.objects.filter(neighbourhood="swanage").order_by("prepared_at")
    assert held.closed_at
    assert held.minutes.order_by("-version").first().is_signed
    assert prepared.closed_at is None
    recorded = Outcome.objects.filter(item__meeting=held)
    assert set(recorded.values_list("kind", flat=True)) == {"decision", "action"}
    assert ActionNews.objects.filter(action__in=recorded, state="done").exists()
    assert not SkillRecord.objects.filter(verified_by__role__in=set(TEAM_ROLES)).exists()


def test_everything_is_audited_as_whoever_did_it_in_the_order_of_time_and_before_now(worked, loaded_at):
    entries = list(AuditEntry.objects.order_by("pk").values_list("at", "user", "action", "person_id", "outcome"))
    moments = [at for at, *_ in entries]
    assert moments == sorted(moments)
    assert timedelta(days=20) < loaded_at - moments[0] < timedelta(days=45)
    assert moments[-1] < loaded_at
    assert all(moment.astimezone(timezone.get_default_timezone()).weekday() < 5 for moment in moments)
    assert {outcome for *_, outcome in entries} == {"allowed"}
    said = {(at, user, action, person_id) for at, user, action, person_id, _ in entries}
    for one in Decision.objects.all():
        assert (one.decided_at, one.decided_by_id, "plans.decide_item", one.person_id) in said
    for one in Version.objects.all():
        assert (one.saved_at, one.saved_by_id, "care.save_plan", one.person_id) in said
    for one in Referral.objects.all():
        assert (one.sent_at, one.sent_by_id, "referrals.send", one.person_id) in said


def test_loading_again_changes_nothing(worked, loaded_at):
    before = everything_done()
    assert loading.work_a_month(seed=SEED + 1, at=loaded_at + timedelta(days=1)) == {}
    assert everything_done() == before


def test_nothing_is_done_where_anybody_has_done_anything(staffed, staff, take_into_care, loaded_at):
    take_into_care(staff("nurse"), Person.objects.first().pk)
    before = everything_done()
    assert loading.work_a_month(seed=SEED, at=loaded_at) == {}
    assert everything_done() == before


def test_nothing_is_done_in_a_real_place_or_before_there_is_one(staffed, loaded_at):
    Run.objects.update(is_invented=False)
    assert loading.work_a_month(seed=SEED, at=loaded_at) == {}
    Run.objects.all().delete()
    assert loading.work_a_month(seed=SEED, at=loaded_at) == {}
    assert set(everything_done().values()) == {0}


def test_the_same_seed_makes_the_same_month(staffed, loaded_at):
    def told() -> list[object]:
        with transaction.atomic():
            loading.work_a_month(seed=SEED, at=loaded_at)
            found = [
                *Referral.objects.order_by("pk").values_list("pk", "person_id", "state"),
                *Version.objects.order_by("saved_at", "person_id").values_list("person_id", "content"),
            ]
            transaction.set_rollback(True)
        return found

    assert told() == told()


def test_another_seed_tells_of_other_people(staffed, staff, loaded_at):
    one, other = (candidates(staff("lead"), Month(loaded_at.date(), seed).chance("x")) for seed in (SEED, SEED + 1))
    assert sorted(one, key=str) == sorted(other, key=str)
    assert one != other


def test_what_goes_wrong_half_way_leaves_nothing(staffed, loaded_at, monkeypatch):
    def fails(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("joinedup.web.care.plan.actions.sign", fails)
    with pytest.raises(RuntimeError):
        loading.work_a_month(seed=SEED, at=loaded_at)
    assert set(everything_done().values()) == {0}


def test_nobody_does_what_their_role_or_where_they_work_does_not_include(staffed, staff, loaded_at):
    swanage = next(team for team in month.teams() if team.neighbourhood == "swanage")
    person = Person.objects.filter(neighbourhood="swanage", death_date=None).first()
    scene = Scene(swanage, person.pk, ("falling",), Month(loaded_at.date(), SEED).chance("x"))
    accepts = {"offers": 1, "reason": "agreed"}
    for username, deed, said in (
        ("volunteer", "accepts", accepts),  # not of the role
        ("elsewhere", "accepts", accepts),  # of another neighbourhood
        ("nurse", "accepts", accepts),  # nobody said that the person is in the nurse's care
        ("nurse", "refers_met", {"referral": "x", "kind": "seen_by_blue_light", "words": "x"}),
        ("prescriber", "breaks_glass", {"ground": "emergency", "reason": "Found in the street"}),
    ):
        with pytest.raises(Refused):
            DEEDS[deed].do(scene, staff(username), said, loaded_at)
    assert not Decision.objects.exists()


def test_others_still_open_nothing(worked, signed_in_as):
    person_id = CareRelationship.objects.filter(user__username="nurse").first().person_id
    for username, status in (("elsewhere", 404), ("analyst", 403), ("volunteer", 403), ("police", 403)):
        assert signed_in_as(username).get(f"/people/{person_id}/plan/").status_code == status, username


def test_the_definitions_speak_of_what_there_is():
    told, words = script.script(), shared_plans.words()
    roles = {*TEAM_ROLES, *LATER_TEAM_ROLES, *LAST_ROLES, *HOME_CARE_ROLES, "team_lead"}
    assert {step.who for case in told.cases for step in case.steps} <= roles
    assert {*told.whole_team, *told.members} <= roles
    assert {one.skill for said in told.members.values() for one in said} <= set(skills())
    assert set(told.meeting.about) == set(reasons())
    steps = [step.said for case in told.cases for step in case.steps]
    assert {said["kind"] for said in steps if "kind" in said} <= set(kinds())
    assert {offer for need in words.needs for offer in need.offers} <= {offer.code for offer in library().offers}
    assert set(words.about_me) <= set(ABOUT_ME)
    assert {feature for need in words.needs for feature in need.features} <= set(feature_named())


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ({"day": 1, "who": "gp", "does": "dances"}, "No deed 'dances'"),
        ({"day": 1, "who": "gp", "does": "accepts"}, "accepts on day 1"),
        ({"day": 1, "who": "gp", "does": "accepts", "offers": 1, "reason": "x", "colour": "x"}, "accepts on day 1"),
    ],
)
def test_a_step_that_cannot_be_done_is_named(step, said):
    with pytest.raises(script.ScriptWrong, match=said):
        script.check_step(script.Step(**step))
