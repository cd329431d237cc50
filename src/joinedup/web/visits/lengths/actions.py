"""Accept or decline a length that visits seen suggest."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from joinedup.core.errors import CannotProceed
from joinedup.web.governance.actions import record
from joinedup.web.visits import actions, queries
from joinedup.web.visits.days import attendances_of, problem_of, weighed, with_agreed_lengths
from joinedup.web.visits.lengths.queries import Proposed
from joinedup.web.visits.models import LengthDecision, Revision


class NoProposal(CannotProceed):
    """There is no such length to decide on: it was decided, or visits since suggest another."""

    def __init__(self) -> None:
        super().__init__("This length is not proposed any more", expected="a look at what is proposed now")


@transaction.atomic
def decide(
    organisation: str, proposed: Proposed | None, *, minutes: float, is_accepted: bool, on: date, by: Any, at: datetime
) -> int:
    """Write down a decision; once accepted, days to come are planned with the length.

    Parameters
    ----------
    minutes : the length on the scheduler's screen.
    on : today; days after it change.

    Returns
    -------
    how many days to come were changed; each is to be looked at and published.

    Raises
    ------
    NoProposal : the length is not proposed any more.
    """
    if proposed is None or proposed.length.proposed_minutes != minutes:
        raise NoProposal
    LengthDecision.objects.create(
        organisation=organisation,
        visit=proposed.visit,
        planned_minutes=proposed.length.planned_minutes,
        proposed_minutes=minutes,
        visits_seen=proposed.length.visits,
        is_accepted=is_accepted,
        decided_by=by,
        decided_at=at,
    )
    detail = {"visit": proposed.visit, "minutes": minutes, "accepted": is_accepted}
    record(by=by, at=at, action="visits.decide_length", detail=detail)
    if not is_accepted:
        return 0
    coming = [one for one in queries.days(organisation, on, date.max) if one > on]
    return sum(use_length(organisation, day, {proposed.visit: minutes}, by=by, at=at) for day in coming)


def use_length(organisation: str, on: date, lengths: Mapping[str, float], *, by: Any, at: datetime) -> bool:
    """Change a visit's length on a day; whether the day has that visit, of another length."""
    state = queries.latest(organisation, on)
    if state is None:
        return False
    document = with_agreed_lengths(state.file.document, lengths)
    if document == state.file.document:
        return False
    rounds = weighed(problem_of(document, state.held), attendances_of(state.calls))
    change = actions.Change(
        how=Revision.How.LENGTHS,
        held=state.held,
        calls=rounds.calls,
        unplanned=state.unplanned,
        figures=rounds.figures,
        document=document,
        detail={"visit": next(iter(lengths))},
    )
    actions.keep(change, organisation=organisation, on=on, after=state.number, by=by, at=at)
    return True
