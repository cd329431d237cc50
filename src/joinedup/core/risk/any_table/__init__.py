"""From a table nobody has seen before to a model and its figures."""
