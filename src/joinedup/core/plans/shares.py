"""What share of each chance does a credited effect leave, if the effect has this or that value?"""

from collections.abc import Callable

import numpy as np
import pyarrow as pa

from joinedup.core.plans.candidates import Fits, chances_of
from joinedup.core.plans.catalogue import Library
from joinedup.core.plans.evidence import OUTCOMES, Effect
from joinedup.core.plans.measures import Floats, remaining_share

PLACE = {outcome: place for place, outcome in enumerate(OUTCOMES)}


def shares_left(fits: Fits, people: pa.Table, library: Library, value: Callable[[Effect], float]) -> Floats:
    """Fits × outcomes: the share of the person's chance of each outcome that is left; 1 where nothing is credited.

    An effect that works only where another outcome threatens works in that share of futures.

    Parameters
    ----------
    value : of a usable effect, in its own measure.
    """
    chances, left = chances_of(people), np.ones(fits.credit.shape)
    bounds = np.searchsorted(fits.offer, np.arange(len(library.offers) + 1))
    for place, offer in enumerate(library.offers):
        credit = fits.credit[bounds[place] : bounds[place + 1]]
        for row, given in enumerate(offer.effects):
            effect = library.effects[given.evidence]
            assert effect.our_outcome is not None  # a usable effect has one
            at = PLACE[effect.our_outcome]
            mine = np.flatnonzero(credit[:, at] == row) + bounds[place]
            chance = chances[fits.person[mine]]
            threat = chance[:, PLACE[given.at_risk_of]] if given.at_risk_of else np.ones(len(mine))
            left[mine, at] = 1 - threat * (1 - remaining_share(chance[:, at], effect.measure, value(effect)))
    return left
