"""Which records are one person, once every pair has been judged?"""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

Integers = npt.NDArray[np.int64]
Pair = tuple[int, int]


def components(count: int, left: Integers, right: Integers) -> Integers:
    """The group of each of `count` things joined by pairs, named by the group's lowest member.

    Examples
    --------
    >>> components(5, np.array([3, 1]), np.array([1, 4])).tolist()
    [0, 1, 2, 1, 1]
    """
    graph = coo_array((np.ones(len(left), dtype=np.int8), (left, right)), shape=(count, count))
    group_count, group = connected_components(graph, directed=False)
    lowest = np.full(group_count, count, dtype=np.int64)
    np.minimum.at(lowest, group, np.arange(count))
    named: Integers = lowest[group]
    return named


def join_units(pairs: pa.Table, left: str, right: str) -> pa.Table:
    """The group of everything that some pair joins, named by its lowest member.

    Parameters
    ----------
    pairs : one row per pair of things joined; the columns `left` and `right` hold their numbers.

    Returns
    -------
    One row per thing in any pair: member, root.

    Examples
    --------
    >>> pairs = pa.table({"l": [30, 10], "r": [10, 40]})
    >>> join_units(pairs, "l", "r").to_pydict()
    {'member': [10, 30, 40], 'root': [10, 10, 10]}
    """
    ends = np.concatenate([pairs[side].to_numpy().astype(np.int64) for side in (left, right)])
    members, place = np.unique(ends, return_inverse=True)
    root = components(len(members), place[: pairs.num_rows], place[pairs.num_rows :])
    return pa.table({"member": members, "root": members[root]})


def agglomerate(
    pairs: Iterable[Pair], *, faces: dict[int, int], trusted: set[int], apart: Iterable[Pair], most_faces: int
) -> list[Pair]:
    """The pairs that may be joined, taken best first, so that nothing is joined that must stay apart.

    Parameters
    ----------
    pairs : units to join, the surest first.
    faces : how many faces each unit has.
    trusted : units with a confirmed NHS number of their own; no two of them are one person.
    apart : pairs of units that cannot be one person.
    most_faces : a person is not let grow beyond this.

    Examples
    --------
    >>> agglomerate([(1, 2), (2, 3)], faces={1: 1, 2: 1, 3: 1}, trusted=set(), apart=[(1, 3)], most_faces=9)
    [(1, 2)]
    """
    growing = _Growing(faces, trusted, apart)
    return [pair for pair in pairs if growing.join(*pair, most_faces=most_faces)]


class _Growing:
    """Groups of units that grow by joining, each remembering whom it must not join."""

    def __init__(self, faces: dict[int, int], trusted: set[int], apart: Iterable[Pair]) -> None:
        self.root = {unit: unit for unit in faces}
        self.members = {unit: [unit] for unit in faces}
        self.faces = dict(faces)
        self.trusted = set(trusted)
        self.foes: dict[int, set[int]] = {unit: set() for unit in faces}
        for left, right in apart:
            self.foes[left].add(right)
            self.foes[right].add(left)

    def join(self, left: int, right: int, *, most_faces: int) -> bool:
        left, right = self.root[left], self.root[right]
        if left == right:
            return True
        if len(self.members[left]) < len(self.members[right]):
            left, right = right, left
        both_trusted = left in self.trusted and right in self.trusted
        if both_trusted or right in self.foes[left] or self.faces[left] + self.faces[right] > most_faces:
            return False
        self._absorb(left, right)
        return True

    def _absorb(self, left: int, right: int) -> None:
        for unit in self.members[right]:
            self.root[unit] = left
        self.members[left] += self.members.pop(right)
        self.faces[left] += self.faces.pop(right)
        if right in self.trusted:
            self.trusted.add(left)
        for foe in self.foes.pop(right):
            self.foes[foe].discard(right)
            self.foes[foe].add(left)
            self.foes[left].add(foe)
