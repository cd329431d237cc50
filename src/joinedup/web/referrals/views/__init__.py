"""Referrals as pages: inboxes, sending one, one and what is done with it."""
