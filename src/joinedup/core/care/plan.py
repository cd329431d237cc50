"""One person's plan at one moment: its items, how they nest, and how it is kept."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from joinedup.core.care.about_me import ABOUT_ME, AboutMe
from joinedup.core.care.item import Item
from joinedup.core.care.items import ARRANGEMENTS_ID, Action, Arrangements, single_kind
from joinedup.core.care.keeping import from_dict, to_dict
from joinedup.core.errors import CannotProceed

MOST_BYTES = 400_000
MOST_ITEMS = 500
Kind = TypeVar("Kind", bound=Item)


class PlanRefused(CannotProceed):
    """The items do not make a plan: one stands under nothing, comes twice, or there is too much."""


@dataclass(frozen=True)
class Plan:
    """A person's plan, by item.

    Parameters
    ----------
    items : by id, in the order they were added.

    Raises
    ------
    PlanRefused : an item is kept under another's id, stands under something that is not there or may not hold it, or
        there are too many or they are too long together.
    """

    items: Mapping[str, Item]

    def __post_init__(self) -> None:
        if len(self.items) > MOST_ITEMS:
            raise PlanRefused(f"The plan would have {len(self.items)} items", expected=f"{MOST_ITEMS} or fewer")
        for key, item in self.items.items():
            check_place(key, item, self.items)

    def of(self, kind: type[Kind]) -> list[Kind]:
        """The items of one kind, in order."""
        return [item for item in self.items.values() if isinstance(item, kind)]

    def under(self, parent_id: str, kind: type[Kind]) -> list[Kind]:
        """The items of one kind under another."""
        return [item for item in self.of(kind) if item.parent_id == parent_id]

    def below(self, item_id: str) -> set[str]:
        """An item's id and those of everything under it."""
        found = {item_id}
        while more := {key for key, item in self.items.items() if item.parent_id in found} - found:
            found |= more
        return found

    def above(self, item_id: str) -> list[str]:
        """An item's id and those of everything it stands under, itself first."""
        found = [item_id] if item_id in self.items else []
        while found and (parent := self.items[found[-1]].parent_id):
            found.append(parent)
        return found

    def with_items(self, changed: Iterable[Item], *, without: Iterable[str] = ()) -> "Plan":
        """The plan with some items added or changed, and others, with everything under them, gone."""
        gone = {key for one in without for key in self.below(one)}
        kept = {key: item for key, item in self.items.items() if key not in gone}
        return Plan(kept | {item.id: item for item in changed})

    def action_for(self, offer: str) -> Action | None:
        """The action that came from an accepted offer, if the plan has it."""
        return next((action for action in self.of(Action) if action.offer == offer), None)

    def action_agreed_in(self, agreed_in: str) -> Action | None:
        """The action that was agreed elsewhere, such as at a meeting, if the plan has it."""
        return next((action for action in self.of(Action) if action.agreed_in == agreed_in), None)


def check_place(key: str, item: Item, items: Mapping[str, Item]) -> None:
    """Raise `PlanRefused` unless an item stands where its kind may stand."""
    single = single_kind(key)
    if key != item.id or single not in ("", item.KIND):
        raise PlanRefused(f"An item is kept under the id {key!r}, which is not its own")
    if isinstance(item, (AboutMe, Arrangements)) and not single:
        raise PlanRefused(f"There is no heading {key!r}", available=(*ABOUT_ME, ARRANGEMENTS_ID))
    if not item.parent_id:
        if not item.MAY_STAND_ALONE:
            raise PlanRefused(f"{item.TITLE} stands under nothing", expected=f"one of: {', '.join(item.UNDER)}")
        return
    parent = items.get(item.parent_id)
    if parent is None or parent.KIND not in item.UNDER:
        found = "something that is not in the plan" if parent is None else parent.TITLE.lower()
        raise PlanRefused(f"{item.TITLE} stands under {found}", available=item.UNDER or ("nothing",))


def to_list(plan: Plan) -> list[dict[str, Any]]:
    """A plan as it is kept.

    Raises
    ------
    PlanRefused : it is longer than a plan may be.
    """
    kept = [to_dict(item) for item in plan.items.values()]
    size = len(json.dumps(kept, ensure_ascii=False).encode())
    if size > MOST_BYTES:
        raise PlanRefused(f"The plan would take {size:,} bytes", expected=f"{MOST_BYTES:,} or fewer: shorten something")
    return kept


def from_list(kept: Iterable[dict[str, Any]]) -> Plan:
    """A plan as it was kept."""
    items = [from_dict(one) for one in kept]
    return Plan({item.id: item for item in items})
