"""How are events collected while lives are lived, a quarter at a time?"""

from typing import Any

import numpy as np
from numpy.typing import NDArray


class Logbook:
    """Columns that grow in pieces; `column` gives each as one array.

    Examples
    --------
    >>> log = Logbook("person", "on")
    >>> log.add(person=np.array([1, 2]), on=np.array([10, 20]))
    >>> log.column("on").tolist()
    [10, 20]
    """

    def __init__(self, *names: str) -> None:
        self.pieces: dict[str, list[NDArray[Any]]] = {name: [] for name in names}

    def add(self, **columns: NDArray[Any]) -> None:
        """Add a piece: every column, all of one length."""
        for name, pieces in self.pieces.items():
            pieces.append(columns[name])

    def column(self, name: str) -> NDArray[Any]:
        """One column, all pieces in the order they came."""
        pieces = self.pieces[name]
        return np.concatenate(pieces) if pieces else np.empty(0, dtype=np.int32)
