"""Which NHS numbers count."""
