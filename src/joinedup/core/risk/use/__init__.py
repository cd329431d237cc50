"""What teams see of a model: scores, reasons, what changed, flags, lists that can themselves be evaluated."""
