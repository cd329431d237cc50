"""E-mail that says there is something to look at, and never about whom: an outbox, each one's choice, delivery."""
