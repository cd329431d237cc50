"""The tests. A package, so that no other package named so can take its place."""
