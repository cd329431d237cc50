"""Which places are hard to reach today, because a road is closed or a bridge is flooded?"""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from joinedup.core.visits.problem import Problem
from joinedup.core.visits.visit import Minutes
from joinedup.core.visits.wrong_days import RoundsWrong

MOST_MINUTES = 24 * 60


def with_places_cut_off(problem: Problem, places: Iterable[str], minutes: Minutes) -> Problem:
    """Ways into and out of some places take so much longer; ways among them stay as they are.

    Parameters
    ----------
    places : ids; those the problem does not have are passed over.
    minutes : more, each way; 0 to a day.

    Raises
    ------
    RoundsWrong : the minutes are below 0, or more than a day.

    Examples
    --------
    >>> from joinedup.core.visits import Carer
    >>> ways = np.array([[0.0, 10.0, 12.0], [10.0, 0.0, 3.0], [12.0, 3.0, 0.0]])
    >>> day = Problem((), (Carer("c", frozenset(), "base", "base"),), ("base", "mill", "ford"), {"car": ways})
    >>> with_places_cut_off(day, ["mill", "ford"], 20).travel_minutes["car"].tolist()
    [[0.0, 30.0, 32.0], [30.0, 0.0, 3.0], [32.0, 3.0, 0.0]]
    """
    if not 0 <= minutes <= MOST_MINUTES:
        raise RoundsWrong(f"Ways take {minutes:g} minutes longer", expected=f"0 to {MOST_MINUTES}")
    is_cut_off = np.isin(np.array(problem.places), list(places))
    more = np.where(is_cut_off[:, None] != is_cut_off[None, :], minutes, 0.0)
    return replace(problem, travel_minutes={kind: ways + more for kind, ways in problem.travel_minutes.items()})
