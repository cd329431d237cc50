"""Which of the values of an outcome count as having it, and which as not?

Values come as words, lower case, each with the rows that say it; those that say nothing are not among them.
"""

import math
import operator
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from joinedup.core.risk.any_table.kinds import number_or_nan
from joinedup.core.risk.failures import OutcomeNotBinary

YES, NO = {"1", "1.0", "true", "yes", "t", "y"}, {"0", "0.0", "false", "no", "f", "n"}
BOUND = re.compile(r"^(>=|<=|>|<|≥|≤)\s*(-?(?:\d+(?:\.\d*)?|\.\d+))$")
SIDES = {
    ">": operator.gt, ">=": operator.ge, "≥": operator.ge, "<": operator.lt, "<=": operator.le, "≤": operator.le,
}  # fmt: skip


@dataclass(frozen=True)
class Meaning:
    """What the values of an outcome mean.

    Parameters
    ----------
    having_it : the words that count as having the outcome.
    without_it : the words that count as not.
    why : of two values that are not yes and no, why the one was taken; empty where nothing had to be chosen.
    by_bound : whether a bound on numbers divides them.
    """

    having_it: frozenset[str]
    without_it: frozenset[str]
    why: str = ""
    by_bound: bool = False


def understood(rows: Mapping[str, int]) -> Meaning:
    """What values mean that nobody has explained: yes and no, or one of two.

    Parameters
    ----------
    rows : how many say each word.

    Raises
    ------
    OutcomeNotBinary
        if there are not two values.

    Examples
    --------
    >>> understood({"yes": 3, "no": 5}).having_it, understood({"1": 5, "2": 3}).having_it
    (frozenset({'yes'}), frozenset({'2'}))
    >>> dead = understood({"dead": 3, "alive": 5})
    >>> dead.having_it, dead.why
    (frozenset({'dead'}), 'the rarer')
    """
    amounts = {number_or_nan(word) for word in rows}
    if amounts <= {0.0, 1.0}:
        return meaning(rows, {word for word in rows if number_or_nan(word) == 1})
    if rows.keys() <= YES | NO:
        return meaning(rows, YES)
    if len(amounts) == 2 and not any(math.isnan(amount) for amount in amounts):
        return meaning(rows, {word for word in rows if number_or_nan(word) == max(amounts)}, "the larger")
    if len(rows) == 2:
        return one_of_two(rows)
    if len(rows) == 1:
        raise OutcomeNotBinary("The outcome has one and the same value in every row", expected="two values")
    raise OutcomeNotBinary(
        f"The outcome is not yes or no: it has {len(rows)} different values",
        expected="0 and 1, true and false, yes and no, or two values; or nothing where it is not known. "
        '`--event VALUE` says which value counts as having the outcome, and of a count or amount `--event ">0"` how '
        "much does",
    )


def one_of_two(rows: Mapping[str, int]) -> Meaning:
    """Of two words the one that says yes, or whose other says no; else the rarer; else the later by name."""
    first, last = sorted(rows)
    for word, other in ((first, last), (last, first)):
        if word in YES or other in NO:
            return meaning(rows, {word}, "the likelier yes")
    if rows[first] == rows[last]:
        return meaning(rows, {last}, "the later by name")
    return meaning(rows, {min(rows, key=lambda word: rows[word])}, "the rarer")


def meaning(rows: Mapping[str, int], having_it: set[str], why: str = "") -> Meaning:
    """Some of the words have the outcome, all others not."""
    return Meaning(frozenset(having_it & rows.keys()), frozenset(rows.keys() - having_it), why)


def named(event: str, rows: Mapping[str, int]) -> Meaning:
    """The words that mean the event, and all the others.

    A value written like a bound, such as "<30", means itself where it occurs, and 1 means true among true and false.

    Parameters
    ----------
    event : a value, or a bound on numbers such as ">0".
    rows : how many say each word.

    Raises
    ------
    OutcomeNotBinary
        if no row has the event, or a bound meets words.

    Examples
    --------
    >>> named("dead", {"dead": 3, "alive": 5, "moved": 1}).having_it
    frozenset({'dead'})
    >>> sorted(named(">0", {"0": 3, "1": 5, "2": 1}).having_it)
    ['1', '2']
    """
    wanted = event.strip().lower()
    number = number_or_nan(wanted)
    yes = {word for word in rows if word == wanted or number_or_nan(word) == number}
    if not yes and rows.keys() <= YES | NO:
        yes = rows.keys() & next((words for words in (YES, NO) if wanted in words), set())
    bound = BOUND.match(wanted)
    by_bound = bound is not None and not yes
    if bound and by_bound:
        yes = beyond(bound[1], float(bound[2]), rows)
    if not yes:
        raise OutcomeNotBinary(
            "No row of the table has the outcome that was named as the event",
            expected='a value as the column writes it, or a bound such as ">0" if its values are numbers',
        )
    return replace(meaning(rows, yes), by_bound=by_bound)


def beyond(sign: str, limit: float, rows: Mapping[str, int]) -> set[str]:
    """The numbers on one side of a limit; what is no number lies on neither, and is refused."""
    words = [word for word in rows if math.isnan(number_or_nan(word))]
    if words:
        raise OutcomeNotBinary(
            f"The outcome has {len(rows)} different values, of which {len(words)} are no numbers and lie on neither "
            f"side of {limit:g}",
            expected="numbers, or a value as the column writes it",
        )
    return {word for word in rows if SIDES[sign](number_or_nan(word), limit)}
