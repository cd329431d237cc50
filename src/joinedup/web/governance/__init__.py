"""Who may do what, for whom, and who did: permissions, care relationships, audit."""
