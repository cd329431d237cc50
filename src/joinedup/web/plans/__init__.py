"""What would help: the proposed package of care, support and advice, and what was decided about it."""
