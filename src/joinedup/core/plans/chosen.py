"""What was chosen of all that looked fitting, and how near was the rest?"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from joinedup.core.plans.assembly import Assembled
from joinedup.core.plans.candidates import Fits, Flags, Indices
from joinedup.core.plans.decide import Decided, Margins
from joinedup.core.plans.measures import Floats
from joinedup.core.plans.pricing import Priced
from joinedup.core.plans.rights import use_of


@dataclass(frozen=True)
class Chosen:
    """The choice, for each fit.

    Parameters
    ----------
    is_chosen : it is in the package; what a person receives always is.
    pair : position in the problem of each fit; -1 for fits that were never in the choice.
    gain, toll, adds, queue : as in `Margins`; 0 for fits that were never in the choice.
    way_toll, is_short : as in `Margins`: of the capacity, and of the budget.
    lacks : positions of fits that lack what they require.
    unmet : positions of fits people have a right to and did not get.
    room_left : of each shared limit; below zero where what people receive passes it.
    prices : worth of one more unit of each limit.
    """

    is_chosen: Flags
    pair: Indices
    gain: Floats
    toll: Floats
    adds: Floats
    queue: Indices
    way_toll: Floats
    is_short: Flags
    lacks: Indices
    unmet: Indices
    room_left: Indices
    prices: Floats

    @classmethod
    def of(cls, fits: Fits, priced: Priced, assembled: Assembled, decided: Decided, near: Margins) -> "Chosen":
        """The choice over pairs as one over fits."""
        is_chosen, pair = fits.is_kept.copy(), np.full(len(fits), -1)
        is_chosen[assembled.fit[near.is_chosen]] = True
        pair[assembled.fit] = np.arange(len(assembled.fit))

        def over_fits(values: Any) -> Any:
            found = np.zeros((len(fits), *values.shape[1:]), values.dtype)
            found[assembled.fit] = values
            return found

        return cls(
            is_chosen=is_chosen,
            pair=pair,
            gain=over_fits(near.gain),
            toll=over_fits(near.toll),
            adds=over_fits(near.adds),
            queue=over_fits(near.queue),
            way_toll=over_fits(near.way_toll),
            is_short=over_fits(near.is_short),
            lacks=assembled.lacks,
            unmet=assembled.fit[decided.settled.unmet],
            room_left=priced.rows.room - use_of(decided.problem, near.is_chosen),
            prices=near.prices,
        )
