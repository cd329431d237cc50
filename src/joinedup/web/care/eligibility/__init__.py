"""The test of the Care Act, worked through outcome by outcome; a professional decides."""
