"""Which ways take longer today, because a road is closed or snow lies?"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from joinedup.core.visits.problem import Matrix, Problem, RoundsWrong

MOST_MINUTES = 24 * 60


def with_slower_ways(problem: Problem, slower: Sequence[Mapping[str, Any]]) -> dict[str, Matrix]:
    """Minutes of travel by kind, with those into and out of some places longer.

    Ways between two of the places stay as they are: the road that is closed lies between them and the rest.

    Parameters
    ----------
    slower : each with `places` (ids; those no longer of the problem are passed over) and `minutes` more.

    Raises
    ------
    RoundsWrong : the minutes are below 0, or more than a day.

    Examples
    --------
    >>> from joinedup.core.visits import Carer, Task, Visit
    >>> ways = np.array([[0.0, 10.0, 12.0], [10.0, 0.0, 3.0], [12.0, 3.0, 0.0]])
    >>> day = Problem((), (Carer("c", frozenset(), "base", "base"),), ("base", "mill", "ford"), {"car": ways})
    >>> with_slower_ways(day, [{"places": ["mill", "ford"], "minutes": 20}])["car"].tolist()
    [[0.0, 30.0, 32.0], [30.0, 0.0, 3.0], [32.0, 3.0, 0.0]]
    """
    found = {kind: np.asarray(ways, float).copy() for kind, ways in problem.travel_minutes.items()}
    for one in slower:
        minutes = float(one["minutes"])
        if not 0 <= minutes <= MOST_MINUTES:
            raise RoundsWrong(f"A way takes {minutes:g} minutes longer", expected=f"0 to {MOST_MINUTES}")
        cut_off = np.isin(np.array(problem.places), list(one["places"]))
        crosses = cut_off[:, None] != cut_off[None, :]
        for ways in found.values():
            ways[crosses] += minutes
    return found
