"""What of a plan does somebody see from whom items are sealed, and how does what they save lose nothing of the rest?"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from joinedup.core.care.item import Item
from joinedup.core.care.items import Action, Arrangements
from joinedup.core.care.plan import Plan, PlanRefused


def may_be_sealed(item: Item) -> bool:
    """Whether an item can be sealed by itself; steps and outcomes are by sealing what they stand under.

    Funding and review cannot: whoever pays, and when the plan is looked at again, everybody has to know.
    """
    return item.MAY_STAND_ALONE and not isinstance(item, Arrangements)


def sealed_items(plans: Iterable[Plan], sealed: Collection[str], *, username: str = "") -> frozenset[str]:
    """The ids of what somebody does not see: what is sealed from them, with everything that stands under it.

    Parameters
    ----------
    plans : what stands: the plan, and any that waits to be brought into it.
    sealed : ids of items sealed from them; those no plan has any longer are in the answer, too.
    username : theirs; whoever an action under a sealed item names sees that item, or they could not do it.

    Examples
    --------
    >>> from joinedup.core.care import Goal, Need
    >>> plan = Plan({"n": Need(id="n", words="Home is not safe"), "g": Goal(id="g", parent_id="n", words="Be safe")})
    >>> sorted(sealed_items([plan], {"n"}))
    ['g', 'n']
    """
    standing = list(plans)
    doing = {action.id for plan in standing for action in plan.of(Action) if username and action.who_staff == username}
    below = {one: frozenset().union(*(plan.below(one) for plan in standing)) for one in sealed}
    return frozenset().union(*(found for found in below.values() if not found & doing))


def without_sealed(plan: Plan, hidden: Collection[str]) -> Plan:
    """A plan, or an earlier version of it, without some items and what stands under them there."""
    return plan.with_items((), without=hidden) if hidden else plan


def with_sealed(seen: Mapping[str, Item], standing: Plan, hidden: Collection[str]) -> Plan:
    """What somebody would save who does not see all of a plan, together with what of it they do not see.

    A sealed item under something they removed stands under nothing from then on.

    Raises
    ------
    PlanRefused : they would write over what they do not see.

    Examples
    --------
    >>> from joinedup.core.care import Goal, Need
    >>> plan = Plan({"n": Need(id="n", words="Sleep"), "g": Goal(id="g", parent_id="n", words="Leave him")})
    >>> with_sealed({}, plan, {"g"}).items
    {'g': Goal(id='g', parent_id='', words='Leave him', importance=None, status='to_start')}
    """
    unseen = standing.items.keys() - without_sealed(standing, hidden).items.keys()
    if not seen.keys().isdisjoint({*unseen, *hidden}):
        raise PlanRefused("The form holds something that is not in the plan", expected="the page opened again")
    kept = {key: seen.get(key, item) for key, item in standing.items.items() if key in seen or key in unseen}
    items = {**kept, **seen}
    loose = {key: replace(items[key], parent_id="") for key in unseen if items[key].parent_id not in ("", *items)}
    return Plan({**items, **loose})
