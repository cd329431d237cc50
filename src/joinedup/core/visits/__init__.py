"""Home-care rounds: who visits whom, when, and with whom, planned by need instead of by blocks of time."""

from joinedup.core.visits.candidates import Candidate, Taken, who_can_take
from joinedup.core.visits.carer import Carer, Rest
from joinedup.core.visits.changes import Change, changes
from joinedup.core.visits.checking import Checked, check
from joinedup.core.visits.files import CheckedFile, check_rounds, read_problem, read_rounds, write_rounds
from joinedup.core.visits.hours import Hours, hours_of
from joinedup.core.visits.pay import Pay, PayScheme, minimum_wage, pay_of, too_short
from joinedup.core.visits.period import Period, PeriodRounds
from joinedup.core.visits.period_planning import plan_period
from joinedup.core.visits.problem import Problem, Weights
from joinedup.core.visits.remedies import Remedy, RemedyPrices, what_would_help
from joinedup.core.visits.replanning import replan, still_broken
from joinedup.core.visits.rounds import Call, Rounds, given_rounds
from joinedup.core.visits.scenarios import (
    with_carer_away,
    with_pin,
    with_slower_ways,
    with_visit_longer,
    with_visits,
    with_way_closed,
    without_visits,
)
from joinedup.core.visits.searching import SearchParameters
from joinedup.core.visits.solve import solve
from joinedup.core.visits.stopping import Stop
from joinedup.core.visits.visit import Attendance, Follows, Task, Visit
from joinedup.core.visits.week_hours import Contract
from joinedup.core.visits.wrong_days import RoundsWrong

__all__ = [
    "Attendance",
    "Call",
    "Candidate",
    "Carer",
    "Change",
    "Checked",
    "CheckedFile",
    "Contract",
    "Follows",
    "Hours",
    "Pay",
    "PayScheme",
    "Period",
    "PeriodRounds",
    "Problem",
    "Remedy",
    "RemedyPrices",
    "Rest",
    "Rounds",
    "RoundsWrong",
    "SearchParameters",
    "Stop",
    "Taken",
    "Task",
    "Visit",
    "Weights",
    "changes",
    "check",
    "check_rounds",
    "given_rounds",
    "hours_of",
    "minimum_wage",
    "pay_of",
    "plan_period",
    "read_problem",
    "read_rounds",
    "replan",
    "solve",
    "still_broken",
    "too_short",
    "what_would_help",
    "who_can_take",
    "with_carer_away",
    "with_pin",
    "with_slower_ways",
    "with_visit_longer",
    "with_visits",
    "with_way_closed",
    "without_visits",
    "write_rounds",
]
