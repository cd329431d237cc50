"""Which settings does a fit have, and what are they for?"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class FitParameters:
    """Settings of a fit.

    Parameters
    ----------
    most_rows : rows used to fit, a sample of people if there are more. 200,000 rows settle a model of 60 features.
    most_bins : most steps of a feature's curve.
    fewest_in_step : fewest rows a step of a curve rests on.
    fewest_in_category : a category with fewer rows counts as "other".
    fewest_events : people with the outcome below which nothing is fitted.
    bags : bags of people to average over; if None, more where data are few and a single bag would be noisy.
    validation_share : share (0–1) of people in each bag who say when to stop.
    increasing, decreasing : features whose curve may only rise, or only fall.
    """

    most_rows: int = 200_000
    most_bins: int = 64
    fewest_in_step: int = 20
    fewest_in_category: int = 10
    fewest_events: int = 20
    bags: int | None = None
    validation_share: float = 0.15
    increasing: frozenset[str] = field(default_factory=frozenset)
    decreasing: frozenset[str] = field(default_factory=frozenset)

    def bags_for(self, rows: int) -> int:
        """Bags of people to average over, for so many rows."""
        return self.bags or (8 if rows < 30_000 else 4 if rows < 100_000 else 2)
