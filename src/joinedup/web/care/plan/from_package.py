"""Which accepted offers of the package await a place in the plan, and what is each as an action? Typed by nobody."""

from collections.abc import Mapping
from typing import Any

from joinedup.core.care import Action, Plan
from joinedup.core.care.choices import DRAFT
from joinedup.web.governance.queries import sealed_kinds
from joinedup.web.plans import presenters as packages
from joinedup.web.plans import queries as packages_queries


def decided(person: Any, organisations: Mapping[str, str]) -> dict[str, packages.Item]:
    """By code, the offers about which something was decided; why, as everybody who reads the plan may know."""
    history = list(packages_queries.history(person))
    in_force = packages_queries.decisions_in_force(history)
    if not in_force:
        return {}
    offers = {offer.code: offer for offer in packages_queries.catalogue()}
    proposed = [one for one in packages_queries.items_of(person) if one.offer_id in in_force]
    items = packages.items(proposed, history, in_force, offers, organisations, person, hidden=sealed_kinds(person.ids))
    return {item.code: item for item in items}


def waiting(plan: Plan, found: Mapping[str, packages.Item]) -> list[Action]:
    """The accepted offers the plan has no action for, as draft actions."""
    accepted = [item for item in found.values() if item.decided and item.decided.is_accepted]
    return [draft_action(item) for item in accepted if plan.action_for(item.code) is None]


def draft_action(item: packages.Item) -> Action:
    """An accepted offer as an action nobody has arranged yet; everybody who opens it finds the same id."""
    note = f" {item.decided.note}" if item.decided and item.decided.note else ""
    return Action(
        id=f"offer-{item.code}",
        what=item.name,
        status=DRAFT,
        offer=item.code,
        offer_reason=f"{item.why}.{note}"[:1000],
        payer=item.pays[:200],
    )


def no_longer_accepted(plan: Plan, found: Mapping[str, packages.Item]) -> set[str]:
    """Codes of offers the plan has an action for although nobody's decision accepts them now."""
    accepted = {code for code, item in found.items() if item.decided and item.decided.is_accepted}
    return {action.offer for action in plan.of(Action) if action.offer} - accepted
