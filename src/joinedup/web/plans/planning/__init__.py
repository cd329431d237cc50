"""The plan of packages for the whole place: what leads see, ask and accept."""
