"""The person's own plan, with everyone's actions on it; those who care for them, and the test of the Care Act."""
