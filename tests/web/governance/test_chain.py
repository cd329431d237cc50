"""A change of the audit behind the application's back is evident, and the check says where it was made."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction

from joinedup.web.accounts.models import User
from joinedup.web.governance import append_only, chain
from joinedup.web.governance.actions import record, record_each
from joinedup.web.governance.models import AuditEntry, AuditLink

pytestmark = pytest.mark.django_db(transaction=True)

ENTRIES, LINKS = "governance_auditentry", "governance_auditlink"


@pytest.fixture
def behind_its_back(transactional_db):
    """Change the tables as somebody could who has the database's password and removes the triggers."""

    def change(*statements: str) -> None:
        for table in (ENTRIES, LINKS):
            append_only.unprotect(connection, table)
        try:
            with connection.constraint_checks_disabled(), connection.cursor() as cursor:
                if connection.vendor == "postgresql":
                    cursor.execute(f"alter table {LINKS} disable trigger all")
                    cursor.execute(f"alter table {ENTRIES} disable trigger all")
                for statement in statements:
                    cursor.execute(statement)
        finally:
            with connection.cursor() as cursor:
                if connection.vendor == "postgresql":
                    cursor.execute(f"alter table {LINKS} enable trigger all")
                    cursor.execute(f"alter table {ENTRIES} enable trigger all")
            for table in (ENTRIES, LINKS):
                append_only.protect(connection, table)

    return change


@pytest.fixture
def nine(at):
    """Nine entries, chained as they were written."""
    return [
        record(by=None, at=at, action="view_page", person_id=f"p{n}", detail={"n": n, "half": n / 2}) for n in range(9)
    ]


def test_many_entries_of_one_transaction_are_all_chained_when_it_ends(nine, at, monkeypatch):
    monkeypatch.setattr(chain, "AT_ONCE", 4)
    user = User.objects.create(username="lead", role="team_lead", organisation="TEAM")
    record_each([(f"p{n}", {}) for n in range(9)], by=user, at=at, action="risk.download_list")
    assert AuditLink.objects.count() == 18
    assert not list(chain.unchained())


def breaks(at, **options):
    return [(one.position, one.words) for one in chain.check(at=at + timedelta(days=1), **options).breaks]


def test_every_entry_is_chained_as_soon_as_it_is_committed(nine, at):
    assert list(AuditLink.objects.values_list("entry_id", flat=True)) == [entry.pk for entry in nine]
    checked = chain.check(at=at)
    assert (checked.last, checked.just_chained, checked.breaks) == (9, 0, [])
    assert checked.head == AuditLink.objects.get(position=9).digest


@pytest.mark.parametrize(
    "change", ["reason = 'nothing'", "detail = '{}'", "person_id = 'p0'", "outcome = 'refused'", "username = 'mallory'"]
)
def test_changed_entry_breaks_the_chain_at_its_place(nine, at, behind_its_back, change):
    behind_its_back(f"update {ENTRIES} set {change} where id = {nine[4].pk}")
    assert breaks(at) == [(5, "its entry, or the link, was changed")]


def test_removed_entry_is_missed(nine, at, behind_its_back):
    behind_its_back(f"delete from {ENTRIES} where id = {nine[2].pk}")
    assert breaks(at) == [(3, "its entry was removed")]


def test_removed_link_is_missed_and_its_entry_found_outside_the_chain(nine, at, behind_its_back):
    behind_its_back(f"delete from {LINKS} where position = 4", f"delete from {ENTRIES} where id = {nine[3].pk}")
    assert breaks(at) == [(5, "1 links before it were removed")]


def test_two_entries_exchanged_are_two_breaks(nine, at, behind_its_back):
    behind_its_back(
        f"update {ENTRIES} set person_id = 'px' where id = {nine[1].pk}",
        f"update {ENTRIES} set person_id = 'p1' where id = {nine[6].pk}",
    )
    assert [position for position, _ in breaks(at)] == [2, 7]


def test_entry_slipped_in_among_old_ones_is_outside_the_chain(nine, at, behind_its_back, monkeypatch):
    monkeypatch.setattr(chain, "LATE", 0)
    said = "at, username, role, organisation, action, person_id, reason, detail, outcome"
    behind_its_back(f"insert into {ENTRIES} (id, {said}) select -1, {said} from {ENTRIES} where id = {nine[0].pk}")
    found = chain.check(at=at + timedelta(days=1))
    assert [(one.entry_id, one.words) for one in found.breaks] == [
        (-1, "an entry of 2026-04-01 12:00 is not in the chain")
    ]


def test_end_cut_off_and_made_anew_is_found_by_what_an_earlier_check_noted(nine, at, behind_its_back):
    noted = (9, AuditLink.objects.get(position=9).digest)
    behind_its_back(
        f"delete from {LINKS} where position >= 8",
        f"delete from {ENTRIES} where id >= {nine[7].pk}",
    )
    assert breaks(at) == []
    record(by=None, at=at, action="view_page")
    record(by=None, at=at, action="view_page")
    assert breaks(at, anchor=noted) == [(9, "what an earlier check noted here is gone, or says something else")]


def test_entry_of_a_transaction_rolled_back_is_neither_written_nor_chained(nine, at):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record(by=None, at=at, action="view_page")
        _ = 1 / 0
    assert (AuditEntry.objects.count(), AuditLink.objects.count()) == (9, 9)


def test_many_entries_of_one_transaction_are_chained_together(at, django_assert_max_num_queries):
    with transaction.atomic():
        for _ in range(50):
            record(by=None, at=at, action="view_page")
        assert len(connection.run_on_commit) == 1
        assert not AuditLink.objects.exists()
    assert AuditLink.objects.count() == 50


def test_entries_written_before_there_was_a_chain_are_taken_in(nine, at, behind_its_back):
    behind_its_back(f"delete from {LINKS}")
    checked = chain.check(at=at + timedelta(days=1))
    assert (checked.just_chained, checked.last, checked.breaks) == (9, 9, [])


def test_chain_holds_when_many_write_at_once(at):
    def write(who: int) -> None:
        try:
            for n in range(15):
                with transaction.atomic():
                    record(by=None, at=at, action="view_page", person_id=f"w{who}-{n}")
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(who,)) for who in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    checked = chain.check(at=at + timedelta(days=1))
    assert (AuditEntry.objects.count(), checked.last, checked.breaks) == (90, 90, [])
