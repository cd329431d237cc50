"""A referral is always in exactly one inbox with a clock, or finished, whatever is done with it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from joinedup.core.errors import CannotProceed
from joinedup.core.teams.referrals import (
    TRANSITIONS,
    Deed,
    Inbox,
    NotAllowed,
    Referral,
    ReferralChoices,
    Side,
    State,
    Step,
    kind_of,
    kinds,
)
from joinedup.core.teams.referrals.kinds import reason_words, reasons
from joinedup.core.teams.referrals.reference import as_document
from joinedup.core.teams.referrals.states import UNDO_FOR

AT = datetime(2026, 4, 1, 9, tzinfo=UTC)
TEAM, OTHER = Inbox.of("team:swanage"), Inbox.of("team:wareham")
COUNCIL, CHARITY = Inbox.of("agency:dorset_council"), Inbox.of("outside:4d3f")
INBOXES = (TEAM, OTHER, COUNCIL, CHARITY)
HOUR = timedelta(hours=1)


def sent(kind="social_prescribing", sender=TEAM, to=CHARITY, **more) -> Referral:
    return Referral.sent(kind, sender=sender, to=to, at=AT, **more)


def done(referral: Referral, *steps: Step, at=AT) -> Referral:
    for step in steps:
        referral = referral.after(step, at)
    return referral


ACCEPT, FINISH = Step(Deed.ACCEPT, CHARITY), Step(Deed.FINISH, CHARITY, "helped")
DECLINE = Step(Deed.DECLINE, CHARITY, "no_place")


def test_a_referral_goes_the_whole_way():
    referral = sent()
    assert (referral.inbox, referral.now.state) == (CHARITY, State.SENT)
    referral = done(referral, Step(Deed.SEE, CHARITY), ACCEPT)
    assert (referral.inbox, referral.now.state) == (CHARITY, State.ACCEPTED)
    referral = done(referral, FINISH)
    assert (referral.inbox, referral.clock) == (None, None)


def test_what_is_declined_lies_with_whoever_sent_it_until_they_send_it_on_or_close_it():
    referral = done(sent(), DECLINE)
    assert referral.inbox == TEAM
    assert referral.clock.due_at == AT + timedelta(hours=48)
    on = referral.after(Step(Deed.SEND_ON, TEAM, to=COUNCIL), AT + HOUR)
    assert (on.inbox, on.now.state, on.now.asked_at) == (COUNCIL, State.SENT, AT + HOUR)
    assert done(referral, Step(Deed.WITHDRAW, TEAM, "not_needed")).inbox is None


def test_looking_at_a_referral_gives_nobody_more_time():
    seen = sent().after(Step(Deed.SEE, CHARITY), AT + 60 * HOUR)
    assert seen.clock.due_at == AT + timedelta(hours=kind_of("social_prescribing").answered_hours)


def test_an_urgent_referral_has_a_quarter_of_the_time():
    assert sent(is_urgent=True).clock.due_at - AT == (sent().clock.due_at - AT) / 4


@pytest.mark.parametrize("step", [DECLINE, Step(Deed.HAND_BACK, CHARITY), Step(Deed.WITHDRAW, TEAM, "helped")])
def test_a_deed_that_needs_a_reason_takes_only_one_of_its_own(step):
    referral = done(sent(), ACCEPT) if step.deed is Deed.HAND_BACK else sent()
    with pytest.raises(NotAllowed):
        referral.after(Step(step.deed, step.acting, "nonsense"), AT)


def test_nobody_acts_from_an_inbox_the_referral_does_not_lie_in():
    for inbox in (TEAM, OTHER, COUNCIL):
        with pytest.raises(NotAllowed):
            sent().after(Step(Deed.ACCEPT, inbox), AT)
    assert sent().may(OTHER, AT) == ()


def test_a_referral_goes_only_where_its_kind_goes_and_never_to_where_it_is():
    with pytest.raises(NotAllowed):
        sent("fallen_not_conveyed", sender=COUNCIL, to=CHARITY)
    with pytest.raises(NotAllowed):
        sent(sender=CHARITY)
    with pytest.raises(NotAllowed):
        done(sent(), Step(Deed.TRANSFER, CHARITY, to=TEAM))  # that is handing it back, which needs a reason
    with pytest.raises(NotAllowed):
        done(sent(), Step(Deed.TRANSFER, CHARITY))


def test_undoing_puts_back_state_holder_and_clock():
    seen = done(sent(), Step(Deed.SEE, CHARITY))
    moved = done(seen, Step(Deed.TRANSFER, CHARITY, to=COUNCIL))
    back = moved.after(Step(Deed.UNDO, CHARITY), AT + HOUR)
    assert back.now == seen.now
    assert not back.can_undo(CHARITY, AT + HOUR)


def test_nothing_is_undone_late_or_by_others_or_after_somebody_acted():
    moved = done(sent(), Step(Deed.TRANSFER, CHARITY, to=COUNCIL))
    assert not moved.can_undo(CHARITY, AT + UNDO_FOR + HOUR)
    assert not moved.can_undo(COUNCIL, AT)
    assert not done(moved, Step(Deed.SEE, COUNCIL)).can_undo(CHARITY, AT)


def test_every_kind_has_targets_in_order_and_says_where_they_come_from():
    for kind in kinds().values():
        assert kind.seen_hours <= kind.answered_hours
        assert kind.reason
        assert kind.to


def test_reasons_have_words_and_unknown_names_are_refused():
    assert reason_words("no_place").startswith("No place")
    assert reason_words("") == ""
    with pytest.raises(CannotProceed, match="No kind of referral"):
        kind_of("wishes")
    for wrong in ("", "team", "team:", "shop:corner"):
        with pytest.raises(CannotProceed, match="No such inbox"):
            Inbox.of(wrong)


ANY_STEP = st.builds(
    Step,
    st.sampled_from(Deed),
    st.sampled_from(INBOXES),
    st.sampled_from(["", "no_place", "not_needed", "helped", "nonsense"]),
    st.none() | st.sampled_from(INBOXES),
)
HOURS = st.integers(0, 40)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(ANY_STEP, HOURS), max_size=40), st.booleans())
def test_a_referral_cannot_get_lost(steps, is_urgent):
    """After anything anybody tries, it lies in one inbox and has one clock, or it is finished and has neither."""
    referral, at = sent(is_urgent=is_urgent), AT
    for step, hours in steps:
        at += hours * HOUR
        before = referral
        try:
            referral = referral.after(step, at)
        except NotAllowed:
            assert referral == before
        else:
            assert step.deed in before.may(step.acting, at)
        is_open = referral.now.state.is_open
        assert (referral.inbox is not None, referral.clock is not None) == (is_open, is_open)
        if is_open:
            assert referral.inbox in INBOXES
            assert referral.clock.since <= at
            assert referral.may(referral.inbox, at), "whoever has it can always do something with it"


def test_from_every_open_state_there_is_a_way_to_the_end_for_either_side():
    """The holder can always give it back or finish; the sender can always close it."""
    for state in State:
        deeds = [one for one in TRANSITIONS.values() if state in one.sources]
        if state.is_open:
            assert any(one.side is Side.SENDER and one.target is State.WITHDRAWN for one in deeds)
        else:
            assert deeds == []


def test_the_reasons_of_every_deed_are_defined():
    for one in TRANSITIONS.values():
        assert not one.reasons or reasons(one.reasons)


def test_the_reference_document_is_as_the_definitions_are():
    document = Path(__file__).parents[3] / "docs" / "reference" / "referrals.md"
    assert document.read_text(encoding="utf-8") == as_document(), "run `make reference`"


def test_place_sets_its_own_targets_and_the_clock_keeps_to_them():
    agreed = ReferralChoices(targets={"social_care": {"answered_hours": 60}}, why="Agreed with the council")
    here = agreed.applied_to(kind_of("social_care"))
    sent = Referral.sent("social_care", sender=TEAM, to=COUNCIL, at=AT, targets=here)
    seen = sent.after(Step(Deed.SEE, COUNCIL), AT + timedelta(hours=3))
    assert sent.clock.due_at == AT + timedelta(hours=48)  # as the definitions have it
    assert seen.clock.due_at == AT + timedelta(hours=60)
    assert (here.reason, here.done_hours) == ("Agreed with the council", kind_of("social_care").done_hours)


def test_kind_of_which_nothing_was_agreed_is_as_the_definitions_have_it():
    agreed = ReferralChoices(targets={"social_care": {"answered_hours": 60}}, why="Agreed with the council")
    assert agreed.applied_to(kind_of("pharmacy")) == kind_of("pharmacy")
