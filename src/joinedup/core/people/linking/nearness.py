"""Who grows together into one person, when every pair has been weighed and the pairs do not all agree?

Joining whatever any link joins lets two people become one through a third record that resembles both. So the two
nearest groups are joined first, and the nearness of two groups is the mean weight of all pairs between them; a pair
nobody compared, because it shared no block, counts as `absent`. Groups that are each other's nearest are joined all at
once, which gives the same groups as one at a time, because the mean is reducible.

References
----------
Sokal R R, Michener C D. A statistical method for evaluating systematic relationships. Univ Kansas Sci Bull
1958;38:1409-1438 (the mean between groups).
Murtagh F. A survey of recent advances in hierarchical clustering algorithms. Comput J 1983;26:354-359.
doi:10.1093/comjnl/26.4.354 (reciprocal nearest neighbours, reducibility).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.int64]

Floats = npt.NDArray[np.float64]
Booleans = npt.NDArray[np.bool_]


@dataclass
class Ties:
    """Pairs of groups with anything between them, `left` < `right`, each once.

    Parameters
    ----------
    weight : sum of the weights of the pairs of units that were compared; minus infinity where some must stay apart.
    pairs : how many were compared.
    """

    left: Integers
    right: Integers
    weight: Floats
    pairs: Floats


def grow(ties: Ties, *, faces: Integers, trusted: Booleans, least: float, absent: float, most_faces: int) -> Integers:
    """The group of each unit, named by its lowest unit.

    Parameters
    ----------
    ties : between units, numbered from 0.
    faces : how many faces each unit has.
    trusted : units with a confirmed NHS number of their own; no two of them are one person.
    least : mean weight between two groups from which they are joined.
    absent : weight of a pair of units that was not compared.
    most_faces : a person is not let grow beyond this.

    Examples
    --------
    A record that resembles two people joins the nearer, and does not make them one:

    >>> ties = Ties(np.array([0, 1]), np.array([1, 2]), np.array([9.0, 7.0]), np.ones(2))
    >>> faces, trusted = np.ones(3, dtype=int), np.zeros(3, dtype=bool)
    >>> grow(ties, faces=faces, trusted=trusted, least=4, absent=0, most_faces=9).tolist()
    [0, 0, 2]
    """
    group = np.arange(len(faces))
    size, faces, trusted = np.ones(len(faces)), faces.copy(), trusted.copy()
    while True:
        near = _nearness(ties, size, absent)
        near[trusted[ties.left] & trusted[ties.right]] = -np.inf
        near[faces[ties.left] + faces[ties.right] > most_faces] = -np.inf
        left, right = _each_others_nearest(ties, near, least, len(group))
        if not len(left):
            return group
        for total in (size, faces):
            total[left] += total[right]
        trusted[left] |= trusted[right]
        root = np.arange(len(group))
        root[right] = left
        group = root[group]
        ties = _gathered(ties, root)


def _nearness(ties: Ties, size: Any, absent: float) -> Floats:
    all_pairs = size[ties.left] * size[ties.right]
    near: Floats = (ties.weight + (all_pairs - ties.pairs) * absent) / all_pairs
    return near


def _each_others_nearest(ties: Ties, near: Floats, least: float, count: int) -> tuple[Integers, Integers]:
    enough = np.flatnonzero(near >= least)
    order = enough[np.lexsort((ties.right[enough], ties.left[enough], -near[enough]))]
    left, right, place = ties.left[order], ties.right[order], np.arange(len(order))
    first = np.full(count, len(order))
    np.minimum.at(first, left, place)
    np.minimum.at(first, right, place)
    mutual = (first[left] == place) & (first[right] == place)
    return left[mutual], right[mutual]


def _gathered(ties: Ties, root: Integers) -> Ties:
    """The ties between the groups that have become."""
    one, other = root[ties.left], root[ties.right]
    between = one != other
    left, right = np.minimum(one, other)[between], np.maximum(one, other)[between]
    order = np.lexsort((right, left))
    left, right = left[order], right[order]
    new = np.ones(len(left), dtype=bool)
    new[1:] = (left[1:] != left[:-1]) | (right[1:] != right[:-1])
    starts = np.flatnonzero(new)
    if not len(starts):
        return Ties(left, right, ties.weight[:0], ties.pairs[:0])
    weight, pairs = (np.add.reduceat(values[between][order], starts) for values in (ties.weight, ties.pairs))
    return Ties(left[starts], right[starts], weight, pairs)
