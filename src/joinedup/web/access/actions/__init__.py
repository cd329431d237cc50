"""What is done about who sees a record."""
