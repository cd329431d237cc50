"""Computing: plain Python, no web framework, no clock, no sockets."""
