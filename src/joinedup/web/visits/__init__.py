"""Home-care rounds for one provider: its scheduler plans a day, its carers walk it."""
