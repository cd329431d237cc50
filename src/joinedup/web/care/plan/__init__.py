"""The person's plan: read, written beside others, agreed, compared and printed."""
