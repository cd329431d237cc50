"""A place of any size in the web's tables, and members of staff who use it over HTTP."""
