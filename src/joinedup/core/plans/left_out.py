"""Why is an offer that looks fitting not in a person's package, and what would change that? In plain words."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from joinedup.core.plans.assembly import excluding
from joinedup.core.plans.candidates import Fits, Flags, Indices
from joinedup.core.plans.catalogue import Library
from joinedup.core.plans.chosen import Chosen
from joinedup.core.plans.evidence import OUTCOMES
from joinedup.core.plans.limits import Limits
from joinedup.core.plans.parameters import PlanParameters
from joinedup.core.plans.pricing import Priced
from joinedup.core.plans.words import capital, refusal
from joinedup.core.plans.worth import mechanisms

RIGHT_REMAINS = " The right to it remains."
Texts = npt.NDArray[np.object_]


@dataclass(frozen=True)
class Reasons:
    """For each fit left out: position of the fit, a sentence why, and a sentence what would change it."""

    out: Indices
    why: Texts
    would_change: Texts


def reasons(
    fits: Fits, priced: Priced, chosen: Chosen, library: Library, limits: Limits, parameters: PlanParameters
) -> Reasons:
    """The fits that are not chosen, a sentence for each, and what would change the answer.

    The first reason that holds is given: the evidence, what the person said or has already, what the place has not got,
    what the package leaves no room for, and what has been used up. Of a right that is not met it is said that it
    remains.
    """
    out = np.flatnonzero(~chosen.is_chosen)
    hood, funder = priced.neighbourhood[out], priced.funder[out]
    in_hood, of_funder = called(hood, limits.neighbourhood_names), called(funder, limits.funder_names)
    cost, uses = priced.cost_pence[out], priced.uses[out]
    has_cost, room = cost > 0, np.append(priced.rows.room, 0)
    left = np.append(chosen.room_left, 0)
    capacity, budget = priced.capacity_row[out], priced.budget_row[out]
    stated = np.array([code in limits.budgets_pence for code in funder], bool)
    full = f"The package already holds as many offers as it may, {parameters.most_items}."
    rival = rivals(fits, out, chosen, library)
    bar = bars(fits, out, chosen, library)
    lacking = np.isin(out, chosen.lacks)
    line = queue_words(chosen, out, in_hood)
    cases: list[tuple[Flags, Texts | str, Texts | str]] = [
        (fits.no_effect[out] >= 0, refusals(fits, out, library), "Evidence of an effect in people like this."),
        (
            fits.is_refused[out],
            "It was declined for this person in the last year.",
            "The person changes their mind, and somebody records it.",
        ),
        (fits.has_already[out], already_words(fits, out, library), "A year has gone by, or somebody adds it by hand."),
        (
            hood == "",
            "It is not known in which neighbourhood this person lives, so no place can be set aside.",
            "An address that can be placed.",
        ),
        (
            cost < 0,
            "Nobody has said what this costs here, so it cannot be set against a budget.",
            "The place says what it costs.",
        ),
        (
            has_cost & (funder == ""),
            "It is not known which organisation pays for this here.",
            "Somebody who pays for it.",
        ),
        (lacking, lacks_words(fits, out, library), "What has to come first."),
        (
            room[capacity] < uses,
            "There are no places for this in " + in_hood + ".",
            "Places there" + first_place_words(chosen, out) + ".",
        ),
        (
            has_cost & ~stated,
            "No budget is stated for " + of_funder + ".",
            "A budget of theirs for packages.",
        ),
        (
            rival != "",
            "Another offer in the package already works in the same way.",
            "The package without " + rival + ".",
        ),
        (
            bar != "",
            "It may not go together with " + bar + ", which is in the package.",
            "The package without " + bar + ".",
        ),
        (left[capacity] < uses, "No capacity left in " + in_hood + ".", line),
        (
            has_cost & (left[budget] < cost),
            "What is left of the budget of " + of_funder + " does not cover this.",
            price_words(chosen, out),
        ),
        (items_of(fits, chosen)[fits.person[out]] >= parameters.most_items, full, "One offer less in the package."),
    ]
    tests = [case for case, _, _ in cases]
    words = [np.broadcast_to(np.asarray(said, object), len(out)) for _, said, _ in cases]
    changes = [np.broadcast_to(np.asarray(said, object), len(out)) for _, _, said in cases]
    said = np.select(tests, words, "It would add nothing to what the package already does.")
    change = np.select(tests, changes, "A need or a chance that is not recorded today.")
    is_right = np.array([offer.is_statutory for offer in library.offers], bool)[fits.offer[out]]
    remains = is_right & (fits.is_open[out] & ~fits.is_refused[out])
    return Reasons(out, np.where(remains, said + RIGHT_REMAINS, said), change)


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
    said = [f"Not proposed again: {offer.already.words}." if offer.already else "" for offer in library.offers]
    return by_offer(said, fits, out)


def lacks_words(fits: Fits, out: Indices, library: Library) -> Texts:
    """What has to come first."""
    names = [[library.offers[library.position[code]].name for code in offer.requires] for offer in library.offers]
    said = [f"It comes only with {' and '.join(each)}, which this person cannot have." for each in names]
    return by_offer(said, fits, out)


def by_offer(said: list[str], fits: Fits, out: Indices) -> Texts:
    """One text per offer, for each fit left out."""
    words: Texts = np.array(said, object)[fits.offer[out]] if said else np.zeros(len(out), object)
    return words


def queue_words(chosen: Chosen, out: Indices, in_hood: Texts) -> Texts:
    """The place in the line for the next unit of a capacity, and who gets one today."""
    prices = price_words(chosen, out)
    return np.array(
        [
            f"Number {place} in line for the next place in {hood}. {price}" if place > 0 else price
            for place, hood, price in zip(chosen.queue[out].tolist(), in_hood.tolist(), prices.tolist(), strict=True)
        ],
        object,
    )


def price_words(chosen: Chosen, out: Indices) -> Texts:
    """What an offer is worth here, and what it would have to be worth."""
    pairs = zip(chosen.gain[out].tolist(), chosen.toll[out].tolist(), strict=True)
    return np.array(
        [
            f"It goes where it is worth {toll:.3f} events avoided a year or more; here it is worth {max(gain, 0):.3f}."
            for gain, toll in pairs
        ],
        object,
    )


def first_place_words(chosen: Chosen, out: Indices) -> Texts:
    """What the first place would be worth to this person."""
    return np.array(
        [
            f"; one would be worth {gain:.3f} events avoided a year here" if gain > 0 else ""
            for gain in chosen.gain[out]
        ],
        object,
    )


def rivals(fits: Fits, out: Indices, chosen: Chosen, library: Library) -> Texts:
    """The name of an offer in the package credited on one of its outcomes through the same mechanism, or ""."""
    number = mechanisms(library)
    key = fits.person * (int(number.max(initial=0)) + 1) + number[fits.offer]
    found = np.full(len(out), "", object)
    for at in range(len(OUTCOMES)):
        is_on = fits.credit[:, at] >= 0
        inside = np.flatnonzero(chosen.is_chosen & (is_on | fits.is_kept))
        name = {
            int(one): library.offers[offer].name for one, offer in zip(key[inside], fits.offer[inside], strict=True)
        }
        mine = np.flatnonzero(is_on[out] & (found == ""))
        found[mine] = [name.get(int(one), "") for one in key[out[mine]]]
    return found


def bars(fits: Fits, out: Indices, chosen: Chosen, library: Library) -> Texts:
    """The name of an offer in the package with which this one may not go, or ""."""
    excluded = excluding(library)
    found = np.full(len(out), "", object)
    if not any(excluded):
        return found
    key = fits.person * len(library.offers) + fits.offer
    inside = key[chosen.is_chosen]
    for place, others in enumerate(excluded):
        mine = np.flatnonzero(fits.offer[out] == place)
        for other in others:
            at = library.position[other]
            is_there = np.isin(fits.person[out][mine] * len(library.offers) + at, inside)
            found[mine[is_there]] = library.offers[at].name
    return found


def items_of(fits: Fits, chosen: Chosen) -> Indices:
    """How many offers each person's package holds."""
    return np.bincount(fits.person[chosen.is_chosen], minlength=int(fits.person.max(initial=-1)) + 1)


def next_best(fits: Fits, found: Reasons, chosen: Chosen, library: Library, people: int) -> list[str | None]:
    """For each person, in words, the offer that came nearest to being in the package and why it is not."""
    short = chosen.toll[found.out] - chosen.gain[found.out]
    could = np.flatnonzero(fits.is_open[found.out] & (chosen.gain[found.out] > 0))
    order = could[np.lexsort((short[could], fits.person[found.out][could]))]
    who, first = np.unique(fits.person[found.out][order], return_index=True)
    said: list[str | None] = [None] * people
    for person, at in zip(who.tolist(), order[first].tolist(), strict=True):
        name = library.offers[fits.offer[found.out[at]]].name
        said[person] = f"{capital(name)}: {found.why[at]} {found.would_change[at]}"
    return said
