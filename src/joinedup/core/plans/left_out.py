"""Why is an offer that looks fitting not in a person's package? One sentence each, in plain words."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from joinedup.core.plans.candidates import Fits, Flags, Indices
from joinedup.core.plans.catalogue import Library
from joinedup.core.plans.evidence import OUTCOMES
from joinedup.core.plans.limits import Limits, PlanParameters
from joinedup.core.plans.packing import Chosen
from joinedup.core.plans.pricing import Priced
from joinedup.core.plans.words import refusal

RIGHT_REMAINS = " The right to it remains."
Texts = npt.NDArray[np.object_]


def reasons(
    fits: Fits, priced: Priced, chosen: Chosen, library: Library, limits: Limits, parameters: PlanParameters
) -> tuple[Indices, Texts]:
    """The fits that are not chosen, and a sentence for each.

    The first reason that holds is given: the evidence, what the person has already, what the place has not got, what
    the package leaves no room for, and what has been used up. Of a right that is not met it is said that it remains.
    """
    out = np.flatnonzero(~chosen.is_chosen)
    hood, funder = priced.neighbourhood[out], priced.funder[out]
    in_hood, of_funder = called(hood, limits.neighbourhood_names), called(funder, limits.funder_names)
    has_cost, room = priced.cost_pence[out] > 0, np.append(chosen.room_left, 0)
    capacity, budget = priced.capacity_row[out], priced.budget_row[out]
    full = f"The package already holds as many offers as it may, {parameters.most_items}."
    cases: list[tuple[Flags, Texts | str]] = [
        (fits.no_effect[out] >= 0, refusals(fits, out, library)),
        (fits.has_already[out], already_words(fits, out, library)),
        (hood == "", "It is not known in which neighbourhood this person lives, so no place can be set aside."),
        (priced.cost_pence[out] < 0, "Nobody has said what this costs here, so it cannot be set against a budget."),
        (np.append(chosen.room, 0)[capacity] < 1, "There are no places for this in " + in_hood + "."),
        (has_cost & (funder == ""), "It is not known which organisation pays for this here."),
        (has_cost & (budget < 0), "No budget is stated for " + of_funder + "."),
        (has_rival(fits, out, chosen, library), "Another offer in the package already works in the same way."),
        (room[capacity] < 1, "No capacity left in " + in_hood + "."),
        (
            has_cost & (room[budget] < priced.cost_pence[out]),
            "What is left of the budget of " + of_funder + " does not cover this.",
        ),
        (items_of(fits, chosen)[fits.person[out]] >= parameters.most_items, full),
    ]
    words = [np.broadcast_to(np.asarray(said, object), len(out)) for _, said in cases]
    said = np.select([case for case, _ in cases], words, "It would add nothing to what the package already does.")
    is_right = np.array([offer.is_statutory for offer in library.offers], bool)[fits.offer[out]]
    return out, np.where(is_right & fits.is_open[out], said + RIGHT_REMAINS, said)


def called(codes: Texts, names: Mapping[str, str]) -> Texts:
    """Codes as the names people know."""
    return np.array([names.get(code, code) for code in codes], object)


def refusals(fits: Fits, out: Indices, library: Library) -> Texts:
    """The row of the evidence that shows no effect, said in words; empty where there is none."""
    said = [[refusal(library.effects[row.evidence]) for row in offer.no_effect_in] for offer in library.offers]
    pairs = zip(fits.offer[out].tolist(), fits.no_effect[out].tolist(), strict=True)
    return np.array([said[offer][row] if row >= 0 else "" for offer, row in pairs], object)


def already_words(fits: Fits, out: Indices, library: Library) -> Texts:
    """What the person has already."""
    said = np.array(
        [f"Not proposed again: {offer.already.words}." if offer.already else "" for offer in library.offers]
    )
    words: Texts = said.astype(object)[fits.offer[out]]
    return words


def has_rival(fits: Fits, out: Indices, chosen: Chosen, library: Library) -> Flags:
    """The package holds another offer credited on the same outcome through the same mechanism."""
    mechanisms = sorted({offer.mechanism for offer in library.offers})
    mechanism = np.array([mechanisms.index(offer.mechanism) for offer in library.offers])[fits.offer]
    key = (fits.person * len(OUTCOMES) + fits.outcome) * len(mechanisms) + mechanism
    is_credited = fits.outcome >= 0
    return is_credited[out] & np.isin(key[out], key[chosen.is_chosen & is_credited])


def items_of(fits: Fits, chosen: Chosen) -> Indices:
    """How many offers each person's package holds."""
    return np.bincount(fits.person[chosen.is_chosen], minlength=int(fits.person.max(initial=-1)) + 1)
