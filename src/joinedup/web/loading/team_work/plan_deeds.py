"""Deeds about a person's shared plan: written from what their record shows, signed, added to, and followed up."""

from dataclasses import replace

from joinedup.core.care import Action, Goal, Item, Outcome, Plan
from joinedup.core.care.choices import DONE
from joinedup.web.care.plan import actions, queries
from joinedup.web.care.saving import Sent
from joinedup.web.loading.team_work.plan_items import first_plan, on
from joinedup.web.loading.team_work.scene import NobodyThere, Scene, deed
from joinedup.web.people.models import Person

ADDED_DAYS = 21


@deed("care.edit_plan")
def writes_plan(scene: Scene) -> None:
    """Write the person's first plan."""
    person = scene.opened()
    save(scene, person, *first_plan(scene, person))


@deed("care.edit_plan")
def adds_to_plan(scene: Scene, *, note: str) -> None:
    """Add an action of one's own under the first goal."""
    person = scene.opened()
    goal = standing_plan(person).of(Goal)[0]
    what = {"what": note, "who_staff": scene.by.username, "due_on": on(scene, ADDED_DAYS)}
    save(scene, person, Action(id=scene.mark().hex, parent_id=goal.id, **what))


@deed("care.edit_plan")
def reports(scene: Scene, *, status: str, came_of_it: str = "") -> None:
    """Say how far one's own first action is; of one that is done, what came of it."""
    person = scene.opened()
    own = [one for one in standing_plan(person).of(Action) if one.who_staff == scene.by.username and one.is_open]
    for action in own[:1]:
        said = {"parent_id": action.parent_id, "words": came_of_it, "seen_on": on(scene, 0)}
        came = [Outcome(id=scene.mark().hex, **said)] if status == DONE and came_of_it else []
        save(scene, person, replace(action, status=status), *came)


@deed("care.sign_plan")
def signs_plan(scene: Scene, *, note: str = "") -> None:
    """Sign the version that stands, as agreed with the person."""
    person = scene.opened()
    signature = actions.Signature(queries.standing(person).reference, "person", person.full_name, "", note)
    actions.sign(person, signature, **scene.told)


def standing_plan(person: Person) -> Plan:
    """The plan that stands.

    Raises
    ------
    NobodyThere : none was written.
    """
    plan = queries.read(queries.standing(person).content)
    if not plan.items:
        raise NobodyThere("The person of a case has no plan yet", expected="a step before that writes it")
    return plan


def save(scene: Scene, person: Person, *items: Item) -> None:
    """Save items as one version."""
    sent = Sent(base=queries.standing(person).reference, submission=scene.mark().hex)
    actions.save(person, actions.Change(put=items), sent, **scene.told)
