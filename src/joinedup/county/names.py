"""What are people called, and what were they called before?"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from joinedup.county.chance import Ints, Rng, happens, pick, stream
from joinedup.county.population import ETHNICITIES, NOBODY, People
from joinedup.county.template import figures

ORIGINS = ("british", "south_asian", "european", "african", "east_asian")
ORIGIN_OF_ETHNICITY = {"H": 1, "J": 1, "K": 1, "L": 1, "C": 2, "B": 0, "M": 3, "N": 3, "P": 3, "R": 4}


@dataclass
class Names:
    """Names as positions in two lists.

    Parameters
    ----------
    given_list, family_list : all names there are.
    given, family : each person's name.
    family_before : the family name until some years ago; the same as `family` for most.
    """

    given_list: list[str]
    family_list: list[str]
    given: Ints
    family: Ints
    family_before: Ints


def give_names(made: People, seed: int) -> Names:
    """Name everybody: given names by sex and decade of birth, family names by family."""
    rng, facts = stream(seed, "names"), figures("population")
    origin = np.array([ORIGIN_OF_ETHNICITY.get(code, 0) for code in ETHNICITIES], dtype=np.int32)[made.ethnicity]
    given_list, given = draw_given(made, origin, rng)
    family_list, family = draw_family(made, origin, facts, rng)
    family_before = family.copy()
    change_by_marriage(made, family, family_before, facts, rng)
    follow_parents(made, family, family_before)
    name_sons_after_fathers(made, given, facts, rng)
    keep_twins_apart(made, given, rng)
    return Names(given_list, family_list, given, family, family_before)


def draw_given(made: People, origin: Ints, rng: Rng) -> tuple[list[str], Ints]:
    """Given names by sex, decade and origin."""
    facts = figures("given_names")
    names: list[str] = []
    position: dict[str, int] = {}
    given = np.zeros(len(made), dtype=np.int32)
    decade = np.clip((1970 + made.birth_on / 365.25) // 10 * 10, 1920, 2020).astype(int)
    for sex, is_female in (("female", True), ("male", False)):
        for year, listed in facts[sex].items():
            who = np.flatnonzero((made.is_female == is_female) & (decade == year) & (origin == 0))
            given[who] = draw_from(listed.split(), 6, who, names, position, rng)
        for number, name in enumerate(ORIGINS[1:], start=1):
            who = np.flatnonzero((made.is_female == is_female) & (origin == number))
            given[who] = draw_from(facts["other"][name][sex].split(), 12, who, names, position, rng)
    return names, given


def draw_from(
    listed: list[str], flatness: int, who: Ints, names: list[str], position: dict[str, int], rng: Rng
) -> Ints:
    """Names for some people, likelier the earlier they stand in the list; new ones are added to `names`."""
    for name in listed:
        if name not in position:
            position[name] = len(names)
            names.append(name)
    places = np.array([position[name] for name in listed], dtype=np.int32)
    return places[pick(rng, 1 / (np.arange(len(listed)) + flatness), len(who))]


def draw_family(made: People, origin: Ints, facts: Any, rng: Rng) -> tuple[list[str], Ints]:
    """Family names by origin, with a long tail of rare ones made of two parts."""
    listed = figures("surnames")
    names: list[str] = []
    position: dict[str, int] = {}
    family = np.zeros(len(made), dtype=np.int32)
    british = origin == 0
    rare = british & happens(rng, float(facts["rare_family_names_per_cent"]["value"]), len(made))
    who = np.flatnonzero(british & ~rare)
    family[who] = draw_from(listed["usual"].split(), 25, who, names, position, rng)
    for number, name in enumerate(ORIGINS[1:], start=1):
        who = np.flatnonzero(origin == number)
        family[who] = draw_from(listed["other"][name].split(), 15, who, names, position, rng)
    parts = [first + second for first in listed["first_parts"].split() for second in listed["second_parts"].split()]
    who = np.flatnonzero(rare)
    family[who] = draw_from(list(rng.permutation(parts)), 300, who, names, position, rng)
    add_double_barrelled(names, family, float(facts["double_barrelled_per_cent"]), rng)
    return names, family


def add_double_barrelled(names: list[str], family: Ints, per_cent: float, rng: Rng) -> None:
    """Join two family names with a hyphen for a few."""
    who = np.flatnonzero(happens(rng, per_cent, len(family)))
    other = family[rng.integers(0, len(family), len(who))]
    joined = [f"{names[left]}-{names[right]}" for left, right in zip(family[who], other, strict=True)]
    family[who] = np.arange(len(names), len(names) + len(joined))
    names.extend(joined)


def change_by_marriage(made: People, family: Ints, before: Ints, facts: Any, rng: Rng) -> None:
    """Most partnered women take their partner's name; some so lately that registers still hold the earlier one."""
    women = np.flatnonzero(made.is_female & (made.partner != NOBODY))
    women = women[happens(rng, float(facts["married_women_who_changed_name_per_cent"]["value"]), len(women))]
    lately = happens(rng, float(facts["changed_name_in_last_ten_years_per_cent"]["value"]), len(women))
    lately &= made.age[women] < 60
    family[women] = family[made.partner[women]]
    before[women[~lately]] = family[women[~lately]]


def follow_parents(made: People, family: Ints, before: Ints) -> None:
    """Children bear their father's name, or their mother's where no father is known."""
    for parent in (made.mother, made.father):
        children = np.flatnonzero(parent != NOBODY)
        family[children] = family[parent[children]]
    children = np.flatnonzero(made.mother != NOBODY)
    before[children] = family[children]


def name_sons_after_fathers(made: People, given: Ints, facts: Any, rng: Rng) -> None:
    """Some sons have their father's own name, at the same address."""
    sons = np.flatnonzero(~made.is_female & (made.father != NOBODY))
    share = happens(rng, float(facts["namesake_sons_per_cent"]["value"]), len(sons))
    share[:3] = True  # however small the county
    given[sons[share]] = given[made.father[sons[share]]]


def keep_twins_apart(made: People, given: Ints, rng: Rng) -> None:
    """Twins never share a given name: the younger takes that of somebody else of the same sex."""
    elder, younger = np.array(made.twins, dtype=int).reshape(-1, 2).T
    while len(alike := younger[given[elder] == given[younger]]):
        for is_female in (True, False):
            same_sex = np.flatnonzero(made.is_female == is_female)
            those = alike[made.is_female[alike] == is_female]
            given[those] = given[same_sex[rng.integers(0, len(same_sex), len(those))]]


def text(names: list[str], positions: Ints) -> pa.Array:
    """Names as a column of text."""
    return pa.array(names, pa.string()).take(pa.array(positions))
