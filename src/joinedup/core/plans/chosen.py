"""What was chosen of all that looked fitting, and how near was the rest?"""

from dataclasses import dataclass

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
    gain, toll, queue : as in `Margins`; 0 for fits that were never in the choice.
    lacks : positions of fits that lack what they require.
    unmet : positions of fits people have a right to and did not get.
    room_left : of each shared limit; below zero where what people receive passes it.
    prices : worth of one more unit of each limit.
    """

    is_chosen: Flags
    gain: Floats
    toll: Floats
    queue: Indices
    lacks: Indices
    unmet: Indices
    room_left: Indices
    prices: Floats

    @classmethod
    def of(cls, fits: Fits, priced: Priced, assembled: Assembled, decided: Decided, near: Margins) -> "Chosen":
        """The choice over pairs as one over fits."""
        is_chosen, gain, toll = fits.is_kept.copy(), np.zeros(len(fits)), np.zeros(len(fits))
        queue = np.zeros(len(fits), np.int64)
        is_chosen[assembled.fit[near.is_chosen]] = True
        gain[assembled.fit], toll[assembled.fit], queue[assembled.fit] = near.gain, near.toll, near.queue
        left = priced.rows.room - use_of(decided.problem, near.is_chosen)
        unmet = assembled.fit[decided.settled.unmet]
        return cls(is_chosen, gain, toll, queue, assembled.lacks, unmet, left, near.prices)
