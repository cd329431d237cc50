"""Why is an offer that looks fitting not in a person's package, and what would change that? In plain words."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from joinedup.core.plans import left_out_words as words
from joinedup.core.plans.candidates import Fits, Flags, Indices
from joinedup.core.plans.catalogue import Library
from joinedup.core.plans.chosen import Chosen
from joinedup.core.plans.decide import Decided
from joinedup.core.plans.in_the_way import NOTHING_GAINED, InTheWay, in_the_way
from joinedup.core.plans.prepared import Prepared
from joinedup.core.plans.words import capital

Texts = npt.NDArray[np.object_]
Case = tuple[Flags, Any, Any]
"""Where a reason holds, the reason, and what would change it: texts, or one text for all."""


@dataclass(frozen=True)
class Reasons:
    """For each fit left out: position of the fit, a sentence why, and a sentence what would change it."""

    out: Indices
    why: Texts
    would_change: Texts


def reasons(prepared: Prepared, decided: Decided, chosen: Chosen) -> Reasons:
    """The fits that are not chosen, a sentence for each, and what would change the answer.

    The first reason that holds is given: the evidence, what the person said or has already, what is not known, what the
    place has not got or has used up, if the offer would add anything, and what the package leaves no room for. Of a
    right that is not met it is said that it remains.
    """
    fits, library = prepared.fits, prepared.library
    way = in_the_way(prepared, decided, chosen)
    is_right = np.array([offer.is_statutory for offer in library.offers], bool)[fits.offer[way.out]]
    is_right &= fits.is_open[way.out] & ~fits.is_refused[way.out]
    helps: Flags = np.asarray((chosen.gain[way.out] > NOTHING_GAINED) | (is_right & (way.bar < 0)))
    price = words.price_words(chosen, way.out)
    cases = [
        *of_the_person(prepared, chosen, way.out),
        *of_the_place(prepared, chosen, way.out, helps, price),
        *of_the_package(prepared, way, ~helps),
        (helps, "What it uses does more for others.", price),
    ]
    why = first_that_holds(
        [(test, said) for test, said, _ in cases], "It would add nothing to what the package already does."
    )
    change = first_that_holds(
        [(test, said) for test, _, said in cases], "A need or a chance that is not recorded today."
    )
    why, change = with_what_is_required(prepared, chosen, way, helps, why, change)
    return Reasons(way.out, np.where(is_right, why + words.RIGHT_REMAINS, why), change)


def first_that_holds(cases: list[tuple[Flags, Any]], otherwise: str) -> Texts:
    """For each fit the words of the first case that holds."""
    size = len(cases[0][0])
    said = [np.broadcast_to(np.asarray(each, object), size) for _, each in cases]
    return np.asarray(np.select([test for test, _ in cases], said, otherwise), object)


def of_the_person(prepared: Prepared, chosen: Chosen, out: Indices) -> list[Case]:
    """What stands against an offer whatever the place has: evidence, the person's own word, what is not known."""
    fits, library, priced = prepared.fits, prepared.library, prepared.priced
    cost, funder = priced.cost_pence[out], priced.funder[out]
    return [
        (fits.no_effect[out] >= 0, words.refusals(fits, out, library), "Evidence of an effect in people like this."),
        (
            fits.is_refused[out],
            "It was declined for this person in the last year.",
            "The person changes their mind, and somebody records it.",
        ),
        (
            fits.has_already[out],
            words.already_words(fits, out, library),
            "A year has gone by, or somebody adds it by hand.",
        ),
        (
            priced.neighbourhood[out] == "",
            "It is not known in which neighbourhood this person lives, so no place can be set aside.",
            "An address that can be placed.",
        ),
        (
            cost < 0,
            "Nobody has said what this costs here, so it cannot be set against a budget.",
            "The place says what it costs.",
        ),
        (
            (cost > 0) & (funder == ""),
            "It is not known which organisation pays for this here.",
            "Somebody who pays for it.",
        ),
        (np.isin(out, chosen.lacks), words.lacks_words(fits, out, library), "What has to come first."),
    ]


def of_the_place(prepared: Prepared, chosen: Chosen, out: Indices, helps: Flags, price: Texts) -> list[Case]:
    """Places and money that are not there, or that others have, for offers that would add something."""
    priced, limits = prepared.priced, prepared.limits
    in_hood = words.called(priced.neighbourhood[out], limits.neighbourhood_names)
    of_funder = words.called(priced.funder[out], limits.funder_names)
    room, uses = np.append(priced.rows.room, 0)[priced.capacity_row[out]], priced.uses[out]
    stated = np.array([code in limits.budgets_pence for code in priced.funder[out]], bool)
    first_place = "Places there" + words.first_place_words(chosen, out) + "."
    no_place, no_money = (chosen.is_short[out, way] & helps for way in (0, 1))
    line = words.queue_words(chosen, out, uses, in_hood, price)
    used_up = "No capacity left in " + in_hood
    spent = "hat is left of the budget of " + of_funder + " does not cover this."
    # of two limits that are short, the one whose price the gain does not reach is what keeps it out
    by_place, by_money = (chosen.gain[out] > chosen.way_toll[out, other] for other in (1, 0))
    return [
        (helps & (room <= 0), "There are no places for this in " + in_hood + ".", first_place),
        (helps & (room < uses), words.too_few_words(room, uses, in_hood), first_place),
        (
            helps & (priced.cost_pence[out] > 0) & ~stated,
            "No budget is stated for " + of_funder + ".",
            "A budget of theirs for packages.",
        ),
        (no_place & (by_place | ~no_money), used_up + ".", line),
        (no_money & (by_money | ~no_place), "W" + spent, price),
        (no_place & no_money, used_up + ", and w" + spent, price),
    ]


def of_the_package(prepared: Prepared, way: InTheWay, is_left: Flags) -> list[Case]:
    """What the package holds that leaves no room for an offer, where that offer would add nothing by its side."""
    fits, library = prepared.fits, prepared.library
    names = np.array([*(offer.name for offer in library.offers), ""], object)
    bar, rival = (names[np.where(at >= 0, fits.offer[at], -1)] for at in (way.bar, way.rival))
    then = np.where(way.opens, ".", ", and a place and the money for this.").astype(object)
    full = f"The package already holds as many offers as it may, {prepared.parameters.most_items}."
    return [
        (
            is_left & (way.bar >= 0),
            "It may not go together with " + bar + ", which is in the package.",
            "The package without " + bar + then,
        ),
        (is_left & way.is_full, full, "One offer less in the package" + then),
        (
            is_left & (way.rival >= 0),
            "Another offer in the package already works in the same way.",
            "The package without " + rival + then,
        ),
    ]


def with_what_is_required(
    prepared: Prepared, chosen: Chosen, way: InTheWay, helps: Flags, why: Texts, change: Texts
) -> tuple[Texts, Texts]:
    """The reasons, where an offer waits for one that is not in the package with the reason of that one.

    Where only the two together would help, what keeps this one out is its own reason.
    """
    out, names = way.out, [offer.name for offer in prepared.library.offers]
    other = np.searchsorted(out, way.required)
    waits: Indices = np.flatnonzero((way.required >= 0) & (chosen.pair[out] >= 0))
    waits = waits[np.asarray(helps[other[waits]] | ~helps[waits])]
    is_short = np.asarray(chosen.is_short[out].any(axis=1))
    said, changed = why.copy(), change.copy()
    for one in waits.tolist():
        name = names[prepared.fits.offer[way.required[one]]]
        also = ", and a place and the money for this" if is_short[one] else ""
        said[one] = f"It comes only with {name}, which is not in the package: {why[other[one]]}"
        changed[one] = f"{name} in the package{also}. {change[other[one]]}"
    return said, changed


def next_best(fits: Fits, found: Reasons, chosen: Chosen, library: Library, people: int) -> list[str | None]:
    """For each person, in words, the offer that came nearest to being in the package and why it is not.

    Of equals it is the one that is worth more.
    """
    short = chosen.toll[found.out] - chosen.gain[found.out]
    could = np.flatnonzero(fits.is_open[found.out] & (chosen.gain[found.out] > 0))
    gain, person_of = chosen.gain[found.out], fits.person[found.out]
    order = could[np.lexsort((-gain[could], short[could].round(9), person_of[could]))]
    who, first = np.unique(fits.person[found.out][order], return_index=True)
    said: list[str | None] = [None] * people
    for person, at in zip(who.tolist(), order[first].tolist(), strict=True):
        name = library.offers[fits.offer[found.out[at]]].name
        said[person] = f"{capital(name)}: {found.why[at]} {found.would_change[at]}"
    return said
