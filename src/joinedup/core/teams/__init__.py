"""A neighbourhood team's work: referrals, meetings, tasks and skills."""
