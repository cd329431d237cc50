"""Referrals to teams, agencies, providers and charities: shared inboxes, clocks, history, links for those outside."""
