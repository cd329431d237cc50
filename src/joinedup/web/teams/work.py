"""What has a member of staff to do: promised, accepted, referred, or to be asked after?"""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from joinedup.core.teams.referrals import kind_of
from joinedup.core.teams.tasks import Task, in_order
from joinedup.web.care.plan import queries as plans
from joinedup.web.directory.signposting import queries as signposts
from joinedup.web.governance.permissions import may
from joinedup.web.governance.queries import objecting_to
from joinedup.web.people.queries import former_ids, in_care, people_by_id
from joinedup.web.people.words import reference
from joinedup.web.referrals import queries as referrals
from joinedup.web.teams import queries
from joinedup.web.teams.meetings import queries as meetings

NO_DAY = date.max  # of an action of a plan that says no day: after all that have one
ARRANGED_WITHIN = timedelta(days=14)  # of accepting an offer, something should have been done about it


def tasks_of(user: Any, *, at: datetime) -> list[Task]:
    """Everything somebody has to do, due first before the others.

    An action of a meeting that the person's plan took up is one task, that of the plan, for whoever sees it there.
    """
    planned = plans.tasks_of(user, at=at)
    taken_up = {one.action.agreed_in for one in planned}
    return in_order(
        [
            *(
                Task("action", one.item.person_id, one.words, one.due or NO_DAY, str(one.pk))
                for one in without_objecting(list(meetings.actions_of(user)), by=user)
                if one.agreed_in not in taken_up
            ),
            *(referral_task("referral", row) for row in referrals.accepted_by(user)),
            *(referral_task("came_back", row) for row in referrals.came_back_to(user)),
            *(
                Task("offer", one.person_id, one.offer_name, arrange_by(one), str(one.pk))
                for one in queries.offers_to_arrange(user)
            ),
            *(Task("plan", one.person_id, one.action.what, one.action.due_on or NO_DAY) for one in planned),
            *(
                Task("signpost", one.person_id, one.service_name, one.follow_up_on, str(one.pk))
                for one in signposts.due(user, at=at)
            ),
        ]
    )


def without_objecting(actions: list[Any], *, by: Any) -> list[Any]:
    """Actions of meetings, without those about people who object by now to the user seeing what is known of them."""
    ids = {one.item.person_id for one in actions}
    today = referrals.ids_today(ids)
    became = former_ids({*ids, *today.values()})
    objecting = {became.get(one, one) for one in objecting_to(by, {*ids, *today.values(), *became})}
    return [one for one in actions if today.get(one.item.person_id, one.item.person_id) not in objecting]


def arrange_by(decision: Any) -> date:
    """The day by which something should have been done about an offer that was accepted."""
    return timezone.localdate(decision.decided_at + ARRANGED_WITHIN)


def referral_task(kind: str, row: Any) -> Task:
    return Task(kind, row.person_id, kind_of(row.kind).name, timezone.localdate(row.due_at), str(row.pk))


def names_of(ids: set[str], *, by: Any, at: datetime) -> tuple[dict[str, str], list[str]]:
    """By a person's id, the name of those in the user's care, else a reference; and who was named."""
    today = referrals.ids_today(ids)
    current = {today.get(one, one) for one in ids}
    named = people_by_id(in_care(current, by=by, at=at), by=by, at=at) if may(by, "people.view_person") else {}
    names = {one: named[one].full_name if one in named else reference(one) for one in current}
    return {one: names[today.get(one, one)] for one in ids}, sorted(named)
