"""What is to be planned: visits with carers, over ways between places, and what counts how much."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from joinedup.core.visits.carer import Carer
from joinedup.core.visits.visit import FOREVER, Attendance, Minutes, Visit
from joinedup.core.visits.wrong_days import RoundsWrong, check_carer, check_matrix, check_visit, refuse_twice

Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Weights:
    """What counts how much; a cost is a sum over these.

    Parameters
    ----------
    travel, late, worst_late : a minute of travel, a minute a carer is late (None where nobody may be), a minute of the
        longest lateness.
    not_preferred : a carer who is not among those preferred, where any are.
    unplanned : a visit left out; None where every visit must be planned.
    broken : a minute past a latest start or the end of a shift; nothing is worth breaking one.
    unfamiliar : a task of a carer whom the person does not know at all, where it is said whom they know.
    waiting, idle : a minute of waiting between visits; a minute idle of the carer who is longest.
    overtime : a minute past the end of a shift; None where there is none to be.
    missed_rest : a rest that is due and not taken; None where that may not be.
    off_target : a paid minute more or fewer than a carer is to have.
    torn : a visit planned without the one it is of no use without.
    moved_carer, moved_start, moved_minute : a task that another carer has than now, a visit that starts at another time
        (by more than half a minute), and each minute of that, where there are present rounds.
    """

    travel: float = 1.0
    late: float | None = 2.0
    worst_late: float = 0.0
    not_preferred: float = 10.0
    unplanned: float | None = 500.0
    broken: float = 1000.0
    unfamiliar: float = 0.0
    waiting: float = 0.0
    idle: float = 0.0
    overtime: float | None = None
    missed_rest: float | None = None
    off_target: float = 0.0
    torn: float = 1000.0
    moved_carer: float = 30.0
    moved_start: float = 10.0
    moved_minute: float = 0.5


@dataclass(frozen=True)
class Problem:
    """Visits to be planned with carers.

    Parameters
    ----------
    visits, carers : each id once; a visit that follows another comes after it.
    places : ids, in the order of the matrices.
    travel_minutes : by kind of travel, places × places.
    weights : what counts how much.
    present : the rounds as they are now and people know them, to be changed as little as may be.
    familiar : by person, how well they know a carer, from 0 to 1; carers not named they do not know.
    paid_wait_minutes : waits between visits up to this long are paid.
    is_late_by_end : a visit is late if it ends after it is due, not if it starts after.
    now : nothing begins before, but what has started (minutes from midnight).

    Raises
    ------
    RoundsWrong : an id comes twice, a place or visit named is not there, or numbers cannot be.
    """

    visits: tuple[Visit, ...]
    carers: tuple[Carer, ...]
    places: tuple[str, ...]
    travel_minutes: Mapping[str, Matrix]
    weights: Weights = field(default_factory=Weights)
    present: tuple[Attendance, ...] = ()
    now: Minutes = -FOREVER
    familiar: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    paid_wait_minutes: Minutes = 30.0
    is_late_by_end: bool = False

    @cached_property
    def place_number(self) -> dict[str, int]:
        """By place, its row of the matrices."""
        return {place: at for at, place in enumerate(self.places)}

    @cached_property
    def visit_of(self) -> dict[str, Visit]:
        """Visits by id."""
        return {visit.id: visit for visit in self.visits}

    @cached_property
    def carer_of(self) -> dict[str, Carer]:
        """Carers by id."""
        return {carer.id: carer for carer in self.carers}

    def __post_init__(self) -> None:
        refuse_twice("visit", [visit.id for visit in self.visits])
        refuse_twice("carer", [carer.id for carer in self.carers])
        refuse_twice("place", list(self.places))
        if not self.carers:
            raise RoundsWrong("There is no carer", expected="at least one")
        for visit in self.visits:
            check_visit(visit, self.place_number, self.visit_of, self.carer_of)
        for carer in self.carers:
            check_carer(carer, self.place_number, self.travel_minutes)
        for kind, matrix in self.travel_minutes.items():
            check_matrix(kind, matrix, len(self.places))
