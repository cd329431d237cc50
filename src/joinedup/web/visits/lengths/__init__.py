"""What visits really take, and what length a scheduler makes of it."""
