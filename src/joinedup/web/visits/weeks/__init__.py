"""Weeks of rounds: what they come to for carers and clients, and planning them together in the background."""
