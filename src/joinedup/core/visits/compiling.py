"""Which compiled code do rounds need? All of it made at once, so that nobody waits for it on a page."""

import numpy as np

from joinedup.core.visits.candidates import who_can_take
from joinedup.core.visits.carer import Carer
from joinedup.core.visits.problem import Problem
from joinedup.core.visits.replanning import replan
from joinedup.core.visits.solve import solve
from joinedup.core.visits.stopping import Stop
from joinedup.core.visits.visit import Task, Visit

FEW = Stop(None, 200)


def compile_all() -> None:
    """Compile what planning, planning again and asking who can come use; kept on disk until the code changes."""
    visits = tuple(
        Visit(name, "home", (Task(30.0),) * carers, earliest=480.0) for name, carers in (("one", 1), ("two", 2))
    )
    staff = tuple(Carer(name, frozenset(), "home", "home", 420.0, 900.0) for name in ("ann", "ben", "cal"))
    problem = Problem(visits, staff, ("home",), {"car": np.zeros((1, 1))})
    present = solve(problem, FEW).attendances
    replan(problem, present, stop=FEW)
    who_can_take(problem, present, ["one", "two"])
