"""What may each effect really be, and with which value is the choice made?"""

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import pyarrow as pa

from joinedup.core.plans.candidates import Fits
from joinedup.core.plans.catalogue import Library
from joinedup.core.plans.evidence import Effect
from joinedup.core.plans.measures import Floats
from joinedup.core.plans.parameters import PlanParameters
from joinedup.core.plans.shares import shares_left

HALF_WIDTH = NormalDist().inv_cdf(0.975)
LAYERS = 16
"""Into how many equally likely layers an effect's distribution is cut for its mean."""


@dataclass(frozen=True)
class Spread:
    """How an effect is distributed, given its published value and 95% interval.

    A ratio is normal on the logarithmic scale, a change in percent on its own, with the published value as the middle
    and the interval's width as 2 × 1.96 standard errors (Cochrane Handbook, section 6.3 [verify]).

    Examples
    --------
    >>> from joinedup.core.plans.evidence import effects
    >>> spread = Spread.of(effects()["falls_exercise"])
    >>> [round(spread.value(z), 2) for z in (-1.96, 0, 1.96)]
    [0.71, 0.77, 0.83]
    """

    middle: float
    error: float
    is_ratio: bool

    @classmethod
    def of(cls, effect: Effect) -> "Spread":
        """The spread of a usable effect."""
        assert effect.effect is not None and effect.low is not None and effect.high is not None
        if effect.measure == "relative_change_percent":
            return cls(effect.effect, (effect.high - effect.low) / (2 * HALF_WIDTH), False)
        width = float(np.log(effect.high) - np.log(effect.low))
        return cls(float(np.log(effect.effect)), width / (2 * HALF_WIDTH), True)

    def value(self, z: float) -> float:
        """The effect so many standard errors from its middle."""
        at = self.middle + z * self.error
        return float(np.exp(at)) if self.is_ratio else max(at, -100.0)


def share_to_decide_by(fits: Fits, people: pa.Table, library: Library, parameters: PlanParameters) -> Floats:
    """Fits × outcomes: the share of each chance that is left, by the mean of an effect or by a cautious value of it."""
    normal = NormalDist()
    if parameters.decide_by == "cautious":
        points = [normal.inv_cdf(1 - parameters.caution)]
    else:
        points = [normal.inv_cdf((layer + 0.5) / LAYERS) for layer in range(LAYERS)]
    shares = [shares_if(fits, people, library, dict.fromkeys(library.effects, z)) for z in points]
    found: Floats = np.mean(shares, axis=0)
    return found


def shares_if(fits: Fits, people: pa.Table, library: Library, at: Mapping[str, float]) -> Floats:
    """Fits × outcomes: the share of each chance left if each effect lies so many standard errors from its middle.

    An effect drawn beyond no effect makes things worse in truth; as nobody would offer it then, it leaves all: 1.
    """
    left = shares_left(fits, people, library, lambda effect: Spread.of(effect).value(at[effect.id]))
    return np.clip(left, 0.0, 1.0)


def draws(library: Library, count: int, seed: int) -> list[dict[str, float]]:
    """Values each effect may have, in standard errors from its middle; equally likely layers, shuffled by effect."""
    random, normal = np.random.default_rng(seed), NormalDist()
    layers = [normal.inv_cdf((layer + 0.5) / count) for layer in range(count)]
    columns = {name: random.permutation(layers).tolist() for name in sorted(library.effects)}
    return [{name: column[draw] for name, column in columns.items()} for draw in range(count)]
