"""What in a person's package keeps another offer out of it, and would it come in if that were not there?"""

from dataclasses import dataclass

import numpy as np

from joinedup.core.plans.assembly import excluding, requiring
from joinedup.core.plans.candidates import Fits, Flags, Indices
from joinedup.core.plans.catalogue import Library
from joinedup.core.plans.chosen import Chosen
from joinedup.core.plans.decide import Decided
from joinedup.core.plans.evidence import OUTCOMES
from joinedup.core.plans.optimiser.margins import would_hold
from joinedup.core.plans.optimiser.searcher import Searcher
from joinedup.core.plans.prepared import Prepared
from joinedup.core.plans.worth import mechanisms

NOTHING_GAINED = 1e-9


@dataclass(frozen=True)
class InTheWay:
    """For each fit left out what of its person stands against it; positions of fits, -1 where there is none.

    Parameters
    ----------
    out : positions of the fits left out.
    required : an offer that it requires and the package does not hold.
    bar : an offer in the package with which it may not go.
    rival : an offer in the package that is credited on one of its outcomes through the same mechanism.
    is_full : the package holds as many offers as it may.
    opens : without the bar, the rival, or one of as many as there may be, it would be in the package.
    """

    out: Indices
    required: Indices
    bar: Indices
    rival: Indices
    is_full: Flags
    opens: Flags


def in_the_way(prepared: Prepared, decided: Decided, chosen: Chosen) -> InTheWay:
    """What stands against each fit left out: the bar before a full package, and that before a rival."""
    fits, library = prepared.fits, prepared.library
    out = np.flatnonzero(~chosen.is_chosen)
    required = named(fits, out, chosen.is_chosen, library, requiring(library), wanted_in=False)
    bar = named(fits, out, chosen.is_chosen, library, excluding(library), wanted_in=True)
    rival = rivals(fits, out, chosen.is_chosen, library)
    held = np.bincount(fits.person[chosen.is_chosen], minlength=prepared.people.num_rows)
    is_full = (held[fits.person[out]] >= prepared.parameters.most_items) & (chosen.adds[out] > NOTHING_GAINED)
    is_asked = (chosen.gain[out] <= NOTHING_GAINED) & (chosen.pair[out] >= 0)
    opens = np.zeros(len(out), bool)
    most = prepared.parameters.most_items
    by_bar = np.flatnonzero(is_asked & (bar >= 0))
    opens[by_bar] = opened(decided, chosen, out[by_bar], bar[by_bar], most)
    by_size = np.flatnonzero(is_asked & (bar < 0) & is_full)
    opens[by_size] = opened(decided, chosen, out[by_size], np.full(len(by_size), -1), most + 1)
    by_rival = np.flatnonzero(is_asked & (bar < 0) & ~is_full & (rival >= 0))
    opens[by_rival] = opened(decided, chosen, out[by_rival], rival[by_rival], most)
    works = by_rival[fits.is_kept[rival[by_rival]]]  # beside what is received it counts for nothing
    opens[works] = ~chosen.is_short[out[works]].any(axis=1)
    return InTheWay(out, required, bar, rival, is_full, opens)


def opened(decided: Decided, chosen: Chosen, asked: Indices, gone: Indices, most_items: int) -> Flags:
    """Whether each fit would be in its package without another one (-1: with all there are), up to so many."""
    problem, pair = decided.problem, chosen.pair[asked]
    if not len(asked):
        return np.zeros(0, bool)
    place = np.where(gone >= 0, chosen.pair[gone] - problem.start[problem.person[pair]], 0).astype(np.uint64)
    bits = np.where(gone >= 0, np.uint64(1) << place, np.uint64(0))
    answer = decided.answer
    return would_hold(Searcher(problem), answer.prices, answer.masks, pair, bits, most_items=most_items)


def named(
    fits: Fits,
    out: Indices,
    is_chosen: Flags,
    library: Library,
    others: list[tuple[str, ...]],
    *,
    wanted_in: bool,
) -> Indices:
    """For each fit left out the first offer it names that is in the package, or is not; -1 for none."""
    found = np.full(len(out), -1)
    people = int(fits.person.max(initial=-1)) + 1
    key = fits.offer * people + fits.person
    for place, codes in enumerate(others):
        mine = np.flatnonzero(fits.offer[out] == place)
        for code in codes if len(mine) else ():
            wanted = library.position[code] * people + fits.person[out[mine]]
            at = np.minimum(np.searchsorted(key, wanted), len(key) - 1)
            counts = (key[at] == wanted) & (is_chosen[at] == wanted_in) & (found[mine] < 0)
            found[mine[counts]] = at[counts]
    return found


def rivals(fits: Fits, out: Indices, is_chosen: Flags, library: Library) -> Indices:
    """For each fit left out one in the package that works on one of its outcomes through the same mechanism; or -1."""
    number = mechanisms(library)
    key = fits.person * (int(number.max(initial=0)) + 1) + number[fits.offer]
    found = np.full(len(out), -1)
    for at in range(len(OUTCOMES)):
        is_on = fits.credit[:, at] >= 0
        inside = np.flatnonzero(is_chosen & (is_on | fits.is_kept))
        inside = inside[np.argsort(key[inside], kind="stable")]
        mine = np.flatnonzero(is_on[out] & (found < 0)) if len(inside) else np.zeros(0, np.int64)
        place = np.minimum(np.searchsorted(key[inside], key[out[mine]]), max(len(inside) - 1, 0))
        same = key[inside[place]] == key[out[mine]]
        found[mine[same]] = inside[place[same]]
    return found
