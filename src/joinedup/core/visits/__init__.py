"""Home-care rounds: who visits whom, when, and with whom, planned by need instead of by blocks of time."""

from joinedup.core.visits.checking import Attendance, Checked, check
from joinedup.core.visits.files import read_problem, read_rounds, write_rounds
from joinedup.core.visits.problem import Carer, Follows, Problem, RoundsWrong, Task, Visit, Weights
from joinedup.core.visits.rounds import Call, Rounds
from joinedup.core.visits.solve import SearchParameters, Stop, solve

__all__ = [
    "Attendance",
    "Call",
    "Carer",
    "Checked",
    "Follows",
    "Problem",
    "Rounds",
    "RoundsWrong",
    "SearchParameters",
    "Stop",
    "Task",
    "Visit",
    "Weights",
    "check",
    "read_problem",
    "read_rounds",
    "solve",
    "write_rounds",
]
