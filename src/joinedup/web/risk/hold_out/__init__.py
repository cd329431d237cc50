"""Does the list itself do any good? Some people stay off it, by lot, so that it can be seen."""
