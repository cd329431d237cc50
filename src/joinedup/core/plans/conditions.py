"""Which columns does a condition of an offer speak of, and is it nothing but a condition?"""

import re

WORDS = frozenset({"and", "or", "not", "is", "null", "true", "false", "between"})
TOKEN = re.compile(r"\s*([a-z_][a-z0-9_]*|\d+(?:\.\d+)?|<=|>=|<>|[=<>()])")


def columns_of(condition: str) -> frozenset[str]:
    """The columns a condition speaks of.

    Parameters
    ----------
    condition : comparisons of columns with numbers, joined by and, or, not; no text, no functions, no other SQL.

    Raises
    ------
    ValueError : something in it is not part of a condition.

    Examples
    --------
    >>> sorted(columns_of("age >= 60 and (in_care_home = 0 or is_high_fall)"))
    ['age', 'in_care_home', 'is_high_fall']
    """
    position, found = 0, set()
    text = condition.strip()
    while position < len(text):
        token = TOKEN.match(text, position)
        if token is None:
            raise ValueError(
                f"the condition has something in it that is not a comparison, near '{text[position:][:20]}'"
            )
        if token[1][0].isalpha() and token[1] not in WORDS:
            found.add(token[1])
        position = token.end()
    return frozenset(found)
