"""A person's plan as pages: read, written, agreed, copied."""
