"""What do the decisions made so far amount to? Which count, and what a pair still waits for."""

from collections.abc import Iterable, Sequence
from typing import Any

from joinedup.core.people.review.settled import is_settled
from joinedup.web.review.models import Decision, ReviewPair

State = ReviewPair.State


def standing(decisions: Iterable[Decision]) -> list[Decision]:
    """The decisions that were not undone, in the order they were made; of those that only undo, none."""
    made = list(decisions)
    undone = {one.undoes for one in made if one.undoes}
    return sorted((one for one in made if one.verdict and one.decision_id not in undone), key=lambda one: one.version)


def state_of(verdicts: Sequence[str], *, needs_two: bool) -> str:
    """What a pair waits for, given the verdicts that stand, in order, each of another person.

    Two who agree settle it, unless the latest of all says something else: then a further person is asked.

    >>> [str(state_of(said, needs_two=True)) for said in ([], ["same"], ["same", "same"], ["same", "different"])]
    ['first', 'second', 'settled', 'disagreed']
    >>> str(state_of(["same", "different", "same"], needs_two=True)), str(state_of(["same"], needs_two=False))
    ('settled', 'settled')
    >>> str(state_of(["same", "same", "different"], needs_two=True))
    'disagreed'
    """
    if not verdicts:
        return State.FIRST
    if is_settled(verdicts, needs_two=needs_two):
        return State.SETTLED
    return State.SECOND if len(verdicts) == 1 else State.DISAGREED


def state(decisions: Iterable[Decision], *, needs_two: bool) -> str:
    return state_of([one.verdict for one in standing(decisions)], needs_two=needs_two)


def of_user(decisions: Iterable[Decision], user: Any) -> Decision | None:
    """The decision of somebody's that stands, if any."""
    return next((one for one in standing(decisions) if one.decided_by_id == user.pk), None)
