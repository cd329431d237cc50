"""What a model is for, which version it is, and whether it may be used: cards, registry, choices of a place."""
