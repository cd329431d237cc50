"""What help is there for a person, on what evidence, and which combined package makes the best of what a place has?"""

from joinedup.core.plans import saved
from joinedup.core.plans.catalogue import Library, library
from joinedup.core.plans.choose import PackagePlan, choose, plan_of
from joinedup.core.plans.limits import Limits, LocalCost, LocalValue
from joinedup.core.plans.local_help import local_help
from joinedup.core.plans.offers import Offer
from joinedup.core.plans.parameters import PlanParameters
from joinedup.core.plans.prepared import Prepared, prepare
from joinedup.core.plans.real_services import delivering, offer_services, offers_without_service

__all__ = [
    "Library",
    "Limits",
    "LocalCost",
    "LocalValue",
    "Offer",
    "PackagePlan",
    "PlanParameters",
    "Prepared",
    "choose",
    "delivering",
    "library",
    "local_help",
    "offer_services",
    "offers_without_service",
    "plan_of",
    "prepare",
    "saved",
]
