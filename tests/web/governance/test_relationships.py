"""A care relationship opens with a reason, holds for a time, and ends."""

from datetime import timedelta

import pytest

from joinedup.web.governance.actions import NoReasonGiven, end_relationships, months_later, open_relationship
from joinedup.web.governance.models import AuditEntry, CareRelationship
from joinedup.web.governance.permissions import Refused
from joinedup.web.governance.queries import check_relationship, has_relationship, in_care_of

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
    assert end_relationships(by=gp, at=later, person_id="p1") == 0


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
