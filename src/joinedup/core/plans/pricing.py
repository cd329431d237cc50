"""What would each fitting offer cost, who would pay, and whose places and money would it use?"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from joinedup.core.plans.candidates import Fits, Flags, Indices
from joinedup.core.plans.catalogue import Library
from joinedup.core.plans.limits import Limits, LimitsWrong

Texts = npt.NDArray[np.object_]


@dataclass(frozen=True)
class Rows:
    """The shared limits as numbered rows: first every (capacity, neighbourhood), then every funder."""

    capacities: tuple[tuple[str, str], ...]
    funders: tuple[str, ...]
    room: Indices

    @classmethod
    def of(cls, limits: Limits, library: Library, asked: set[tuple[str, str]], payers: set[str]) -> "Rows":
        """The limits in a fixed order; money in pence. What is asked for and has no row has a room of nothing.

        Raises
        ------
        LimitsWrong : a capacity is of no offer.
        """
        known = {offer.draws_on for offer in library.offers}
        if unknown := sorted({name for name, _ in limits.capacities} - known):
            raise LimitsWrong(f"'{unknown[0]}' has a capacity and is no offer's", available=known)
        capacities = tuple(sorted({*limits.capacities, *asked}))
        funders = tuple(sorted({*limits.budgets_pence, *payers}))
        places = [limits.capacities.get(pair, 0) for pair in capacities]
        money = [limits.budgets_pence.get(code, 0) for code in funders]
        return cls(capacities, funders, np.array([*places, *money], np.int64))

    def unit(self, row: int) -> tuple[str, str, str]:
        """Of a row: its capacity, neighbourhood and funder; those that do not apply are ""."""
        if row < len(self.capacities):
            return (*self.capacities[row], "")
        return "", "", self.funders[row - len(self.capacities)]


@dataclass(frozen=True)
class Priced:
    """Cost, payer and limits of each fit; arrays as long as the fits.

    Parameters
    ----------
    cost_pence : for one person; -1 where nobody has said what it costs.
    funder : code of the organisation that pays, or "".
    neighbourhood : code of the person's, or "" where it is not known.
    capacity_row, budget_row : positions in `Rows`, or -1 where it is not known where the person lives or who pays.
    uses : units of the capacity that one person uses.
    is_possible : it is known what it costs, where the person lives and, if it costs anything, who pays.
    rows : the shared limits.
    """

    cost_pence: Indices
    funder: Texts
    neighbourhood: Texts
    capacity_row: Indices
    budget_row: Indices
    uses: Indices
    is_possible: Flags
    rows: Rows


def price(fits: Fits, people: pa.Table, library: Library, limits: Limits) -> Priced:
    """Look up cost, payer and limits for every fit.

    Raises
    ------
    LimitsWrong : a capacity or a cost is of no offer.
    """
    if unknown := sorted(set(limits.costs) - set(library.position)):
        raise LimitsWrong(f"'{unknown[0]}' has a cost and is no offer", available=library.position)
    costs = np.array([cost_here(position, library, limits) for position in range(len(library.offers))])
    cost = costs[fits.offer]
    hoods, hood = numbered(people["neighbourhood"])
    funder = funder_of(fits, people, library, limits)
    pair = fits.offer * len(hoods) + hood[fits.person]
    named = [(offer.draws_on, name) for offer in library.offers for name in hoods]
    asked = {named[at] for at in np.unique(pair[fits.is_open | fits.is_kept]).tolist() if named[at][1]}
    rows = Rows.of(limits, library, asked, set(funder[cost > 0].tolist()) - {""})
    position = {pair: row for row, pair in enumerate(rows.capacities)}
    capacity_row = np.array([position.get(one, -1) for one in named], np.int64)[pair]
    budget = {code: len(rows.capacities) + at for at, code in enumerate(rows.funders)}
    codes, code = np.unique(funder.astype(str), return_inverse=True)
    budget_row = np.array([budget.get(one, -1) for one in codes.tolist()], np.int64)[code]
    return Priced(
        cost_pence=cost,
        funder=funder,
        neighbourhood=np.array(hoods, object)[hood[fits.person]],
        capacity_row=capacity_row,
        budget_row=np.where(cost > 0, budget_row, -1),
        uses=np.array([offer.uses for offer in library.offers], np.int64)[fits.offer],
        is_possible=(capacity_row >= 0) & (cost >= 0) & ((cost == 0) | (budget_row >= 0)),
        rows=rows,
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
