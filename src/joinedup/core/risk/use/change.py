"""What changed in a person's risk since a month before, and why?

Both scores come from one model: the records as at a month earlier are put to the model of today. So what is told is
what happened to the person, never that a model was fitted anew.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from joinedup.core.risk.features.catalogue import feature_named
from joinedup.core.risk.models.additive import AdditiveModel, probability, total
from joinedup.core.risk.use.reasons import term_words

MONTHS_BETWEEN = 1
SMALLEST_CHANGE = 0.05  # in log-odds, of a term: less is not worth a sentence
MOST_TERMS = 5
SAME = "as a month before; counts differently at this age"  # contributions are multiplied by age band
CHANGE_SCHEMA = pa.schema(
    [
        ("person_id", pa.string()),
        ("outcome", pa.string()),
        ("position", pa.int64()),
        ("earlier_probability", pa.float64()),
        ("probability", pa.float64()),
        ("feature", pa.string()),
        ("feature_group", pa.string()),
        ("earlier_contribution", pa.float64()),
        ("contribution", pa.float64()),
        ("change", pa.float64()),
        ("words", pa.string()),
        ("is_changeable", pa.bool_()),
    ]
)
Columns = Mapping[str, NDArray[Any]]


def change_table(model: AdditiveModel, person_id: NDArray[Any], before: Columns, now: Columns) -> pa.Table:
    """What moved some people's risk most: one row per person and term that moved their log-odds by 0.05 or more.

    At most five a person, the largest change first, up or down. People for whom nothing moved have no row.

    Parameters
    ----------
    person_id, before, now : one entry per person scored at both dates; the features as at the two dates.

    Returns
    -------
    Columns of `CHANGE_SCHEMA`; the changes of all terms, shown or not, sum to the change of the log-odds.
    """
    earlier, later = model.contributions(before), model.contributions(now)
    moved = later - earlier
    people, terms = np.nonzero(np.abs(moved) >= SMALLEST_CHANGE)
    order = np.lexsort((terms, -np.abs(moved[people, terms]), people))
    people, terms = people[order], terms[order]
    position = 1 + np.arange(len(people)) - np.searchsorted(people, people)
    shown = position <= MOST_TERMS
    people, terms, position = people[shown], terms[shown], position[shown]
    risk_before, risk_now = (probability(total(model.baseline, parts)) for parts in (earlier, later))
    about = [described(model, term) for term in range(len(model.terms))]
    words = [
        change_words(model, term, {name: before[name][who] for name in before}, {name: now[name][who] for name in now})
        for who, term in zip(people.tolist(), terms.tolist(), strict=True)
    ]
    columns = [
        person_id[people],
        [model.outcome] * len(people),
        position,
        risk_before[people],
        risk_now[people],
        [model.term_names[term] for term in terms],
        [about[term][0] for term in terms],
        earlier[people, terms],
        later[people, terms],
        moved[people, terms],
        words,
        [about[term][1] for term in terms],
    ]
    arrays = [pa.array(column, kind.type) for column, kind in zip(columns, CHANGE_SCHEMA, strict=True)]
    return pa.table(arrays, schema=CHANGE_SCHEMA)


def described(model: AdditiveModel, term: int) -> tuple[str, bool]:
    """The group of a term's first feature, and whether anything could change any of its features."""
    features = [feature_named()[axis.feature] for axis in model.terms[term].axes]
    return features[0].group, any(feature.is_changeable for feature in features)


def change_words(model: AdditiveModel, term: int, before: Mapping[str, float], now: Mapping[str, float]) -> str:
    """How a term's change reads.

    Examples
    --------
    >>> from joinedup.core.risk.models.additive import Axis, Term
    >>> falls = AdditiveModel("fall", (Term((Axis("falls_24m", edges=(0.5,)),), np.zeros(3)),), 0.0)
    >>> none, one, two = {"falls_24m": 0.0}, {"falls_24m": 1.0}, {"falls_24m": 2.0}
    >>> change_words(falls, 0, one, two)
    '2 falls in the last 2 years (a month before: 1)'
    >>> change_words(falls, 0, none, one), change_words(falls, 0, one, none)
    ('New: 1 fall in the last 2 years', 'No longer: 1 fall in the last 2 years')
    >>> change_words(falls, 0, one, one)  # the person came into another age band
    '1 fall in the last 2 years (as a month before; counts differently at this age)'
    """
    names = [axis.feature for axis in model.terms[term].axes]
    if all(np.array_equal(before[name], now[name], equal_nan=True) for name in names):
        said = term_words(names, np.array([now[name] for name in names])) or meanings(names).rstrip(".")
        return f"{said} ({SAME})"
    said_before, said_now = (term_words(names, np.array([values[name] for name in names])) for values in (before, now))
    if said_now and said_before:
        return (
            said_now if said_now == said_before else f"{said_now} (a month before: {shortened(said_before, said_now)})"
        )
    if said_now:
        return f"New: {said_now}"
    if said_before:
        return f"No longer: {said_before}"
    return meanings(names)


def meanings(names: Sequence[str]) -> str:
    """What some features are."""
    return "; ".join(feature_named()[name].meaning for name in names)


def shortened(before: str, now: str) -> str:
    """What was said a month before, without what is said now too: the number alone where only the number differs.

    Examples
    --------
    >>> shortened("1 fall in the last 2 years", "2 falls in the last 2 years"), shortened("Housebound", "Uses a stick")
    ('1', 'Housebound')
    """
    number, _, rest = before.partition(" ")
    is_count = number.isdigit() and now.partition(" ")[0].isdigit()
    return number if is_count and singular(rest) == singular(now.partition(" ")[2]) else before


def singular(words: str) -> str:
    """Words without the s of several, to compare and not to show."""
    return " ".join(word.removesuffix("s") for word in words.split())
