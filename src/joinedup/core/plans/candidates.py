"""Which offers fit which people, by which needs, and what would each avoid?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from joinedup.core.engine import Engine
from joinedup.core.errors import CannotProceed
from joinedup.core.plans.catalogue import Library
from joinedup.core.plans.evidence import OUTCOMES, Outcome
from joinedup.core.plans.limits import PlanParameters
from joinedup.core.plans.measures import Floats, remaining_share
from joinedup.core.plans.offers import Credit, Offer
from joinedup.core.plans.words import all_needs

Indices = npt.NDArray[np.int64]
Words = npt.NDArray[np.object_]
Flags = npt.NDArray[np.bool_]
MOST_NEEDS_NAMED = 2


class PeopleWrong(CannotProceed):
    """The table of people lacks something an offer asks about."""


@dataclass(frozen=True)
class Fits:
    """One row per person and offer that looks fitting; arrays of one length, ordered by offer, then person.

    Parameters
    ----------
    person, offer : positions in the people and in the library's offers.
    is_open : the person is eligible and has a need, does not have it already, and it is not shown to be without effect.
    need_count, need_words : how many of the offer's needs the person has, and the first of them in words.
    has_already : the person receives it already.
    no_effect : position in the offer's `no_effect_in`, or -1.
    credit : position in the offer's `effects`, or -1 where nothing is credited.
    outcome : position in OUTCOMES of the outcome credited, or -1.
    remaining : shares of the person's chance of the outcome that remain: columns for the low, middle and high end of
        events avoided; 1 where nothing is credited.
    chance : the person's chance of the outcome without the offer; 0 where nothing is credited.
    """

    person: Indices
    offer: Indices
    is_open: Flags
    need_count: Indices
    need_words: npt.NDArray[np.object_]
    has_already: Flags
    no_effect: Indices
    credit: Indices
    outcome: Indices
    remaining: Floats
    chance: Floats

    def __len__(self) -> int:
        return len(self.person)


def most_at_risk(people: pa.Table, parameters: PlanParameters) -> pa.Table:
    """The people at or above any threshold, ordered by id, with `is_high_<outcome>` for each outcome.

    Parameters
    ----------
    people : one row per person: person_id, neighbourhood, local_authority, the features and probability_<outcome> (0–1,
        null where the person is not in the outcome's population).
    """
    missing = {"person_id", "neighbourhood", "local_authority", *(f"probability_{name}" for name in OUTCOMES)}
    check_columns(people, missing, "The people")
    people = with_numbers_for_booleans(people)
    for outcome in OUTCOMES:
        threshold = parameters.thresholds.get(outcome, 2.0)  # above every probability: nobody
        is_high = pc.fill_null(pc.greater_equal(people[f"probability_{outcome}"], threshold), False)
        people = people.append_column(f"is_high_{outcome}", is_high)
    is_any = pc.or_(pc.or_(people["is_high_admission_or_death"], people["is_high_fall"]), people["is_high_care_home"])
    return people.filter(is_any).sort_by("person_id")


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


def find_fits(people: pa.Table, library: Library, engine: Engine) -> Fits:
    """Every offer that looks fitting for every person.

    Parameters
    ----------
    people : as `most_at_risk` gives them.

    Raises
    ------
    PeopleWrong : an offer's condition speaks of a column that is not there.
    """
    for offer in library.offers:
        check_columns(people, offer.columns, f"For the offer '{offer.code}', people")
    engine.register("plan_people", people.append_column("person", pa.array(np.arange(people.num_rows))))
    chances = {outcome: chance_of(people, outcome) for outcome in OUTCOMES}
    return joined([fits_of(position, offer, library, chances, engine) for position, offer in enumerate(library.offers)])


def chance_of(people: pa.Table, outcome: str) -> Floats:
    """Each person's chance of an outcome; 0 where the person is not in its population."""
    chance: Floats = pc.fill_null(people[f"probability_{outcome}"].cast(pa.float64()), 0.0).to_numpy()
    return chance


def fits_of(position: int, offer: Offer, library: Library, chances: Mapping[Outcome, Floats], engine: Engine) -> Fits:
    """The people one offer looks fitting for."""
    found = engine.table(question(offer), **{f"need_{i}": need.words for i, need in enumerate(offer.needs)})
    person, credit = found["person"].to_numpy(), found["credit"].to_numpy()
    is_open = found["is_open"].to_numpy() & (found["no_effect"].to_numpy() < 0) & ~found["has_already"].to_numpy()
    outcome, chance = np.full(len(person), -1), np.zeros(len(person))
    remaining = np.ones((len(person), 3))
    for place, given in enumerate(offer.effects):
        is_credited = credit == place
        code = library.effects[given.evidence].our_outcome
        assert code is not None  # a usable effect has one
        outcome[is_credited] = list(OUTCOMES).index(code)
        chance[is_credited] = chances[code][person[is_credited]]
        remaining[is_credited] = shares(given, library, chances, person[is_credited])
    credit = np.where(chance > 0, credit, -1)  # nothing to avoid for people outside the outcome's population
    return Fits(
        person=person,
        offer=np.full(len(person), position),
        is_open=is_open,
        need_count=found["need_count"].to_numpy(),
        need_words=said(found["need_words"]),
        has_already=found["has_already"].to_numpy(),
        no_effect=found["no_effect"].to_numpy(),
        credit=credit,
        outcome=np.where(credit >= 0, outcome, -1),
        remaining=remaining,
        chance=chance,
    )


def said(needs: pa.ChunkedArray) -> Words:
    """Needs separated by `|`, as people say them; few combinations are met, so each is put into words once."""
    met = needs.combine_chunks().dictionary_encode()
    words = np.array([all_needs(one.split("|")) for one in met.dictionary.to_pylist()], dtype=object)
    chosen: Words = words[met.indices.to_numpy()]
    return chosen


def shares(given: Credit, library: Library, chances: Mapping[Outcome, Floats], person: Indices) -> Floats:
    """Shares of the chance that remain at the weak end of the interval, in the middle and at the strong end."""
    effect = library.effects[given.evidence]
    assert effect.our_outcome and effect.high and effect.effect and effect.low  # a usable effect has all of them
    chance = chances[effect.our_outcome][person]
    ends = [remaining_share(chance, effect.measure, value) for value in (effect.high, effect.effect, effect.low)]
    threat = chances[given.at_risk_of][person] if given.at_risk_of else np.ones(len(person))
    return np.column_stack([1 - threat * (1 - end) for end in ends])


def question(offer: Offer) -> str:
    """The SQL that asks who an offer looks fitting for; its conditions come from our own, checked definitions."""
    needs = ", ".join(f"case when {need.when} then $need_{i} end" for i, need in enumerate(offer.needs))
    already = offer.already.when if offer.already else "false"
    return f"""
        with answered as (
            select person,
                coalesce({offer.eligible}, false) as is_eligible,
                list_filter([{needs}], lambda word: word is not null) as needs,
                coalesce({already}, false) as has_already,
                {first_that_holds([row.when for row in offer.no_effect_in])} as no_effect,
                {first_that_holds([row.when for row in offer.effects])} as credit
            from plan_people)
        select person, is_eligible and len(needs) > 0 as is_open, len(needs)::bigint as need_count, has_already,
            no_effect, credit, array_to_string(needs[1:{MOST_NEEDS_NAMED}], '|') as need_words
        from answered
        where (is_eligible and len(needs) > 0) or no_effect >= 0
        order by person"""


def first_that_holds(conditions: Sequence[str]) -> str:
    """SQL for the position of the first condition that holds, or -1."""
    cases = " ".join(f"when {condition} then {position}" for position, condition in enumerate(conditions))
    return f"(case {cases} else -1 end)::bigint" if cases else "(-1)::bigint"


def joined(parts: Sequence[Fits]) -> Fits:
    """Several offers' fits as one."""
    return Fits(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in Fits.__dataclass_fields__})
