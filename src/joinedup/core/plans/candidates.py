"""Which offers fit which people, by which needs, and what would each avoid?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from joinedup.core.engine import Engine
from joinedup.core.plans.catalogue import Library
from joinedup.core.plans.conditions import sql_of
from joinedup.core.plans.evidence import OUTCOMES, Outcome
from joinedup.core.plans.measures import Floats
from joinedup.core.plans.most_at_risk import LISTS, check_columns, check_lists, check_numbers
from joinedup.core.plans.offers import Offer
from joinedup.core.plans.words import all_needs

Indices = npt.NDArray[np.int64]
Words = npt.NDArray[np.object_]
Flags = npt.NDArray[np.bool_]
MOST_NEEDS_NAMED = 2


@dataclass(frozen=True)
class Fits:
    """One row per person and offer that looks fitting; arrays of one length, ordered by offer, then person.

    Parameters
    ----------
    person, offer : positions in the people and in the library's offers.
    is_open : the person is eligible and has a need, has neither had nor refused it, and it is not shown to be without
        effect.
    need_count, need_words : how many of the offer's needs the person has, and the first of them in words.
    has_already : the person was given or referred to it lately.
    is_kept, is_refused, is_wished, was_proposed : the person receives it now, refused it, asked for it, or it was in
        the package proposed last time.
    no_effect : position in the offer's `no_effect_in`, or -1.
    credit : fits × outcomes, in the order of OUTCOMES; position in the offer's `effects` of the one credited on that
        outcome, or -1.
    """

    person: Indices
    offer: Indices
    is_open: Flags
    need_count: Indices
    need_words: npt.NDArray[np.object_]
    has_already: Flags
    is_kept: Flags
    is_refused: Flags
    is_wished: Flags
    was_proposed: Flags
    no_effect: Indices
    credit: Indices

    def __len__(self) -> int:
        return len(self.person)

    @property
    def is_credited(self) -> Flags:
        """Whether any effect is credited."""
        return np.asarray((self.credit >= 0).any(axis=1))


def find_fits(people: pa.Table, library: Library, engine: Engine) -> Fits:
    """Every offer that looks fitting for every person.

    Parameters
    ----------
    people : as `most_at_risk` gives them.

    Raises
    ------
    PeopleWrong : an offer's condition speaks of a column that is not there, or holds no numbers.
    """
    check_lists(people, library)
    for offer in library.offers:
        check_columns(people, offer.columns, f"For the offer '{offer.code}', people")
        check_numbers(people, offer.columns, f"A condition of the offer '{offer.code}' speaks of it")
    engine.register("plan_people", people.append_column("person_position", pa.array(np.arange(people.num_rows))))
    could_happen = chances_of(people) > 0
    return joined(
        [fits_of(position, offer, library, could_happen, engine) for position, offer in enumerate(library.offers)]
    )


def chances_of(people: pa.Table) -> Floats:
    """People × outcomes: each person's chance of each."""
    return np.column_stack([chance_of(people, outcome) for outcome in OUTCOMES])


def chance_of(people: pa.Table, outcome: str) -> Floats:
    """Each person's chance of an outcome; 0 where the person is not in its population."""
    chance: Floats = pc.fill_null(people[f"probability_{outcome}"].cast(pa.float64()), 0.0).to_numpy()
    return chance


def fits_of(position: int, offer: Offer, library: Library, could_happen: Flags, engine: Engine) -> Fits:
    """The people one offer looks fitting for.

    Parameters
    ----------
    could_happen : people × outcomes; without a chance there is nothing to avoid, as outside an outcome's population.
    """
    found = engine.table(question(offer, library), **{f"need_{i}": need.words for i, need in enumerate(offer.needs)})
    person = found["person"].to_numpy()
    flags = {name: found[name].to_numpy() for name in ("is_kept", "is_refused", "is_wished", "was_proposed")}
    is_open = found["is_open"].to_numpy() & (found["no_effect"].to_numpy() < 0) & ~found["has_already"].to_numpy()
    is_open &= ~flags["is_kept"] & ~flags["is_refused"]
    credit = np.column_stack([found[f"credit_{outcome}"].to_numpy() for outcome in OUTCOMES])
    return Fits(
        person=person,
        offer=np.full(len(person), position),
        is_open=is_open,
        need_count=found["need_count"].to_numpy(),
        need_words=said(found["need_words"]),
        has_already=found["has_already"].to_numpy() & ~flags["is_kept"],
        **flags,
        no_effect=found["no_effect"].to_numpy(),
        credit=np.where(could_happen[person], credit, -1),
    )


def said(needs: pa.ChunkedArray) -> Words:
    """Needs separated by `|`, as people say them; few combinations are met, so each is put into words once."""
    met = needs.combine_chunks().dictionary_encode()
    words = np.array([all_needs(one.split("|")) if one else "" for one in met.dictionary.to_pylist()], dtype=object)
    chosen: Words = words[met.indices.to_numpy()]
    return chosen


def question(offer: Offer, library: Library) -> str:
    """The SQL that asks who an offer looks fitting for; its conditions come from our own, checked definitions."""
    needs = ", ".join(f"case when {sql_of(need.when)} then $need_{i} end" for i, need in enumerate(offer.needs))
    already = sql_of(offer.already.when) if offer.already else "false"
    lists = ", ".join(
        f"coalesce(list_contains({name}, '{offer.code}'), false) as {flag}" for name, flag in LISTS.items()
    )
    credits = ",\n                ".join(
        f"{first_that_holds(credited_on(outcome, offer, library))} as credit_{outcome}" for outcome in OUTCOMES
    )
    return f"""
        with answered as (
            select person_position as person,
                coalesce({sql_of(offer.eligible)}, false) as is_eligible,
                list_filter([{needs}], lambda word: word is not null) as needs,
                coalesce({already}, false) as has_already,
                {lists},
                {first_that_holds(dict(enumerate(row.when for row in offer.no_effect_in)))} as no_effect,
                {credits}
            from plan_people)
        select person, is_eligible and len(needs) > 0 as is_open, len(needs)::bigint as need_count, has_already,
            is_kept, is_refused, is_wished, was_proposed, no_effect, columns('credit_.*'),
            array_to_string(needs[1:{MOST_NEEDS_NAMED}], '|') as need_words
        from answered
        where (is_eligible and len(needs) > 0) or no_effect >= 0 or is_kept
        order by person"""


def credited_on(outcome: Outcome, offer: Offer, library: Library) -> dict[int, str]:
    """The offer's effects on one outcome, by position, and the people each may be credited to."""
    return {
        place: given.when
        for place, given in enumerate(offer.effects)
        if library.effects[given.evidence].our_outcome == outcome
    }


def first_that_holds(conditions: Mapping[int, str]) -> str:
    """SQL for the position of the first condition that holds, or -1."""
    cases = " ".join(f"when {sql_of(condition)} then {position}" for position, condition in conditions.items())
    return f"(case {cases} else -1 end)::bigint" if cases else "(-1)::bigint"


def joined(parts: Sequence[Fits]) -> Fits:
    """Several offers' fits as one."""
    return Fits(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in Fits.__dataclass_fields__})
