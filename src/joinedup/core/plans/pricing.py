"""What would each fitting offer cost, who would pay, and whose places and money would it use?"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from joinedup.core.plans.candidates import Fits, Flags, Indices
from joinedup.core.plans.catalogue import Library
from joinedup.core.plans.limits import Limits

Texts = npt.NDArray[np.object_]


@dataclass(frozen=True)
class Rows:
    """The shared limits as numbered rows: first every (offer, neighbourhood), then every funder with a budget."""

    capacities: tuple[tuple[str, str], ...]
    funders: tuple[str, ...]
    room: Indices

    @classmethod
    def of(cls, limits: Limits) -> "Rows":
        """The limits in a fixed order; money in pence."""
        capacities, funders = tuple(sorted(limits.capacities)), tuple(sorted(limits.budgets_pence))
        places = [limits.capacities[pair] for pair in capacities]
        return cls(
            capacities, funders, np.array([*places, *(limits.budgets_pence[code] for code in funders)], np.int64)
        )


@dataclass(frozen=True)
class Priced:
    """Cost, payer and limits of each fit; arrays as long as the fits.

    Parameters
    ----------
    cost_pence : for one person; -1 where nobody has said what it costs.
    funder : code of the organisation that pays, or "".
    neighbourhood : code of the person's, or "" where it is not known.
    capacity_row, budget_row : positions in `Rows`, or -1 where there is no such limit.
    is_possible : it has a cost, places in the neighbourhood and, if it costs anything, somebody with a budget.
    """

    cost_pence: Indices
    funder: Texts
    neighbourhood: Texts
    capacity_row: Indices
    budget_row: Indices
    is_possible: Flags


def price(fits: Fits, people: pa.Table, library: Library, limits: Limits, rows: Rows) -> Priced:
    """Look up cost, payer and limits for every fit."""
    costs = np.array([cost_here(position, library, limits) for position in range(len(library.offers))])
    cost = costs[fits.offer]
    hoods, hood = numbered(people["neighbourhood"])
    funder = funder_of(fits, people, library, limits)
    position = {pair: row for row, pair in enumerate(rows.capacities)}
    capacity = np.array(
        [[position.get((offer.code, name), -1) for name in hoods] for offer in library.offers], np.int64
    )
    capacity_row = capacity.reshape(len(library.offers), len(hoods))[fits.offer, hood[fits.person]]
    budget = {code: len(rows.capacities) + at for at, code in enumerate(rows.funders)}
    budget_row = np.array([budget.get(code, -1) for code in funder], np.int64)
    return Priced(
        cost_pence=cost,
        funder=funder,
        neighbourhood=np.array(hoods, object)[hood[fits.person]],
        capacity_row=capacity_row,
        budget_row=budget_row,
        is_possible=(np.append(rows.room, 0)[capacity_row] > 0) & (cost >= 0) & ((cost == 0) | (budget_row >= 0)),
    )


def funder_of(fits: Fits, people: pa.Table, library: Library, limits: Limits) -> Texts:
    """Who pays: for an offer that charities fund the one that gives it there, else the place's organisation."""
    authorities, authority = numbered(people["local_authority"])
    hoods, hood = numbered(people["neighbourhood"])
    payers = [[limits.payer(offer.funder, name) for name in authorities] for offer in library.offers]
    givers = [[limits.deliverer(offer.code, name) for name in hoods] for offer in library.offers]
    is_charity = np.array([offer.funder == "charity" for offer in library.offers], bool)[fits.offer]
    funder: Texts = np.where(
        is_charity,
        np.array(givers, object).reshape(len(givers), len(hoods))[fits.offer, hood[fits.person]],
        np.array(payers, object).reshape(len(payers), len(authorities))[fits.offer, authority[fits.person]],
    )
    return funder


def cost_here(position: int, library: Library, limits: Limits) -> int:
    """An offer's cost in pence: the place's own, else the one that comes with joinedup, else -1."""
    offer = library.offers[position]
    if offer.code in limits.costs:
        return limits.costs[offer.code].pence
    cost = library.cost_pence(offer)
    return -1 if cost is None else cost


def numbered(column: pa.ChunkedArray) -> tuple[list[str], Indices]:
    """The different texts of a column, "" for what is not known, and for each row the number of its text."""
    encoded = pc.fill_null(column.cast(pa.string()), "").combine_chunks().dictionary_encode()
    return encoded.dictionary.to_pylist(), encoded.indices.to_numpy().astype(np.int64)
