"""The open directory of help: kept true by many, given to everybody."""
