"""Planning a day anew after something happened, in the background, with a look at the difference first."""
