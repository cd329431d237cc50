"""What may be shown to whom: small-number suppression."""

from joinedup.core.governance.small_numbers import Shown, shown_count, shown_rate_per_1000

__all__ = ["Shown", "shown_count", "shown_rate_per_1000"]
