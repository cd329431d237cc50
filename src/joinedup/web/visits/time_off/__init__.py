"""Whole days on which carers do not work: leave, sickness, training."""
