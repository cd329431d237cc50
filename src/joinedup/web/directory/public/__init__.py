"""The pages open to everybody: search in one's own words, services, topics; no account, no cookie, no tracker."""
