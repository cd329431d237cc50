"""Why is this person at risk: which few things, in plain words, weigh most?"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from joinedup.core.risk.features.catalogue import feature_named, records_of
from joinedup.core.risk.models.additive import AdditiveModel, Floats, Term

REASON_SCHEMA = pa.schema(
    [
        ("person_id", pa.string()),
        ("outcome", pa.string()),
        ("position", pa.int64()),
        ("feature", pa.string()),
        ("feature_group", pa.string()),
        ("contribution", pa.float64()),
        ("value", pa.float64()),
        ("words", pa.string()),
        ("is_changeable", pa.bool_()),
        ("traced_feature", pa.string()),
    ]
)
MOST_REASONS = 8
SMALLEST_CONTRIBUTION = 0.1  # in log-odds: raises the odds by a tenth; less is not worth a person's attention


def reason_table(
    model: AdditiveModel, person_id: NDArray[Any], columns: Mapping[str, NDArray[Any]], contributions: Floats
) -> pa.Table:
    """The reasons of some people, not yet traced to records: one row per reason shown for a person.

    Columns: person_id, outcome, position (1 weighs most), feature, feature_group, contribution (log-odds), value,
    words, is_changeable, traced_feature.

    Parameters
    ----------
    person_id, columns, contributions : one entry per person; contributions are people × terms.

    Only what raises the risk is a reason. A term without words for the person's value is passed over: it
    stays in the contributions, which are complete.
    """
    found = [of_term(at, model, columns, contributions) for at in range(len(model.terms))]
    people = np.concatenate([people for people, _ in found])
    terms = np.repeat(np.arange(len(found)), [len(people) for people, _ in found])
    words = np.array([word for _, words in found for word in words], dtype=object)
    weights = contributions[people, terms]
    order = np.lexsort((terms, -weights, people))
    people, terms, words, weights = people[order], terms[order], words[order], weights[order]
    position = 1 + np.arange(len(people)) - np.searchsorted(people, people)
    shown = position <= MOST_REASONS
    return reasons_as_table(
        model, person_id, columns, people[shown], terms[shown], words[shown], weights[shown], position[shown]
    )


def of_term(
    at: int, model: AdditiveModel, columns: Mapping[str, NDArray[Any]], contributions: Floats
) -> tuple[NDArray[np.intp], list[str]]:
    """The people for whom a term is a reason, and its words for each."""
    people = np.flatnonzero(contributions[:, at] >= SMALLEST_CONTRIBUTION)
    names = [axis.feature for axis in model.terms[at].axes]
    values, place = np.unique(np.column_stack([columns[name][people] for name in names]), axis=0, return_inverse=True)
    words_of_value = [term_words(names, row) for row in values]
    said = [words_of_value[at] for at in place.ravel()]
    spoken = [index for index, words in enumerate(said) if words]
    return people[spoken], [said[index] for index in spoken]


def term_words(names: list[str], values: Floats) -> str:
    """The words for a term: those of its feature, or of both if it has two; empty if any has none.

    Examples
    --------
    >>> term_words(["falls_24m"], np.array([2.0])), term_words(["age", "has_dementia"], np.array([84.0, 1.0]))
    ('2 falls in the last 2 years', 'Aged 84, together with: Dementia')
    """
    parts = [feature_named()[name].words.of(float(value)) for name, value in zip(names, values, strict=True)]
    return ", together with: ".join(part for part in parts if part) if all(parts) else ""


def traced(term: Term) -> str:
    """The feature of a term whose records are looked up: the first that rests on records at all."""
    names = [axis.feature for axis in term.axes]
    return next((name for name in names if records_of()[name].kinds), names[0])


def reasons_as_table(
    model: AdditiveModel,
    person_id: NDArray[Any],
    columns: Mapping[str, NDArray[Any]],
    people: NDArray[np.intp],
    terms: NDArray[np.intp],
    words: NDArray[Any],
    weights: Floats,
    position: NDArray[np.intp],
) -> pa.Table:
    """The reasons as an Arrow table."""
    first = [term.axes[0].feature for term in model.terms]
    about = [feature_named()[name] for name in first]
    changeable = [any(feature_named()[axis.feature].is_changeable for axis in term.axes) for term in model.terms]
    values = np.array([columns[first[term]][who] for who, term in zip(people, terms, strict=True)], dtype=float)
    columns_out = [
        person_id[people],
        [model.outcome] * len(people),
        position,
        np.array(model.term_names, dtype=object)[terms],
        np.array([feature.group for feature in about], dtype=object)[terms],
        weights,
        values,
        words,
        np.array(changeable)[terms],
        np.array([traced(term) for term in model.terms], dtype=object)[terms],
    ]
    arrays = [
        pa.array(column, kind.type, from_pandas=True) for column, kind in zip(columns_out, REASON_SCHEMA, strict=True)
    ]
    return pa.table(arrays, schema=REASON_SCHEMA)
