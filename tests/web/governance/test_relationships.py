"""A care relationship opens with a reason, holds for a time, and ends."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from joinedup.web.governance.actions import NoReasonGiven, end_relationships, months_later, open_relationship
from joinedup.web.governance.models import AuditEntry, CareRelationship
from joinedup.web.governance.permissions import Refused
from joinedup.web.governance.queries import check_relationship, has_relationship, in_care_from, in_care_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def gp(as_staff):
    return as_staff("gp")


@pytest.fixture
def opened(gp, at):
    return open_relationship(by=gp, at=at, person_id="p1", ground="registration", reason="Registered here")


def test_relationship_holds_from_its_start_until_its_end(gp, opened, at):
    assert not has_relationship(gp, "p1", at - timedelta(seconds=1))
    assert has_relationship(gp, "p1", at)
    assert has_relationship(gp, "p1", opened.ends_at - timedelta(seconds=1))
    assert not has_relationship(gp, "p1", opened.ends_at)


def test_relationship_expires_after_the_months_of_the_settings(opened, at, settings):
    assert settings.RELATIONSHIP_MONTHS == 24
    assert opened.ends_at == at.replace(year=2028)


def test_relationship_is_with_one_person_and_for_one_user(gp, opened, as_staff, at):
    assert not has_relationship(gp, "p2", at)
    assert not has_relationship(as_staff("community_nurse"), "p1", at)
    assert in_care_of(gp, ["p1", "p2"], at) == {"p1"}


def test_ended_relationship_holds_no_longer_and_stays_on_record(gp, opened, at):
    later = at + timedelta(days=3)
    assert end_relationships(by=gp, at=later, person_id="p1", reason="Moved away") == 1
    assert not has_relationship(gp, "p1", later)
    assert has_relationship(gp, "p1", later - timedelta(seconds=1))
    assert CareRelationship.objects.count() == 1
    assert end_relationships(by=gp, at=later, person_id="p1", reason="Moved away") == 0


def test_opening_and_ending_are_audited(gp, opened, at):
    end_relationships(by=gp, at=at + timedelta(days=1), person_id="p1", reason="Moved away")
    told = list(AuditEntry.objects.values_list("action", "person_id", "reason").order_by("id"))
    assert told == [
        ("people.record_relationship", "p1", "Registered here"),
        ("people.end_relationship", "p1", "Moved away"),
    ]


@pytest.mark.parametrize(("ground", "reason"), [("registration", "  "), ("curiosity", "Just looking")])
def test_relationship_without_ground_or_reason_is_not_opened(gp, at, ground, reason):
    with pytest.raises(NoReasonGiven):
        open_relationship(by=gp, at=at, person_id="p1", ground=ground, reason=reason)
    assert not CareRelationship.objects.exists()
    assert not AuditEntry.objects.exists()


def test_check_refuses_without_a_relationship(gp, opened, at):
    check_relationship(gp, "p1", at)
    with pytest.raises(Refused, match="in your care"):
        check_relationship(gp, "p2", at)


def test_months_later_stays_within_the_month(at):
    assert months_later(at.replace(month=12, day=31), 2).date().isoformat() == "2027-02-28"


SOURCED = {"person_id": "p1", "ground": "referral", "reason": "Falls clinic", "source": "referrals.referral:1"}


def test_opening_the_same_again_changes_nothing_and_writes_nothing(gp, at):
    first = open_relationship(by=gp, at=at, **SOURCED)
    again = open_relationship(by=gp, at=at + timedelta(hours=1), ends_at=first.ends_at, **SOURCED)
    assert again.pk == first.pk
    assert (CareRelationship.objects.count(), AuditEntry.objects.count()) == (1, 1)


def test_opening_it_with_a_later_end_lengthens_it(gp, at):
    first = open_relationship(by=gp, at=at, ends_at=at + timedelta(days=7), **SOURCED)
    again = open_relationship(by=gp, at=at, ends_at=at + timedelta(days=14), **SOURCED)
    assert (again.pk, again.ends_at) == (first.pk, at + timedelta(days=14))
    assert AuditEntry.objects.first().action == "people.renew_relationship"


def test_one_that_ran_out_is_followed_by_another(gp, at):
    first = open_relationship(by=gp, at=at, ends_at=at + timedelta(days=7), **SOURCED)
    later = at + timedelta(days=8)
    second = open_relationship(by=gp, at=later, **SOURCED)
    first.refresh_from_db()
    assert second.pk != first.pk
    assert (first.ended_at, first.end_reason) == (first.ends_at, "Ran out")
    assert has_relationship(gp, "p1", later)
    assert not has_relationship(gp, "p1", first.ends_at)


def test_no_relationship_outlasts_the_months_of_the_settings(gp, at):
    assert open_relationship(by=gp, at=at, ends_at=at.replace(year=2099), **SOURCED).ends_at == at.replace(year=2028)


def test_relationship_that_would_end_before_it_begins_is_not_opened(gp, at):
    with pytest.raises(NoReasonGiven, match="before it begins"):
        open_relationship(by=gp, at=at, ends_at=at, **SOURCED)


def test_team_lead_opens_one_for_each_member_and_ending_the_source_ends_all(gp, as_staff, at):
    lead, nurse, other = as_staff("team_lead"), as_staff("community_nurse"), as_staff("social_worker")
    team = {"person_id": "p1", "ground": "team", "reason": "On the caseload", "source": "teams.caseload:7"}
    for member in (gp, nurse):
        open_relationship(by=lead, at=at, user=member, **team)
    assert has_relationship(gp, "p1", at)
    assert has_relationship(nurse, "p1", at)
    assert not has_relationship(other, "p1", at)
    assert not has_relationship(lead, "p1", at)
    assert {one.user for one in in_care_from("teams.caseload:7", at=at)} == {gp, nurse}
    assert AuditEntry.objects.first().detail["for"] == nurse.username
    later = at + timedelta(days=1)
    assert end_relationships(by=lead, at=later, source="teams.caseload:7", user=nurse, reason="Left the team") == 1
    assert (has_relationship(gp, "p1", later), has_relationship(nurse, "p1", later)) == (True, False)
    assert end_relationships(by=lead, at=later, source="teams.caseload:7", reason="Discharged") == 1
    assert end_relationships(by=lead, at=later, source="teams.caseload:7", reason="Discharged") == 0
    ended = CareRelationship.objects.get(user=gp)
    assert (ended.ended_by, ended.end_reason, ended.ended_at) == (lead, "Discharged", later)


def test_two_grounds_are_two_relationships_and_each_ends_by_itself(gp, at):
    open_relationship(by=gp, at=at, **SOURCED)
    open_relationship(by=gp, at=at, person_id="p1", ground="named", reason="In the plan", source="care.plan:3")
    end_relationships(by=gp, at=at, source=SOURCED["source"], reason="Done")
    assert has_relationship(gp, "p1", at)


@pytest.mark.parametrize("meant", [{}, {"person_id": "p1", "reason": " "}, {"reason": "All of them"}])
def test_ending_without_a_reason_or_without_saying_which_ends_nothing(gp, opened, at, meant):
    with pytest.raises(NoReasonGiven):
        end_relationships(by=gp, at=at, **{"reason": "", **meant})
    assert has_relationship(gp, "p1", at)


def test_database_refuses_a_second_open_one_of_the_same_source(gp, at):
    first = open_relationship(by=gp, at=at, **SOURCED)
    first.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        first.save(force_insert=True)
