"""What a team comes for: its dashboard, and the one page about a person."""
