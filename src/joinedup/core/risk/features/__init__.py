"""What was known about each person as at a date, and what happened after it: features, published scores, outcomes."""
