"""What is an agency's table of events made of, before it takes the agency's shape?"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from joinedup.county.chance import Bools, Floats, Ints, Rng


@dataclass
class Events:
    """One kind of event as one agency will send it, one element per row; columns under our own names.

    Parameters
    ----------
    kind : a kind of definitions/extracts.
    source : the agency's register.
    person : whom each row is about.
    columns : the other columns, Arrow arrays.
    cared_for : for carers, whom they care for.
    """

    kind: str
    source: str
    person: Ints
    columns: dict[str, pa.Array]
    cared_for: Ints | None = None

    def kept(self, which: Bools) -> "Events":
        """Only the rows marked."""
        mask = pa.array(which)
        columns = {name: column.filter(mask) for name, column in self.columns.items()}
        cared_for = None if self.cared_for is None else self.cared_for[which]
        return Events(self.kind, self.source, self.person[which], columns, cared_for)


def in_order_of_day(person: Ints, on: Ints) -> Ints:
    """Row numbers sorted by day, then person: the order in which agencies write things down."""
    return np.lexsort((person, on))


def coded(values: tuple[str, ...], positions: Ints) -> pa.Array:
    """Codes by their position; a negative position is null."""
    taken = pa.array(np.maximum(positions, 0))
    column = pa.array(values, pa.string()).take(taken)
    if (positions < 0).any():
        column = pa.compute.if_else(pa.array(positions < 0), pa.scalar(None, pa.string()), column)
    return column


def days_in_life(person: Ints, first: Floats | Ints | int, last: Floats | Ints | int, rng: Rng) -> Ints:
    """A day at random for each row between two days, the second excluded."""
    gap = np.maximum(np.asarray(last) - np.asarray(first), 1)
    return np.asarray((np.asarray(first) + rng.random(len(person)) * gap).astype(np.int32))


def by_source(
    kind: str, person: Ints, on: Ints, columns: dict[str, pa.Array], source: Ints, sources: list[str]
) -> list[Events]:
    """Split rows among the agencies that saw them, each in order of day."""
    order = in_order_of_day(person, on)
    tables = []
    for number, name in enumerate(sources):
        rows = order[source[order] == number]
        mask = pa.array(rows)
        tables.append(Events(kind, name, person[rows], {key: column.take(mask) for key, column in columns.items()}))
    return tables
