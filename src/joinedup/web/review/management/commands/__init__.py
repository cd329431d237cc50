"""Commands about decisions on joins."""
