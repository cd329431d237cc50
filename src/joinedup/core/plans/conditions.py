"""Which columns does a condition of an offer speak of, and is it a condition, and nothing but one?"""

import re

WORDS = frozenset({"and", "or", "not", "is", "null", "true", "false", "between"})
OPERATORS = ("<=", ">=", "<>", "=", "<", ">")
NAME = re.compile(r"[a-z_][a-z0-9_]*")
NUMBER = re.compile(r"\d+(?:\.\d+)?")
TOKEN = re.compile(rf"\s*({NAME.pattern}|{NUMBER.pattern}|<=|>=|<>|[=<>()])")
MOST_NESTED = 100


def columns_of(condition: str) -> frozenset[str]:
    """The columns a condition speaks of.

    Parameters
    ----------
    condition : comparisons of columns with numbers, joined by and, or, not; no text, no functions, no other SQL.

    Raises
    ------
    ValueError : something in it is not part of a condition, is missing, or is where it cannot be.

    Examples
    --------
    >>> sorted(columns_of("age >= 60 and (in_care_home = 0 or is_high_fall)"))
    ['age', 'in_care_home', 'is_high_fall']
    >>> columns_of("age >= 60 and")
    Traceback (most recent call last):
    ValueError: the condition breaks off where a column or a number should be
    """
    tokens = tokens_of(condition)
    Reading(tokens).whole()
    return frozenset(filter(is_column, tokens))


def sql_of(condition: str) -> str:
    """The condition with its columns in quotes, since a column may be called what means something else in SQL.

    Examples
    --------
    >>> sql_of("group = 1 and not has_fallen")
    '"group" = 1 and not "has_fallen"'
    """
    return " ".join(f'"{token}"' if is_column(token) else token for token in tokens_of(condition))


def is_column(token: str) -> bool:
    """Whether a part of a condition is the name of a column."""
    return NAME.fullmatch(token) is not None and token not in WORDS


def tokens_of(condition: str) -> list[str]:
    """The parts of a condition, in order."""
    position, found, text = 0, [], condition.strip()
    while position < len(text):
        token = TOKEN.match(text, position)
        if token is None:
            raise ValueError(
                f"the condition has something in it that is not a comparison, near '{text[position:][:20]}'"
            )
        found.append(token[1])
        position = token.end()
    return found


class Reading:
    """Reads the parts of a condition one after the other, and raises at the first that cannot be there."""

    def __init__(self, tokens: list[str]) -> None:
        self.left = tokens[::-1]

    def whole(self) -> None:
        """The whole is one condition."""
        if self.left.count("(") + self.left.count("not") > MOST_NESTED:
            raise ValueError(f"the condition has more than {MOST_NESTED} parts in brackets or denied")
        self.condition()
        if self.left:
            raise ValueError(f"the condition should end, or go on with and, or; it has '{self.left[-1]}'")

    def condition(self) -> None:
        """Parts joined by and, or."""
        self.part()
        while self.takes("and", "or"):
            self.part()

    def part(self) -> None:
        """Something denied, in brackets, or a comparison."""
        if self.takes("not"):
            self.part()
        elif self.takes("("):
            self.condition()
            self.needs(")")
        elif not self.takes("true", "false"):
            self.comparison()

    def comparison(self) -> None:
        """A column that is yes or no, or two values and how they compare."""
        stands_alone = bool(self.left) and is_column(self.left[-1])
        self.value()
        if self.takes("is"):
            self.takes("not")
            self.needs("null", "true", "false")
        elif self.takes("between"):
            self.range()
        elif self.takes("not"):
            self.needs("between")
            self.range()
        elif self.takes(*OPERATORS):
            if not self.takes("true", "false"):
                self.value()
        elif not stands_alone:
            raise ValueError("the condition has a number that is compared with nothing")

    def range(self) -> None:
        """The two ends of between."""
        self.value()
        self.needs("and")
        self.value()

    def value(self) -> None:
        """A column or a number."""
        if not self.left:
            raise ValueError("the condition breaks off where a column or a number should be")
        if not is_column(self.left[-1]) and not NUMBER.fullmatch(self.left[-1]):
            raise ValueError(f"the condition has '{self.left[-1]}' where a column or a number should be")
        self.left.pop()

    def takes(self, *words: str) -> bool:
        """Whether the next part is one of these; then it is read."""
        is_next = bool(self.left) and self.left[-1] in words
        if is_next:
            self.left.pop()
        return is_next

    def needs(self, *words: str) -> None:
        """The next part has to be one of these."""
        if not self.takes(*words):
            met = f"has '{self.left[-1]}'" if self.left else "breaks off"
            raise ValueError(f"the condition {met} where {' or '.join(words)} should be")
