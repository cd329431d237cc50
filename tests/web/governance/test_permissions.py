"""Each role may do what the table says, and nothing else."""

import pytest
from django.contrib.auth.models import AnonymousUser

from joinedup.web.governance.permissions import Refused, check_may, may, requires
from joinedup.web.governance.roles import MAY, MEANING, Role

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

# Written out again, by hand: a change to the table must be meant.
WORKERS = {"community_nurse", "gp", "social_worker", "social_prescriber", "team_lead", "pharmacist", "paramedic"}
MET_ON_DUTY = {"police_officer", "fire_safe_and_well_officer"}
ANSWER_REFERRALS = {"dentist", "optician", "voluntary_worker", *MET_ON_DUTY}  # and open nobody's record
SIGNERS = {"information_governance_lead", "clinical_safety_officer"}
PROGRAMME = {"programme_lead", "analyst"}
GUARDIANS = {"information_governance_lead", "caldicott_guardian"}
EXPECTED = {
    "accounts.use_service": {
        *WORKERS,
        "records_reviewer",
        *PROGRAMME,
        *SIGNERS,
        "directory_editor",
        "caldicott_guardian",
        "home_care_scheduler",
        "home_care_worker",
        *ANSWER_REFERRALS,
    },
    "teams.view_dashboard": {*WORKERS, *PROGRAMME},
    "risk.view_list": {*WORKERS, "analyst"},
    "risk.download_list": {"team_lead"},
    "risk.set_capacity": {"team_lead"},
    "risk.view_hold_out": {"team_lead", *PROGRAMME},
    "risk.hold_out": {"team_lead"},
    "risk.view_models": {*WORKERS, *PROGRAMME, *SIGNERS},
    "risk.sign_on": SIGNERS,
    "people.view_person": WORKERS,
    "people.record_relationship": WORKERS,
    "plans.decide_item": WORKERS,
    "plans.view_plan": {"team_lead", *PROGRAMME},
    "plans.ask_what_if": {"team_lead", *PROGRAMME},
    "plans.accept_plan": {"programme_lead"},
    "review.decide_pair": {"records_reviewer", "team_lead"},
    "review.undo_decision": {*WORKERS, "records_reviewer", "information_governance_lead"},
    "review.settle_pair": {"information_governance_lead"},
    "review.report_two_people": WORKERS,
    "review.view_quality": {"records_reviewer", "team_lead", *PROGRAMME, "information_governance_lead"},
    "governance.view_audit": GUARDIANS,
    "directory.edit": {"directory_editor"},
    "directory.signpost": WORKERS,
    "directory.import": {"directory_editor"},
    "care.view_plan": WORKERS,
    "care.edit_plan": WORKERS,
    "care.sign_plan": WORKERS,
    "care.link_carers": WORKERS,
    "care.assess": WORKERS,
    "care.decide_eligibility": {"social_worker"},
    "people.search": WORKERS,
    "access.break_glass": WORKERS - {"social_prescriber"},
    "access.review_alerts": GUARDIANS,
    "access.record_objection": WORKERS,
    "access.decide_objection": GUARDIANS,
    "access.seal": WORKERS,
    "access.view_reads": GUARDIANS,
    "access.link_staff": {"information_governance_lead"},
    "referrals.use": WORKERS | ANSWER_REFERRALS | {"home_care_scheduler"},
    "referrals.send": WORKERS,
    "referrals.refer_met": {"paramedic", *MET_ON_DUTY},
    "members.view_team": WORKERS | ANSWER_REFERRALS,
    "members.say_skill": WORKERS | ANSWER_REFERRALS,
    "members.lead_team": {"team_lead"},
    "teams.view_caseload": WORKERS,
    "teams.view_tasks": WORKERS | ANSWER_REFERRALS | {"home_care_scheduler"},
    "teams.meet": WORKERS,
    "visits.plan_rounds": {"home_care_scheduler"},
    "visits.view_pay": {"home_care_scheduler"},
    "visits.walk_round": {"home_care_worker"},
}


class Thing:
    neighbourhood = "purbeck"


@pytest.mark.parametrize("role", list(Role))
def test_role_may_do_what_its_job_needs_and_no_more(as_staff, role):
    user = as_staff(role)
    needed = {permission for permission, roles in EXPECTED.items() if role in roles}
    assert {permission for permission in EXPECTED if may(user, permission)} == needed


def test_every_permission_is_expected_here_and_has_a_meaning():
    assert set(EXPECTED) == set(MAY) == set(MEANING)


def test_analyst_never_opens_a_persons_record(as_staff):
    assert not may(as_staff("analyst"), "people.view_person", Thing())


def test_person_of_another_neighbourhood_is_out_of_reach(as_staff):
    assert may(as_staff("gp", neighbourhood="purbeck"), "people.view_person", Thing())
    assert not may(as_staff("gp", neighbourhood="poole_north"), "people.view_person", Thing())
    assert may(as_staff("gp"), "people.view_person", Thing())


def test_nobody_signed_in_may_do_nothing():
    assert not any(may(AnonymousUser(), permission) for permission in MAY)


def test_inactive_member_of_staff_may_do_nothing(as_staff):
    user = as_staff("gp")
    user.is_active = False
    assert not any(may(user, permission) for permission in MAY)


def test_check_says_who_it_was_about(as_staff):
    with pytest.raises(Refused) as refused:
        check_may(as_staff("analyst"), "people.view_person", person_id="p1")
    assert (refused.value.action, refused.value.person_id) == ("people.view_person", "p1")


def test_view_cannot_ask_for_a_permission_that_is_not_in_the_table():
    with pytest.raises(LookupError, match=r"risk\.view_list"):
        requires("risk.view_everything")
