"""A scheduler's day: who visits whom, what a change would do, and what carers see of it."""
