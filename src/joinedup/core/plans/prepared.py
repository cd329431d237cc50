"""Everything the choice is made from, worked out once: who fits what, what it costs, what it would avoid."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from joinedup.core.engine import Engine
from joinedup.core.plans.assembly import Assembled, assemble
from joinedup.core.plans.candidates import Fits, find_fits
from joinedup.core.plans.catalogue import Library
from joinedup.core.plans.limits import Limits
from joinedup.core.plans.most_at_risk import most_at_risk
from joinedup.core.plans.optimiser.prices import Prices
from joinedup.core.plans.parameters import PlanParameters
from joinedup.core.plans.pricing import Priced, Rows, price
from joinedup.core.plans.uncertainty import share_to_decide_by

LimitKey = tuple[str, str, str]
PriceBook = dict[LimitKey, float]


@dataclass(frozen=True)
class Prepared:
    """What a choice is made from.

    Parameters
    ----------
    people : those most at risk, ordered by id.
    fits, priced, assembled : what looks fitting, what it costs, and the problem made of it.
    """

    people: pa.Table
    library: Library
    limits: Limits
    parameters: PlanParameters
    fits: Fits
    priced: Priced
    assembled: Assembled


def prepare(
    people: pa.Table, library: Library, limits: Limits, parameters: PlanParameters, *, engine: Engine
) -> Prepared:
    """Find what fits everybody most at risk, and make a problem of it."""
    chosen_from = most_at_risk(people, parameters)
    fits = find_fits(chosen_from, library, engine)
    return with_limits(chosen_from, fits, library, limits, parameters)


def with_limits(people: pa.Table, fits: Fits, library: Library, limits: Limits, parameters: PlanParameters) -> Prepared:
    """The same people and fits within these limits."""
    priced = price(fits, people, library, limits)
    left = share_to_decide_by(fits, people, library, parameters)
    assembled = assemble(fits, priced, left, people, library, parameters)
    return Prepared(people, library, limits, parameters, fits, priced, assembled)


def price_book(rows: Rows, prices: Prices) -> PriceBook:
    """Prices by limit, to start another choice from."""
    return {rows.unit(row): float(price) for row, price in enumerate(prices.limits)}


def starting_prices(prepared: Prepared, book: PriceBook | None) -> Prices | None:
    """Prices of another choice for the limits of this one; new limits start at nothing."""
    if not book:
        return None
    rows = prepared.priced.rows
    limits = np.array([book.get(rows.unit(row), 0.0) for row in range(len(rows.room))])
    return Prices(limits, np.zeros(len(prepared.assembled.groups.names)))
