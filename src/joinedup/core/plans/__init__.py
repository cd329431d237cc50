"""What help is there for a person, on what evidence, and which combined package makes the best of what a place has?"""

from joinedup.core.plans.catalogue import Library, library
from joinedup.core.plans.choose import PackagePlan, choose
from joinedup.core.plans.limits import Limits, LocalCost, PlanParameters
from joinedup.core.plans.local_help import local_help
from joinedup.core.plans.offers import Offer

__all__ = [
    "Library",
    "Limits",
    "LocalCost",
    "Offer",
    "PackagePlan",
    "PlanParameters",
    "choose",
    "library",
    "local_help",
]
