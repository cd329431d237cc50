"""How are contenders recalibrated, all alike, on people left out within their training set?"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from joinedup.core.risk.models.additive import Floats
from joinedup.core.risk.models.calibration import recalibration


def cross_calibrated(log_odds: Any, left_out: Floats, outcome: NDArray[np.bool_]) -> Floats:
    """Log-odds with the slope and shift that suited the training people when they were left out.

    Parameters
    ----------
    log_odds : of all rows, before.
    left_out : of each training row, by a model without its person; NaN if no model was asked.
    outcome : of each training row.
    """
    known = ~np.isnan(left_out)
    slope, shift = recalibration(left_out[known], outcome[known])
    return slope * np.asarray(log_odds, dtype=float) + shift
