"""How are packages weighed, what is promised to whom, and when does the search stop?"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from numbers import Real
from typing import Literal

from joinedup.core.plans.evidence import OUTCOMES, Outcome
from joinedup.core.plans.limits import LimitsWrong, check_whole
from joinedup.core.plans.optimiser.solve import Stop

MOST_SEED = 2**31 - 1
NUMBERS = (
    *("need_weight", "wish_weight", "most_avoided_share", "caution", "change_penalty"),
    *("least_share_of_need", "least_share_deprived", "most_fairness_price", "most_items"),
)


@dataclass(frozen=True)
class PlanParameters:
    """How packages are weighed.

    Parameters
    ----------
    thresholds : by outcome, the probability from which a person counts as most at risk; without any, nobody does.
    weights : worth of one event avoided, by outcome; 0 for those left out. No published weighing is held, so each
        counts 1 until the place decides otherwise; `event_values.weights` makes them from quality of life and money.
    most_items : most offers in one package.
    need_weight : worth of meeting one need by an offer without a credited effect, in the same unit. 0.001 is a tenth
        of what the least of the usual effects is worth, so such offers come after the credited ones.
    wish_weight : worth of giving somebody what they asked for, in the same unit.
    most_avoided_share : effects on one outcome through different mechanisms work on what the others leave, and
        together never avoid more than this share of a person's chance of it (unless a single one does).
    decide_by : `expected` takes the mean of what an effect may be; `cautious` the value it falls short of only with
        probability `caution`.
    caution : that probability, 0–0.5.
    change_penalty : worth it takes to change what was proposed last time: each offer of last time's package that is
        still open counts so much more, so small changes of input do not reshuffle everybody.
    least_share_of_need : the share of its part of all need that each neighbourhood is promised. The parts add up to
        the whole, so at 1 nothing could go where it does most good.
    least_share_deprived : the same for people in the most deprived fifth of areas (deprivation deciles 1 and 2).
    most_fairness_price : the most that is given up elsewhere for one unit of worth in a group below its promise.
    seed : seed of the sample that prices are first settled on, of the draws and of the solver.
    stop : when the search stops; the gap is true wherever it stops.
    """

    thresholds: Mapping[str, float]
    weights: Mapping[Outcome, float] = field(default_factory=lambda: dict.fromkeys(OUTCOMES, 1.0))
    most_items: int = 5
    need_weight: float = 0.001
    wish_weight: float = 0.001
    most_avoided_share: float = 0.5
    decide_by: Literal["expected", "cautious"] = "expected"
    caution: float = 0.2
    change_penalty: float = 0.002
    least_share_of_need: float = 0.8
    least_share_deprived: float = 1.0
    most_fairness_price: float = 2.0
    seed: int = 0
    stop: Stop = field(default_factory=Stop)

    def __post_init__(self) -> None:
        unknown = [name for name in (*self.thresholds, *self.weights) if name not in OUTCOMES]
        if unknown:
            raise LimitsWrong(f"'{unknown[0]}' is not an outcome", expected="an outcome", available=OUTCOMES)
        self._check_numbers()
        weighed = (*self.weights.values(), self.need_weight, self.wish_weight, self.change_penalty)
        if min(weighed) < 0 or self.most_items < 1:
            raise LimitsWrong(
                "A weight is below zero or a package may hold nothing", expected="weights of zero or more"
            )
        if not isinstance(self.most_items, int) or isinstance(self.most_items, bool):
            raise LimitsWrong(f"A package may hold {self.most_items} offers", expected="a whole number")
        if not 0 < self.most_avoided_share <= 1:
            raise LimitsWrong("The most avoided share is not a share", expected="more than 0, at most 1")
        if self.decide_by not in ("expected", "cautious") or not 0 < self.caution <= 0.5:
            raise LimitsWrong(
                "It is not clear how to decide", expected="expected or cautious, with caution above 0 and at most 0.5"
            )
        promised = (self.least_share_of_need, self.least_share_deprived)
        if not all(0 <= share <= 1 for share in promised) or self.most_fairness_price < 0:
            raise LimitsWrong("A promised share of need is not a share", expected="0 to 1, at a price of zero or more")

    def _check_numbers(self) -> None:
        """Raise if a number is none, or is without end; a threshold no chance; or a seed nothing to draw from."""
        named: dict[str, object] = {name: getattr(self, name) for name in NUMBERS}
        named |= {f"The threshold of {name}": value for name, value in self.thresholds.items()}
        named |= {f"The weight of {name}": value for name, value in self.weights.items()}
        for name, value in named.items():
            if type(value) is bool or not isinstance(value, Real) or not math.isfinite(value):
                raise LimitsWrong(f"{name} is {value!r}", expected="a finite number")
        for name, chance in self.thresholds.items():
            if not 0 <= chance <= 1:
                raise LimitsWrong(f"The threshold of {name} is {chance}", expected="a chance, 0 to 1")
        check_whole("The seed", self.seed, MOST_SEED)
