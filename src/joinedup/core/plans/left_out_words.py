"""How is it said what keeps an offer out of a package, and what would change that?"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from joinedup.core.plans.candidates import Fits, Indices
from joinedup.core.plans.catalogue import Library
from joinedup.core.plans.chosen import Chosen
from joinedup.core.plans.words import refusal

RIGHT_REMAINS = " The right to it remains."
Texts = npt.NDArray[np.object_]


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


def queue_words(chosen: Chosen, out: Indices, uses: Indices, in_hood: Texts, prices: Texts) -> Texts:
    """The place in the line for more of a capacity, and who gets it today."""
    said, queue = prices.copy(), chosen.queue[out]
    for at in np.flatnonzero(queue > 0).tolist():
        more = f"{uses[at]} places" if uses[at] > 1 else "place"
        said[at] = f"Number {queue[at]} in line for the next {more} in {in_hood[at]}. {prices[at]}"
    return said


def price_words(chosen: Chosen, out: Indices) -> Texts:
    """What an offer is worth here, and what it would have to be worth."""
    pairs = zip(chosen.gain[out].tolist(), chosen.toll[out].tolist(), strict=True)
    return np.array([price_said(max(gain, 0.0), toll) for gain, toll in pairs], object)


def price_said(gain: float, toll: float) -> str:
    """Worth here beside worth elsewhere, as a sentence.

    Places and money come in whole units: what is worth enough may find too little left.

    Examples
    --------
    >>> price_said(0.05, 0.066)
    'It goes where it is worth 0.066 events avoided a year or more; here it is worth 0.050.'
    >>> price_said(0.07, 0.066)
    'It is worth 0.070 events avoided a year here, as where it goes: too little is left for one more.'
    """
    if round(gain, 3) >= round(toll, 3):
        return f"It is worth {gain:.3f} events avoided a year here, as where it goes: too little is left for one more."
    return f"It goes where it is worth {toll:.3f} events avoided a year or more; here it is worth {gain:.3f}."


def too_few_words(room: Indices, uses: Indices, in_hood: Texts) -> Texts:
    """Where all there is of a capacity is not enough for one person, that this is so."""
    said = np.full(len(room), "", object)
    for at in np.flatnonzero(room < uses).tolist():
        said[at] = f"For one person this takes {uses[at]} of what there is in {in_hood[at]}, {room[at]}."
    return said


def first_place_words(chosen: Chosen, out: Indices) -> Texts:
    """What the first place would be worth to this person."""
    return np.array(
        [
            f"; one would be worth {gain:.3f} events avoided a year here" if gain > 0 else ""
            for gain in chosen.gain[out]
        ],
        object,
    )
