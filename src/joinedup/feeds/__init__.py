"""Read other people's directories over the network; the core is handed what they answered."""
