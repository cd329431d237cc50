"""Keeping entries true: who may edit without an account, what waits for staff, what is stale, broken or doubled."""
