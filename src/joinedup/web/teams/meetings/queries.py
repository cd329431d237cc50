"""Which meetings were there, what stands on an agenda, and which actions are not done?"""

from collections.abc import Iterable
from typing import Any

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce

from joinedup.web.people.queries import all_ids
from joinedup.web.teams.models import ActionNews, AgendaItem, Meeting, Minutes, Outcome

MEETINGS_LOOKED_BACK = 26  # half a year of weeks: what was talked about before that may come up again


def open_meeting(neighbourhood: str) -> Meeting | None:
    return Meeting.objects.filter(neighbourhood=neighbourhood, closed_at=None).first()


def last_closed(neighbourhood: str) -> Meeting | None:
    found = Meeting.objects.filter(neighbourhood=neighbourhood).exclude(closed_at=None)
    return found.prefetch_related("items").first()


def meetings_of(neighbourhoods: Iterable[str]) -> QuerySet[Meeting]:
    """The meetings of some teams, latest first."""
    return Meeting.objects.filter(neighbourhood__in=list(neighbourhoods)).select_related("chair")


def meeting(number: int) -> Meeting | None:
    return Meeting.objects.filter(pk=number).select_related("chair").first()


def talked_about(neighbourhood: str) -> set[str]:
    """The keys of everything that the last meetings have talked about."""
    closed = Meeting.objects.filter(neighbourhood=neighbourhood).exclude(closed_at=None)
    latest = list(closed.values_list("pk", flat=True)[:MEETINGS_LOOKED_BACK])
    items = AgendaItem.objects.filter(meeting__in=latest, state=AgendaItem.State.DISCUSSED)
    return {finding["key"] for findings in items.values_list("findings", flat=True) for finding in findings}


def items_of(meeting: Meeting) -> list[AgendaItem]:
    """The agenda with what was recorded about each person, in order."""
    return list(meeting.items.prefetch_related(Prefetch("outcomes", queryset=standing_outcomes())))


def item_at(meeting: Meeting, position: int) -> AgendaItem | None:
    found = meeting.items.filter(position=position)
    return found.prefetch_related(Prefetch("outcomes", queryset=standing_outcomes())).first()


def standing_outcomes() -> QuerySet[Outcome]:
    """Decisions and actions that nobody withdrew, as they were recorded."""
    found = Outcome.objects.exclude(kind=Outcome.Kind.WITHDRAWAL).filter(withdrawn_by=None)
    return found.select_related("who", "by").order_by("id")


def with_state(actions: QuerySet[Outcome]) -> QuerySet[Outcome]:
    """Actions with their `state`: what the latest word about each says."""
    latest = ActionNews.objects.filter(action=OuterRef("pk")).order_by("-id").values("state")[:1]
    return actions.annotate(state=Coalesce(Subquery(latest), "kind"))


def open_actions() -> QuerySet[Outcome]:
    """Actions that are neither done nor dropped nor withdrawn."""
    found = with_state(standing_outcomes().filter(kind=Outcome.Kind.ACTION))
    return found.exclude(state__in=(ActionNews.State.DONE, ActionNews.State.DROPPED))


def action(number: int) -> Outcome | None:
    found = with_state(standing_outcomes().filter(kind=Outcome.Kind.ACTION, pk=number))
    return found.select_related("item__meeting").first()


def actions_of(user: Any) -> QuerySet[Outcome]:
    """What somebody promised and has still to do."""
    return open_actions().filter(who=user).select_related("item")


def about_person(person_id: str) -> list[Outcome]:
    """What meetings recorded about a person, under any id of theirs, latest first."""
    found = with_state(standing_outcomes().filter(item__person_id__in=all_ids(person_id)))
    return list(found.select_related("item__meeting").order_by("-at", "-id"))


def attendance(meeting: Meeting) -> dict[int, bool]:
    """Who came (False) or sent apologies (True), by user."""
    return dict(meeting.attendance.values_list("user_id", "is_apology"))


def minutes_of(meeting: Meeting) -> list[Minutes]:
    """Every version of a meeting's minutes, the latest first."""
    return list(meeting.minutes.select_related("by").order_by("-version"))
