"""For what can no rounds be planned, whatever the rounds: ids given twice, ways that cannot be?"""

import numpy as np
import numpy.typing as npt

from joinedup.core.errors import CannotProceed


class RoundsWrong(CannotProceed):
    """Visits or carers no round can be planned for."""


def refuse_twice(what: str, ids: list[str]) -> None:
    """Raise if an id comes twice."""
    seen: set[str] = set()
    for one in ids:
        if one in seen:
            raise RoundsWrong(f"The {what} '{one}' is given twice", expected="each once")
        seen.add(one)


def check_matrix(kind: str, matrix: npt.NDArray[np.float64], places: int) -> None:
    """Raise if minutes of travel are not such."""
    if matrix.shape != (places, places):
        raise RoundsWrong(
            f"Travel by {kind} is given for {' × '.join(map(str, matrix.shape))} places",
            expected=f"{places} × {places}",
        )
    if not (matrix >= 0).all():
        raise RoundsWrong(f"Travel by {kind} takes less than nothing somewhere", expected="0 minutes or more")
