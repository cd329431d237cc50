"""Who may sign in to a demonstration?"""

from joinedup.core.interop import Place
from joinedup.web.accounts.actions import load_staff


def load(place: Place) -> int:
    """Enter the invented staff of an invented place; returns how many."""
    return load_staff({name: value or "" for name, value in row.items()} for row in place.staff.to_pylist())
