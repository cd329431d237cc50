"""Meetings of a team as pages: the meeting, each person of its agenda, its minutes."""
