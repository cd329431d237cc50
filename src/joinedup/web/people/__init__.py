"""Who is who in the place: people, their timelines, households and carers."""
