"""Deeds about a person's care: taken into somebody's care, offers decided, a record opened on a ground of its own."""

from joinedup.web.access.actions.objecting import record_objection
from joinedup.web.access.actions.opening import GlassChoice, break_glass
from joinedup.web.governance.actions import open_relationship
from joinedup.web.loading.team_work import shared_plans
from joinedup.web.loading.team_work.scene import NobodyThere, Scene, deed
from joinedup.web.people.actions import open_person
from joinedup.web.people.models import Person
from joinedup.web.plans import actions as plans
from joinedup.web.plans import queries as plans_queries
from joinedup.web.plans.models import Offer
from joinedup.web.teams import actions as teams
from joinedup.web.teams import queries as teams_queries
from joinedup.web.teams.meetings import actions as meetings


@deed("people.record_relationship")
def takes_into_care(scene: Scene, *, ground: str, note: str) -> None:
    """Say why the person is in one's care, also where something else that may end has opened the record already."""
    if open_person(scene.person_id, **scene.told) is None:
        raise NobodyThere("The person of a case does not live where whoever acts works")
    open_relationship(person_id=scene.person_id, ground=ground, reason=note, **scene.told)
    scene.opened()


@deed("plans.decide_item")
def accepts(scene: Scene, *, offers: int, reason: str, note: str = "") -> None:
    """Accept so many of the offers proposed, those that address the person's needs first."""
    decide(scene, offers, plans.Choice("accepted", reason, note, seen_version=0))


@deed("plans.decide_item")
def declines(scene: Scene, *, offers: int, reason: str, note: str = "") -> None:
    """Decline so many of the offers proposed."""
    decide(scene, offers, plans.Choice("declined", reason, note, seen_version=0))


def decide(scene: Scene, offers: int, choice: plans.Choice) -> None:
    person = scene.opened()
    for offer in undecided(person, scene.needs)[:offers]:
        plans.decide(person, offer, choice, **scene.told)


def undecided(person: Person, needs: tuple[str, ...]) -> list[Offer]:
    """What is proposed and not decided: what addresses the first needs first, nothing that is received already."""
    decided = plans_queries.decisions_in_force(plans_queries.history(person))
    items = [one for one in plans_queries.items_of(person) if one.offer_id not in decided and not one.is_kept]
    by_code = shared_plans.words().by_code
    wanted = [offer for code in needs for offer in by_code[code].offers]
    return [
        one.offer
        for one in sorted(items, key=lambda one: wanted.index(one.offer_id) if one.offer_id in wanted else len(wanted))
    ]


@deed("plans.decide_item")
def arranges(scene: Scene, *, offers: int) -> None:
    """Say of so many accepted offers that they are arranged."""
    mine = teams_queries.offers_to_arrange(scene.by).filter(person_id=scene.person_id)
    for decision in list(mine[:offers]):
        teams.arrange(decision.pk, **scene.told)


@deed("teams.meet")
def asks_for_meeting(scene: Scene, *, words: str) -> None:
    """Ask that the team talks about the person."""
    scene.opened()
    meetings.ask_for(scene.person_id, scene.team.neighbourhood, words, **scene.told)


@deed("access.break_glass")
def breaks_glass(scene: Scene, *, ground: str, reason: str) -> None:
    """Open the record on a ground of its own; it is looked into afterwards."""
    break_glass(scene.person(), GlassChoice(ground, reason, opens_sealed=False), **scene.told)
    scene.opened()


@deed("access.record_objection")
def records_objection(scene: Scene, *, scope: str, words: str) -> None:
    """Write down what the person does not want shared."""
    record_objection(scene.opened(), scope=scope, organisation="", words=words, **scene.told)
