"""Who is most at risk, and is the table that says so one that can be chosen from?"""

from collections.abc import Iterable, Sequence
from functools import reduce

import pyarrow as pa
import pyarrow.compute as pc

from joinedup.core.errors import CannotProceed
from joinedup.core.plans.catalogue import Library
from joinedup.core.plans.evidence import OUTCOMES, SCORED
from joinedup.core.plans.parameters import PlanParameters

LISTS = {"receives": "is_kept", "refused": "is_refused", "wishes": "is_wished", "proposed_before": "was_proposed"}
"""Lists of offers a person may come with, and what being in one means for the offer."""
RESERVED = {"person_position", *(f"is_high_{outcome}" for outcome in OUTCOMES)}
NUMBERS = (pa.types.is_integer, pa.types.is_floating, pa.types.is_decimal, pa.types.is_boolean, pa.types.is_null)


class PeopleWrong(CannotProceed):
    """The table of people lacks something an offer asks about, or says it in a way that cannot be used."""


def most_at_risk(people: pa.Table, parameters: PlanParameters) -> pa.Table:
    """The people at or above any threshold, ordered by id, with `is_high_<outcome>` for each outcome.

    Parameters
    ----------
    people : one row per person: person_id, neighbourhood, local_authority, the features and probability_<outcome> (0–1,
        null where the person is not in the outcome's population; an outcome without a column is left out). The lists
        of offers in `LISTS` may be there: lists of codes, or codes separated by semicolons.

    Raises
    ------
    PeopleWrong : a column is missing, holds the wrong kind of value or has a name of ours, an id is missing or comes
        twice, or a probability is not between 0 and 1.
    """
    check_columns(people, {"person_id", "neighbourhood", "local_authority"}, "The people")
    if not any(f"probability_{name}" in people.column_names for name in OUTCOMES):
        check_columns(people, {f"probability_{name}" for name in SCORED}, "The people")
    check_ids(people)
    if taken := sorted(RESERVED & set(people.column_names)):
        raise PeopleWrong(f"The column {taken[0]} has a name that is worked out here", expected="another name")
    check_numbers(people, {"deprivation_decile"} & set(people.column_names), "Deciles are 1, the most deprived, to 10")
    people = with_lists(with_numbers_for_booleans(with_all_chances(people)))
    for outcome in OUTCOMES:
        threshold = parameters.thresholds.get(outcome, 2.0)  # above every probability: nobody
        is_high = pc.fill_null(pc.greater_equal(people[f"probability_{outcome}"], threshold), False)
        people = people.append_column(f"is_high_{outcome}", is_high)
    is_any = reduce(pc.or_, [people[f"is_high_{outcome}"] for outcome in OUTCOMES])
    return people.filter(is_any).sort_by("person_id")


def check_ids(people: pa.Table) -> None:
    """Raise if somebody has no id, or one that is another's too."""
    ids = people["person_id"].cast(pa.string())
    if missing := pc.sum(pc.equal(pc.fill_null(pc.utf8_trim_whitespace(ids), ""), "")).as_py():
        raise PeopleWrong(f"{missing} people have no person_id", expected="one row per person, each with an id")
    if pc.count_distinct(ids).as_py() != people.num_rows:
        raise PeopleWrong("A person_id comes twice", expected="one row per person")


def check_numbers(people: pa.Table, names: Iterable[str], why: str) -> None:
    """Raise if a column holds anything but numbers, or yes and no."""
    for name in sorted(names):
        kind = people.schema.field(name).type
        if not any(is_kind(kind) for is_kind in NUMBERS):
            raise PeopleWrong(f"The column {name} holds {kind}, not numbers. {why}", expected="numbers, or yes and no")


def with_all_chances(people: pa.Table) -> pa.Table:
    """A column for each outcome, null where nobody said; each a probability."""
    for outcome in OUTCOMES:
        name = f"probability_{outcome}"
        if name not in people.column_names:
            people = people.append_column(name, pa.nulls(people.num_rows, pa.float64()))
            continue
        check_numbers(people, {name}, "A probability is 0 to 1, and empty outside the outcome's population")
        if strange := pc.sum(pc.is_nan(people[name].cast(pa.float64()))).as_py():
            raise PeopleWrong(f"{name} is no number for {strange} people", expected="0 to 1, or empty")
        ends = pc.min_max(people[name]).as_py()
        if ends["min"] is not None and not 0 <= ends["min"] <= ends["max"] <= 1:
            raise PeopleWrong(f"{name} goes from {ends['min']} to {ends['max']}", expected="probabilities, 0 to 1")
    return people


def with_lists(people: pa.Table) -> pa.Table:
    """The lists of offers as lists; empty where nobody said."""
    for name in LISTS:
        if name not in people.column_names:
            given = pa.array([[]] * people.num_rows, pa.list_(pa.string()))
            people = people.append_column(name, given)
            continue
        at, kind = people.column_names.index(name), people.schema.field(name).type
        if pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind):
            people = people.set_column(at, name, people[name].cast(pa.list_(pa.string())))
        else:
            split = pc.split_pattern(pc.fill_null(people[name].cast(pa.string()), ""), ";")
            people = people.set_column(at, name, split)
    return people


def check_lists(people: pa.Table, library: Library) -> None:
    """Raise if a list names an offer that is not there."""
    for name in LISTS:
        named = set(pc.unique(pc.list_flatten(people[name].combine_chunks())).to_pylist()) - {None, ""}
        if unknown := sorted(named - set(library.position)):
            raise PeopleWrong(f"'{unknown[0]}' in {name} is not an offer", expected="codes", available=library.position)


def with_numbers_for_booleans(people: pa.Table) -> pa.Table:
    """Yes and no as 1 and 0, which is how conditions speak of them."""
    schema = [field.with_type(pa.int8()) if pa.types.is_boolean(field.type) else field for field in people.schema]
    return people.cast(pa.schema(schema))


def check_columns(people: pa.Table, needed: Sequence[str] | set[str] | frozenset[str], who: str) -> None:
    """Raise if a column is not there."""
    missing = sorted(set(needed) - set(people.column_names))
    if missing:
        raise PeopleWrong(
            f"{who} lack the columns {', '.join(missing)}",
            expected="a feature of each name",
            available=people.column_names,
        )
