"""A team's meeting: prepared from what changed, run person by person, its decisions and actions sent on."""
