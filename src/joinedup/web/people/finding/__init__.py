"""Finding a person by name, NHS number, postcode or reference: what was typed, who it may mean, on a page."""
