"""Which settings does an evaluation have?"""

from dataclasses import dataclass, field

from joinedup.core.risk.models.parameters import FitParameters


@dataclass(frozen=True)
class EvaluationParameters:
    """Settings of an evaluation.

    Parameters
    ----------
    folds : outer folds of people, each judged by models fitted to the others.
    repeats : how often everybody is divided anew; if None, more where people are few.
    inner_folds : folds of people within each training set, on which the challenger and the baseline are tuned.
    draws : bootstrap samples of people.
    fewest_in_group : people below which a group is not judged.
    slope_band, ratio_band : where the calibration slope, and observed over expected, should lie.
    within_auroc : how far the glass box may lie below the challenger.
    fit : settings of the glass box.
    threads : outer folds worked on at once.
    """

    folds: int = 5
    repeats: int | None = None
    inner_folds: int = 4
    draws: int = 1000
    fewest_in_group: int = 500
    slope_band: tuple[float, float] = (0.9, 1.1)
    ratio_band: tuple[float, float] = (0.95, 1.05)
    within_auroc: float = 0.005
    fit: FitParameters = field(default_factory=FitParameters)
    threads: int = 2

    def repeats_for(self, rows: int) -> int:
        """How often everybody is divided anew."""
        return self.repeats or (3 if rows < 30_000 else 2)

    def tuning_folds_for(self, rows: int) -> int:
        """On how many of the inner folds settings are compared: fewer where each is large enough to tell."""
        return self.inner_folds if rows < 3_000 else min(2, self.inner_folds) if rows < 30_000 else 1
