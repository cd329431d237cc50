"""What would be different with other limits: more places, less money, another price or a new offer?"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from joinedup.core.plans.candidates import Fits
from joinedup.core.plans.change import Change, changed
from joinedup.core.plans.decide import decide
from joinedup.core.plans.optimiser.solve import CLOSE_ENOUGH
from joinedup.core.plans.outline import Outline, outline
from joinedup.core.plans.prepared import Prepared, PriceBook, price_book, starting_prices, with_limits

FEW = 20_000
"""People up to whom a what-if is chosen as nearly as the plan itself."""


@dataclass(frozen=True)
class Comparison:
    """Two choices side by side.

    Parameters
    ----------
    before, after : the two.
    gained, lost : items that only the second, or only the first, holds.
    prices : of the second, to start the next from.
    """

    before: Outline
    after: Outline
    gained: int
    lost: int
    prices: PriceBook


def what_if(prepared: Prepared, before: Outline, changes: Sequence[Change], start: PriceBook | None) -> Comparison:
    """Choose again with other limits, from the prices of the choice there is.

    Parameters
    ----------
    prepared, before : the choice there is: what it was made from, and its figures.
    start : its prices.

    Raises
    ------
    LimitsWrong : a change speaks of something that is not there.
    """
    return compared(before, with_changes(prepared, before, changes), start)


def with_changes(prepared: Prepared, before: Outline, changes: Sequence[Change]) -> Prepared:
    """The same people and offers within other limits, the choice there is counting as proposed last time.

    So what moves is what the change brings about, and not what might as well have been otherwise. Where people are many
    the gap aimed for is a little larger, for an answer at once.
    """
    stop = CLOSE_ENOUGH if prepared.people.num_rows > FEW else prepared.parameters.stop
    limits = changed(prepared.limits, changes, prepared.library)
    fits = as_proposed(prepared.fits, before, len(prepared.library.offers))
    return with_limits(prepared.people, fits, prepared.library, limits, replace(prepared.parameters, stop=stop))


def as_proposed(fits: Fits, before: Outline, offers: int) -> Fits:
    """The fits, those of a choice marked as proposed last time."""
    chosen = np.array([person * offers + offer for person, offer in before.chosen], np.int64)
    return replace(fits, was_proposed=fits.was_proposed | np.isin(fits.person * offers + fits.offer, chosen))


def compared(before: Outline, other: Prepared, start: PriceBook | None) -> Comparison:
    """A choice from other beginnings, beside the one there is: other limits, or one more offer at the end."""
    decided = decide(other.assembled, other.fits, other.library, other.parameters, start=starting_prices(other, start))
    after = outline(other, decided)
    return Comparison(
        before=before,
        after=after,
        gained=len(after.chosen - before.chosen),
        lost=len(before.chosen - after.chosen),
        prices=price_book(other.priced.rows, decided.answer.prices),
    )
