"""Whatever people do, with old forms and twice: a referral is in one inbox with a clock, or finished."""

from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as within
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from joinedup.core.errors import CannotProceed
from joinedup.core.teams.referrals import Deed, Inbox
from tests.core.directory.small import CHARITY
from tests.web import small_run

pytestmark = pytest.mark.django_db
AT = datetime(2026, 4, 2, 9, tzinfo=UTC)
INBOXES = ("team:swanage", "team:wareham", "agency:dorset_council", f"outside:{CHARITY.id}")
REASONS = ("", "no_place", "not_needed", "helped")


class Referrals(RuleBasedStateMachine):
    """A few referrals that several people, inside and outside, act on; each may hold an old form."""

    staff: tuple = ()

    def __init__(self) -> None:
        super().__init__()
        from joinedup.web.referrals.models import Referral

        self.rows = Referral
        self.begun = [one.pk for one in Referral.objects.all()]
        self.mine: list = []
        self.at = AT
        self.person = None

    @rule(to=st.sampled_from(INBOXES), sender=st.sampled_from(INBOXES[:3]), consent=st.sampled_from(["", "said"]))
    def send(self, to, sender, consent):
        from joinedup.web.people.models import Person
        from joinedup.web.referrals import sending

        person = Person.objects.get(pk=small_run.person_id(len(self.mine) % 9))
        asked = sending.Asked(uuid4(), "social_prescribing", Inbox.of(to), "Company", False, consent)
        try:
            row = sending.send(person, asked, sender=Inbox.of(sender), by=self.staff[0], at=self.at)
        except CannotProceed:
            assert not self.rows.objects.filter(pk=asked.id).exists()
        else:
            self.mine.append(row.pk)

    @rule(
        which=st.integers(0, 20),
        deed=st.sampled_from([deed for deed in Deed if deed is not Deed.SEND]),
        acting=st.sampled_from(INBOXES),
        reason=st.sampled_from(REASONS),
        to=st.none() | st.sampled_from(INBOXES),
        consent=st.sampled_from(["", "said"]),
        old=st.integers(0, 1),
        user=st.integers(0, 1),
        again=st.booleans(),
    )
    def act(self, which, deed, acting, reason, to, consent, old, user, again):
        from joinedup.web.referrals import actions

        if not self.mine:
            return
        row = self.rows.objects.get(pk=self.mine[which % len(self.mine)])
        doing = actions.Doing(deed, max(1, row.version - old), reason, "", Inbox.of(to) if to else None, consent)
        doer = actions.Doer(Inbox.of(acting), user=self.staff[user])
        before = row.version
        for _ in range(1 + again):
            row = self.rows.objects.get(pk=row.pk)
            with suppress(CannotProceed):
                actions.act(row, doing, doer, at=self.at)
        assert self.rows.objects.get(pk=row.pk).version <= before + 1, "one form does one thing"

    @rule(hours=st.integers(1, 60))
    def wait(self, hours):
        self.at += timedelta(hours=hours)

    @invariant()
    def each_is_in_one_inbox_with_a_clock_or_finished(self):
        from joinedup.web.governance.models import CareRelationship
        from joinedup.web.referrals import queries

        everybody = type("Everywhere", (), {"neighbourhood": "", "role": "community_nurse"})()
        found = Counter(
            row.pk
            for key in INBOXES
            for row in queries.of_inbox(key, queries.Wanted(), by=everybody, at=self.at)
            if row.pk not in self.begun
        )
        for row in self.rows.objects.filter(pk__in=self.mine):
            is_open = row.state not in ("withdrawn", "done")
            assert found[row.pk] == int(is_open)
            assert (row.due_at is not None) == is_open
            assert row.events.count() == row.version, "everything done is in the history"
            holding = CareRelationship.objects.filter(source=f"referrals.referral:{row.pk}", ended_at=None).count()
            assert holding == int(row.state == "accepted" and row.accepted_by_id is not None)
            links = row.links.filter(ended_at=None).count()
            assert links == int(is_open and row.inbox.startswith("outside:"))


def test_none_gets_lost(small_place, charity, staff, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    Referrals.staff = (staff("nurse"), staff("worker"))
    few = within(max_examples=12, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Referrals, settings=few)
