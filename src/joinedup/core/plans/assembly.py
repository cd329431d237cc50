"""How do fits, prices and promises become one problem for the optimiser?"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from joinedup.core.plans.candidates import Fits, Flags, Indices
from joinedup.core.plans.catalogue import Library
from joinedup.core.plans.measures import Floats
from joinedup.core.plans.optimiser.problem import Problem
from joinedup.core.plans.parameters import PlanParameters
from joinedup.core.plans.pricing import Priced, numbered
from joinedup.core.plans.worth import mechanisms, needs_worth, stakes, taken_already

MOST_DEPRIVED_DECILE = 2
DEPRIVED = "most deprived fifth"


@dataclass(frozen=True)
class Groups:
    """Who is promised a share of what can be done.

    Parameters
    ----------
    names : codes of neighbourhoods, and last the most deprived fifth where deprivation is known.
    of_person : people × 2; positions in names, -1 for none.
    """

    names: tuple[str, ...]
    of_person: Indices

    @classmethod
    def of(cls, people: pa.Table) -> "Groups":
        """The groups of a table of people."""
        hoods, hood = numbered(people["neighbourhood"])
        unknown = np.array([name == "" for name in hoods], bool)
        deprived = np.full(people.num_rows, -1)
        names = list(hoods)
        if "deprivation_decile" in people.column_names:
            decile = pc.fill_null(people["deprivation_decile"].cast(pa.float64()), 10.0).to_numpy()
            deprived[decile <= MOST_DEPRIVED_DECILE] = len(names)
            names.append(DEPRIVED)
        place = np.where(unknown[hood], -1, hood) if len(hoods) else hood
        return cls(tuple(names), np.column_stack([place, deprived]).astype(np.int64))


@dataclass(frozen=True)
class Assembled:
    """A problem, and which fit each of its pairs is.

    Parameters
    ----------
    problem : without what is fixed and what is promised.
    fit : position in the fits of each pair.
    lacks : fits that could be chosen but for an offer they require.
    groups : who is promised what.
    """

    problem: Problem
    fit: Indices
    lacks: Indices
    groups: Groups


def assemble(
    fits: Fits, priced: Priced, left: Floats, people: pa.Table, library: Library, parameters: PlanParameters
) -> Assembled:
    """One problem of everything that may be chosen and everything that is received.

    Parameters
    ----------
    left : fits × outcomes; the share of each chance that is left.
    """
    at_stake = stakes(people, parameters)
    # what is received takes its place and money even where not all of its limits are known
    is_in = fits.is_kept | (fits.is_open & priced.is_possible)
    is_in, lacks = with_what_is_required(fits, is_in, library)
    fit = np.flatnonzero(is_in)
    fit = fit[np.lexsort((fits.offer[fit], fits.person[fit]))]
    person, offer, kept = fits.person[fit], fits.offer[fit], fits.is_kept[fit]
    counts = ~kept & ~taken_already(fits, library)[fit]
    start = np.concatenate([[0], np.cumsum(np.bincount(person, minlength=people.num_rows))]).astype(np.int64)
    groups = Groups.of(people)
    problem = Problem(
        start=start,
        worth=np.where(kept, 0.0, needs_worth(fits, at_stake, parameters)[fit]),
        bonus=np.where(fits.was_proposed[fit] & ~kept, parameters.change_penalty, 0.0),
        left=np.where(counts[:, None], left[fit], 1.0),
        mechanism=mechanisms(library)[offer],
        stake=at_stake,
        rows=np.column_stack([priced.capacity_row[fit], priced.budget_row[fit]]),
        amounts=np.column_stack([priced.uses[fit], np.maximum(priced.cost_pence[fit], 0)]),
        room=priced.rows.room,
        needs_bits=np.where(kept, np.uint64(0), local_bits(start, person, offer, requiring(library), library)),
        bars_bits=local_bits(start, person, offer, excluding(library), library),
        is_fixed=np.zeros(len(fit), bool),
        groups=groups.of_person,
        floors=np.zeros(len(groups.names)),
        most_items=parameters.most_items,
        most_avoided=parameters.most_avoided_share,
        floor_price=parameters.most_fairness_price,
    )
    return Assembled(problem, fit, lacks, groups)


def with_what_is_required(fits: Fits, is_in: Flags, library: Library) -> tuple[Flags, Indices]:
    """The fits whose requirements are among the fits too, and those left because one is not."""
    is_in, count = is_in.copy(), len(library.offers)
    could = is_in.copy()
    requiring = [place for place, offer in enumerate(library.offers) if offer.requires]
    changed = bool(requiring)
    while changed:
        there = np.unique(fits.person[is_in] * count + fits.offer[is_in])
        before = int(is_in.sum())
        for place in requiring:
            for other in library.offers[place].requires:
                mine = is_in & (fits.offer == place) & ~fits.is_kept
                is_in &= ~mine | np.isin(fits.person * count + library.position[other], there)
        changed = int(is_in.sum()) < before
    return is_in, np.flatnonzero(could & ~is_in)


def excluding(library: Library) -> list[tuple[str, ...]]:
    """What each offer may not be with: what it excludes, and what excludes it."""
    return [
        tuple({*offer.excludes, *(other.code for other in library.offers if offer.code in other.excludes)})
        for offer in library.offers
    ]


def local_bits(
    start: Indices, person: Indices, offer: Indices, named: list[tuple[str, ...]], library: Library
) -> np.typing.NDArray[np.uint64]:
    """For each pair the bits of the person's pairs of the offers it names."""
    bits, count = np.zeros(len(person), np.uint64), len(library.offers)
    key = person * count + offer
    for place, others in enumerate(named):
        mine = np.flatnonzero(offer == place)
        for other in others:
            wanted = person[mine] * count + library.position[other]
            found = np.minimum(np.searchsorted(key, wanted), max(len(key) - 1, 0))
            there = key[found] == wanted
            shift = (found[there] - start[person[mine[there]]]).astype(np.uint64)
            bits[mine[there]] |= np.uint64(1) << shift
    return bits


def requiring(library: Library) -> list[tuple[str, ...]]:
    """What each offer requires, and what that requires in turn."""
    named = [offer.requires for offer in library.offers]
    found = [set(others) for others in named]
    for _ in found:
        for place, others in enumerate(found):
            found[place] = others.union(*(named[library.position[other]] for other in others))
    return [tuple(sorted(others - {offer.code})) for offer, others in zip(library.offers, found, strict=True)]
