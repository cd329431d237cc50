"""Those who look after somebody unpaid: who they are, for whom they do it, and since when."""
