"""Which records are one person, once every pair has been judged?"""

from collections.abc import Iterable

Pair = tuple[int, int]


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
