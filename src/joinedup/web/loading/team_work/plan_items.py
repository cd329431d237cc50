"""Of what is a person's first plan made? Items of the core, with words for the needs that the record shows."""

from dataclasses import replace
from datetime import date, timedelta

from django.utils import timezone

from joinedup.core.care import (
    ARRANGEMENTS_ID,
    AboutMe,
    Action,
    Arrangements,
    Contingency,
    Goal,
    Item,
    Need,
    Plan,
    Strength,
)
from joinedup.core.care.choices import PLANNED
from joinedup.web.care.plan import from_package
from joinedup.web.loading.team_work import shared_plans
from joinedup.web.loading.team_work.scene import Scene
from joinedup.web.people.models import Person
from joinedup.web.people.queries import organisation_names

MOST_NEEDS = 3  # in one plan: nobody works on more at once
OFFER_DAYS, REVIEW_DAYS = 30, 182
NEVER_EMPTY = ("about-most-important", "about-please-do")


def first_plan(scene: Scene, person: Person) -> list[Item]:
    """About Me, strengths, needs with goals and actions, offers taken up, what to do in a crisis, and the review."""
    known = [shared_plans.words().by_code[code] for code in scene.needs[:MOST_NEEDS]]
    items = [
        *about_me(scene, person),
        Strength(id=scene.mark().hex, words=known[0].strength),
        *(item for need in known for item in of_need(scene, person, need)),
    ]
    crisis = next((need.contingency for need in known if need.contingency), None)
    return [
        *items,
        *offers_taken_up(scene, person, items),
        *([Contingency(id=scene.mark().hex, agreed_with="person", **crisis.model_dump())] if crisis else []),
        Arrangements(id=ARRANGEMENTS_ID, review_on=on(scene, REVIEW_DAYS), responsible=scene.by.name),
    ]


def about_me(scene: Scene, person: Person) -> list[Item]:
    """What the person says of themself."""
    given, has_help = person.given_name or "by my first name", person.has_unpaid_carer
    said = shared_plans.about_me(given, has_help=has_help, chance=scene.chance, but=NEVER_EMPTY)
    return [AboutMe(id=heading, words=words) for heading, words in said.items()]


def of_need(scene: Scene, person: Person, said: shared_plans.NeedWords) -> list[Item]:
    """A need in the person's words, their goal, and what is done towards it."""
    need = Need(id=f"need-{said.code}", words=scene.chance.choice(said.person))
    goal = Goal(id=f"goal-{said.code}", parent_id=need.id, words=scene.chance.choice(said.goal), status="under_way")
    action = said.action
    member = scene.team.members.get(action.who)
    name = action.name.format(given=person.given_name or "The person")
    who = {"who_name": name} if name else {"who_staff": (member or scene.by).username}
    due = on(scene, action.days)
    return [need, goal, Action(id=f"action-{said.code}", parent_id=goal.id, what=action.what, due_on=due, **who)]


def offers_taken_up(scene: Scene, person: Person, items: list[Item]) -> list[Item]:
    """The offers accepted, as planned actions under the goals they serve."""
    found = from_package.decided(person, organisation_names())
    return [
        replace(
            draft,
            parent_id=goal_for(draft.offer, items),
            status=PLANNED,
            who_staff=scene.by.username,
            due_on=on(scene, OFFER_DAYS),
        )
        for draft in from_package.waiting(Plan({item.id: item for item in items}), found)
    ]


def goal_for(offer: str, items: list[Item]) -> str:
    """The goal an offer serves; none where the plan has no such need."""
    fitting = {f"goal-{need.code}" for need in shared_plans.words().needs if offer in need.offers}
    return next((item.id for item in items if item.id in fitting), "")


def on(scene: Scene, days: int) -> date:
    """So many days after the scene."""
    return timezone.localdate(scene.at) + timedelta(days=days)
