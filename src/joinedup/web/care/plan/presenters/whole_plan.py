"""How does a whole plan stand on its page: goals by importance, actions under what they are for?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from joinedup.core.care import (
    ABOUT_ME,
    ARRANGEMENTS_ID,
    AboutMe,
    Action,
    AdditionalPlan,
    Contingency,
    Goal,
    Item,
    Need,
    Outcome,
    Plan,
    StageGoal,
    Strength,
    heading_id,
    heading_of,
)
from joinedup.web.care.plan.presenters.items import Group, Line, Staff, line, said_in
from joinedup.web.components.words import day


@dataclass(frozen=True)
class Page:
    """A whole plan, ready to be read."""

    about_me: tuple[tuple[str, str, str], ...]  # id, heading and words of what is filled in
    strengths: Group
    needs: Group
    loose_goals: Group
    loose_actions: Group
    contingency: Group
    additional: Group
    arrangements: tuple[tuple[str, str], ...]
    is_empty: bool


def page(plan: Plan, staff: Staff, *, today: date, declined: set[str]) -> Page:
    """A plan as its page has it: goals by importance, actions under what they are for."""

    def action(item: Action) -> Line:
        steps = group("stage_goal", "Steps on the way", "Add a step", item.id, plan.under(item.id, StageGoal))
        return line(item, staff, note=action_note(item, today, declined), children=[steps])

    def actions(parent: str) -> Group:
        return Group(
            "action", "Actions", "Add an action", parent, tuple(action(one) for one in plan.under(parent, Action))
        )

    def group(kind: str, title: str, add: str, under: str, items: Iterable[Item]) -> Group:
        return Group(kind, title, add, under, tuple(line(item, staff) for item in items))

    def goal(item: Goal) -> Line:
        outcomes = group("outcome", "What came of it", "Add an outcome", item.id, plan.under(item.id, Outcome))
        return line(item, staff, children=[actions(item.id), outcomes])

    def goals(parent: str) -> Group:
        found = sorted(plan.under(parent, Goal), key=lambda one: -(one.importance or 0))
        return Group("goal", "Goals", "Add a goal", parent, tuple(goal(one) for one in found))

    needs = tuple(line(one, staff, children=[goals(one.id), actions(one.id)]) for one in plan.of(Need))
    return Page(
        about_me=tuple((one.id, heading_of(one), one.words) for one in about_me(plan)),
        strengths=group("strength", "Strengths", "Add a strength", "", plan.of(Strength)),
        needs=Group("need", "Needs", "Add a need", "", needs),
        loose_goals=goals(""),
        loose_actions=actions(""),
        contingency=group("contingency", "If things go wrong", "Add a contingency plan", "", plan.of(Contingency)),
        additional=group("additional", "Other plans", "Add another plan", "", plan.of(AdditionalPlan)),
        arrangements=said_in(plan.items.get(ARRANGEMENTS_ID), staff),
        is_empty=not plan.items,
    )


def about_me(plan: Plan) -> list[AboutMe]:
    """What a plan says under the headings of About Me, in their order."""
    headings = list(ABOUT_ME)
    return sorted(plan.of(AboutMe), key=lambda one: (headings.index(heading_id(one.id)), one.id))


def action_note(action: Action, today: date, declined: set[str]) -> str:
    """What there is to say beside an action: overdue, or the offer behind it no longer accepted."""
    if action.offer in declined:
        return "The offer this came from is no longer accepted"
    if action.agreed_in in declined:
        return "What was agreed elsewhere, and this came from, was withdrawn"
    if action.is_open and action.due_on and action.due_on < today:
        return f"Overdue since {day(action.due_on)}"
    return ""
