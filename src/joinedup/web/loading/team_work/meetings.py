"""A team's meeting: held with decisions and actions, followed up, and the next one prepared."""

from copy import copy
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.utils import timezone

from joinedup.web.governance.actions import months_later
from joinedup.web.governance.permissions import check_may
from joinedup.web.loading.team_work.scene import NobodyThere, Team
from joinedup.web.loading.team_work.script import Agreed, MeetingTold
from joinedup.web.members.queries import teams_of
from joinedup.web.people.queries import current_run
from joinedup.web.teams.meetings import actions, queries, signing
from joinedup.web.teams.models import ActionNews, AgendaItem, Meeting

A_PERSON = timedelta(minutes=5)  # talked about
DONE_SINCE = 2  # of the actions promised, so many were done when the team next asked


@dataclass(frozen=True)
class TeamMeets:
    """How one team meets, led by its lead."""

    team: Team
    told: MeetingTold
    chance: Random

    def prepare(self, at: datetime) -> Meeting:
        """Prepare a meeting from what was known then."""
        chair = self.team.who("team_lead")
        check_may(chair, "teams.meet")
        if self.team.neighbourhood not in teams_of(chair, at=at):
            raise NobodyThere(f"{self.team.name} has no lead of its own")
        return actions.begin(self.team.neighbourhood, run_then(current_run(), at), by=chair, at=at)

    def hold(self, at: datetime) -> None:
        """Prepare and run a meeting, close it, and sign its minutes."""
        meeting = self.prepare(at)
        chair, items = meeting.chair, queries.items_of(meeting)
        others = [one for one in self.team.members.values() if one != chair]
        away = self.chance.choice(others) if others else None
        came = {one.pk: "apologies" if one == away else "came" for one in self.team.members.values()}
        actions.set_attendance(meeting, came, by=chair, at=at)
        for item in items[: self.told.discussed]:
            at += A_PERSON
            self.discuss(item, by=chair, at=at)
        for item in items[self.told.discussed : self.told.discussed + 1]:
            actions.mark(item, AgendaItem.State.DEFERRED, by=chair, at=at)
        signing.close(meeting, by=chair, at=at + A_PERSON)
        signing.sign(meeting, seen_version=1, by=chair, at=at + 2 * A_PERSON)

    def discuss(self, item: AgendaItem, *, by: Any, at: datetime) -> None:
        """Record a decision and an action for what is most urgent about somebody."""
        said: Agreed = self.told.about[item.findings[0]["reason"]]
        who, due_on = self.team.members.get(said.who, by), timezone.localdate(at) + timedelta(days=said.days)
        decision = actions.Recorded(self.mark(), said.decision)
        action = actions.Recorded(self.mark(), said.action, who.pk, due_on)
        actions.add_outcome(item, "decision", decision, by=by, at=at)
        actions.add_outcome(item, "action", action, by=by, at=at)
        actions.mark(item, AgendaItem.State.DISCUSSED, by=by, at=at)

    def follow_up(self, at: datetime) -> None:
        """Have those who did what they promised say so."""
        last = queries.last_closed(self.team.neighbourhood)
        for action in list(queries.actions_of_meeting(last))[:DONE_SINCE] if last else ():
            actions.say_of_action(action, ActionNews.State.DONE, "", by=action.who, at=at)

    def mark(self) -> UUID:
        """A mark that nothing else has, the same for the same seed."""
        return UUID(int=self.chance.getrandbits(128), version=4)


def run_then(run: Any, at: datetime) -> Any:
    """The run a team looked at then: this one, or, before its day, what is known of the one a month before it.

    Of that one no scores are kept, so nobody is told to be newly at high risk in it.
    """
    on = timezone.localdate(at)
    if run.as_at <= on:
        return run
    before = copy(run)
    before.as_at = months_later(timezone.make_aware(datetime.combine(run.as_at, at.time())), -1).date()
    before.outcome_groups = []
    return before
