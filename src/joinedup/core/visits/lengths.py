"""How long does a visit take, going by when carers came and left? A length to propose, that a person accepts."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from joinedup.core.visits.wrong_days import RoundsWrong

MAD_TO_DEVIATION = 1.4826
"""Turns the median absolute deviation of a normal distribution into its standard deviation (1 / 0.6745)."""


@dataclass(frozen=True)
class LengthParameters:
    """How lengths are learned.

    Parameters
    ----------
    least_visits : with fewer seen nothing is proposed.
    prior_share : how far true lengths lie from planned ones, as a share of the planned one (standard deviation); an
        assumption, not a published figure.
    least_spread_minutes : visits that all took the same are still taken to vary by so much.
    step_minutes : lengths are planned in steps of this.
    shortest_minutes : no shorter is proposed unless agreed with the person (NICE guideline NG21, 1.4).
    """

    least_visits: int = 5
    prior_share: float = 0.25
    least_spread_minutes: float = 3.0
    step_minutes: int = 5
    shortest_minutes: int = 30


@dataclass(frozen=True)
class LengthProposal:
    """What visits seen say of a planned length.

    Parameters
    ----------
    planned_minutes, proposed_minutes : now, and proposed; equal where there is nothing to propose.
    median_minutes, spread_minutes : of the visits seen; the spread is a robust standard deviation.
    visits : how many were seen.
    weight : how much what was seen counts beside what was planned (0–1).
    """

    planned_minutes: float
    proposed_minutes: float
    median_minutes: float
    spread_minutes: float
    visits: int
    weight: float

    @property
    def is_change(self) -> bool:
        """Whether there is something to propose."""
        return self.proposed_minutes != self.planned_minutes


def learned_length(
    planned_minutes: float,
    seen_minutes: Sequence[float],
    *,
    is_short_agreed: bool = False,
    parameters: LengthParameters | None = None,
) -> LengthProposal | None:
    """The length to propose for a visit, from how long it took.

    The median of the visits seen is drawn towards the planned length, more the fewer there are and the more they vary::

        proposed = planned + w × (median − planned)
        w = (p × planned)² / ((p × planned)² + π/2 × s² / n)

    with p the prior share, s the spread (1.4826 × the median absolute deviation) and n how many were seen; then to the
    nearest step. A few forgotten check-outs change a median little.

    Parameters
    ----------
    planned_minutes : as planned now; above 0.
    seen_minutes : one a visit, from arriving to leaving.
    is_short_agreed : less than the shortest length was agreed with the person, so it may be proposed.

    Returns
    -------
    None where too few were seen.

    Raises
    ------
    RoundsWrong : the planned length is not above 0, or a visit took less than nothing.

    References
    ----------
    The mean of a normal distribution with a normal prior: Gelman and others, Bayesian Data Analysis, 3rd edition
    (2013), equations 2.9–2.10. The variance of a median, π/2 × s² / n: Serfling, Approximation Theorems of
    Mathematical Statistics (1980), 2.3.3. The factor 1.4826: Rousseeuw and Croux, JASA 88 (1993), 1273.

    Examples
    --------
    >>> found = learned_length(30, [44, 46, 45, 47, 43, 300])
    >>> found.proposed_minutes, round(found.weight, 2)
    (45, 0.96)
    >>> learned_length(45, [20, 22, 21, 19, 20, 21, 20, 22]).proposed_minutes
    30
    >>> learned_length(45, [20, 22]) is None
    True
    """
    chosen = parameters or LengthParameters()
    if not planned_minutes > 0 or any(not minutes >= 0 for minutes in seen_minutes):
        raise RoundsWrong("A visit lasts less than nothing", expected="minutes above 0")
    if len(seen_minutes) < chosen.least_visits:
        return None
    middle = median(seen_minutes)
    spread = max(
        MAD_TO_DEVIATION * median(abs(minutes - middle) for minutes in seen_minutes), chosen.least_spread_minutes
    )
    prior = (chosen.prior_share * planned_minutes) ** 2
    weight = prior / (prior + math.pi / 2 * spread**2 / len(seen_minutes))
    likely = planned_minutes + weight * (middle - planned_minutes)
    proposed = max(math.floor(likely / chosen.step_minutes + 0.5), 1) * chosen.step_minutes
    floor = 0 if is_short_agreed else min(chosen.shortest_minutes, planned_minutes)
    return LengthProposal(planned_minutes, max(proposed, floor), middle, spread, len(seen_minutes), weight)
