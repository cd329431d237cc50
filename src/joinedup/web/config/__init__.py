"""Settings, addresses, layout and serving: what every page of the web shares."""
