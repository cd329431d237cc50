"""The month of every team: one deed after the other in the order of time, all or nothing."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from itertools import islice

from django.db import transaction
from django.utils import timezone

from joinedup.core.teams.skills import skills
from joinedup.web.accounts.models import User
from joinedup.web.care.models import Version
from joinedup.web.governance.actions import months_later
from joinedup.web.governance.models import BreakGlass, CareRelationship, Objection
from joinedup.web.governance.permissions import check_may
from joinedup.web.loading.team_work.deeds import DEEDS
from joinedup.web.loading.team_work.meetings import TeamMeets
from joinedup.web.loading.team_work.people import candidates, cast
from joinedup.web.loading.team_work.scene import Scene, Team
from joinedup.web.loading.team_work.script import Ability, Case, Script, script
from joinedup.web.loading.team_work.working_days import Month
from joinedup.web.members import actions as members
from joinedup.web.members.models import Membership, SkillRecord
from joinedup.web.people.queries import current_run, neighbourhoods
from joinedup.web.plans.models import Decision
from joinedup.web.referrals.models import Referral
from joinedup.web.teams.models import AgendaRequest, Meeting

DONE_BY_PEOPLE = (
    *(CareRelationship, Decision, Version, Referral, Meeting, AgendaRequest),
    *(Membership, SkillRecord, BreakGlass, Objection),
)
SAID_DAY, VERIFIED_DAY, FOLLOWED_UP_DAY = 20, 18, 4  # working days before loading
OPENS, CASE_BEGINS_WITHIN, A_STEP = 9 * 60, 300, 12  # minutes: from midnight; after that; between steps of a case
MEETS_AT = 10 * 60  # minutes from midnight

Moment = tuple[datetime, Callable[[datetime], object]]


@transaction.atomic
def load(*, seed: int, at: datetime) -> dict[str, int]:
    """Have an invented place's teams do a month of work before a moment.

    A real place, and one where anybody has done anything, is left as it is.

    Parameters
    ----------
    seed : the same seed gives the same month before the same day.

    Returns
    -------
    How many there are of what people do, by table; empty where nothing was done.
    """
    run = current_run()
    if run is None or not run.is_invented or any(model.objects.exists() for model in DONE_BY_PEOPLE):
        return {}
    month = Month(timezone.localdate(at), seed)
    for moment, do in sorted(moments(month, script()), key=lambda one: one[0]):
        do(moment)
    return {str(model._meta.model_name): model.objects.count() for model in DONE_BY_PEOPLE}


def moments(month: Month, told: Script) -> Iterator[Moment]:
    """Every deed of every team with its moment, in no order."""
    found = teams()
    whole = {team.neighbourhood for team in found if set(told.whole_team) <= set(team.members)}
    free = {team.neighbourhood: candidates(team.who("team_lead"), month.chance(team.neighbourhood)) for team in found}
    for number, case in enumerate(told.cases):
        fitting = [team for team in found if (team.neighbourhood in whole) == (case.teams == "whole")]
        parts = ((team, who) for team in fitting if (who := cast(case, free[team.neighbourhood])))
        for team, who in islice(parts, case.in_teams):
            scene = Scene(team, who.person_id, who.needs, month.chance(team.neighbourhood, number))
            yield from of_case(month, case, scene)
    for team in found:
        yield from of_members(month, team, told)
        yield from of_meetings(month, team, told, is_whole=team.neighbourhood in whole)


def teams() -> list[Team]:
    """The teams that have a lead, each with its members and those of the whole place it works with.

    Home-care providers take turns: each team works with one.
    """
    staff = list(User.objects.filter(is_active=True).order_by("pk"))
    places: dict[str, list[User]] = {}
    by_team: dict[str, dict[str, User]] = {}
    for one in staff:
        if one.neighbourhood:
            by_team.setdefault(one.neighbourhood, {}).setdefault(one.role, one)
        else:
            places.setdefault(one.role, []).append(one)
    return [
        Team(hood.code, hood.name, by_team[hood.code], {role: some[n % len(some)] for role, some in places.items()})
        for n, hood in enumerate(neighbourhoods())
        if "team_lead" in by_team.get(hood.code, {})
    ]


def of_case(month: Month, case: Case, scene: Scene) -> Iterator[Moment]:
    """The steps of a case, each some minutes after the one before."""
    begins = OPENS + scene.chance.randrange(CASE_BEGINS_WITHIN)
    for number, step in enumerate(case.steps):
        moment = month.moment(step.day, begins + number * A_STEP)
        yield moment, partial(DEEDS[step.does].do, scene, scene.team.who(step.who), step.said)


def of_members(month: Month, team: Team, told: Script) -> Iterator[Moment]:
    """What each member can do, in their own words, and most of it verified by the team's lead."""
    said, verified = month.moment(SAID_DAY, OPENS), month.moment(VERIFIED_DAY, OPENS)
    for role, user in team.members.items():
        for ability in told.members.get(role, ()):
            yield said, partial(says, user, ability)
            if ability.is_verified:
                yield verified, partial(verifies, team.who("team_lead"), user, ability)


def says(user: User, ability: Ability, at: datetime) -> None:
    check_may(user, "members.say_skill")
    members.say(ability.skill, ability.level, by=user, at=at)


def verifies(lead: User, user: User, ability: Ability, at: datetime) -> None:
    check_may(lead, "members.lead_team")
    row = SkillRecord.objects.get(user=user, skill=ability.skill, ended_at=None)
    until = months_later(at, ability.months or skills()[ability.skill].months)
    members.verify(row, expires_on=until.date(), by=lead, at=at)


def of_meetings(month: Month, team: Team, told: Script, *, is_whole: bool) -> Iterator[Moment]:
    """A whole team's meeting held and followed up; of every team, the next one prepared."""
    meets = TeamMeets(team, told.meeting, month.chance(team.neighbourhood, "meeting"))
    if is_whole:
        yield month.moment(told.meeting.held_day, MEETS_AT), meets.hold
        yield month.moment(FOLLOWED_UP_DAY, MEETS_AT), meets.follow_up
    yield month.moment(told.meeting.prepared_day, MEETS_AT), meets.prepare
