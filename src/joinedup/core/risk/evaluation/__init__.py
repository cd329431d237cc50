"""How good is the method on a table, by people it never met: nested cross-validation against a tuned challenger."""
