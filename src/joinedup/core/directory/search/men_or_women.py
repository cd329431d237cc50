"""Does a service say by its name that it is for men or for women, and does somebody say which they seek?

No standard has a field for it. Only words that name a group count: "my man hits me" says nothing of who asks.
"""

from collections.abc import Iterable

GROUPS = {
    "men": frozenset({"men", "mens", "male", "males"}),
    "women": frozenset({"women", "womens", "woman", "female", "females", "ladies"}),
}


def group(words: Iterable[str]) -> str:
    """The group that some words name, "men" or "women"; "" if neither or both.

    Examples
    --------
    >>> group(["womens", "refuge"]), group(["women", "and", "men"]), group(["lunch", "club"])
    ('women', '', '')
    """
    said = set(words)
    named = [name for name, members in GROUPS.items() if members & said]
    return named[0] if len(named) == 1 else ""


def is_other(own: str, asked: str) -> bool:
    """Whether a service is for the group that was not asked for; what nobody said speaks against nothing."""
    return bool(own and asked) and own != asked
