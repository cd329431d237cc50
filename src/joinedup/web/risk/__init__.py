"""Who is most at risk, and why: scores with reasons, and the list a team works from."""
