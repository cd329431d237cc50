"""Which meetings were there, what stands on an agenda, and which actions are not done?"""

from collections.abc import Iterable
from typing import Any

from django.db.models import BooleanField, Case, CharField, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, Concat

from joinedup.core.care.choices import DONE, STOPPED
from joinedup.core.care.choices import UNDER_WAY as WORKED_ON
from joinedup.web.care.models import PlannedAction
from joinedup.web.care.plan.agreed_elsewhere import sealed_agreements
from joinedup.web.referrals.objections import sealed_parts
from joinedup.web.referrals.queries import ids_today
from joinedup.web.teams.models import ActionNews, AgendaItem, Meeting, Minutes, Outcome

AGREED_IN = "teams.outcome:"  # before the number of an action: what it opens, and its action of a plan, name it so
UNDER_WAY = "under_way"  # as a plan says it; who says it of the action itself says that it is open
FROM_TIMELINE = ("fall:", "admission:", "discharge:")  # keys of findings begin so; then comes the kind of entry
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
    return without_sealed(on_agenda(meeting).prefetch_related(Prefetch("outcomes", queryset=shown_outcomes())))


def all_items_of(meeting: Meeting) -> QuerySet[AgendaItem]:
    """The same with what is sealed, for keeping."""
    return on_agenda(meeting).prefetch_related(Prefetch("outcomes", queryset=standing_outcomes()))


def on_agenda(meeting: Meeting) -> QuerySet[AgendaItem]:
    """The items there is time for, in order."""
    return meeting.items.exclude(state=AgendaItem.State.FURTHER)


def item_at(meeting: Meeting, position: int) -> AgendaItem | None:
    found = (
        on_agenda(meeting).filter(position=position).prefetch_related(Prefetch("outcomes", queryset=shown_outcomes()))
    )
    return next(iter(without_sealed(found)), None)


def without_sealed(items: Iterable[AgendaItem]) -> list[AgendaItem]:
    """Some items, without findings that tell of what is sealed by now: an action of the plan, or a kind of entry."""
    found, actions = list(items), tuple(f"action:{pk}:" for pk in sealed_outcomes())
    entries = sealed_entries(found)
    for item in found if actions or entries else ():
        sealed = (*actions, *(f"{told}{kind}:" for told in FROM_TIMELINE for kind in entries.get(item.person_id, ())))
        item.findings = [one for one in item.findings if not one["key"].startswith(sealed)]
    return found


def sealed_entries(items: Iterable[AgendaItem]) -> dict[str, list[str]]:
    """By person id, the kinds of entry that are sealed of those of whose timeline an agenda tells."""
    told = {one.person_id for one in items if any(why["key"].startswith(FROM_TIMELINE) for why in one.findings)}
    if not told:
        return {}
    today = ids_today(told)
    sealed = sealed_parts({today.get(one, one) for one in told})
    return {one: [part for person_id, part in sealed if person_id == today.get(one, one)] for one in told if sealed}


def sealed_outcomes() -> list[int]:
    """The actions that are sealed in the person's plan: at a meeting, where several read one page, from everybody."""
    return [int(one.removeprefix(AGREED_IN)) for one in sealed_agreements(AGREED_IN)]


def shown_outcomes() -> QuerySet[Outcome]:
    """Decisions and actions that nobody withdrew, and that are not sealed in the person's plan; with notes on each."""
    noted = ActionNews.objects.exclude(note="").select_related("by")
    return standing_outcomes().exclude(pk__in=sealed_outcomes()).prefetch_related(Prefetch("news", queryset=noted))


def standing_outcomes() -> QuerySet[Outcome]:
    """Decisions and actions that nobody withdrew, as they were recorded."""
    found = Outcome.objects.exclude(kind=Outcome.Kind.WITHDRAWAL).filter(withdrawn_by=None)
    return found.select_related("who", "by").order_by("id")


def with_state(actions: QuerySet[Outcome]) -> QuerySet[Outcome]:
    """Actions as they stand now: where the person's plan took one up, the plan says how; else the latest word does.

    Each has its `state`, the day it is `due`, whether it is `in_plan`, and whether the plan `is_given_on`: to somebody
    other than who promised it.
    """
    latest = ActionNews.objects.filter(action=OuterRef("pk")).order_by("-id").values("state")[:1]
    planned = PlannedAction.objects.filter(agreed_in=OuterRef("agreed_in")).order_by("-id")  # the plan saved last
    in_plan = Q(plan_status__isnull=False)
    return actions.annotate(
        agreed_in=Concat(Value(AGREED_IN), Cast("pk", CharField())),
        plan_status=Subquery(planned.values("status")[:1]),
        plan_user=Subquery(planned.values("user")[:1]),
        state=Case(
            When(plan_status=DONE, then=Value(ActionNews.State.DONE.value)),
            When(plan_status=STOPPED, then=Value(ActionNews.State.DROPPED.value)),
            When(plan_status=WORKED_ON, then=Value(UNDER_WAY)),
            When(in_plan, then=Value(ActionNews.State.OPEN.value)),
            default=Coalesce(Subquery(latest), "kind"),
            output_field=CharField(),
        ),
        due=Case(When(in_plan, then=Subquery(planned.values("due_on")[:1])), default=F("due_on")),
        is_given_on=Case(
            When(Q(plan_status=None) | Q(plan_user=F("who")), then=Value(False)),
            default=Value(True),
            output_field=BooleanField(),
        ),
    )


def open_actions() -> QuerySet[Outcome]:
    """Actions that are neither done nor dropped nor withdrawn."""
    found = with_state(standing_outcomes().filter(kind=Outcome.Kind.ACTION))
    return found.exclude(state__in=(ActionNews.State.DONE, ActionNews.State.DROPPED))


def action(number: int) -> Outcome | None:
    found = with_state(shown_outcomes().filter(kind=Outcome.Kind.ACTION, pk=number))
    return found.select_related("item__meeting").first()


def is_said(action: Outcome, state: str, note: str) -> bool:
    """Whether an action stands so already, and nothing is noted that was not noted last: the same form sent twice."""
    latest = ActionNews.objects.filter(action=action).last()
    is_latest = latest is not None and (latest.state, latest.note) == (state, note)
    if action.state == state:
        return is_latest or not note
    return is_latest and (state, action.state) == (ActionNews.State.OPEN, UNDER_WAY)


def actions_of(user: Any) -> QuerySet[Outcome]:
    """What somebody promised and has still to do, unless the person's plan gave it to somebody else."""
    return open_actions().filter(who=user, is_given_on=False).select_related("item")


def actions_of_meeting(meeting: Meeting) -> QuerySet[Outcome]:
    """What was promised at a meeting, and how each stands."""
    found = shown_outcomes().filter(kind=Outcome.Kind.ACTION, item__meeting=meeting)
    return with_state(found).select_related("item").order_by("item__position", "id")


def about_person(person_ids: list[str]) -> list[Outcome]:
    """What meetings recorded about a person, under all ids of theirs, latest first."""
    about = Outcome.objects.filter(item__person_id__in=person_ids).values_list("pk", flat=True).order_by()
    recorded = list(about)  # of most people nothing is, and what follows is long
    found = with_state(shown_outcomes().filter(pk__in=recorded)) if recorded else Outcome.objects.none()
    return list(found.select_related("item__meeting").order_by("-at", "-id"))


def attendance(meeting: Meeting) -> dict[int, bool]:
    """Who came (False) or sent apologies (True), by user."""
    return dict(meeting.attendance.values_list("user_id", "is_apology"))


def minutes_of(meeting: Meeting) -> list[Minutes]:
    """Every version of a meeting's minutes, the latest first."""
    return list(meeting.minutes.select_related("by").order_by("-version"))
