"""Are these two records about one person? People decide where the index could not, twice where it matters."""
