"""Decisions, relationships, objections, break-glass, reviews, merges and their undoing, in any order: nothing is lost.

A plain Python model keeps what was acknowledged; after every step the tables must say the same, the audit must hold
one entry for each act, and its chain must be whole.
"""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from joinedup.web.access.actions import objecting, opening, reviewing
from joinedup.web.access.queries import open_alerts
from joinedup.web.governance import chain
from joinedup.web.governance.actions import end_relationships, open_relationship
from joinedup.web.governance.models import Alert, AlertReview, AuditEntry, BreakGlass, CareRelationship, Objection
from joinedup.web.people.models import FormerId, Person
from joinedup.web.people.queries import all_ids, current_id, in_care
from joinedup.web.plans import queries as plans
from joinedup.web.plans.actions import Choice, DecidedMeanwhile, decide
from joinedup.web.plans.models import Decision, Offer
from tests.web import small_run

PEOPLE = [small_run.person_id(number) for number in (0, 6)]  # both of Swanage
BEGAN = datetime(2026, 4, 2, 9, tzinfo=UTC)
ids, users = st.sampled_from(PEOPLE), st.sampled_from(["nurse", "gp"])


class Interleaved(RuleBasedStateMachine):
    """Two people, who may turn out to be one, and two members of staff."""

    def __init__(self):
        super().__init__()
        from joinedup.web.accounts.models import User

        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.staff = {user.username: user for user in User.objects.filter(username__in=["nurse", "gp", "ig"])}
        self.offer = Offer.objects.get(code="falls_exercise")
        self.at = BEGAN
        self.began_with = Counter(AuditEntry.objects.values_list("action", flat=True))
        self.acts: Counter[str] = Counter()
        self.decided: list[tuple[str, str]] = []  # (person id at that time, note), in order
        self.held: set[tuple[str, str]] = set()  # (username, person id)
        self.objecting: dict[str, datetime] = {}  # person id: when it was recorded
        self.seen: dict[str, int] = {}  # username: version on their screen

    def teardown(self):
        transaction.set_rollback(True)
        self.outer.__exit__(None, None, None)

    def now(self):
        self.at += timedelta(seconds=1)
        return self.at

    def person(self, person_id):
        return Person.objects.get(pk=current_id(person_id))

    @rule(who=users, person_id=ids)
    def look(self, who, person_id):
        """Open the form: the version in force is on the screen now."""
        latest = plans.latest_decision(self.person(person_id), self.offer.code)
        self.seen[who] = latest.version if latest else 0

    @rule(who=users, person_id=ids, accepts=st.booleans())
    def send_decision(self, who, person_id, accepts):
        person, note = self.person(person_id), f"{who} {self.now():%H%M%S}"
        choice = Choice(
            "accepted" if accepts else "declined", "agreed" if accepts else "has_it", note, self.seen.get(who, 0)
        )
        latest = plans.latest_decision(person, self.offer.code)
        is_fresh = (latest.version if latest else 0) == choice.seen_version
        try:
            decide(person, self.offer, choice, by=self.staff[who], at=self.at)
        except DecidedMeanwhile:
            assert not is_fresh, "a decision about what was in force was turned away"
        else:
            assert is_fresh, "a stale decision was taken"
            self.decided.append((person.person_id, note))
            self.acts["plans.decide_item"] += 1

    @rule(who=users, person_id=ids)
    def open_care(self, who, person_id):
        was_held = (who, person_id) in self.held
        same = {"ground": "referral", "reason": "clinic", "source": f"referrals.referral:{who}"}
        open_relationship(
            by=self.staff[who], at=self.now(), person_id=person_id, ends_at=BEGAN + timedelta(days=9), **same
        )
        self.held.add((who, person_id))
        self.acts["people.record_relationship"] += not was_held

    @rule(who=users)
    def end_care(self, who):
        mine = {one for one in self.held if one[0] == who}
        source = f"referrals.referral:{who}"
        ended = end_relationships(by=self.staff[who], at=self.now(), source=source, reason="done")
        assert ended == len(mine)
        self.held -= mine
        self.acts["people.end_relationship"] += ended

    @rule(person_id=ids)
    def object_to_sharing(self, person_id):
        """Kept under every id that is the person's now, so that it holds if a join is undone."""
        person = self.person(person_id)
        said = {"scope": "all", "organisation": "", "words": "No"}
        objecting.record_objection(person, by=self.staff["nurse"], at=self.now(), **said)
        self.acts["access.record_objection"] += person.person_id not in self.objecting
        self.objecting = {**dict.fromkeys(all_ids(person.person_id), self.at), **self.objecting}

    @precondition(lambda self: self.objecting)
    @rule()
    def withdraw(self):
        person_id = min(self.objecting)
        objection = Objection.objects.get(person_id=person_id, status="waiting")
        told = {"status": "withdrawn", "words": "Changed my mind"}
        objecting.settle_objection(objection, by=self.staff["nurse"], at=self.now(), **told)
        for one in all_ids(current_id(person_id)):
            if self.objecting.get(one) == objection.recorded_at:
                del self.objecting[one]
        self.acts["access.settle_objection"] += 1

    @rule(who=users, person_id=ids)
    def break_glass(self, who, person_id):
        before = BreakGlass.objects.count()
        choice = opening.GlassChoice("emergency", "Found on the floor", opens_sealed=False)
        glass = opening.break_glass(self.person(person_id), choice, by=self.staff[who], at=self.now())
        is_new = BreakGlass.objects.count() - before
        for act in ("access.break_glass", "people.record_relationship", "access.raise_alert"):
            self.acts[act] += is_new
        assert in_care([current_id(person_id)], by=self.staff[who], at=self.at) == {current_id(person_id)}
        opening.close_glass(self.person(person_id), by=self.staff[who], at=self.now())
        self.acts["people.end_relationship"] += 1
        assert glass.until > self.at

    @precondition(lambda self: Alert.objects.filter(review=None).exists())
    @rule(twice=st.booleans())
    def review(self, twice):
        alert, told = open_alerts().first(), {"outcome": "justified", "note": "It was so"}
        reviewing.review_alert(alert, by=self.staff["ig"], at=self.now(), **told)
        self.acts["access.review_alert"] += 1
        if twice:
            with pytest.raises(reviewing.CannotReview):
                reviewing.review_alert(alert, by=self.staff["ig"], at=self.now(), **told)

    @precondition(lambda self: not FormerId.objects.filter(former_id__in=PEOPLE).exists())
    @rule(is_first=st.booleans())
    def merge(self, is_first):
        old, new = PEOPLE if is_first else PEOPLE[::-1]
        FormerId.objects.create(former_id=old, person_id=new)

    @precondition(lambda self: FormerId.objects.filter(former_id__in=PEOPLE).exists())
    @rule()
    def undo_merge(self):
        FormerId.objects.filter(former_id__in=PEOPLE).delete()

    @invariant()
    def no_decision_is_lost(self):
        kept = list(Decision.objects.order_by("id").values_list("person_id", "note"))
        assert kept == self.decided

    @invariant()
    def care_and_objections_are_as_acknowledged(self):
        for who in ("nurse", "gp"):
            for person_id in {current_id(one) for one in PEOPLE}:
                same = set(all_ids(person_id))
                held = any((who, one) in self.held for one in same)
                expected = {person_id} if held and not same & set(self.objecting) else set()
                assert in_care([person_id], by=self.staff[who], at=self.at) == expected

    @invariant()
    def objections_in_force_are_those_recorded_and_not_taken_back(self):
        waiting = Objection.objects.filter(status="waiting").values_list("person_id", "recorded_at")
        assert dict(waiting) == self.objecting

    @invariant()
    def audit_has_an_entry_for_each_act_and_its_chain_is_whole(self):
        written = Counter(AuditEntry.objects.values_list("action", flat=True)) - self.began_with
        assert written == +self.acts
        found = chain.check(at=self.at)
        assert (found.last, found.breaks) == (AuditEntry.objects.count(), [])

    @invariant()
    def nothing_is_orphaned(self):
        assert Alert.objects.filter(kind="break_glass").count() == BreakGlass.objects.count()
        assert AlertReview.objects.count() == self.acts["access.review_alert"]
        assert CareRelationship.objects.filter(ground="break_glass").count() == BreakGlass.objects.count()


def test_any_order_loses_nothing(small_place):
    few = settings(max_examples=10, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Interleaved, settings=few)
