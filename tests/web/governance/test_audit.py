"""The audit holds who did what, and nothing changes it."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from joinedup.web import governance
from joinedup.web.governance.action_words import ACTIONS
from joinedup.web.governance.actions import record
from joinedup.web.governance.models import AuditEntry, IsAppendOnly
from joinedup.web.governance.queries import AuditFilter, audit, audit_page

WEB = Path(governance.__file__).parents[1]
pytestmark = pytest.mark.django_db


@pytest.fixture
def entry(as_staff, at):
    return record(by=as_staff("gp"), at=at, action="people.view_person", person_id="p1", detail={"tab": "plan"})


def test_entry_keeps_what_the_user_was_then(entry):
    entry.user.role = "analyst"
    entry.user.save()
    entry.refresh_from_db()
    assert (entry.role, entry.organisation, entry.username) == ("gp", "invented_trust", "gp.everywhere")


def test_entry_about_nobody_signed_in_is_kept(at):
    assert record(by=None, at=at, action="accounts.sign_in", outcome="refused").user is None


CHANGES = {
    "saving it again": lambda entry: entry.save(),
    "deleting it": lambda entry: entry.delete(),
    "updating many": lambda entry: AuditEntry.objects.update(action="nothing"),
    "deleting many": lambda entry: AuditEntry.objects.all().delete(),
    "updating some": lambda entry: AuditEntry.objects.bulk_update([entry], ["action"]),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_entry_refuses(entry, change):
    with pytest.raises(IsAppendOnly):
        change(entry)


@pytest.mark.parametrize(
    "statement", ["update governance_auditentry set action = 'nothing'", "delete from governance_auditentry"]
)
def test_database_refuses_too(entry, statement):
    with pytest.raises(DatabaseError, match="only be added to"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert AuditEntry.objects.get(pk=entry.pk).action == "people.view_person"


def test_postgresql_refuses_to_truncate(entry):
    if connection.vendor == "postgresql":
        with (
            pytest.raises(DatabaseError, match="only be added to"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("set constraints all immediate")  # or PostgreSQL refuses for another reason
            cursor.execute("truncate governance_auditentry, governance_auditlink")
    assert AuditEntry.objects.count() == 1


def test_member_of_staff_with_entries_cannot_be_removed(entry):
    with pytest.raises(Exception, match="protected foreign keys"):
        entry.user.delete()


def test_filters_find_who_saw_a_person(as_staff, at):
    gp, nurse = as_staff("gp"), as_staff("community_nurse")
    record(by=gp, at=at, action="people.view_person", person_id="p1")
    record(by=nurse, at=at, action="people.view_person", person_id="p2")
    record(by=nurse, at=at + timedelta(days=2), action="people.view_person", person_id="p1")
    assert [entry.username for entry in audit(AuditFilter(person_id="p1"))] == [nurse.username, gp.username]
    assert audit(AuditFilter(person_id="p1", username=gp.username)).count() == 1
    assert audit(AuditFilter(until=at.date())).count() == 2
    assert audit(AuditFilter(since=(at + timedelta(days=1)).date())).count() == 1


def test_days_are_those_of_london(as_staff, at):
    record(by=as_staff("gp"), at=at.replace(hour=23, minute=30), action="people.view_person")  # 00:30 in summer time
    assert audit(AuditFilter(until=at.date())).count() == 0
    assert audit(AuditFilter(since=(at + timedelta(days=1)).date())).count() == 1


def test_pages_by_key_hold_every_entry_once_in_both_directions(at):
    ids = [record(by=None, at=at, action="view_page").pk for _ in range(23)][::-1]
    page, seen = audit_page(AuditFilter(), size=5), []
    while True:
        seen += [entry.pk for entry in page.entries]
        if not page.older_than:
            break
        page = audit_page(AuditFilter(), older_than=page.older_than, size=5)
    assert seen == ids
    back = [entry.pk for entry in page.entries]
    while page.newer_than:
        page = audit_page(AuditFilter(), newer_than=page.newer_than, size=5)
        back = [entry.pk for entry in page.entries] + back
    assert back == ids


def test_page_costs_one_query_however_many_entries(as_staff, at, django_assert_num_queries):
    gp = as_staff("gp")
    for _ in range(7):
        record(by=gp, at=at, action="people.view_person", person_id="p1")
    with django_assert_num_queries(1):
        assert len({entry.user.name for entry in audit_page(AuditFilter()).entries}) == 1


def test_page_shows_who_saw_whom_and_that_it_was_read(signed_in, as_staff, at):
    record(by=as_staff("gp"), at=at, action="people.view_person", person_id="p1", reason="Review at home")
    client = signed_in("information_governance_lead")
    html = client.get("/audit/?person_id=p1").content.decode()
    assert "Invented gp" in html
    assert "Opened a person&#39;s record" in html
    assert "Review at home" in html
    last = AuditEntry.objects.first()
    assert (last.action, last.person_id, last.username) == ("governance.view_audit", "p1", client.user.username)


def test_mistaken_dates_are_said_and_nothing_is_filtered(signed_in):
    response = signed_in("information_governance_lead").get("/audit/?since=2026-02-30&until=2026-02-01")
    assert response.status_code == 400
    assert "From must be a real date" in response.content.decode()
    response = response.client.get("/audit/?since=2026-03-02&until=2026-02-01")
    assert "same day as From, or later" in response.content.decode()


@pytest.mark.parametrize("typed", ["John Smith", "'\"><script>", "999 123 4567", "x" * 41, "é"])
def test_what_is_no_person_id_is_said_and_kept_nowhere(signed_in, typed):
    response = signed_in("information_governance_lead").get("/audit/", {"person_id": typed})
    assert response.status_code == 400
    assert "A person id has up to 40 letters, numbers and hyphens, and no name" in response.content.decode()
    assert AuditEntry.objects.first().person_id == ""


@pytest.mark.parametrize("key", ["-1", "x", "9" * 40, "²"])
def test_odd_key_in_the_address_is_the_latest_page(signed_in, key):
    assert signed_in("information_governance_lead").get("/audit/", {"older_than": key}).status_code == 200


def test_refused_page_is_in_the_audit(signed_in):
    client = signed_in("gp")
    assert client.get("/audit/").status_code == 403
    last = AuditEntry.objects.first()
    assert (last.action, last.outcome, last.username) == ("governance.view_audit", "refused", client.user.username)
    assert last.detail == {"page": "governance:audit"}


def test_every_action_written_in_the_code_has_words():
    code = [path.read_text(encoding="utf-8") for path in WEB.rglob("*.py")]
    written = {action for text in code for action in re.findall(r'action(?:: str)? ?= ?"([a-z_]+\.[a-z_]+)"', text)}
    assert {"accounts.sign_in", "people.record_relationship", "plans.decide_item"} <= written
    assert written - set(ACTIONS) == set()
