"""A person's plan and a carer's assessment: their shape, how versions compare, and how two people write at once."""

from joinedup.core.care.about_me import ABOUT_ME, AboutMe, heading_id
from joinedup.core.care.comparing import FieldDifference, How, ItemDifference, differences, field_differences
from joinedup.core.care.item import Item, ItemRefused, asked_of
from joinedup.core.care.items import (
    ARRANGEMENTS_ID,
    KINDS,
    Action,
    AdditionalPlan,
    Arrangements,
    Contingency,
    Goal,
    Need,
    Outcome,
    StageGoal,
    Strength,
    heading_of,
)
from joinedup.core.care.merging import merge
from joinedup.core.care.plan import Plan, PlanRefused, from_list, to_list
from joinedup.core.care.sealed import may_be_sealed, sealed_items, with_sealed, without_sealed
from joinedup.core.merging import Clash, Merged

__all__ = [
    "ABOUT_ME",
    "ARRANGEMENTS_ID",
    "KINDS",
    "AboutMe",
    "Action",
    "AdditionalPlan",
    "Arrangements",
    "Clash",
    "Contingency",
    "FieldDifference",
    "Goal",
    "How",
    "Item",
    "ItemDifference",
    "ItemRefused",
    "Merged",
    "Need",
    "Outcome",
    "Plan",
    "PlanRefused",
    "StageGoal",
    "Strength",
    "asked_of",
    "differences",
    "field_differences",
    "from_list",
    "heading_id",
    "heading_of",
    "may_be_sealed",
    "merge",
    "sealed_items",
    "to_list",
    "with_sealed",
    "without_sealed",
]
