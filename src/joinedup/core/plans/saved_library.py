"""How are the offers a plan was made of kept, so that another choice is made of the same ones?"""

import json

from joinedup.core.plans.catalogue import Library
from joinedup.core.plans.evidence import Effect, validated
from joinedup.core.plans.offers import Offer
from joinedup.core.plans.saved import NotSaved
from joinedup.core.plans.unit_costs import UnitCost

NAME = "the offers of the plan"


def library_text(library: Library) -> str:
    """Offers with the evidence and costs they rest on, as JSON.

    Examples
    --------
    >>> from joinedup.core.plans import library
    >>> library_of(library_text(library())).offers == library().offers
    True
    """
    said = {
        "offers": [offer.model_dump(mode="json") for offer in library.offers],
        "effects": [effect.model_dump(mode="json") for effect in library.effects.values()],
        "unit_costs": [cost.model_dump(mode="json") for cost in library.unit_costs.values()],
        "mechanisms": dict(library.mechanisms),
    }
    return json.dumps(said, ensure_ascii=False, indent=1)


def library_of(text: str) -> Library:
    """The offers of such a text.

    Raises
    ------
    NotSaved : it is not one.
    EvidenceWrong : an entry cannot be used as written.
    """
    try:
        said = json.loads(text)
        offers = tuple(validated(Offer, entry, NAME) for entry in said["offers"])
        effects = [validated(Effect, entry, NAME) for entry in said["effects"]]
        costs = [validated(UnitCost, entry, NAME) for entry in said["unit_costs"]]
        mechanisms = dict(said["mechanisms"])
    except (KeyError, TypeError, ValueError) as problem:
        raise NotSaved("The offers of the plan cannot be read", expected="offers.json as a plan writes it") from problem
    return Library(offers, {one.id: one for one in effects}, {one.id: one for one in costs}, mechanisms)
